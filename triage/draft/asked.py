"""What a mail asks its reader for: a CV, times to talk, the notice period; and whether it bumps an earlier mail.

Read sentence by sentence: one that names the thing and also asks ("please send", "could you", a question mark). What
the sender says of themselves ("I found your CV") asks for nothing.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from triage.draft.tables import wordings

if TYPE_CHECKING:
    from triage.domain import Message

#: How far into a mail questions are looked for, in characters.
READ = 8000

#: A line to be filled in, "Notice period:".
_BLANK = re.compile(r"^\W{0,4}\w[\w /|]{2,40}[:\-–]\s*$")
_SENTENCE = re.compile(r"[^.!?\n]+(?:\.(?=\w)[^.!?\n]*)*[.!?]?")


@functools.cache
def _patterns() -> tuple[dict[str, re.Pattern[str]], dict[str, re.Pattern[str]]]:
    """What can be asked for, in the order of the table; and what makes a sentence ask, tell, bump or name a week."""
    every = {
        name: re.compile(rf"\b(?:{'|'.join(lines)})\b", re.IGNORECASE) for name, lines in wordings("asked").items()
    }
    manners = {name: every.pop(name) for name in ("asks", "told", "bumps", "next_week")}
    return every, manners


def asked_for(text: str) -> tuple[str, ...]:
    """The topics, of "cv", "availability" and `config.ANSWERS`, that a mail asks its reader for, in that order."""
    things, manners = _patterns()
    found: set[str] = set()
    sentences = _sentences(text[:READ])
    for sentence, context in sentences:
        asks = "?" in context or _BLANK.search(sentence) or manners["asks"].search(context)
        if asks and not (manners["told"].search(sentence) and "?" not in sentence):
            found |= {topic for topic, pattern in things.items() if pattern.search(sentence)}
    return tuple(topic for topic in things if topic in found)


def wants_next_week(text: str) -> bool:
    """Whether a mail asks for something, a talk as a rule, in the week after the one it was written in."""
    next_week, asks = _patterns()[1]["next_week"], _patterns()[1]["asks"]
    return any(
        next_week.search(sentence) and ("?" in context or asks.search(context))
        for sentence, context in _sentences(text[:READ])
    )


def _sentences(text: str) -> list[tuple[str, str]]:
    """Each sentence, and the words that say whether it asks: those of a list's head too ("Please send me:")."""
    found: list[tuple[str, str]] = []
    head = ""
    for line in text.splitlines():
        bare = line.strip()
        listed = bare[:1] in {"-", "•", "*", "–", "·"} or re.match(r"\d+[.)] ", bare)
        if not listed and bare:
            head = bare if bare.endswith(":") else ""
        sentences = (match.group() for match in _SENTENCE.finditer(line))
        found += [(sentence, f"{head} {sentence}" if listed else sentence) for sentence in sentences]
    return found


def bumps(message: Message) -> bool:
    """Whether the mail reminds of an earlier one of the same sender that was not answered.

    It says so, and it is a further mail of a thread or quotes an earlier mail: "following up on our meeting" in a first
    mail that quotes nothing and has no "Re:" is believed only when it speaks of the sender's own mail.
    """
    said = _patterns()[1]["bumps"].search(message.text[:1500])
    if said is None:
        return False
    further = bool(message.in_reply_to or message.references or message.quoted.strip())
    return (
        further
        or bool(re.match(r"\s*re\s*:", message.subject, re.IGNORECASE))
        or _own_mail(message.text[said.start() : said.end() + 30])
    )


def _own_mail(words: str) -> bool:
    return bool(
        re.search(
            r"mail|message|messaggio|nachricht|bericht|mensaje|correo|mensagem|wiadomo|note|relance|bump", words.lower()
        )
    )
