"""How fast decisions teach: fits after 0 to 50 decisions, for what the configuration states and for hidden tastes.

    python -m benchmarks.learn

The users and ads of ../shared/data. Nobody's own mails are trained on: the weights that a user starts with come from
the other users, and every figure is of mails that were not decided. A hidden taste is a word that the configuration
does not state: whatever names it is declined, as the raw text names it, not as triage reads it. Takes four minutes.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from sklearn.metrics import average_precision_score
from threadpoolctl import threadpool_limits

from training import fit, fit_data
from training.fit_measure import calibration_error
from triage.learn import Example, fitting
from triage.pipeline.learning import stated
from triage.score import MailPage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from triage.score.topics import Topic

STEPS = (0, 5, 10, 20, 50)
DRAWS = 2
#: Tastes that the tables knew before any was measured, and others, of which most were put into a table since.
KNOWN = {
    "AI": r"\b(AI|[Aa]rtificial [Ii]ntelligence|LLMs?)\b",
    "machine learning": r"(?i)machine learning",
    "travel": r"(?i)\btravel",
    "startups": r"(?i)\bstart-?ups?\b",
    "health": r"(?i)\b(health ?care|patients?|clinical|medical)\b",
    "fintech": r"(?i)\b(fintech|payments|financial services|banking)\b",
    "consulting": r"(?i)\bconsult",
    "e-commerce": r"(?i)\be-?commerce\b",
    "on-call": r"(?i)\bon[- ]call\b",
    "crypto": r"(?i)\b(crypto|blockchain|web3)",
}
LATER = {
    "degree": r"(?i)\b(bachelor|degree)\b",
    "fast-paced": r"(?i)fast[- ]paced",
    "mentoring": r"(?i)\bmentor",
    "stakeholders": r"(?i)\bstakeholders?\b",
    "global": r"(?i)\bglobal\b",
    "in the office": r"(?i)\bin[- ]office|in the office|office days",
    "diversity": r"(?i)\bdivers",
    "data-driven": r"(?i)\bdata[- ]driven\b",
    "robots": r"(?i)\brobot",
    "advertising": r"(?i)\b(advertis|ads\b)",
    "delivery": r"(?i)\bdeliver(y|ies)\b",
    "restaurants": r"(?i)\b(restaurant|food|grocer)",
    "energy": r"(?i)\b(energy|power grid|renewable)",
    "a founding team": r"(?i)\b(founding|founders?)\b",
    "equity": r"(?i)\b(equity|stock options)\b",
    "ownership": r"(?i)\bownership\b",
    "research": r"(?i)\bresearch",
}
#: The share of the fitting mails that name a taste.
_SHARE = (0.2, 0.65)
_MOST_PAIRS = 40
_DRAWN = 2  # words of each user


@dataclass(frozen=True, slots=True)
class User:
    """One user's mails as they are learned from, and the weights that everybody else's mails gave."""

    name: str
    examples: tuple[Example, ...]
    texts: tuple[str, ...]
    shipped: fitting.Weights


def users() -> Iterator[User]:
    """The given users, each with weights trained without their fold."""
    read = fit_data.real_reader()
    rows = fit.examples(read)
    of = fit.numbers(rows)
    given = list(fit_data.judged(read))
    names = sorted({row.user for row in rows})
    said = {id(row.message): MailPage(row.message, row.opportunity).topics for row in given}
    for fold in range(fit.FOLDS):
        held = set(names[fold :: fit.FOLDS])
        kept = [at for at, row in enumerate(rows) if row.user not in held]
        trained = fit.as_json(fit.fit([rows[at] for at in kept], [of[at] for at in kept]))
        shipped = fitting.Weights(trained["intercept"], trained["weights"])
        for name in sorted(held & {row.user for row in given}):
            mine = [row for row in given if row.user == name]
            yield User(
                name,
                tuple(_example(row, number, said[id(row.message)], shipped) for number, row in enumerate(mine)),
                tuple(f"{row.message.subject}\n{row.message.text}" for row in mine),
                shipped,
            )


def _example(row: fit_data.Example, number: int, said: Sequence[Topic], shipped: fitting.Weights) -> Example:
    """As the program learns from it: what the user states is no topic."""
    wishes = stated(row.interests)
    left = [topic for topic in said if topic.name not in wishes]
    bare = Example(
        id=f"{number:04}",
        accepted=row.fits,
        fit=0.5,
        features=tuple((feature.name, feature.value) for feature in fit.found(row)),
        known=tuple(topic.name for topic in left if topic.known),
        words=tuple(topic.name for topic in left if not topic.known),
        group=str(number),
    )
    return replace(bare, fit=fitting.fits([bare], shipped, {})[0])


def after(
    user: User, fits: NDArray[np.bool_], draw: int, *, as_shown: bool
) -> Iterator[tuple[int, NDArray[np.bool_], NDArray[np.float64]]]:
    """(decisions, what fits, the fits given) of the mails that are never decided.

    Decided are mails in random order; or `as_shown`: half of the mail waits, and what fits best is decided first.
    """
    order = np.random.default_rng([draw, *user.name.encode()]).permutation(len(fits))
    waiting, asked = np.split(order, [len(order) // 2 if as_shown else STEPS[-1]])
    if as_shown:
        waiting = np.array(sorted(waiting, key=lambda at: -user.examples[at].fit))
    rest = [user.examples[at] for at in asked]
    for count in STEPS:
        mine = [replace(user.examples[at], accepted=bool(fits[at])) for at in waiting[:count]]
        weights, said = user.shipped, dict[str, float]()
        if fitting.is_enough(mine):
            learned = fitting.fit(mine, user.shipped)
            weights, said = learned.weights, dict(learned.topics)
        yield count, fits[asked], np.array(fitting.fits(rest, weights, said))


def _tastes(everybody: Sequence[User], patterns: dict[str, str]) -> list[tuple[User, NDArray[np.bool_]]]:
    """Users with a taste that tells in their mails, and what they accept then."""
    found = ((user, _fits(user, re.compile(pattern))) for user in everybody for pattern in patterns.values())
    pairs = [(user, fits) for user, fits in found if fits is not None]
    chosen = np.random.default_rng(1).permutation(len(pairs))[:_MOST_PAIRS]
    return [pairs[at] for at in sorted(chosen)]


def _by_chance(everybody: Sequence[User]) -> list[tuple[User, NDArray[np.bool_]]]:
    """Users with a taste about a word of no table, drawn from all that could be one."""
    pairs = []
    for user in everybody:
        words = sorted({word for example in user.examples for word in example.words})
        drawn = (words[at] for at in np.random.default_rng([2, *user.name.encode()]).permutation(len(words)))
        found = (_fits(user, re.compile(rf"(?i)\b{re.escape(word)}\b")) for word in drawn)
        pairs += [(user, fits) for fits in islice((one for one in found if one is not None), _DRAWN)]
    return pairs


def _fits(user: User, named: re.Pattern[str]) -> NDArray[np.bool_] | None:
    """What is accepted by somebody who declines what names one thing; None if that tells too little or too much."""
    wanted = np.array([example.accepted for example in user.examples])
    taste = np.array([bool(named.search(text)) for text in user.texts])
    return wanted & ~taste if _SHARE[0] <= taste[wanted].mean() <= _SHARE[1] else None


def _print(name: str, pairs: Sequence[tuple[User, NDArray[np.bool_]]], *, as_shown: bool) -> None:
    precisions: dict[int, list[float]] = {count: [] for count in STEPS}
    labels: dict[int, list[NDArray[np.bool_]]] = {count: [] for count in STEPS}
    chances: dict[int, list[NDArray[np.float64]]] = {count: [] for count in STEPS}
    for user, fits in pairs:
        for draw in range(DRAWS):
            for count, label, chance in after(user, fits, draw, as_shown=as_shown):
                precisions[count].append(float(average_precision_score(label, chance)))
                labels[count].append(label)
                chances[count].append(chance)
    gains = np.array(precisions[20]) - np.array(precisions[0])
    means = np.random.default_rng(1).choice(gains, (1000, len(gains))).mean(axis=1)
    low, high = np.percentile(means, (2.5, 97.5))
    cells = [
        f"{np.mean(precisions[count]):.3f} "
        f"({calibration_error(np.concatenate(labels[count]), np.concatenate(chances[count])):.3f})"
        for count in STEPS
    ]
    gain = f"{gains.mean():+.3f} ({low:+.3f} to {high:+.3f})"
    print(f"| {name} ({len(pairs)}) | {' | '.join(cells)} | {gain} |", flush=True)


def main() -> int:
    """Prints the table; 1 without the data."""
    if not fit_data.available():
        print("the ads of ../shared/data are not there")
        return 1
    with threadpool_limits(1):  # small matrices: two threads wait for one another longer than one works
        _tables()
    return 0


def _tables() -> None:
    everybody = list(users())
    judged = [(user, np.array([example.accepted for example in user.examples])) for user in everybody]
    for as_shown, order in ((False, "random order"), (True, "the order of review, best first")):
        print(f"\nAP (ECE) after n decisions in {order}, means of {DRAWS} draws\n")
        print(f"| | {' | '.join(map(str, STEPS))} | gain after 20 |\n|---|{'---|' * (len(STEPS) + 1)}")
        _print("what the configuration states", judged, as_shown=as_shown)
        _print("a hidden taste that the tables know", _tastes(everybody, KNOWN), as_shown=as_shown)
        _print("a hidden taste such as fast-paced", _tastes(everybody, LATER), as_shown=as_shown)
        _print("a hidden taste about a word of no table", _by_chance(everybody), as_shown=as_shown)


if __name__ == "__main__":
    sys.exit(main())
