"""Finds where a mail's signature begins: the dashes, the closing, "sent from my phone", the legal footer."""

from __future__ import annotations

import re

_MAX_DASHED_LINES = 60
_MAX_BLOCK_LINES = 16
_MAX_CLOSING = 60  # characters
_MAX_SHORT_LINE = 90
_MAX_FOOTER = 3_000
_MAX_LEAD = 200  # characters of names and addresses before the legal words; more is content

_DASHES = re.compile(r"(?m)^--[ \t]?$")
_CLOSING_PHRASES = (
    # en
    r"(?:(?:with )?(?:best|kind(?:est)?|warm(?:est)?|many|sincere) )?(?:regards|wishes)|(?:all the )?(?:very )?best",
    r"cheers",
    r"sincerely(?: yours)?|yours(?: sincerely| faithfully| truly)?|respectfully|take care|(?:talk|speak) soon",
    r"br|kr|rgds",
    r"(?:many |warm )?thanks(?: (?:again|so much|a lot|in advance|and (?:(?:best|kind) )?regards))?",
    r"thank you(?: (?:again|very much|so much|in advance))?",
    r"have a (?:great|nice|good|wonderful) (?:day|week|weekend|one)",
    r"looking forward(?: to (?:hearing from you|your reply|speaking(?: with you)?))?",
    # de
    r"(?:mit )?(?:freundlichen?|besten?|herzlichen?|vielen?|lieben?|schönen?|sonnigen?) (?:gr(?:ü|ue)(?:ß|ss)en?|dank)",
    r"(?:mit )?(?:freundlichem|bestem|herzlichem) gru(?:ß|ss)|gr(?:ü|ue)(?:ß|ss)e|gru(?:ß|ss)|mfg|lg|vg",
    r"hochachtungsvoll",
    r"danke(?: und gru(?:ß|ss))?",
    # fr
    r"(?:bien |très )?cordialement|bien à vous|(?:cordiales |sincères |meilleures )?salutations(?: distinguées)?|cdlt",
    r"à bientôt|merci(?: d'avance)?|sincèrement|bonne journée",
    # es
    r"(?:un )?(?:cordial )?saludos?(?: cordial(?:es)?)?|atentamente|un abrazo|cordialmente|atte",
    r"(?:muchas )?gracias(?: de antemano)?",
    # nl
    r"(?:met )?(?:vriendelijke|hartelijke) groet(?:en|jes)?|groet(?:en|jes)?|hoogachtend|mvg|(?:alvast )?bedankt",
    # it
    r"(?:(?:un )?(?:cordiali|distinti|cari) )?saluti|un (?:cordiale )?saluto|grazie(?: mille)?|a presto",
    # pt
    r"atenciosamente|(?:(?:com )?os )?(?:melhores )?cumprimentos|(?:um )?abraços?|(?:muito )?obrigad[oa]|att",
    # pl
    r"(?:serdecznie |z )?pozdrawiam|(?:z )?pozdrowieni(?:a|ami)|z (?:wyrazami szacunku|poważaniem)|dziękuję",
    r"serdeczności",
)
_CLOSING = re.compile(
    rf"(?i)[ \t]*(?:{'|'.join(_CLOSING_PHRASES)})(?:[ \t]*(?:from|aus|de|von|/|&|und|and)[ \t]+[^\n,.!]{{1,40}})?"
    r"[ \t]*[,.!;:–-]*[ \t]*"
)
_CLOSING_WITH_NAME = re.compile(
    r"[ \t]*(?:(?:[Bb]est|[Kk]ind|[Ww]arm) )?(?:[Rr]egards|[Cc]heers|[Tt]hanks|[Bb]est|Viele Grüße|Cordialement|Saludos"
    r"|Groeten|Saluti|Abraços|Pozdrawiam),[ \t]+[A-Z][\w.'-]{1,30}(?: [A-Z][\w.'-]{1,30}){0,2}[ \t]*"
)
_MOBILE = re.compile(
    r"(?i)[ \t]*(?:sent (?:from|with|via) (?:my|the|outlook|yahoo|proton|gmail|samsung|mail)[^\n]{0,60}"
    r"|get outlook for [^\n]{1,40}|(?:von meinem|gesendet von|envoyé (?:de|depuis)|enviado (?:desde|do)|verzonden vanaf"
    r"|inviato da(?:l mio)?|wysłan[eo] z) [^\n]{1,60})"
)
#: Words of legal and unsubscribe footers; plain substrings, because one expression of them took 1 µs a character.
_LEGAL = (
    "unsubscribe", "opt out", "opt-out", "intended recipient", "intended solely for", "intended only for",
    "confidential and may", "confidential and intended", "may contain confidential", "may contain privileged",
    "contains confidential", "contain confidential", "message in error", "email in error", "e-mail in error",
    "received this email because", "received this message because", "receiving this email because", "in your browser",
    "registered office", "registered in england", "company number", "company no.", "consider the environment",
    "manage preferences", "manage your preferences", "email preferences", "all rights reserved", "privacy policy |",
    "vertrauliche informationen", "ist vertraulich", "abmelden", "abbestellen", "handelsregister", "amtsgericht",
    "geschäftsführer:", "geschäftsführerin:", "geschäftsführung:", "sitz der gesellschaft", "se désabonner",
    "désinscri",
    "message est confidentiel", "informations confidentielles", "darse de baja", "es confidencial",
    "información confidencial", "uitschrijven", "afmelden", "vertrouwelijke informatie", "annulla iscrizione",
    "cancella iscrizione", "annulla l'iscrizione", "disiscri", "informazioni riservate", "messaggio è riservato",
    "cancelar a inscrição", "cancelar inscrição", "cancelar a subscrição", "informação confidencial",
    "informações confidenciais", "wypisz się", "wypisać się", "zrezygnować z subskrypcji", "informacje poufne",
)  # fmt: skip
#: What starts content again after a closing: a list, a heading, a postscript.
_CONTENT = re.compile(
    r"""(?ix)[ \t]*(?:[-*•·][ ]|\d{1,2}[.)][ ]|p\.?\s?s\.?[ :]
    |(?:job|role|position|company|about|key|your|the|what|why|responsibilit|requirement|qualification|skill|must
      |nice[ ]to|benefit|salary|location|stelle|aufgaben|profil|anforderung|ihr|dein|wir[ ]bieten|das[ ]|poste|missions?
      |requisit|funci|functie|eisen|mansion|vaga|stanowisk|wymagania)[^\n]{0,60}[:?][ \t]*$)"""
)
_CONTACT = re.compile(r"https?://|www\.|@|\+?\d[\d ()/.-]{6,}|linkedin|\|", re.IGNORECASE)


