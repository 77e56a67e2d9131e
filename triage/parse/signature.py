"""Finds where a mail's signature begins: the dashes, the closing, "sent from my phone", the legal footer."""

from __future__ import annotations

import re

_MAX_DASHED_LINES = 60
_MAX_BLOCK_LINES = 16
_MAX_SHORT_LINE = 90

_DASHES = re.compile(r"(?m)^--[ \t]?$")
_CLOSINGS = (
    # en
    r"(?:(?:with )?(?:best|kind(?:est)?|warm(?:est)?|many|sincere) )?(?:regards|wishes)|(?:all the )?(?:very )?best|cheers|sincerely"
    r"|yours(?: sincerely| faithfully| truly)?|sincerely yours|respectfully|take care|talk soon|speak soon|all the best"
    r"|(?:many |warm )?thanks(?: (?:again|so much|a lot|in advance|and (?:best|kind)? ?regards))?|thank you(?: (?:again|very much|so much|in advance))?"
    r"|regards|br|kr|rgds|have a (?:great|nice|good|wonderful) (?:day|week|weekend|one)|looking forward(?: to (?:hearing from you|your reply|speaking))?"
    # de
    r"|(?:mit )?(?:freundlichen?|besten?|herzlichen?|vielen?|lieben?|schönen?|sonnigen?|kollegialen?) (?:gr(?:ü|ue)(?:ß|ss)en?|dank)"
    r"|(?:mit )?(?:freundlichem|bestem|herzlichem) gru(?:ß|ss)|gr(?:ü|ue)(?:ß|ss)e|gru(?:ß|ss)|mfg|lg|vg|hochachtungsvoll|danke(?: und gruß)?"
    # fr
    r"|(?:bien |très )?cordialement|bien à vous|(?:cordiales |sincères |meilleures )?salutations(?: distinguées)?|à bientôt|merci(?: d'avance)?|sincèrement|bonne journée|cdlt"
    # es
    r"|(?:(?:un )?(?:cordial )?saludos?(?: cordial(?:es)?)?|atentamente|un abrazo|cordialmente|(?:muchas )?gracias(?: de antemano)?|atte)"
    # nl
    r"|(?:met )?(?:vriendelijke|hartelijke) groet(?:en|jes)?|groet(?:en|jes)?|hoogachtend|mvg|(?:alvast )?bedankt"
    # it
    r"|(?:(?:un )?(?:cordiali|distinti|cari) )?saluti|un (?:cordiale )?saluto|cordialmente|grazie(?: mille)?|a presto"
    # pt
    r"|atenciosamente|(?:com os )?(?:melhores |os melhores )?cumprimentos|(?:um )?abraços?|(?:muito )?obrigad[oa]|atentamente|att"
    # pl
    r"|(?:serdecznie |z )?pozdrawiam|(?:z )?pozdrowieni(?:a|ami)|z (?:wyrazami szacunku|poważaniem)|dziękuję|serdeczności"
)
_CLOSING = re.compile(
    rf"(?im)^[ \t]*(?:{_CLOSINGS})(?:[ \t]*(?:from|aus|de|von|/|&|und|and)[ \t]+[^\n,.!]{{1,40}})?[ \t]*[,.!;:–-]*[ \t]*$"
    rf"|^[ \t]*(?:best|kind|warm)?[ \t]*(?:regards|cheers|thanks|best|viele grüße|cordialement|saludos|groeten|saluti|pozdrawiam),"
    rf"[ \t]+[A-Z][\w.'-]{{1,30}}(?:[ ][A-Z][\w.'-]{{1,30}}){{0,2}}[ \t]*$"
)
_MOBILE = re.compile(
    r"(?im)^[ \t]*(?:sent (?:from|with|via) (?:my |the |outlook|yahoo|proton|gmail|samsung|mail)[^\n]{0,60}|get outlook for [^\n]{1,40}"
    r"|(?:von meinem|gesendet von|envoyé (?:de|depuis)|enviado (?:desde|do)|verzonden (?:vanaf|met)|inviato da(?:l mio)?|wysłan[eo] z)"
    r" [^\n]{1,60})$"
)
_LEGAL = re.compile(
    r"""(?ix)\bunsubscribe|\bopt[ -]?out\b|intended[ ](?:solely|only|exclusively)?[ ]?for[ ]the|not[ ]the[ ]intended[ ]recipient
    |(?:this|the)[ ](?:e-?mail|message|communication)(?:[ ]and[ ]any[ ]attachments?)?[^.\n]{0,60}[ ](?:is|are|may|contains?)[ ][^.\n]{0,60}(?:confidential|privileged)
    |received[ ]this[ ](?:e-?mail|message)[ ](?:in[ ]error|because)|you[ ](?:are[ ]receiv|receiv)\w+[ ]this|view[ ](?:this|it)[^\n]{0,30}in[ ]your[ ]browser
    |registered[ ](?:in[ ]england|office)|company[ ](?:number|no\.|registration)|please[ ]consider[ ]the[ ]environment|manage[ ](?:your[ ])?preferences
    |all[ ]rights[ ]reserved|privacy[ ](?:policy|notice)[ \t]*[|·•-]|diese[ ](?:e-?mail|nachricht)[^.\n]{0,60}(?:enthält|ist)[^.\n]{0,40}vertraulich
    |abmelden|abbestellen|handelsregister|amtsgericht|\bHRB[ ]?\d|geschäftsführer(?:in|ung)?[ ]?:|sitz[ ]der[ ]gesellschaft|nicht[ ]der[ ](?:richtige|beabsichtigte)[ ](?:adressat|empfänger)
    |se[ ]désabonner|désinscri|ce[ ](?:message|courriel)[^.\n]{0,60}confidentiel|darse[ ]de[ ]baja|este[ ](?:mensaje|correo)[^.\n]{0,60}confidencial
    |uitschrijven|afmelden|dit[ ]bericht[^.\n]{0,60}(?:vertrouwelijk|bestemd)|annulla[^\n]{0,12}iscrizione|cancella[^\n]{0,12}iscrizione|disiscri
    |(?:questo|presente)[ ]messaggio[^.\n]{0,60}(?:riservat|confidenzial)|cancelar[ ](?:a[ ])?(?:inscrição|subscrição)|esta[ ]mensagem[^.\n]{0,60}confidencia
    |wypisz|zrezygnować[ ]z[ ]subskrypcji|niniejsza[ ]wiadomość[^.\n]{0,60}poufn"""
)
#: What starts content again after a closing: a heading or a list.
_CONTENT = re.compile(
    r"""(?ix)[ \t]*(?:[-*•·][ ]|\d{1,2}[.)][ ]
    |(?:job|role|position|company|about|key|your|the|what|why|responsibilit|requirement|qualification|skill|must|nice[ ]to|benefit|salary|location
        |stelle|aufgaben|profil|anforderung|ihr|dein|wir[ ]bieten|das[ ]|poste|missions?|requisit|funci|functie|eisen|mansion|vaga|stanowisk|wymagania
        |p\.?\s?s\.?\b)[^\n]{0,60}(?::|\?)?[ \t]*$
    |p\.?\s?s\.?[ :])"""
)
_CONTACT = re.compile(r"https?://|www\.|@|\+?\d[\d ()/.-]{6,}|linkedin|\|", re.IGNORECASE)


