"""The mail a reply answers, quoted as the reply's language does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triage.calendar_words import long_date
from triage.visible import one_line

if TYPE_CHECKING:
    from triage.domain import Message

#: How much of the original is quoted.
QUOTED_LINES = 60

_WROTE = {
    "en": "On {date}, {name} wrote:",
    "de": "Am {date} schrieb {name}:",
    "fr": "Le {date}, {name} a écrit\u00a0:",
    "es": "El {date}, {name} escribió:",
    "nl": "Op {date} schreef {name}:",
    "it": "Il {date}, {name} ha scritto:",
    "pt": "Em {date}, {name} escreveu:",
    "pl": "W dniu {date} {name} pisze:",
}
_UNDATED = {
    "en": "{name} wrote:",
    "de": "{name} schrieb:",
    "fr": "{name} a écrit\u00a0:",
    "es": "{name} escribió:",
    "nl": "{name} schreef:",
    "it": "{name} ha scritto:",
    "pt": "{name} escreveu:",
    "pl": "{name} pisze:",
}


def attribution(original: Message, language: str) -> str:
    """As in "Am 3. März 2026 schrieb Kim Lee:"; in English where the language is unknown."""
    name = one_line(original.from_.display_name) or original.from_.addr_spec
    if original.date is None:
        return _UNDATED.get(language, _UNDATED["en"]).format(name=name)
    day = long_date(original.date.date(), language)
    return _WROTE.get(language, _WROTE["en"]).format(date=day, name=name)


def quote(original: Message, language: str) -> str:
    """The attribution and what the sender wrote, each line behind "> "; "" if that is nothing."""
    lines = original.text.rstrip().splitlines()
    if not lines:
        return ""
    quoted = [f">{line}" if line.startswith(">") else f"> {line}".rstrip() for line in lines[:QUOTED_LINES]]
    more = ["> […]"] if len(lines) > QUOTED_LINES else []
    return "\n".join([attribution(original, language), *quoted, *more])