def split_signature(text: str) -> tuple[str, str]:
    """(text, signature): the signature holds the closing, names, contacts and legal words, never other content."""
    text = text.strip()
    text, dashed = _cut_at_dashes(text)
    text, footer = _cut_footer(text)
    text, block = _cut_closing(text)
    return text, "\n\n".join(part for part in (block, footer, dashed) if part)


def _cut_at_dashes(text: str) -> tuple[str, str]:
    if "\n--" not in text:
        return text, ""
    for match in _DASHES.finditer(text, max(0, len(text) - _MAX_FOOTER)):
        below = text[match.end() :].strip("\n")
        longest = _MAX_DASHED_LINES if match.group().endswith(" ") else _MAX_BLOCK_LINES
        if match.start() and below.count("\n") < longest and len(below) < _MAX_FOOTER:
            return text[: match.start()].rstrip(), text[match.start() :].strip()
    return text, ""


def _cut_footer(text: str) -> tuple[str, str]:
    """Takes legal and unsubscribe paragraphs off the end, and a "Sent from my …" line."""
    end = len(text)
    while (start := text.rfind("\n\n", 0, end)) > 0:
        paragraph = text[start:end].strip()
        cut = start if _MOBILE.fullmatch(paragraph) else _legal_start(text, start, end)
        end = cut
        if cut > start:
            break
    kept = text[:end].rstrip()
    last_line = kept.rpartition("\n")[2]
    if last_line != kept and _MOBILE.fullmatch(last_line):
        end = len(kept) - len(last_line)
    return text[:end].rstrip(), text[end:].strip()


def _legal_start(text: str, start: int, end: int) -> int:
    """Where the footer begins in text[start:end]: at once if legal words come early, else with their line, or never."""
    lower = text[start:end].lower()
    found = [at for words in _LEGAL if (at := lower.find(words)) >= 0]
    if not found or len(lower) > _MAX_FOOTER:
        return end
    if min(found) <= _MAX_LEAD:
        return start
    line = text.rfind("\n", start + 2, start + min(found))
    return line if line >= 0 else end


def _is_legal(paragraph: str) -> bool:
    if len(paragraph) > _MAX_FOOTER:
        return False
    lower = paragraph.lower()
    return any(words in lower for words in _LEGAL)


def _cut_closing(text: str) -> tuple[str, str]:
    """Cuts at the last closing with nothing but signature lines below it; content that comes after those stays text."""
    lines = text.split("\n")
    for index in range(len(lines) - 1, 0, -1):
        if not _is_closing(lines[index]):
            continue
        block, rest = _signature_block(lines[index:])
        if block:
            kept = "\n".join(lines[:index]).rstrip() + "\n" + "\n".join(rest)
            return (kept.strip(), "\n".join(block).strip()) if kept.strip() else (text, "")
    return text, ""


def _is_closing(line: str) -> bool:
    if not 1 < len(line) < _MAX_CLOSING:
        return False
    return _CLOSING.fullmatch(line) is not None or _CLOSING_WITH_NAME.fullmatch(line) is not None


def _signature_block(lines: list[str]) -> tuple[list[str], list[str]]:
    """The closing with the lines that belong to it, and what follows; ([], …) if content follows at once."""
    filled = 0
    for index, line in enumerate(lines[1:], 1):
        if not line.strip():
            continue
        if filled >= _MAX_BLOCK_LINES or _is_content(line) or _is_prose(lines, index):
            return (lines[:index], ["", *lines[index:]]) if filled else ([], lines)
        filled += 1
    return lines, []


def _is_content(line: str) -> bool:
    if _CONTENT.match(line):
        return True
    longest = 4 * _MAX_SHORT_LINE if _CONTACT.search(line) else _MAX_SHORT_LINE
    return len(line.strip()) > longest and not _is_legal(line)


def _is_prose(lines: list[str], at: int) -> bool:
    """Whether a paragraph of wrapped sentences begins here, as nobody's name and address do."""
    if len(lines[at]) < _MAX_SHORT_LINE // 2:
        return False
    end = next((index for index in range(at, len(lines)) if not lines[index].strip()), len(lines))
    paragraph = " ".join(lines[at : min(end, at + _MAX_BLOCK_LINES)])
    return len(paragraph) > 2 * _MAX_SHORT_LINE and not _CONTACT.search(paragraph) and not _is_legal(paragraph)