def split_signature(text: str) -> tuple[str, str]:
    """(text, signature): what stands below never holds more than names, contacts and legal words."""
    text = text.strip()
    text, dashed = _cut_at_dashes(text)
    text, footer = _cut_footer(text)
    text, block = _cut_closing(text)
    signature = "\n\n".join(part for part in (block, footer, dashed) if part)
    return text, signature


def _cut_at_dashes(text: str) -> tuple[str, str]:
    for match in _DASHES.finditer(text):
        below = text[match.end() :].strip("\n")
        longest = _MAX_DASHED_LINES if match.group().endswith(" ") else _MAX_BLOCK_LINES
        if match.start() and below.count("\n") < longest and len(below) < 4_000:
            return text[: match.start()].rstrip(), text[match.start() :].strip()
    return text, ""


def _cut_footer(text: str) -> tuple[str, str]:
    """Takes legal and unsubscribe paragraphs off the end, and a "Sent from my …" line."""
    end = len(text)
    while True:
        start = text.rfind("\n\n", 0, end)
        paragraph = text[max(start, 0) : end].strip()
        if start <= 0 or not (_is_legal(paragraph) or _MOBILE.fullmatch(paragraph)):
            break
        end = start
    kept = text[:end].rstrip()
    last_line = kept.rpartition("\n")[2]
    if _MOBILE.fullmatch(last_line) and last_line != kept:
        end = len(kept) - len(last_line)
    return text[:end].rstrip(), text[end:].strip()


def _is_legal(paragraph: str) -> bool:
    return len(paragraph) < 3_000 and _LEGAL.search(paragraph) is not None


def _cut_closing(text: str) -> tuple[str, str]:
    """Cuts from the last closing whose following lines are all those of a signature; content after it stays text."""
    for match in reversed(list(_CLOSING.finditer(text))):
        if not text[: match.start()].strip():
            break
        block, rest = _signature_block(text[match.start() :].split("\n"))
        if block:
            return "\n".join([text[: match.start()].rstrip(), *rest]).strip(), "\n".join(block).strip()
    return text, ""


def _signature_block(lines: list[str]) -> tuple[list[str], list[str]]:
    """The closing with the lines that belong to it, and what follows; ([], …) if prose follows at once."""
    filled = 0
    for index, line in enumerate(lines[1:], 1):
        if not line.strip():
            continue
        if _is_content(line) or filled >= _MAX_BLOCK_LINES:
            rest = lines[index:]
            return (lines[:index], ["", *rest]) if filled else ([], lines)
        filled += 1
    return lines, []


def _is_content(line: str) -> bool:
    if _CONTACT.search(line):
        return len(line) > 4 * _MAX_SHORT_LINE and not _is_legal(line)
    if _CONTENT.match(line):
        return True
    return len(line.strip()) > _MAX_SHORT_LINE and not _is_legal(line)
