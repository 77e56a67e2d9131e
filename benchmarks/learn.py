"""How fast decisions teach: fits after 0 to 50 decisions, for what the configuration states and for hidden tastes.

    python -m benchmarks.learn

The users and ads of ../shared/data. Nobody's own mails are trained on: the weights that a user starts with come from
the other users, and every figure is of mails that were not decided. A hidden taste is a word that the configuration
does not state: whatever names it is declined, as the raw text names it, not as triage reads it.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from sklearn.metrics import average_precision_score

from training import fit, fit_data
from training.fit_measure import calibration_error
from triage.learn import Example, fitting
from triage.score import MailPage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

STEPS = (0, 5, 10, 20, 50)
DRAWS = 2
#: Conditions and trades that triage has a table of, and words that stand in no table.
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
PLAIN = {
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
                tuple(_example(row, number, said, shipped) for number, row in enumerate(mine)),
                tuple(f"{row.message.subject}\n{row.message.text}" for row in mine),
                shipped,
            )


def _example(row: fit_data.Example, number: int, said: dict[int, tuple], shipped: fitting.Weights) -> Example:  # type: ignore[type-arg]
    bare = Example(
        id=f"{number:04}",
        accepted=row.fits,
        fit=0.5,
        features=tuple((feature.name, feature.value) for feature in fit.found(row)),
        known=tuple(topic.name for topic in said[id(row.message)] if topic.known),
        words=tuple(topic.name for topic in said[id(row.message)] if not topic.known),
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
    pairs = []
    for user in everybody:
        wanted = np.array([example.accepted for example in user.examples])
        for pattern in patterns.values():
            named = np.array([bool(re.search(pattern, text)) for text in user.texts])
            if _SHARE[0] <= named[wanted].mean() <= _SHARE[1]:
                pairs.append((user, wanted & ~named))
    chosen = np.random.default_rng(1).permutation(len(pairs))[:_MOST_PAIRS]
    return [pairs[at] for at in sorted(chosen)]


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
    everybody = list(users())
    stated = [(user, np.array([example.accepted for example in user.examples])) for user in everybody]
    for as_shown, order in ((False, "random order"), (True, "the order of review, best first")):
        print(f"\nAP (ECE) after n decisions in {order}, means of {DRAWS} draws\n")
        print(f"| | {' | '.join(map(str, STEPS))} | gain after 20 |\n|---|{'---|' * (len(STEPS) + 1)}")
        _print("what the configuration states", stated, as_shown=as_shown)
        _print("a hidden taste that the tables know", _tastes(everybody, KNOWN), as_shown=as_shown)
        _print("a hidden taste in other words", _tastes(everybody, PLAIN), as_shown=as_shown)
    return 0


if __name__ == "__main__":
    sys.exit(main())
