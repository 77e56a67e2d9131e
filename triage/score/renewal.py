"""Scores a mail anew for a changed wish: only what the change is about is compared again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from triage.score import features, model, topics

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from triage.domain import Interests, Term
    from triage.score.features import Number, Part, Wanted
    from triage.score.gist import KeptPage
    from triage.score.model import FitModel


@dataclass(frozen=True, slots=True)
class Renewal:
    """From the fits of one wish to those of another, by a model of its own."""

    wish: Wanted
    fit_model: FitModel
    parts: tuple[Part, ...]
    terms: tuple[tuple[str, Term], ...]  # (list, term) that are new
    weighs_all: bool  # whether the same numbers make another fit
    weighs: frozenset[str]  # or the keys of the numbers that do
    compares_same: bool  # whether nothing at all is compared or weighed in another way

    @classmethod
    def between(cls, before: Interests, after: Interests, fit_model: FitModel) -> Renewal:
        """What has to be compared or weighed again."""
        old, new = features.compile_interests(before), features.compile_interests(after)
        parts = tuple(part for part in features.PARTS if part.looks_at(old) != part.looks_at(new))
        known = {(key, term.text) for key in features.TERMS for term in getattr(before, key)}
        every = ((key, term) for key in features.TERMS for term in getattr(after, key))
        terms = tuple((key, term) for key, term in every if (key, term.text) not in known)
        weighs_all = (bool(before.want), bool(before.titles)) != (bool(after.want), bool(after.titles))
        weighs = {*_otherwise_wanted(before, after), *_otherwise_avoided(before, after)}
        same = not (parts or terms or weighs_all or weighs)
        return cls(new, fit_model, parts, terms, weighs_all, frozenset(weighs), same)

    def fit(
        self, kept: float, numbers: Callable[[], dict[str, float]], page: KeptPage, *, by_this_model: bool
    ) -> float:
        """The fit of a mail whose fit and `Score.numbers` for the former wish are kept: exactly what `score` gives now.

        `by_this_model`: whether that fit is. Of the page only what a change is about is read.
        """
        if by_this_model and self.compares_same:
            return kept
        before = numbers()
        renewed = dict(before)
        for part in self.parts:
            for key in part.keys:
                renewed.pop(key, None)
            _add(renewed, part.compare(page, page.role, self.wish))
        for key, term in self.terms:
            _add(renewed, [features.TERMS[key](page, term)])
        if not by_this_model:
            self._learn_anew(renewed, page)
        elif not self.weighs_all and renewed == before and self.weighs.isdisjoint(before):
            return kept
        return model.fit(renewed, self.wish.interests, self.fit_model)

    def _learn_anew(self, numbers: dict[str, float], page: KeptPage) -> None:
        for name in model.learned(numbers):
            del numbers[name]
        weights = self.fit_model.topics
        numbers.update((one.feature, one.value) for one, _ in topics.weighed(page.topics_in(weights), weights))


def _add(numbers: dict[str, float], found: Iterable[Number]) -> None:
    numbers.update((number.key, number.value) for number in features.that_count(found))


def _otherwise_wanted(before: Interests, after: Interests) -> set[str]:
    """The keys of all wanted terms if one differs: each is weighed by the mean."""
    return set() if before.want == after.want else {f"want:{term.text}" for term in (*before.want, *after.want)}


def _otherwise_avoided(before: Interests, after: Interests) -> set[str]:
    """The keys of terms whose weight differs, or that are not avoided any more."""
    changed = {(term.text, term.weight) for term in before.avoid} - {(term.text, term.weight) for term in after.avoid}
    return {f"avoid:{text}" for text, _ in changed}
