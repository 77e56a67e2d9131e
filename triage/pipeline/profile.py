"""Reads a CV, a text file of the user's, for what they may want: terms, titles, level, places and languages."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from triage.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from triage.domain import Level
    from triage.understand.passages import Passage

#: What can be read: text, Markdown and HTML.
READABLE = (".txt", ".text", ".md", ".markdown", ".html", ".htm")
_MOST_OCTETS = 1 << 20
_MOST_READ, _CHUNK = 60_000, 10_000  # characters
_TERMS, _TITLES, _PLACES = 20, 6, 4
#: Where a title ends in a line of a CV: "Senior Backend Engineer, Acme GmbH (2019-2024)".
_PARTS = re.compile(r"\s+(?:at|bei|chez|for)\s+|\s[-–—|·•@]\s|\s{2,}|[,;:|•·(\[\t]")
#: A sentence is no title: "Mentored engineers. Wrote the guides." A short word is an abbreviation: "Sr. Engineer".
_SENTENCE = re.compile(r"\w{4}[.!?]\s|\.$")
_MARKUP = re.compile(r"^[\s#>*\-–•·]+|[*_`#]+")
_LONGEST_TITLE = 6  # words
_LEVEL_WORDS = frozenset({"senior", "sr", "junior", "jr", "staff", "principal"})
#: A line that lists languages, or a heading with the lines below it.
_LANGUAGE_LINES = re.compile(
    r"^\W*(?:languages?|sprachen?|langues?|idiomas?|talen|lingue|języki)\b(?:[^\w\n]*\n(?:.*\n?){0,6}|.*)",
    re.IGNORECASE | re.MULTILINE,
)
_LANGUAGES = {
    "en": ("english", "englisch", "anglais", "inglés", "ingles", "engels", "inglese", "inglês", "angielski"),
    "de": ("german", "deutsch", "allemand", "alemán", "duits", "tedesco", "alemão", "niemiecki"),
    "fr": ("french", "französisch", "français", "francés", "frans", "francese", "francês", "francuski"),
    "es": ("spanish", "spanisch", "espagnol", "español", "spaans", "spagnolo", "espanhol", "hiszpański"),
    "nl": ("dutch", "niederländisch", "néerlandais", "neerlandés", "nederlands", "olandese", "holandês", "holenderski"),
    "it": ("italian", "italienisch", "italien", "italiano", "italiaans", "włoski"),
    "pt": (
        "portuguese",
        "portugiesisch",
        "portugais",
        "portugués",
        "portugees",
        "portoghese",
        "português",
        "portugalski",
    ),
    "pl": ("polish", "polnisch", "polonais", "polaco", "pools", "polacco", "polonês", "polski"),
}


@dataclass(frozen=True, slots=True)
class Profile:
    """What a file says about its author, each list with the surest first."""

    terms: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    level: Level | None = None
    places: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()  # ISO 639-1


def read_profile(path: Path) -> Profile:
    """What the file at `path` says. Raises `UsageError` if it is not there, or no text."""
    from triage.understand.passages import passage
    from triage.understand.place import read_places
    from triage.understand.skills import read_skills

    text = _text(path)
    lines = [line for line in (_MARKUP.sub("", line).strip() for line in text.splitlines()) if line]
    whole = [passage("text", chunk) for chunk in _chunks(text)]
    skills = read_skills(whole)[0]
    titles = list(_titles(lines))
    places = (place for line in lines[:12] for place in read_places([passage("subject", line)])[0])
    return Profile(
        terms=_by_mentions(skills, whole)[:_TERMS],
        titles=tuple(dict.fromkeys(title for title, _ in titles))[:_TITLES],
        level=next((level for _, level in titles if level is not None), None),
        places=tuple(dict.fromkeys(places))[:_PLACES],
        languages=_languages(text),
    )


def _text(path: Path) -> str:
    hint = f"save it as text, Markdown or HTML ({', '.join(READABLE[:4])}); a PDF: `pdftotext cv.pdf`"
    try:
        octets = path.expanduser().read_bytes()
    except (OSError, RuntimeError) as error:
        what = getattr(error, "strerror", None) or error
        raise UsageError(f"{path}: cannot be read: {what}", hint="name a text file") from error
    if b"\0" in octets[:4096] or octets.startswith(b"%PDF") or len(octets) > _MOST_OCTETS:
        raise UsageError(f"{path} is no text file", hint=hint)
    text = octets.decode("utf-8-sig", "replace")
    if path.suffix.lower() in {".html", ".htm"}:
        from triage.parse.html import html_to_text

        return html_to_text(text)
    return text


def _chunks(text: str) -> Iterator[str]:
    """The readers look at the beginning of a text only; a CV is long."""
    for start in range(0, min(len(text), _MOST_READ), _CHUNK):
        yield text[start : start + _CHUNK]


def _by_mentions(skills: tuple[str, ...], passages: list[Passage]) -> tuple[str, ...]:
    """The skills that are named most often, of as many the first."""
    from triage.vocabulary import forms

    counts = Counter(
        {
            skill: sum(one.low.count(form.lower()) for one in passages for form in {skill, *forms(skill)})
            for skill in skills
        }
    )
    return tuple(skill for skill, _ in counts.most_common())


def _titles(lines: list[str]) -> Iterator[tuple[str, Level | None]]:
    """The titles that lines of their own name, newest first as CVs have them, each with the level it stands for."""
    from triage.score.occupation import named_in
    from triage.understand.level import level_of

    for line in lines:
        for part in _PARTS.split(line)[:4]:
            words = part.split()
            if not 1 <= len(words) <= _LONGEST_TITLE or not part[0].isupper() or _SENTENCE.search(part):
                continue
            if named_in(part):
                level = level_of(part)
                yield _without_level(part, level), level


def _without_level(title: str, level: Level | None) -> str:
    """What is looked for, "backend engineer" for a Senior Backend Engineer: the level counts by itself."""
    words = [word for word in title.lower().split() if word.strip(".") not in _LEVEL_WORDS]
    return " ".join(words) if level is not None and words else title.lower()


def _languages(text: str) -> tuple[str, ...]:
    """The languages of a line that lists them, and the one that the text is in."""
    from triage.understand.language import detect

    listed = " ".join(match[0] for match in _LANGUAGE_LINES.finditer(text)).lower()
    said = [code for code, names in _LANGUAGES.items() if any(name in listed for name in names)]
    return tuple(dict.fromkeys(filter(None, [detect(text), *said])))
