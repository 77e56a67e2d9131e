"""Finds where a mail names a thing, and whether the sentence makes it part of the job, names it in passing or denies it."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SEEN_MENTIONS = 6  # more mentions of one word say nothing new
_GAP = re.compile(r"[\s\-]+")
_INFLECTED = 5  # letters: shorter words ("java", "rust") are looked for as they stand
_QUOTE = 80  # characters on each side of the word, within its sentence
_SENTENCE_END = re.compile(r"[.!?;](?=\s|$)|\n\s*\n|\n(?=\s*[-*•–])")
#: Words that deny what follows them in the same clause: en de fr es nl it pt pl.
_DENIED_BEFORE = re.compile(
    r"(?:\b(?:no|not|never|without|neither|nor|isn't|aren't|don't|doesn't|won't|free of|zero|"
    r"kein|keine|keinen|keinem|keiner|ohne|nicht|nie|niemals|weder|"
    r"pas|sans|aucun|aucune|jamais|ni|ningún|ninguna|ningun|nada de|sin|nunca|"
    r"geen|zonder|niet|nooit|senza|nessun|nessuna|niente|non|mai|sem|nenhum|nenhuma|não|bez|nie|żadnego|"
    r"instead of|rather than|away from|migrating off|moved off|move off|got rid of|rid of|replac\w+|retir\w+|sunset\w+|"
    r"left behind|statt|anstatt|weg von|ersetz\w+|abgelöst|au lieu d\w*|remplac\w+|en lugar de|en vez de|reemplaz\w+|"
    r"in plaats van|invece di|em vez de|zamiast)\b)(?P<between>[^.!?;:\n]{0,45})$"
)
#: "not only X", "nicht nur X", "no solo X" say that X is there; after "but" or a second verb the denial is over.
_NOT_DENIED = re.compile(
    r"^\W*(?:only|just|nur|bloß|seulement|seul|solo|sólo|únicamente|alleen|slechts|soltanto|só|apenas|tylko|least|afraid|a problem)\b"
    r"|\b(?:but|sondern|mais|sino|pero|maar|ma|mas|ale|lecz|you will|you'll|wir nutzen|we use|und nutzen)\b"
)
_DENIED_AFTER = re.compile(
    r"^[\s,\w]{0,14}?(?:\b(?:is|are|was|were|ist|sind|wird|est|es|non è|is)\s+)?(?:-free\b|\bbehind\b|\bnot (?:required|needed|involved|used|part)|"
    r"\bno longer\b|\bnicht (?:erforderlich|nötig|mehr|gefragt)|\b(?:is|are|was) (?:being |long )?(?:retired|gone|history|replaced|phased|removed)|\bis behind us|"
    r"\bn'est pas\b|\bno (?:es|se)\b|\bniet (?:nodig|vereist)|\bnie jest\b|\b(?:wird|wurde) (?:gerade )?(?:abgelöst|ersetzt))"
)
#: The sentence speaks of somebody else, of the past, or of what the role only touches.
_PASSING = re.compile(
    r"\b(?:other teams?|another team|sister team|neighbou?ring|next to (?:the|our)\w*|unlike|formerly|used to|once|originally|"
    r"years ago|in the past|previously|(?:our|its|their) (?:other )?(?:clients|customers|competitors) (?:include|are|in)|also hir\w+|"
    r"other (?:roles|openings|positions)|colleagues? (?:who|from)|background in|came from|coming from|"
    r"anderes? team|anderen teams?|nachbarteam|früher|ursprünglich|andere (?:stellen|rollen)|neben dem|"
    r"autres? équipes?|autrefois|à l'origine|anciennement|otros? equipos?|antes|antiguamente|originalmente|"
    r"cross-functional\w*|closely with|(?:collaborat\w+|partner\w*|liais\w+|align\w*|interfac\w+|coordinat\w+|communicat\w+)"
    r"(?: \w+){0,2} (?:with|across|between)|work\w*(?: \w+){0,2} (?:with|across)(?:(?!\bin\b)[^.;\n]){0,60}\b"
    r"(?:teams?|departments?|stakeholders|colleagues)|zusammenarbeit(?: \w+){0,3} mit|enge\w* mit|collabor\w+ avec|colabor\w+ con|samenwerk\w+ met|"
    r"ander team|andere teams|vroeger|altri? team|un tempo|outras? equipas?|inny zespół|innych zespołów|kiedyś)\b",
    re.IGNORECASE,
)


#: The sentence says that the thing is what the work is about.
_CENTRAL = re.compile(
    r"\b(?:you(?:'ll| will| would)|your (?:main|job|work|task)|spend|day[- ]to[- ]day|daily|core|must|mandatory|required|"
    r"essential|the (?:role|job|position) (?:includes|involves|is)|responsible|our (?:main )?stack|mainly|mostly|heavy|"
    r"du wirst|sie werden|ihre aufgaben?|täglich|hauptsächlich|zwingend|erforderlich|überwiegend|schwerpunkt|"
    r"vous|tu seras|quotidien|principalement|exigé|obligatoire|trabajarás|usted|diario|principalmente|imprescindible|"
    r"je gaat|dagelijks|lavorerai|quotidianamente|będziesz|codziennie|wymagan\w+)\b"
)


class Stance(Enum):
    """What a sentence says about a thing it names."""

    PART = "part of the job"
    PASSING = "named in passing"
    DENIED = "said not to be there"


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a thing is named."""

    start: int  # character offset
    stance: Stance


