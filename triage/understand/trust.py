"""Gives reasons for caution: who a message is really from, and what it asks for (contract.md, warnings)."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from triage.domain import Kind, Warning, WarningCode  # noqa: A004 - the contract's word
from triage.understand import domains
from triage.understand.words import fold, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triage.domain import Message, Role

#: Only so much of a text is looked at; a request that matters stands near the top.
_READ = 8000
_GAP = r"[^.!?\n]{0,60}?"
_SENTENCES = re.compile(r"[.!?](?=\s)|\n\s*\n|\n(?=\s*(?:[-*•·>]|0?\d[.)])\s)|;")
_RISKY = frozenset(
    "exe scr com pif bat cmd js jse vbs vbe wsf wsh hta jar ps1 psm1 msi msp reg lnk iso img vhd vhdx html htm shtml xhtml"
    " svg docm dotm xlsm xltm xlam pptm potm ppam one apk dmg pkg appimage app ace cab chm cpl url iqy slk".split()
)
_ARCHIVES = frozenset("zip rar 7z gz tgz tar bz2 xz arj lzh".split())
_PASSWORD = re.compile(
    r"\b(?:password|passcode|pwd|passwort|kennwort|mot de passe|contrasena|clave|wachtwoord|senha|haslo)\b"
)
_COMMENT = re.compile(r"\([^()]*\)")
_DMARC = re.compile(r"(?:^|[;\s])dmarc\s*=\s*([a-z]+)")

#: Pay: an amount with a currency, then a period within a few words. Rough value of a unit in US dollars.
_CURRENCY = {"$": 1.0, "usd": 1.0, "eur": 1.0, "gbp": 1.2, "chf": 1.1, "pln": 0.25, "zl": 0.25, "r$": 0.2, "brl": 0.2,
             "reais": 0.2, "inr": 0.012, "rs": 0.012, "cad": 0.7, "aud": 0.7, "euro": 1.0, "euros": 1.0, "dollars": 1.0}  # fmt: skip
_PERIODS = {"hour": "hour", "hr": "hour", "h": "hour", "stunde": "hour", "heure": "hour", "hora": "hour", "ora": "hour",
            "uur": "hour", "godzine": "hour", "godz": "hour", "day": "day", "daily": "day", "tag": "day", "taglich": "day",
            "jour": "day", "dia": "day", "giorno": "day", "dag": "day", "dzien": "day", "dziennie": "day", "week": "week",
            "weekly": "week", "woche": "week", "wochentlich": "week", "semaine": "week", "semana": "week",
            "settimana": "week", "tydzien": "week", "tygodniowo": "week", "month": "month", "monthly": "month",
            "monat": "month", "monatlich": "month", "mois": "month", "mes": "month", "mese": "month", "maand": "month",
            "miesiac": "month", "miesiecznie": "month"}  # fmt: skip
_AMOUNT = re.compile(
    r"(?:(r\$|\$|\b(?:usd|eur|gbp|chf|pln|brl|inr|rs|cad|aud)\b)\.? ?(\d[\d.,]{0,9})(k)?"
    r"|(?<![\d.,])(\d[\d.,]{0,9})(k)? ?(\$|\b(?:usd|euros?|eur|gbp|chf|pln|zl|reais|dollars)\b))"
)
_PERIOD = re.compile(r"\b(" + "|".join(sorted(_PERIODS, key=len, reverse=True)) + r")s?\b")
#: From this pay on (US dollars) work without skill or effort is too good to be true, and from that on any work is.
_TOO_GOOD = {"hour": (35, 600), "day": (150, 4000), "week": (900, 20000), "month": (3500, 80000)}

_SAYS = {
    WarningCode.AUTH_FAILED: "Your mail server says this message failed DMARC: it may not come from {domain}.",
    WarningCode.AUTH_UNVERIFIED: "Your mail server could not verify that this message comes from {domain}.",
    WarningCode.REPLY_TO_DIFFERS: "Replies would go to {reply}, not to {domain}.",
    WarningCode.FREE_MAIL_SENDER: "The offer comes from a free mail address at {domain}, not from a company.",
    WarningCode.LOOKALIKE_DOMAIN: "The sender's domain {domain} looks like {like}, but is not it.",
    WarningCode.MESSAGING_APP_REDIRECT: "It moves the conversation to a messaging app.",
    WarningCode.ASKS_MONEY: "It asks you to pay, or to pass on, money.",
    WarningCode.ASKS_ID_DOCUMENTS: "It asks for identity documents or numbers.",
    WarningCode.TOO_GOOD_PAY: "The pay is far above what such work earns.",
    WarningCode.RISKY_ATTACHMENT: "The attachment {file} can run code or hide what it holds.",
}


def content_warnings(message: Message) -> tuple[Warning, ...]:
    """The cautions that what a message says or attaches gives rise to, whoever sent it."""
    text = fold(f"{message.subject[:500]}.\n\n{message.text[:_READ]}")
    found = [_warning(code) for code in _rules() if _asks(code, text)]
    if _too_good(text):
        found.append(_warning(WarningCode.TOO_GOOD_PAY))
    if risky := _risky_attachment(message, text):
        found.append(_warning(WarningCode.RISKY_ATTACHMENT, file=risky))
    return tuple(found)


def sender_warnings(message: Message, kind: Kind, role: Role, authserv_id: str) -> tuple[Warning, ...]:
    """The cautions about who sent a message: authentication (RFC 8601), Reply-To, free mail, look-alike domains.

    Without a configured `authserv_id` nobody's results are believed and nothing is said about authentication: a
    warning on every message would warn of nothing.
    """
    domain = message.from_.domain
    found = [_warning(code, domain=domain) for code in _authentication(message, authserv_id)]
    if reply := _foreign_reply_to(message):
        found.append(_warning(WarningCode.REPLY_TO_DIFFERS, domain=domain, reply=reply))
    if kind in {Kind.OUTREACH, Kind.SCAM} and domain in domains.free_mail():
        found.append(_warning(WarningCode.FREE_MAIL_SENDER, domain=domain))
    firms = tuple(fold(name) for name in (role.company, role.agency) if name)
    text = fold(f"{message.from_.display_name} {message.subject} {message.text[:_READ]}")
    if like := domains.looks_like(domain, _named_domains(message), firms, text):
        found.append(_warning(WarningCode.LOOKALIKE_DOMAIN, domain=domain, like=like))
    return tuple(found)


def dmarc_result(message: Message, authserv_id: str) -> str:
    """The dmarc result of the topmost Authentication-Results of `authserv_id` (RFC 8601 section 5), or ""."""
    for value in message.headers_named("authentication-results"):
        bare = _without_comments(value[:8192]).lower()
        server, _, results = bare.partition(";")
        if (server.split() or [""])[0].strip('"') == authserv_id.lower():
            match = _DMARC.search(results)
            return match[1] if match else ""
    return ""


def _warning(code: WarningCode, **values: str) -> Warning:
    return Warning(code, _SAYS[code].format(**{name: value[:100] for name, value in values.items()}))


def _authentication(message: Message, authserv_id: str) -> Iterator[WarningCode]:
    if not authserv_id:
        return
    result = dmarc_result(message, authserv_id)
    if result == "fail":
        yield WarningCode.AUTH_FAILED
    elif result != "pass":
        yield WarningCode.AUTH_UNVERIFIED


def _without_comments(value: str) -> str:
    """RFC 5322 comments, nested ones up to four deep, taken out."""
    for _ in range(4):
        value = _COMMENT.sub(" ", value)
    return value


def _foreign_reply_to(message: Message) -> str:
    sender = domains.registrable(message.from_.domain)
    for address in message.reply_to:
        other = domains.registrable(address.domain)
        if sender and other and other != sender and not domains.same_provider(sender, other):
            return address.domain
    return ""


def _named_domains(message: Message) -> frozenset[str]:
    return domains.in_text(f"{message.text[:_READ]}\n{message.signature[:2000]}")


@functools.cache
def _rules() -> dict[WarningCode, tuple[tuple[str, ...], re.Pattern[str], re.Pattern[str]]]:
    """For each code what a request contains: its triggers, its rules, its vetoes."""
    sections = table("trust_phrases.txt")
    codes = (WarningCode.MESSAGING_APP_REDIRECT, WarningCode.ASKS_MONEY, WarningCode.ASKS_ID_DOCUMENTS)
    return {
        code: (
            tuple(dict.fromkeys(sections[f"{code} triggers"])),
            _any_of(sections[code]),
            _any_of(sections[f"{code} veto"]),
        )
        for code in codes
    }


def _any_of(lines: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{line.replace(' ~ ', _GAP)})" for line in lines))


def _asks(code: WarningCode, text: str) -> bool:
    """Whether a sentence asks for it; only sentences with a trigger are looked at closely."""
    triggers, rules, vetoes = _rules()[code]
    present = [trigger for trigger in triggers if trigger in text]
    if not present:
        return False
    return any(
        rules.search(sentence) and not vetoes.search(sentence)
        for sentence in sentences(text)
        if any(trigger in sentence for trigger in present)
    )


@functools.lru_cache(maxsize=2)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of folded text; a single line break is a blank, as plain text mail is wrapped."""
    return tuple(" ".join(part.split())[:600] for part in _SENTENCES.split(text) if part)


