"""Gives reasons for caution: who a message is really from, and what it asks for (contract.md, warnings)."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from triage.domain import Kind, Warning, WarningCode  # noqa: A004 - the contract's word
from triage.understand import domains, fraud, pay_promise
from triage.understand.wordings import any_of
from triage.understand.words import Literals, fold, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triage.domain import Message, Role

#: Only so much of a text and of what stands below the name is looked at; a request that matters stands near the top.
_READ, _SIGNED = 8000, 2000
#: A text that is shorter says nothing without what it quotes.
_SHORT = 400
_GAP = r"[^.!?\n]{0,60}?"
_SENTENCES = re.compile(
    r"[.!?](?=\s)(?<![ (]sr.)(?<![ (]sra.)(?<![ (]mr.)(?<![ (]mrs.)(?<![ (]ms.)(?<![ (]dr.)(?<![ (]mme.)"
    r"|\n\s*\n|\n(?=\s*(?:[-*•·>]|0?\d[.)])\s)|;"
)
_PASSWORD = re.compile(
    r"\b(?:password|passcode|pwd|passwort|kennwort|mot de passe|contrasena|clave|wachtwoord|senha|haslo)\b"
)
_COMMENT = re.compile(r"\([^()]*\)")
_DMARC = re.compile(r"(?:^|[;\s])dmarc\s*=\s*([a-z]+)")

_CAPITALISED = re.compile(r"\b[A-Z]\w{4,30}")
_OFFER = re.compile(
    r"\b(?:job|position|role|hir(?:ed|ing)|employ\w*|recruit\w*|salary|resume|cv|interview|vacan\w*"
    r"|work from home|\w*job|stelle|bewerb\w*|poste|emploi|recrut\w*|puesto|empleo|trabaj\w*|lavor\w*|posizione|baan"
    r"|selecci\w+|selez\w+|onboarding|before you start|aangenomen|arbeids\w*|contrat\w*"
    r"|vacature|bijbaan|vaga|emprego|prac[aey]|stanowisk\w*|rekrut\w*)\b"
)

#: What the sections of trust_phrases.txt are about.
_CODES = {
    "messaging_app_redirect": WarningCode.MESSAGING_APP_REDIRECT,
    "asks_money": WarningCode.ASKS_MONEY,
    "passes_on": WarningCode.ASKS_MONEY,
    "asks_id_documents": WarningCode.ASKS_ID_DOCUMENTS,
}
_RUNS_CODE = "runs_code"

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
    text = _folded(message)
    found = [_warning(code) for code in dict.fromkeys(_CODES[name] for name in _CODES if _asks(name, text))]
    if pay_promise.is_too_good(text):
        found.append(_warning(WarningCode.TOO_GOOD_PAY))
    elif fraud.is_bait(text):
        found.append(Warning(WarningCode.TOO_GOOD_PAY, "It offers simple work, at home, to anybody: bait, as a rule."))
    if risky := _risky_attachment(message, text):
        found.append(_warning(WarningCode.RISKY_ATTACHMENT, file=risky))
    elif _asks(_RUNS_CODE, text):
        found.append(Warning(WarningCode.RISKY_ATTACHMENT, "It wants you to open or run what no scanner has seen."))
    return tuple(found)


def sender_warnings(message: Message, kind: Kind, role: Role, authserv_id: str) -> tuple[Warning, ...]:
    """The cautions about who sent a message: authentication (RFC 8601), Reply-To, free mail, look-alike domains.

    Without a configured `authserv_id` nobody's results are believed and nothing is said about authentication: a
    warning on every message would warn of nothing.
    """
    domain = message.from_.domain
    found = [_warning(code, domain=domain) for code in _authentication(message, authserv_id)]
    text = f"{fold(f'{message.from_.display_name} {message.subject}')} {fold(message.text[:_READ])}"
    if reply := _foreign_reply_to(message):
        found.append(_warning(WarningCode.REPLY_TO_DIFFERS, domain=domain, reply=reply))
    if domain in domains.free_mail() and (kind is Kind.OUTREACH or (kind is Kind.SCAM and _OFFER.search(text))):
        found.append(_warning(WarningCode.FREE_MAIL_SENDER, domain=domain))
    firms = tuple(fold(name) for name in (role.company, role.agency) if name)
    like = domains.looks_like(domain, _named_domains(message), firms, text)
    if not like and kind is Kind.SCAM:
        like = domains.poses_as_word(domain, {fold(word) for word in _CAPITALISED.findall(message.text[:_READ])})
    if like:
        found.append(_warning(WarningCode.LOOKALIKE_DOMAIN, domain=domain, like=like))
    return (*found, *_fraud_warnings(message)) if kind is Kind.SCAM else tuple(found)


def _fraud_warnings(message: Message) -> Iterator[Warning]:
    """What else a message that reads like fraud asks for, and whose name it borrows."""
    text = _folded(message)
    if len(message.text) < _SHORT:  # forwarded, perhaps to be warned of
        text += f"\n\n{fold(message.quoted[:_READ])}"
    yield from (Warning(code, says) for code, says in fraud.schemes(sentences(text)))
    domain = message.from_.domain
    if domain and (house := fraud.borrowed_name(message.from_.display_name, message.subject[:500], domain)):
        says = f"It uses the name of {house}, but comes from {domain[:100]}."
        yield Warning(WarningCode.LOOKALIKE_DOMAIN, says)


def _folded(message: Message) -> str:
    """Subject, text, and what stands below the name: a request may be put there."""
    return f"{fold(message.subject[:500])}.\n\n{fold(message.text[:_READ])}\n\n{fold(message.signature[:_SIGNED])}"


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
    """What the message mentions, and the domains it was written to: a fraudster may pose as a colleague."""
    written_to = {domains.registrable(address.domain) for address in message.to[:10]} - domains.free_mail()
    return domains.in_text(f"{message.text[:_READ]}\n{message.signature[:_SIGNED]}") | written_to


@functools.cache
def _rules() -> dict[str, tuple[frozenset[str], re.Pattern[str], re.Pattern[str]]]:
    """What each request contains: its triggers, its rules, its vetoes."""
    sections = table("trust_phrases.txt")
    return {
        name: (
            frozenset(sections[f"{name} triggers"]),
            _any_of(sections[name]),
            _any_of(sections[f"{name} veto"]),
        )
        for name in (*_CODES, _RUNS_CODE)
    }


def _any_of(lines: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(any_of([line.replace(" ~ ", _GAP) for line in lines]))


def _asks(name: str, text: str) -> bool:
    """Whether a sentence asks for it; only sentences with a trigger are looked at closely."""
    triggers, rules, vetoes = _rules()[name]
    present = triggers & _triggers_in(text)
    close = [one for one in sentences(text) if any(map(one.__contains__, present))] if present else []
    return any(rules.search(sentence) and not vetoes.search(sentence) for sentence in close)


@functools.lru_cache(maxsize=1)  # every request asks for its own
def _triggers_in(text: str) -> set[str]:
    return _triggers().found(text)


@functools.cache
def _triggers() -> Literals:
    return Literals(trigger for triggers, _, _ in _rules().values() for trigger in triggers)


@functools.lru_cache(maxsize=2)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of folded text; a single line break is a blank, as plain text mail is wrapped."""
    return tuple(" ".join(part.split())[:600] for part in _SENTENCES.split(text) if part)


def _risky_attachment(message: Message, text: str) -> str:
    for attachment in message.attachments:
        ending = attachment.filename.lower().rstrip(". ").rpartition(".")[2]
        if ending in _endings()["risky"] or (ending in _endings()["archives"] and _PASSWORD.search(text)):
            return attachment.filename
    return ""


@functools.cache
def _endings() -> dict[str, frozenset[str]]:
    return {name: frozenset(" ".join(lines).split()) for name, lines in table("trust_attachments.txt").items()}
