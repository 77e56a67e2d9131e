"""Scores a mail anew for a changed wish: only what the change is about is compared again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Self

from triage.score import features, model, topics
from triage.score.numbers import key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from triage.domain import Interests, Term
    from triage.score.features import Number, Part, Wanted
    from triage.score.gist import KeptPage
    from triage.score.model import FitModel


class Fitted(NamedTuple):
    """A fit, and the `Score.numbers` it is made of: to be looked at only."""

    fit: float
    numbers: Callable[[], dict[str, float]]


@dataclass(frozen=True, slots=True)
class Renewal:
    """From the fits of one wish to those of another, or of another model."""

    wish: Wanted
    fit_model: FitModel
    learns_anew: bool  # whether another model gave the fits
    compares_all: bool  # whether the former wish is not known
    parts: tuple[Part, ...]
    terms: tuple[tuple[str, Term], ...]  # (list, term) that are new
    weighs_all: bool  # whether the same numbers make another fit
    weighs: frozenset[str]  # or the keys of the numbers that do
    keeps_all: bool  # whether nothing at all is compared or weighed in another way

    @classmethod
    def between(cls, before: Interests | None, after: Interests, fit_model: FitModel, *, by_this_model: bool) -> Self:
        """What has to be compared or weighed again; all of it where the former wish is not known.

        `by_this_model`: whether it gave the former fits, too.
        """
        old, new = None if before is None else features.compile_interests(before), features.compile_interests(after)
        parts = tuple(part for part in features.PARTS if old is None or part.looks_at(old) != part.looks_at(new))
        known = {(key, term.text) for key in features.TERMS for term in (getattr(before, key) if before else ())}
        every = ((key, term) for key in features.TERMS for term in getattr(after, key))
        terms = tuple((key, term) for key, term in every if (key, term.text) not in known)
        weighs = _otherwise_wanted(before, after) | _otherwise_avoided(before, after) if before else set[str]()
        weighs_all = not by_this_model or old is None or _goes_together(old) != _goes_together(new)
        same = not (parts or terms or weighs_all or weighs)
        return cls(new, fit_model, not by_this_model, old is None, parts, terms, weighs_all, frozenset(weighs), same)

    def of(self, was: Fitted, page: KeptPage) -> Fitted:
        """Exactly what `score` gives now for a mail that was fitted so; only what a change is about is read of it."""
        if self.keeps_all:
            return was
        before = was.numbers()
        renewed = model.learned(before) if self.compares_all else dict(before)
        for part in self.parts:
            for key in part.keys:
                renewed.pop(key, None)
            _add(renewed, part.compare(page, page.role, self.wish))
        for key, term in self.terms:
            _add(renewed, [features.TERMS[key](page, term)])
        if self.learns_anew:
            self._learn_anew(renewed, page)
        if not self.weighs_all and renewed == before and self.weighs.isdisjoint(before):
            return was
        return Fitted(model.fit(renewed, self.wish, self.fit_model), lambda: renewed)

    def _learn_anew(self, numbers: dict[str, float], page: KeptPage) -> None:
        for name in model.learned(numbers):
            del numbers[name]
        weights = self.fit_model.topics
        numbers.update(topics.summed(page.topics_in(weights), weights))


def _add(numbers: dict[str, float], found: Iterable[Number]) -> None:
    for number in features.that_count(found):
        numbers[number.key] = number.value


def _goes_together(wish: Wanted) -> tuple[bool, bool]:
    """Whether things are wanted, and titles: what other numbers say hangs on it."""
    return bool(wish.interests.want), bool(wish.interests.titles)


def _otherwise_wanted(before: Interests, after: Interests) -> set[str]:
    """The keys of all wanted terms if one differs: each is weighed by the mean."""
    return set() if before.want == after.want else {key_of("want", term) for term in (*before.want, *after.want)}


def _otherwise_avoided(before: Interests, after: Interests) -> set[str]:
    """The keys of terms whose weight differs, or that are not avoided any more."""
    return {key_of("avoid", term) for term in {*before.avoid} - {*after.avoid}}
