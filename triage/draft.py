"""Opportunity + action → Draft: the reply in the sender's language, from sandboxed Jinja templates.

Mail text is never a template: what comes from a message goes in as plain strings, cleaned and cut. Templates are looked
up as `reply/<language>/<action>.txt.j2`, the user's own before the shipped ones.
"""

from __future__ import annotations

import hashlib
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from triage.domain import Action, Address, Draft, WarningCode
from triage.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from jinja2 import Template
    from jinja2.sandbox import SandboxedEnvironment

    from triage.config import Me
    from triage.domain import Fact, Message, Opportunity, Role, Score

#: A rendering may take this long (seconds) and give this much (characters).
RENDER_SECONDS = 1.0
RENDER_LENGTH = 65536
#: What a template can be given for; other actions have no reply.
PURPOSES = (Action.ACCEPT, Action.ASK, Action.DECLINE)

_REPLY_PREFIX = re.compile(r"(?i:re)\s*(?:\[\d+\])?:\s*")
_SPACES = re.compile(r"\s+")
_FIRST_NAME = re.compile(r"[^\W\d_][\w'’.-]{1,24}")
_INFORMAL = {
    "de": (
        re.compile(r"\b(?:du|dich|dir|dein(?:e[mnrs]?)?|euch)\b", re.IGNORECASE),
        re.compile(r"\b(?:Sie|Ihnen|Ihre?[mnrs]?)\b"),
    ),
}


@dataclass(frozen=True, slots=True)
class Request:
    """What a reply is asked for: the purpose, what to ask, and what to say."""

    action: Action
    questions: tuple[Fact, ...] = ()
    availability: str = ""
    template: str = ""  # another than <language>/<action>, for example "en/decline"
    body: str | None = None  # the words the user wrote instead
    attempt: int = 0  # how many drafts of this reply have been withdrawn


@dataclass(frozen=True, slots=True)
class Drafter:
    """Renders replies; `load` finds the templates and checks every one of them first."""

    environment: SandboxedEnvironment
    languages: tuple[str, ...]  # of which there are templates
    names: tuple[str, ...] = ()  # of every template, such as "en/accept"

    @classmethod
    def load(cls, shipped: Path, own: Path) -> Drafter:
        """The drafter over both template folders.

        Raises `ConfigurationError` with one `file:line: what is wrong` for every template that cannot be used.
        """
        from jinja2 import FileSystemLoader, StrictUndefined
        from jinja2.sandbox import SandboxedEnvironment

        environment = SandboxedEnvironment(
            loader=FileSystemLoader([own, shipped]),
            undefined=StrictUndefined,
            autoescape=False,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
        )
        names = environment.list_templates(filter_func=lambda name: bool(re.fullmatch(r"reply/\w+/\w+\.txt\.j2", name)))
        languages = tuple(
            code
            for code in sorted({name.split("/")[1] for name in names})
            if all(f"reply/{code}/{purpose}.txt.j2" in names for purpose in PURPOSES)
        )
        drafter = cls(environment, languages, tuple(sorted(map(_short, names))))
        drafter._check(names)
        return drafter

    def draft(self, message: Message, opportunity: Opportunity, score: Score, request: Request, me: Me) -> Draft:
        """The reply to `message`. Raises `ConfigurationError` if the template fails on it."""
        language = self._language(opportunity.language, me)
        name = request.template or str(request.action)
        name = name if "/" in name else f"{language}/{name}"
        values = _values(opportunity.role, score, request, me) | {"informal": _is_informal(name.split("/")[0], message)}
        body = request.body if request.body is not None else self._render(name, values)
        identity, recipient = correspondents(message, opportunity, me)
        return Draft(
            message_id=_message_id(message, body, identity, request.attempt),
            in_reply_to=message.message_id,
            references=_references(message),
            from_=identity,
            to=recipient,
            subject=_subject(message.subject),
            body=body,
            template=name,
        )

    def _language(self, language: str, me: Me) -> str:
        """The sender's language if the user writes it and templates exist, else the user's first that has templates."""
        wanted = (language, *me.languages) if language in me.languages else me.languages
        return next((code for code in wanted if code in self.languages), "en")

    def _check(self, names: Sequence[str]) -> None:
        problems = [problem for name in names if (problem := self._problem(name))]
        if problems:
            raise ConfigurationError(problems)

    def _problem(self, name: str) -> str:
        try:
            self._render(_short(name), EXAMPLE_VALUES)
        except ConfigurationError as error:
            return str(error)
        return ""

    def _render(self, name: str, values: dict[str, object]) -> str:
        from jinja2 import TemplateError, TemplateNotFound

        try:
            template = self.environment.get_template(f"reply/{name}.txt.j2")
            text = _bounded(template, values)
        except TemplateNotFound as error:
            raise ConfigurationError(
                [f"template {error.name} is missing: put it into your templates folder"]
            ) from error
        except (
            TemplateError,
            TypeError,
            ValueError,
            ArithmeticError,
            LookupError,
            AttributeError,
            RecursionError,
        ) as error:
            known = f" (there is {', '.join(EXAMPLE_VALUES)})" if "is undefined" in str(error) else ""
            raise ConfigurationError([f"{_place(error, self.environment, name)}: {error}{known}"]) from error
        if not text:
            raise ConfigurationError([f"template {name}: the reply comes out empty"])
        return text + "\n"