def _too_good(text: str) -> bool:
    if not any(digit in text for digit in "123456789"):
        return False
    effortless: bool | None = None
    for match in _AMOUNT.finditer(text):
        value, period = _pay(match, text)
        if not period:
            continue
        low, high = _TOO_GOOD[period]
        if value >= high:
            return True
        if value >= low:
            if effortless is None:
                effortless = any(mark in text for mark in _effortless())
            if effortless:
                return True
    return False


def _pay(match: re.Match[str], text: str) -> tuple[float, str]:
    """An amount in US dollars and the period that follows it ("" if none does)."""
    period = _PERIOD.search(text, match.end(), match.end() + 25)
    if period is None or "\n" in text[match.end() : period.start()]:
        return 0.0, ""
    figure = (match[2] or match[4]).rstrip(".,")
    figure = re.sub(r"[.,](?=\d{3}(?!\d))", "", figure).replace(",", ".")
    try:
        value = float(figure)
    except ValueError:
        return 0.0, ""
    thousand = 1000 if match[3] or match[5] else 1
    return value * thousand * _CURRENCY[match[1] or match[6]], _PERIODS[period[1]]


@functools.cache
def _effortless() -> tuple[str, ...]:
    return table("trust_phrases.txt")["too_good_pay low effort"]


def _risky_attachment(message: Message, text: str) -> str:
    for attachment in message.attachments:
        ending = attachment.filename.lower().rstrip(". ").rpartition(".")[2]
        if ending in _RISKY or (ending in _ARCHIVES and _PASSWORD.search(text)):
            return attachment.filename
    return ""
