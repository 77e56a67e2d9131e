"""Says in which country a town is whose name several have: by other places of the mail, its money, its language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triage.understand import currency, language
from triage.understand.toponyms import hits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from triage.understand.passages import Passage

#: Where people write so; English is written everywhere.
_SPEAKERS = {
    "de": frozenset(("DE", "AT", "CH", "LI", "LU")),
    "fr": frozenset(("FR", "BE", "CH", "CA", "LU")),
    "es": frozenset(("ES", "MX", "AR", "CO", "CL", "PE")),
    "nl": frozenset(("NL", "BE")),
    "it": frozenset(("IT", "CH")),
    "pt": frozenset(("PT", "BR")),
    "pl": frozenset(("PL",)),
}

_DOLLARS = frozenset(("US", "CA", "AU", "NZ", "SG", "HK"))


def likeliest(countries: Sequence[str], passages: Sequence[Passage]) -> str:
    """One of the ISO 3166 `countries` of a name, which stand with the larger town first."""
    if len(countries) == 1:
        return countries[0]
    for clue in _clues(passages):
        left = [country for country in countries if country in clue]
        if left:
            return left[0]
    return countries[0]


def _clues(passages: Sequence[Passage]) -> Iterator[AbstractSet[str]]:
    """The countries that speak for themselves, the surest first."""
    named = (hit.place for passage in passages for hit in hits(passage))
    yield {place.country for place in named if not (place.kind == "town" or place.elsewhere or place.doubtful)}
    text = "\n".join(passage.text for passage in passages)
    yield currency.paid_in(text)
    yield _SPEAKERS.get(language.detect(text), frozenset())
    if "$" in text:
        yield _DOLLARS