def _short(path: str) -> str:
    """The name of a template: "en/accept" of "reply/en/accept.txt.j2"."""
    return path.removeprefix("reply/").removesuffix(".txt.j2")


#: What templates may use, with values of the kind they get; every template is tried with these when it is loaded.
EXAMPLE_VALUES: dict[str, object] = {
    "name": "Kim",
    "full_name": "Kim Lee",
    "title": "Senior Backend Engineer",
    "company": "Acme",
    "location": "Berlin",
    "questions": ["company", "pay", "location", "level", "employment"],
    "missing": ["pay"],
    "reason": "pay",
    "reason_term": "",
    "availability": "Tue-Thu 16:00-18:00 Europe/Berlin",
    "signature": "Dana",
    "my_name": "Dana Whitfield",
    "informal": False,
}


def _values(role: Role, score: Score, request: Request, me: Me) -> dict[str, object]:
    reason, term = _reason(score)
    return {
        "name": first_name(role.recruiter or ""),
        "full_name": _plain(role.recruiter or "") if first_name(role.recruiter or "") else "",
        "title": _plain(role.title or ""),
        "company": _plain(role.company or ""),
        "location": _plain(role.locations[0] if role.locations else ""),
        "questions": [str(fact) for fact in request.questions],
        "missing": [str(fact) for fact in _missing(role)],
        "reason": reason,
        "reason_term": _plain(term),
        "availability": request.availability,
        "signature": me.signature or me.name,
        "my_name": me.name,
    }


def _missing(role: Role) -> list[str]:
    stated = {"company": role.company, "pay": role.salary, "location": role.locations or role.workplace}
    return [name for name, value in stated.items() if not value]


def _reason(score: Score) -> tuple[str, str]:
    """The strongest contribution against the role: its feature, and its term; ("", "") if there is none."""
    against = [c for c in score.contributions if c.value < 0 and c.feature != "base"]
    name, _, term = against[0].feature.partition(":") if against else ("", "", "")
    return name, term


def first_name(full_name: str) -> str:
    """The first name if it is certain to be one, else "" ("K. Lee" and "Talent Team" have none)."""
    words = full_name.split()
    if not 2 <= len(words) <= 4 or not all(_FIRST_NAME.fullmatch(word) for word in words):
        return ""
    first = words[0]
    return first if "." not in first and first[0].isupper() and not first.isupper() else ""


def _plain(text: str) -> str:
    return _SPACES.sub(" ", text).strip()[:160]


