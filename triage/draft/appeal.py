"""What a reply names of the role in the user's own terms: what appeals, and what is avoided."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from triage.draft.tables import wordings

if TYPE_CHECKING:
    from triage.domain import Message, Score

#: More wanted things than these are not named.
NAMED = 2
#: How many characters before a thing tell whose it is.
LEADING = 40
#: A term longer than this is not repeated.
LONGEST = 60

_SPACES = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"(?<=[.:!?])\s")
# "your work on distributed systems" is said of the reader, not of the role.
_OF_THE_READER = re.compile(
    r"\b(?:your (?:\w+ ){0,2}(?:work|background|experience|profile|expertise|skills|career|projects|talks?|posts?)|"
    r"(?:deine?|ihre?)[mnrs]? (?:\w+ )?(?:profil|erfahrung|arbeit|hintergrund|werdegang|kenntnisse)\w*|"
    r"(?:ton|ta|tes|votre|vos) (?:profil|parcours|expériences?|compétences?|travaux|travail)|"
    r"(?:tu|su) (?:perfil|experiencia|trayectoria|trabajo)|"
    r"(?:je|jouw|uw) (?:profiel|ervaring|werk|achtergrond)|"
    r"(?:tuo|suo|tua|sua) (?:profilo|esperienza|percorso|lavoro)|"
    r"(?:seu|sua|teu|tua) (?:perfil|experiência|trajetória|trabalho)|"
    r"(?:twoj\w+|twój|pan[ai]) (?:profil|doświadczeni\w+|prac\w+))\b",
    re.IGNORECASE,
)


def appeals(score: Score, message: Message, title: str, language: str) -> tuple[str, ...]:
    """The wanted things the mail names first, as it writes them, at most `NAMED`: of the role, and not in its title.

    Terms of several words are English; a sentence in another language cannot inflect them.
    """
    wanted = (c.feature.partition(":")[2] for c in score.contributions if c.feature[:5] == "want:" and c.value > 0)
    named: dict[str, int] = {}
    for term in wanted:
        if (" " in term and language != "en") or _word(term).search(title):
            continue
        for found in _word(term).finditer(message.text):
            if not _OF_THE_READER.search(_before(message.text, found.start())):
                named[as_written(term, message)] = found.start()
                break
    return tuple(sorted(filter(None, named), key=named.__getitem__))[:NAMED]


def as_written(term: str, message: Message) -> str:
    """A term as the mail writes it, or as one does if it has small letters only; "" if it is not in these words."""
    if not 1 < len(term) <= LONGEST:
        return ""
    found = _word(term).findall(message.text)
    written = next((each for each in found if each != each.lower()), found[0]) if found else ""
    return _SPACES.sub(" ", _spellings().get(written, written)).strip()


@functools.cache
def _spellings() -> dict[str, str]:
    return {name.lower(): name for name in " ".join(wordings("spellings")["spellings"]).split()}


def sector(term: str, language: str) -> str:
    """A line of business as that language names it, "Glücksspiel"; "" for a technology or an unknown one."""
    for names, lines in wordings("sectors").items():
        if term.lower() in names.split():
            return next((line.partition(" ")[2] for line in lines if line.startswith(f"{language} ")), "")
    return ""


def _word(term: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(term)}(?!\w)", re.IGNORECASE)


def _before(text: str, place: int) -> str:
    """What leads up to a place in its sentence, a few words of it."""
    return _SENTENCE_END.split(text[max(0, place - LEADING) : place])[-1]