def find(forms: tuple[str, ...], lowered: str) -> list[Mention]:
    """The first mentions of any of `forms` (lower case) as whole words in `lowered`, in the order of the text."""
    starts = sorted(set(_occurrences(forms, lowered)))[:_SEEN_MENTIONS]
    return [Mention(start, _stance(lowered, start, end)) for start, end in starts]


def quote(text: str, start: int) -> str:
    """The sentence around `start`, at most 160 characters on one line."""
    begin, end = _sentence(text, start, start + 1)
    begin, end = max(begin, start - _QUOTE), min(end, start + _QUOTE)
    return " ".join(text[begin:end].split())


def is_central(lowered: str, start: int) -> bool:
    """Whether the sentence at `start` says that what it names is the work itself."""
    return bool(_CENTRAL.search(lowered, *_sentence(lowered, start, start + 1)))


def _occurrences(forms: tuple[str, ...], lowered: str) -> Iterator[tuple[int, int]]:
    for form in forms:
        if _GAP.split(form)[0].removesuffix("s") in lowered:
            for count, match in enumerate(_whole(form).finditer(lowered)):
                yield match.span()
                if count == _SEEN_MENTIONS:
                    break


@functools.lru_cache(maxsize=4096)
def _whole(form: str) -> re.Pattern[str]:
    """`form` as a whole word, however its parts are joined; "c" is not found in "c++", nor "go" in "go-to"."""
    stem = form.removesuffix("s") if len(form) > _INFLECTED and not form.endswith("ss") else form
    words = r"[\s\-]{0,3}".join(re.escape(word) for word in _GAP.split(stem) if word)
    ending = "(?:s|es|e|n|en|er|ern|a|i)?" if len(stem) >= _INFLECTED and stem[-1].isalpha() else ""
    after = r"(?![\w+#]|-to\b|\.\w)" if form[-1:].isalnum() else r"(?!\w)"
    return re.compile(rf"(?<!\w){words}{ending}{after}")


def _stance(lowered: str, start: int, end: int) -> Stance:
    begin, stop = _sentence(lowered, start, end)
    before, after = lowered[begin:start], lowered[end:stop]
    denied = _DENIED_BEFORE.search(before[-70:])
    if (denied and not _NOT_DENIED.search(denied["between"])) or _DENIED_AFTER.match(after[:60]):
        return Stance.DENIED
    return Stance.PASSING if _PASSING.search(lowered, begin, stop) else Stance.PART


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    begin = max(0, start - 2 * _QUOTE)
    for match in _SENTENCE_END.finditer(text, begin, start):
        begin = match.end()
    stop = _SENTENCE_END.search(text, end, min(len(text), end + 2 * _QUOTE))
    return begin, stop.start() if stop else min(len(text), end + 2 * _QUOTE)