def _is_informal(language: str, message: Message) -> bool:
    """Whether the sender says du: only then does the reply."""
    patterns = _INFORMAL.get(language)
    return bool(patterns and patterns[0].search(message.text) and not patterns[1].search(message.text))


def _bounded(template: Template, values: dict[str, object]) -> str:
    limit, length, pieces = time.monotonic() + RENDER_SECONDS, 0, list[str]()
    for piece in template.generate(values):
        length += len(piece)
        pieces.append(piece)
        if length > RENDER_LENGTH:
            raise ValueError(f"the reply is longer than {RENDER_LENGTH} characters")
        if time.monotonic() > limit:
            raise ValueError(f"the reply takes longer than {RENDER_SECONDS:.0f} s")
    return re.sub(r"\n{3,}", "\n\n", "".join(pieces)).strip()


def _place(error: Exception, environment: SandboxedEnvironment, name: str) -> str:
    """file:line of the template, as far as Jinja tells."""
    line = getattr(error, "lineno", None)
    traceback = error.__traceback__
    while line is None and traceback is not None:
        if traceback.tb_frame.f_code.co_filename.endswith(".j2"):
            return f"{traceback.tb_frame.f_code.co_filename}:{traceback.tb_lineno}"
        traceback = traceback.tb_next
    assert environment.loader is not None
    try:
        source = environment.loader.get_source(environment, f"reply/{name}.txt.j2")[1]
    except UnicodeError:  # not UTF-8: the error says so itself
        source = f"template {name}"
    return f"{source}:{line or 1}"


def _message_id(message: Message, body: str, identity: Address, attempt: int) -> str:
    """Our own Message-ID: the same for the same words to the same mail, so that a repeated run knows its own draft;
    another one after it has been withdrawn.
    """
    parts = (message.content_hash, body, identity.addr_spec, *([str(attempt)] if attempt else []))
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:24]
    return f"<triage.{digest}@{_ascii(identity.domain) or 'localhost'}>"


def _ascii(domain: str) -> str:
    """A domain as it stands in a Message-ID: IDNA (RFC 5890), "" if it has no such form."""
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def _references(message: Message) -> tuple[str, ...]:
    """The whole chain, then the message itself (RFC 5322 section 3.6.4)."""
    chain = message.references or message.in_reply_to[:1]
    own = (message.message_id,) if message.message_id else ()
    return (*(item for item in chain if item not in own), *own)


def correspondents(message: Message, opportunity: Opportunity, me: Me) -> tuple[Address, Address]:
    """Whom a reply comes from and whom it goes to, whatever it says."""
    return _identity(message, me), _recipient(message, opportunity)


def _identity(message: Message, me: Me) -> Address:
    """The user's address that the mail was written to, else the first."""
    written_to = [address.addr_spec.lower() for address in (*message.to, *message.cc)]
    for name in ("delivered-to", "x-original-to", "envelope-to"):
        written_to.extend(value.strip().strip("<>").lower() for value in message.headers_named(name))
    own = next((address for address in written_to if address in me.addresses), me.addresses[0] if me.addresses else "")
    return Address(me.name, own)


def _recipient(message: Message, opportunity: Opportunity) -> Address:
    """Reply-To if it belongs to the sender's own domain, else From: a foreign Reply-To is only warned about."""
    foreign = any(warning.code is WarningCode.REPLY_TO_DIFFERS for warning in opportunity.warnings)
    if message.reply_to and message.reply_to[0].addr_spec and not foreign:
        address = message.reply_to[0]
        return Address(address.display_name or message.from_.display_name, address.addr_spec)
    return message.from_


def _subject(subject: str) -> str:
    """Puts "Re: " before the subject as it was, so that every mail program threads it (RFC 5256 section 2.1)."""
    plain = _SPACES.sub(" ", subject).strip()
    while match := _REPLY_PREFIX.match(plain):
        plain = plain[match.end() :]
    return f"Re: {plain}"[:900].strip()
