"""The questions of `triage init`: each with what an answer can be, and a default that Enter takes."""

from __future__ import annotations

import os
import re
import shlex
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

import click

from triage.cli import output
from triage.config import checks, providers
from triage.config.writing import Answers, Mailbox, text_of
from triage.domain import Level, Workplace
from triage.errors import UsageError
from triage.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from triage.config.providers import Provider
    from triage.pipeline.profile import Profile

    Security = Literal["tls", "starttls", "none"]

_ADDRESS = re.compile(r"[^\s@<>(),;:\"]+@[^\s@<>(),;:\"]+\.[^\s@<>(),;:\"]+")


@dataclass
class Asker:
    """Asks on the terminal what is not given; with `yes` it takes the default. `click.Abort` at the end of input."""

    given: dict[str, Any]
    password_file: Path  # where a password is put that has no better place
    yes: bool = False
    password: str = field(default="", repr=False)  # what is to be put there
    said: dict[str, str] = field(default_factory=dict)  # what was answered before, by key

    def text(self, since: date) -> str:
        """Asks everything, and gives the text of config.toml."""
        return text_of(self._answers(since))

    def agrees(self, question: str, *, default: bool) -> bool:
        """A question for yes or no."""
        return default if self.yes else bool(click.confirm(question, default=default))

    def _answers(self, since: date) -> Answers:
        output.echo("\nYou", bold=True)
        addresses = self._addresses()
        likely = _name_from(addresses[0])
        if self.yes and not (likely or self.given.get("name")):
            raise UsageError("--yes needs your name", hint="add --name 'Dana Whitfield'")
        name = self._ask("name", "Your name, as it stands in replies", likely)
        output.echo("\nYour mailbox", bold=True)
        mailbox = self._mailbox(addresses[0])
        output.echo("\nWhat you would like to talk about", bold=True)
        output.say("All of this can be changed later, and `triage tune` shows what a change would do.")
        profile = self._profile()
        return Answers(
            name=name,
            addresses=addresses,
            mailbox=mailbox,
            since=since,
            **self._interests(profile),
        )

    def _interests(self, profile: Profile) -> dict[str, Any]:
        level = self._choice("Your level", list(Level), str(profile.level or Level.SENIOR))
        return {
            "level": level,
            "titles": self._picked("Titles", profile.titles, "backend engineer, platform engineer"),
            "want": self._picked("What you want to read of", profile.terms, "python, distributed systems"),
            "avoid": self._picked("What you would rather not", (), "on-call, gambling"),
            "locations": self._picked("Places", profile.places, "Berlin, Germany"),
            "workplace": self._workplace(),
            "pay_floor": self._pay_floor(),
            "languages": self._languages(", ".join(profile.languages) or "en"),
        }

    # --- you and your mailbox -----------------------------------------------------------------------------------------

    def _addresses(self) -> tuple[str, ...]:
        given = tuple(self.given.get("addresses", ()))
        if self.yes and not given:
            raise UsageError("--yes needs your address", hint="add --address you@example.org")
        while True:
            answer = given or _listed(
                self._ask("", "Your mail addresses, the main one first, separated by commas", None)
            )
            wrong = [address for address in answer if not _ADDRESS.fullmatch(address)]
            if answer and not wrong:
                return tuple(answer)
            if given:
                raise UsageError(f"{wrong[0]!r} is no mail address", hint="write it as in dana@example.org")
            output.echo("A mail address looks like dana@example.org.")

    def _mailbox(self, address: str) -> Mailbox:
        """The server and how to sign in there, until it works or the user wants it as it is."""
        while True:
            host, port, security, provider = self._server(address, providers.provider_of(address))
            local = provider is not None and provider.local_user
            user = self._ask("user", "User name there", address.partition("@")[0] if local else address)
            secret = self._secret(host, user, provider)
            mailbox = Mailbox(host, port, security, user, secret, provider.authserv_id if provider else "")
            why = self._refusal(mailbox)
            if not why:
                return mailbox
            output.say(f"That did not work: {why}.")
            if not self.agrees("Answer these again?", default=True):
                return mailbox
            self.said |= {key: self.given.pop(key) for key in ("host", "user", "password_command") if key in self.given}

    def _server(self, address: str, provider: Provider | None) -> tuple[str, int, Security, Provider | None]:
        """(host, port, security, the provider if it is a known one)."""
        if provider is None:
            output.say(
                "Your address does not tell the provider: name the server as in your mail program, or write gmail, "
                "microsoft or fastmail if your own domain is hosted there."
            )
        likely = self.said.get("host") or (provider.host if provider else self._likely_host(address))
        while True:
            answer = self._ask("host", "IMAP server", likely)
            called = providers.provider_called(answer)
            if called is not None:
                return called.host, 993, "tls", called
            host, _, port = answer.partition(":") if answer.count(":") == 1 else (answer, "", "993")
            is_port = port.isdecimal() and 0 < int(port) < 65536
            wrong = ("server" if checks.host(host) else "") if is_port else "port"
            if not wrong:
                return host, int(port), self._security(host, port) if ":" in answer else "tls", None
            if "host" in self.given:
                raise UsageError(f"{answer!r} names no {wrong}", hint="write it as in imap.example.org:143")
            output.echo(f"{one_line(answer)} names no {wrong}; write it as in imap.example.org:143.")
            self.said["host"] = likely

    def _security(self, host: str, port: str) -> Security:
        """Asked where the port does not say it; for the same port, what was answered before is the default."""
        loopback = host == "localhost" or host.startswith("127.")
        known = ["tls", "starttls", "none"] if loopback else ["tls", "starttls"]
        key = f"security of {host}:{port}"
        likely = self.said.get(key, "tls" if port == "993" else "starttls")
        self.said[key] = self._choice("Encryption", known, likely)
        return cast("Security", self.said[key])

    def _likely_host(self, address: str) -> str:
        """imap.DOMAIN, mail.DOMAIN or DOMAIN, whichever listens."""
        from triage.checkup.reach import answering

        likely = providers.plain_hosts(address)
        return likely[0] if "host" in self.given else answering(likely) or likely[0]

    def _secret(self, host: str, user: str, provider: Provider | None) -> tuple[tuple[str, str], ...]:
        typed, self.password = self.password, ""
        if provider is not None:
            output.say(f"{provider.name} takes {provider.secret}.")
        if provider is not None and provider.oauth:
            output.say("docs/mail-providers.md says how to register a client; then `triage login home` signs you in.")
            return (("oauth", provider.oauth), ("oauth_client_id", self._ask("", "Your OAuth client id", "CLIENT-ID")))
        output.say("The password stays out of the configuration: give a command that prints it.")
        from_file = f"cat {shlex.quote(str(self.password_file))}"
        command = self._ask("password_command", "Password command", _password_store(host, user) or from_file)
        if command == from_file and not self.yes and not self.password_file.exists():
            output.say("There is no such file yet. What you type is not shown, and is put there for you alone.")
            question = "Your password [as typed before]" if typed else "Your password"
            self.password = click.prompt(question, hide_input=True, default=typed or None, show_default=False)
        return (("password_command", command),)

    def _refusal(self, mailbox: Mailbox) -> str:
        """Why signing in fails, "" if it works or cannot be tried yet."""
        from triage.checkup.reach import refusal
        from triage.config import Account

        command = dict(mailbox.secret).get("password_command", "")
        if self.yes or not command:
            return ""
        output.echo(f"Signing in to {mailbox.host}…")
        account = Account(
            "home",
            host=mailbox.host,
            port=mailbox.port,
            security=mailbox.security,
            user=mailbox.user,
            password=self.password,
            password_command="" if self.password else command,
        )
        error = refusal(account)
        return f"{error.what}; {error.hint}" if error is not None else ""

    # --- interests ----------------------------------------------------------------------------------------------------

    def _profile(self) -> Profile:
        """What a CV says, tried again until it can be read; nothing without one."""
        from triage.pipeline.profile import Profile, read_profile

        given: Path | None = self.given.get("profile")
        while True:
            answer = str(given) if given else self._ask("", "A CV to read them from (.txt, .md or .html)", "none")
            if answer in {"none", ""}:
                return Profile()
            try:
                return read_profile(Path(answer))
            except UsageError as error:
                if given or self.yes:
                    raise
                output.say(str(error))

    def _picked(self, question: str, offered: Sequence[str], example: str) -> tuple[str, ...]:
        """Some of what was read, by number, and words of the user's own."""
        if not offered:
            return _listed(self._ask("", f"{question}, for example: {example}", ""))
        output.echo(f"{question}, from your CV:")
        for line in _columns(offered):
            output.echo(line)
        while True:
            answer = self._ask("", "Which? Numbers (1-3 5), all or none; words of your own behind a comma", "all")
            try:
                return pick(answer, offered)
            except UsageError as error:
                output.say(str(error))

    def _workplace(self) -> tuple[str, ...]:
        known = [str(word) for word in Workplace]
        while True:
            answer = _listed(self._ask("", f"Where you would work: {', '.join(known)}", "any"))
            if answer == ("any",) or all(word in known for word in answer):
                return () if answer == ("any",) else answer
            output.echo(f"Write some of {', '.join(known)}, or any.")

    def _pay_floor(self) -> tuple[tuple[str, Any], ...]:
        from triage.config.changes import pay_floor

        while True:
            answer = self._ask("", "The least pay worth talking about, for example: 85000 EUR/year", "none")
            if answer == "none":
                return ()
            try:
                floor = pay_floor(answer)
            except UsageError as error:
                output.say(str(error))
                continue
            amount = int(floor.amount) if floor.amount.is_integer() else floor.amount
            return (("amount", amount), ("currency", floor.currency), ("period", floor.period.value))

    def _languages(self, likely: str) -> tuple[str, ...]:
        while True:
            answer = _listed(self._ask("", "Languages you write replies in", likely).lower())
            wrong = next(filter(None, map(checks.language, answer)), "")
            if not wrong:
                return answer
            output.say(one_line(wrong))

    # --- asking -------------------------------------------------------------------------------------------------------

    def _ask(self, key: str, question: str, default: str | None) -> str:
        if key and key in self.given:
            return str(self.given[key])
        default = self.said.get(key, default)
        if self.yes and default is not None:
            return default
        answer = one_line(click.prompt(question, default=default, show_default=bool(default))).strip()
        if key:
            self.said[key] = answer
        return answer

    def _choice(self, question: str, words: Sequence[str], default: str) -> str:
        if self.yes:
            return default
        output.say(f"{question}: {', '.join(words)}")
        known = click.Choice([str(word) for word in words])
        chosen: str = click.prompt("Which?", default=default, type=known, show_choices=False)
        return chosen


