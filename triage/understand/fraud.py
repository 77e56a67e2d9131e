"""Names the schemes that a fraudulent message follows: what it holds out, and what it will ask for."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from triage.domain import WarningCode
from triage.understand.domains import registrable
from triage.understand.wordings import any_of
from triage.understand.words import fold, table

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Shorter names of houses are spelt in capitals.
_ACRONYM = 5
#: A gap within a sentence, for " ~ " in the table.
_GAP = r".{0,60}?"
#: The code of each scheme of trust_schemes.txt, and what is said of it.
_SCHEMES = {
    "a stranger's fortune": (
        WarningCode.ASKS_MONEY,
        "It holds out a stranger's money: such letters end in a fee to pay.",
    ),
    "moving money or parcels": (WarningCode.ASKS_MONEY, "It wants you to take in money or parcels and pass them on."),
    "a sum to pay": (WarningCode.ASKS_MONEY, "It asks you to pay, or to pass on, money."),
    "an investment": (WarningCode.ASKS_MONEY, "It wants your money for an investment."),
    "a threat": (WarningCode.ASKS_MONEY, "It threatens you to make you pay."),
    "personal data": (WarningCode.ASKS_ID_DOCUMENTS, "It wants your personal, card or account data, or a password."),
    "easy money": (WarningCode.TOO_GOOD_PAY, "It promises much money for little work."),
    "a program to run": (WarningCode.RISKY_ATTACHMENT, "It wants you to run a stranger's program."),
}


def schemes(sentences: tuple[str, ...]) -> Iterator[tuple[WarningCode, str]]:
    """The codes that folded sentences give rise to, each with what to say; some codes come twice.

    To be believed of a message that reads like fraud only: a bank's letter speaks of accounts too, and a notary's of
    inheritances.
    """
    for name, (code, says) in _SCHEMES.items():
        rule, veto = _rules()[name]
        if any(rule.search(sentence) and not veto.search(sentence) for sentence in sentences):
            yield code, says


def is_bait(text: str) -> bool:
    """Whether folded `text` offers simple work, at home, to anybody: the three marks of a vacancy that is none."""
    stems, patterns = _bait()
    if not any(stem in text for stem in stems):
        return False
    text = text.replace("\n", " ")
    return all(pattern.search(text) for pattern in patterns)


def borrowed_name(display_name: str, subject: str, domain: str) -> str:
    """Which well-known house a fraudulent message is said to come from, that `domain` does not belong to; else ""."""
    own = registrable(domain)
    names = fold(f"{display_name}\n{subject}")
    named = _houses().search(names)
    if named and re.sub(r"\W", "", named[0]) != own.partition(".")[0].replace("-", ""):
        return named[0].upper() if len(named[0]) < _ACRONYM else named[0].title()
    return ""


@functools.cache
def _rules() -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    """For each scheme its rules and its vetoes, if it has any."""
    sections = table("trust_schemes.txt")
    (amount,) = sections["amount"]
    return {
        name: (_any_of(sections[name], amount), _any_of(sections.get(f"{name} veto", ("(?!)",)), amount))
        for name in _SCHEMES
    }


def _any_of(lines: tuple[str, ...], amount: str) -> re.Pattern[str]:
    return re.compile(any_of([line.replace(" ~ ", _GAP).replace("{amount}", amount) for line in lines]))


@functools.cache
def _bait() -> tuple[tuple[str, ...], tuple[re.Pattern[str], ...]]:
    sections = table("trust_schemes.txt")
    patterns = (re.compile("|".join(lines)) for name, lines in sections.items() if name.startswith("bait: "))
    return tuple(" ".join(sections["bait stems"]).split()), tuple(patterns)


@functools.cache
def _houses() -> re.Pattern[str]:
    names = " ".join(table("trust_schemes.txt")["houses"]).split(",")
    return re.compile(rf"\b(?:{'|'.join(sorted(filter(None, map(str.strip, names)), key=len, reverse=True))})\b")
