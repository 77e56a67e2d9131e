"""Parts what the sender wrote now from the history below it."""

from __future__ import annotations

import re
from typing import NamedTuple

from triage.parse.html import HISTORY
from triage.parse.signature import split_signature

_MAX_ATTRIBUTION = 400  # characters
_MAX_ATTRIBUTION_LINES = 4
_MAX_HEADER_BLOCK = 7

_VERB = re.compile(
    r"(?i)\b(?:wrote|writes|schrieb|schreef|a [ée]crit|[ée]crit|escribi[óo]|ha scritto|scrisse|escreveu|pisze"
    r"|napisa[łl](?:\(a\)|a)?|skrev|kirjoitti|napsal(?:\(a\)|a)?)(?!\w)"
)
_ATTRIBUTION_START = re.compile(
    r"(?i)[>* ]*(?:on|am|le|el|op|il|em|no dia|w dniu|dnia|den|dne|vom|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tue|wed|thu|fri|sat|sun),)(?!\w)"
)
_ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+")

#: A line after which everything is history or forwarded.
_DIVIDER = re.compile(
    r"""(?ix)[ \t>*]*(?:
      [-_=]{2,}[ ]{0,2}(?:original[ ](?:message|appointment)|forwarded[ ]message(?:[ ]follows)?|begin[ ]forwarded[ ]text
        |forwarded[ ]by[ ].{1,80}?
        |reply[ ]message|urspr(?:ü|ue)ngliche[ ](?:nachricht|mail)|weitergeleitete[ ]nachricht
        |message[ ](?:d['’]origine|original|initial|transf[ée]r[ée])|mensaje[ ](?:original|reenviado)
        |oorspronkelijk[ ]bericht
        |doorgestuurd[ ]bericht|messaggio[ ](?:originale|inoltrato)
        |mensagem[ ](?:original|encaminhada)|wiadomo[śs][ćc][ ](?:oryginalna|przekazana)
        |(?:oryginalna|przekazana)[ ]wiadomo[śs][ćc]|ursprungligt[ ]meddelande)[ ]{0,2}[-_=]*
      |(?:begin[ ]forwarded[ ](?:message|text)|anfang[ ]der[ ]weitergeleiteten[ ](?:nachricht|e-?mail)
        |d[ée]but[ ]du[ ](?:message|courriel)[ ](?:transf[ée]r[ée]|r[ée]exp[ée]di[ée])
        |inicio[ ]del[ ]mensaje[ ]reenviado
        |begin[ ]doorgestuurd[ ]bericht|inizio[ ](?:del[ ])?messaggio[ ]inoltrato
        |in[íi]cio[ ]da[ ]mensagem[ ]reencaminhada|pocz[ąa]tek[ ]przekazywanej[ ]wiadomo[śs]ci)[ ]?:
    )[ \t]*:?[ \t]*$"""
)
#: The Outlook block: a From line followed at once by lines of the other names.
_FROM_LINE = re.compile(
    r"(?i)[ \t>*_]*(?:from|von|de|van|da|od|från|expéditeur|mittente|remitente)[ ]?\*?[ \t]*:\*?[ \t]*\S"
)
_SENT_LINE = re.compile(
    r"(?i)[ \t>*_]*(?:sent|date|gesendet|datum|envoyé|date d['’]envoi|enviado(?: el| em)?|fecha|verzonden|inviato|data"
    r"|wysłano|skickat)[ ]?\*?[ \t]*:"
)
_OTHER_LINE = re.compile(
    r"(?i)[ \t>*_]*(?:to|cc|subject|an|kopie|betreff|à|objet|para|asunto|aan|onderwerp|a|oggetto|assunto|do|dw|temat"
    r"|till|ämne|reply-to|antwort an)[ ]?\*?[ \t]*:"
)
_RULE = re.compile(r"[ \t]*[_-]{5,}[ \t]*$")
_QUOTED = re.compile(r"(?m)^[ \t]?>(?!From )")


class Split(NamedTuple):
    """The three parts of a message's text."""

    text: str
    quoted: str
    signature: str