def pick(answer: str, offered: Sequence[str]) -> tuple[str, ...]:
    """What "1-3 5, kafka" picks: the first, second, third and fifth of `offered`, and kafka.

    Raises `UsageError` for a number that there is none of.
    """
    picked: list[str] = []
    for part in _listed(answer):
        if part in {"all", "none"}:
            picked.extend(offered if part == "all" else ())
        elif re.fullmatch(r"[\d\s-]+", part):
            picked.extend(offered[number - 1] for number in _numbers(part, len(offered)))
        else:
            picked.append(part)
    return tuple(dict.fromkeys(picked))


def _numbers(text: str, most: int) -> list[int]:
    numbers: list[int] = []
    for word in re.sub(r"\s*-\s*", "-", text).split():
        first, _, last = word.partition("-")
        if not first.isdecimal() or (last and not last.isdecimal()):
            raise UsageError(f"{word!r} is no number", hint="write for example 1-3 5")
        ends = (int(first), int(last or first))
        if not all(1 <= number <= most for number in ends):
            raise UsageError(f"there is no number {word}", hint=f"they go from 1 to {most}")
        numbers.extend(range(ends[0], ends[1] + 1))
    return numbers


def _columns(offered: Sequence[str]) -> list[str]:
    """Numbered, several on a line."""
    cells = [f"{number:>3} {one_line(text)}" for number, text in enumerate(offered, start=1)]
    width = max(map(len, cells)) + 2
    each = max(1, min(4, 78 // width))
    return ["".join(f"{cell:<{width}}" for cell in cells[at : at + each]).rstrip() for at in range(0, len(cells), each)]


def _listed(text: str) -> tuple[str, ...]:
    return tuple(word for part in text.split(",") if (word := part.strip()))


def _name_from(address: str) -> str | None:
    """Dana Whitfield for dana.whitfield@example.org; None where it does not look like a name."""
    words = re.split(r"[._]", address.partition("@")[0])
    return " ".join(word.capitalize() for word in words) if len(words) > 1 and all(map(str.isalpha, words)) else None


def _password_store(host: str, user: str) -> str:
    """The command of the password store that is installed here, "" if none is."""
    host, user = shlex.quote(host), shlex.quote(user)
    if shutil.which("pass"):
        return f"pass show {host}/{user}"
    if shutil.which("secret-tool"):
        return f"secret-tool lookup host {host} user {user}"
    if shutil.which("security") and os.uname().sysname == "Darwin":
        return f"security find-internet-password -w -s {host} -a {user}"
    return ""
