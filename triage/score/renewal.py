"""Scores a mail anew for a changed wish: only what the change is about is compared again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Self

from triage.score import features, model, topics
from triage.score.numbers import key_of, together

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from triage.domain import Interests, Term
    from triage.score.features import Part, Wanted
    from triage.score.gist import KeptPage
    from triage.score.model import FitModel
    from triage.score.numbers import Weighing


class Fitted(NamedTuple):
    """A fit, and what it is made of: to be looked at only."""

    fit: float
    numbers: Mapping[str, float]  # `Score.numbers`
    taught: float  # `Score.taught`
    features: Sequence[tuple[str, str, float]] | None = None  # what the numbers are together, if that is known


@dataclass(frozen=True, slots=True)
class Renewal:
    """From the fits of one wish to those of another, or of another model."""

    wish: Wanted
    fit_model: FitModel
    learns_anew: bool  # whether another model gave the fits
    parts: tuple[Part, ...]
    terms: tuple[tuple[str, Term], ...]  # (list, term) that are new
    gone: frozenset[str]  # the keys of the numbers of terms that are not stated any more
    weighs_all: bool  # whether the same numbers make another fit
    weighs: frozenset[str]  # or the keys of the numbers that do
    joins_alike: bool  # whether the same numbers are the same features
    keeps_all: bool  # whether nothing at all is compared or weighed in another way

    @classmethod
    def between(cls, before: Interests, after: Interests, fit_model: FitModel, *, by_this_model: bool) -> Self:
        """What has to be compared or weighed again; `by_this_model`: whether it gave the former fits, too."""
        old, new = features.compile_interests(before), features.compile_interests(after)
        parts = tuple(part for part in features.PARTS if part.looks_at(old) != part.looks_at(new))
        known, stated = _terms(before), _terms(after)
        terms, gone = tuple(one for key, one in stated.items() if key not in known), known.keys() - stated.keys()
        weighs = frozenset(_otherwise_wanted(before, after) | _otherwise_avoided(before, after))
        weighs_all = not by_this_model or _goes_together(old) != _goes_together(new)
        return cls(
            new, fit_model, not by_this_model, parts, terms, frozenset(gone), weighs_all, weighs,
            joins_alike=_join_alike(old.weighing, new.weighing),
            keeps_all=not (parts or terms or weighs_all or weighs),
        )  # fmt: skip

    @property
    def reads_words(self) -> bool:
        """Whether it asks for the words of mails, and not only for what is kept of them."""
        return bool(self.terms) or any(part.reads_words for part in self.parts)

    def of(self, was: Fitted, page: KeptPage) -> Fitted:
        """Exactly what `score` gives now for a mail that was fitted so; only what a change is about is read of it."""
        if self.keeps_all:
            return was
        changes = self.parts or self.terms or not self.gone.isdisjoint(was.numbers)
        numbers = self._compared(was.numbers, page) if changes else was.numbers
        same = numbers is was.numbers or numbers == was.numbers
        if same and not self.weighs_all and self.weighs.isdisjoint(numbers):
            return was
        found, taught = was.features if same and self.joins_alike else None, was.taught
        if found is None:
            found = together(numbers, self.wish.weighing)
        if self.learns_anew:
            taught = topics.total(page.said, self.fit_model.topics)
        return Fitted(model.fit(found, taught, self.fit_model), numbers, taught, found)

    def _compared(self, before: Mapping[str, float], page: KeptPage) -> dict[str, float]:
        numbers = {key: value for key, value in before.items() if key not in self.gone}
        for part in self.parts:
            for key in part.keys:
                numbers.pop(key, None)
            for number in part.compare(page, page.role, self.wish):
                if features.counts(number):
                    numbers[number.key] = number.value
        for number in features.compare_terms(page, self.terms):
            if features.counts(number):
                numbers[number.key] = number.value
        return numbers


def _terms(wish: Interests) -> dict[str, tuple[str, Term]]:
    """Each wanted or avoided term with its list, by the key of its number."""
    return {key_of(side, term): (side, term) for side in features.TERMS for term in getattr(wish, side)}


def _goes_together(wish: Wanted) -> tuple[bool, bool]:
    """Whether things are wanted, and titles: what other numbers say hangs on it."""
    return bool(wish.interests.want), bool(wish.interests.titles)


def _join_alike(old: Weighing, new: Weighing) -> bool:
    """Whether numbers that are the same before and after make the same features: terms that came or went have none."""
    if old._replace(wanted=(), avoided=()) != new._replace(wanted=(), avoided=()) or bool(old.wanted) != bool(
        new.wanted
    ):
        return False
    return _weigh_alike(old.wanted, new.wanted) and _weigh_alike(old.avoided, new.avoided)


def _weigh_alike(old: Sequence[tuple[str, float]], new: Sequence[tuple[str, float]]) -> bool:
    """Whether the terms of both lists have the same weights, in the same order."""
    former, present = dict(old), dict(new)
    return [one for one in old if one[0] in present] == [one for one in new if one[0] in former]


def _otherwise_wanted(before: Interests, after: Interests) -> set[str]:
    """The keys of all wanted terms if one differs: each is weighed by the mean."""
    return set() if before.want == after.want else {key_of("want", term) for term in (*before.want, *after.want)}


def _otherwise_avoided(before: Interests, after: Interests) -> set[str]:
    """The keys of terms whose weight differs, or that are not avoided any more."""
    return {key_of("avoid", term) for term in {*before.avoid} - {*after.avoid}}