def split_text(text: str, *, is_reply: bool) -> Split:
    """Splits decoded text into what is new, what is quoted or forwarded, and the signature.

    Answers between quoted lines stay in the text. `is_reply` says that the headers make it an answer: without that and
    without an attribution, lines that start with ">" are taken for a list and stay.
    """
    head, mark, tail = text.partition(HISTORY)
    history = [tail.replace(HISTORY, "").strip()] if mark else []
    lines = head.split("\n")
    end = _history_start(lines)
    if end < len(lines):
        history.insert(0, "\n".join(lines[end:]).strip())
        lines = lines[:end]
    fresh, cited = _without_citations(lines, is_reply=is_reply or bool(history))
    if cited:
        history.insert(0, cited)
    new, signature = split_signature(fresh)
    return Split(new, "\n\n".join(part for part in history if part), signature)


def _history_start(lines: list[str]) -> int:
    """The line from which everything is history, or the number of lines."""
    for index, line in enumerate(lines):
        if ":" not in line and "--" not in line and "__" not in line:
            continue
        if len(line) < _MAX_ATTRIBUTION and _DIVIDER.match(line):
            return index
        if _FROM_LINE.match(line) and _is_header_block(lines, index):
            return _above_rule(lines, index)
    return len(lines)


def _is_header_block(lines: list[str], at: int) -> bool:
    """Whether From, Sent or Date, and To or Subject stand together, as mail programs copy them."""
    block = [line for line in lines[at + 1 : at + 1 + _MAX_HEADER_BLOCK] if line.strip()]
    has_sent = any(_SENT_LINE.match(line) for line in block[:3])
    others = sum(1 for line in block if _OTHER_LINE.match(line))
    return others >= 1 and (has_sent or (others >= 2 and "@" in lines[at]))


def _above_rule(lines: list[str], at: int) -> int:
    above = at - 1
    while above >= 0 and not lines[above].strip():
        above -= 1
    return above if above >= 0 and _RULE.match(lines[above]) else at


def _without_citations(lines: list[str], *, is_reply: bool) -> tuple[str, str]:
    """Takes attributions and quoted lines out; after an attribution without ">" lines everything is history."""
    attributions = _attributions(lines)
    if not attributions and not (is_reply and any(_QUOTED.match(line) for line in lines)):
        return "\n".join(lines), ""
    cited = [_QUOTED.match(line) is not None for line in lines]
    for start, end in attributions:
        following = next((line for line in lines[end:] if line.strip()), "")
        stop = end if _QUOTED.match(following) or _QUOTED.match(lines[start]) else len(lines)
        cited[start:stop] = [True] * (stop - start)
        if stop == len(lines):
            break
    fresh = "\n".join(line for line, is_cited in zip(lines, cited, strict=True) if not is_cited)
    quoted = "\n".join(line for line, is_cited in zip(lines, cited, strict=True) if is_cited)
    return re.sub("\n{3,}", "\n\n", fresh), quoted


def _attributions(lines: list[str]) -> list[tuple[int, int]]:
    """(first line, line after) of each "On … somebody wrote:"."""
    found: list[tuple[int, int]] = []
    for last, line in enumerate(lines):
        if not line.rstrip().endswith(":") or len(line) > _MAX_ATTRIBUTION:
            continue
        start = _attribution_start(lines, last)
        if start >= 0 and (not found or start >= found[-1][1]):
            found.append((start, last + 1))
    return found


def _attribution_start(lines: list[str], last: int) -> int:
    """The first line of the attribution that ends in `last`; -1 if that is only a sentence that happens to end so."""
    whole = ""
    for start in range(last, max(-1, last - _MAX_ATTRIBUTION_LINES), -1):
        if not lines[start].strip() or len(lines[start]) > _MAX_ATTRIBUTION:
            break
        whole = f"{lines[start]} {whole}"
        if _ATTRIBUTION_START.match(lines[start]):
            return start if _is_attribution(whole) else -1
    if not _VERB.search(lines[last]):
        return -1
    is_followed = last + 1 < len(lines) and _QUOTED.match(lines[last + 1])
    return last if is_followed or _ADDRESS.search(lines[last]) else -1


def _is_attribution(line: str) -> bool:
    """A verb of writing, or Gmail's old "2026-03-02 10:00 Kim <kim@example.org>:", with a number or an address."""
    if len(line) > _MAX_ATTRIBUTION:
        return False
    if _VERB.search(line):
        return re.search(r"\d|@", line) is not None
    return re.search(r"\d{4}-\d\d-\d\d.*<[^<>\s]+@[^<>\s]+>\s*:\s*$", line) is not None
