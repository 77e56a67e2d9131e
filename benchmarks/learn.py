"""How fast decisions teach: fits after 0 to 50 decisions, for what the configuration states and for hidden tastes.

    python -m benchmarks.learn

The users and ads of ../shared/data. Nobody's own mails are trained on: the weights that a user starts with come from
the other users, and every figure is of mails that were not decided. A hidden taste is a word that the configuration
does not state: whatever names it is declined, or accepted, as the raw text names it, not as triage reads it. It counts
as found when a line for the configuration is offered that is about the same mails. Takes eight minutes.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from sklearn.metrics import average_precision_score
from threadpoolctl import threadpool_limits

from training import fit, fit_data
from training.fit_measure import calibration_error
from triage.learn import Example, fitting, tastes
from triage.pipeline.learning import stated
from triage.score import MailPage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from triage.domain import Interests
    from triage.learn.tastes import Proposal, Side
    from triage.score.topics import Topic

    Mails = NDArray[np.bool_]  # one for each mail of a user

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
#: The share that names a taste: of the fitting mails what is disliked, of the others what is wanted.
_SHARE = {"avoid": (0.2, 0.65), "want": (0.05, 0.35)}
#: A line is about a taste if so much of the mails that name either name both.
_SAME_MAILS = 0.4
_MOST_PAIRS = 40
_DRAWN = 6  # words of each user


@dataclass(frozen=True, slots=True)
class User:
    """One user's mails as they are learned from, and the weights that everybody else's mails gave."""

    name: str
    examples: tuple[Example, ...]
    texts: tuple[str, ...]
    shipped: fitting.Weights
    interests: Interests


@dataclass(frozen=True, slots=True)
class Decider:
    """What a user accepts, and the hidden taste behind it: which mails name it, None for nobody's."""

    user: User
    fits: Mails
    side: Side = "avoid"
    taste: Mails | None = None


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
                mine[0].interests,
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
    decider: Decider, draw: int, *, as_shown: bool
) -> Iterator[tuple[int, Mails, NDArray[np.float64], tuple[Proposal, ...]]]:
    """(decisions, what fits, the fits given) of the mails that are never decided, and the lines offered.

    Decided are mails in random order; or `as_shown`: half of the mail waits, and what fits best is decided first.
    """
    user, fits = decider.user, decider.fits
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
        given = np.array(fitting.fits(rest, weights, said))
        yield count, fits[asked], given, tastes.propose(mine, user.interests)


def _finds(decider: Decider, proposal: Proposal) -> bool:
    """Whether a line is about the hidden taste."""
    if decider.taste is None or proposal.side != decider.side:
        return False
    named = np.array([proposal.term in (*one.known, *one.words) for one in decider.user.examples])
    return bool((named & decider.taste).sum() > _SAME_MAILS * (named | decider.taste).sum())


def _tastes(everybody: Sequence[User], patterns: dict[str, str], side: Side = "avoid") -> list[Decider]:
    """Users with a taste that tells in their mails, and what they accept then."""
    found = (_decider(user, re.compile(pattern), side) for user in everybody for pattern in patterns.values())
    deciders = [one for one in found if one is not None]
    chosen = np.random.default_rng(1).permutation(len(deciders))[:_MOST_PAIRS]
    return [deciders[at] for at in sorted(chosen)]


def _by_chance(everybody: Sequence[User]) -> list[Decider]:
    """Users with a taste about a word of no table, drawn from all that could be one."""
    deciders: list[Decider] = []
    for user in everybody:
        words = sorted({word for example in user.examples for word in example.words})
        drawn = (words[at] for at in np.random.default_rng([2, *user.name.encode()]).permutation(len(words)))
        found = (_decider(user, re.compile(rf"(?i)\b{re.escape(word)}\b"), "avoid") for word in drawn)
        deciders += islice((one for one in found if one is not None), _DRAWN)
    return deciders


def _decider(user: User, named: re.Pattern[str], side: Side) -> Decider | None:
    """Somebody who declines, or accepts, what names one thing; None if that tells too little or too much."""
    fitting_now = np.array([example.accepted for example in user.examples])
    taste = np.array([bool(named.search(text)) for text in user.texts])
    least, most = _SHARE[side]
    if not least <= taste[fitting_now if side == "avoid" else ~fitting_now].mean() <= most:
        return None
    return Decider(user, fitting_now & ~taste if side == "avoid" else fitting_now | taste, side, taste)


@dataclass(slots=True)
class _Told:
    """What came of all draws after some number of decisions."""

    precisions: list[float] = field(default_factory=list)
    labels: list[Mails] = field(default_factory=list)
    chances: list[NDArray[np.float64]] = field(default_factory=list)
    found: list[bool] = field(default_factory=list)
    others: list[int] = field(default_factory=list)  # lines that are about something else

    def cell(self) -> str:
        error = calibration_error(np.concatenate(self.labels), np.concatenate(self.chances))
        return f"{np.mean(self.precisions):.3f} ({error:.3f})"

    def lines(self) -> str:
        return f"{np.mean(self.found):.2f} ({np.mean(self.others):.2f})"


def _print(name: str, deciders: Sequence[Decider], *, as_shown: bool) -> None:
    told = {count: _Told() for count in STEPS}
    for decider in deciders:
        for draw in range(DRAWS):
            for count, label, chance, offered in after(decider, draw, as_shown=as_shown):
                about = [_finds(decider, one) for one in offered]
                told[count].precisions.append(float(average_precision_score(label, chance)))
                told[count].labels.append(label)
                told[count].chances.append(chance)
                told[count].found.append(any(about))
                told[count].others.append(about.count(False))
    gains = np.array(told[20].precisions) - np.array(told[0].precisions)
    means = np.random.default_rng(1).choice(gains, (1000, len(gains))).mean(axis=1)
    low, high = np.percentile(means, (2.5, 97.5))
    cells = [*(told[count].cell() for count in STEPS), f"{gains.mean():+.3f} ({low:+.3f} to {high:+.3f})"]
    print(f"| {name} ({len(deciders)}) | {' | '.join((*cells, told[20].lines(), told[50].lines()))} |", flush=True)


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
    judged = [Decider(user, np.array([example.accepted for example in user.examples])) for user in everybody]
    rows = {
        "what the configuration states": judged,
        "a hidden dislike that the tables know": _tastes(everybody, KNOWN),
        "a hidden dislike such as fast-paced": _tastes(everybody, LATER),
        "a hidden dislike of a word of no table": _by_chance(everybody),
        "a hidden wish that the tables know": _tastes(everybody, KNOWN, "want"),
        "a hidden wish such as mentoring": _tastes(everybody, LATER, "want"),
    }
    for as_shown, order in ((False, "random order"), (True, "the order of review, best first")):
        print(
            f"\nAP (ECE) after n decisions in {order}, means of {DRAWS} draws; then how many are found (other lines)\n"
        )
        heads = (*map(str, STEPS), "gain after 20", "found after 20", "after 50")
        print(f"| | {' | '.join(heads)} |\n|---|{'---|' * len(heads)}")
        for name, deciders in rows.items():
            _print(name, deciders, as_shown=as_shown)


if __name__ == "__main__":
    sys.exit(main())
