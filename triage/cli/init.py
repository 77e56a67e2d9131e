"""`triage init`: asks for the little that is needed, writes config.toml, and checks it."""

from __future__ import annotations

import json
import os
import shutil
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import click

from triage.cli import output
from triage.cli.app import Command, pass_session
from triage.domain import Level
from triage.errors import UsageError
from triage.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triage.cli.app import Session

#: IMAP servers by the domain of the address; docs/mail-providers.md says what each wants.
_SERVERS = {
    "gmail.com": "imap.gmail.com",
    "googlemail.com": "imap.gmail.com",
    "outlook.com": "outlook.office365.com",
    "hotmail.com": "outlook.office365.com",
    "live.com": "outlook.office365.com",
    "fastmail.com": "imap.fastmail.com",
    "fastmail.fm": "imap.fastmail.com",
    "icloud.com": "imap.mail.me.com",
    "me.com": "imap.mail.me.com",
    "yahoo.com": "imap.mail.yahoo.com",
    "gmx.de": "imap.gmx.net",
    "gmx.net": "imap.gmx.net",
    "gmx.com": "imap.gmx.com",
    "web.de": "imap.web.de",
    "posteo.de": "posteo.de",
}
_OAUTH_ONLY = "outlook.office365.com"


@click.command("init", cls=Command)
@pass_session
def init_command(session: Session) -> int:
    """Ask a few questions, write config.toml and check it.

    Nothing is overwritten: with a configuration in place, it only says so. What is not asked has a default;
    config.example.toml shows every option.
    """
    path = session.config_path
    if path.exists():
        raise UsageError(f"{path} is there already", hint="edit it, or move it away; `triage doctor` checks it")
    text = _written(_asked())
    from triage import locations

    locations.private_dir(path.parent)
    locations.write_private(path, text.encode())
    output.echo(f"\nWrote {path}. Nothing will be written to your mailbox until you set drafts.enabled = true there.\n")
    from triage.cli.doctor import examine_all

    return examine_all(session)


def _asked() -> dict[str, Any]:
    name = _ask("Your name, as it stands in replies")
    addresses = _addresses()
    guessed = _SERVERS.get(addresses[0].rpartition("@")[2].lower(), f"imap.{addresses[0].rpartition('@')[2]}")
    host = _ask("IMAP server", default=guessed)
    user = _ask("User name there", default=addresses[0])
    if host == _OAUTH_ONLY:
        output.echo("Microsoft takes no passwords over IMAP: docs/mail-providers.md says how to register a client.")
        secret = {"oauth": "microsoft", "oauth_client_id": _ask("Your OAuth client id")}
    else:
        output.echo("The password stays out of the file: give a command that prints it.")
        secret = {"password_command": _ask("Password command", default=_password_command(host, user))}
    output.echo("\nWhat would you like to talk about? All of this can be changed later; Enter leaves a question out.")
    return {
        "name": name,
        "addresses": addresses,
        "host": host,
        "user": user,
        "since": date.today() - timedelta(days=90),  # noqa: DTZ011 - the day where the user is
        "secret": secret,
        "languages": _listed(_ask("Languages you write replies in", default="en")),
        "level": click.prompt(
            "Your level", default="senior", type=click.Choice([str(level) for level in Level]), show_choices=True
        ),
        "titles": _listed(_ask("Titles, for example: backend engineer, platform engineer", default="")),
        "want": _listed(_ask("Words you want to read, for example: python, postgresql", default="")),
        "avoid": _listed(_ask("Words you do not, for example: php, gambling", default="")),
        "locations": _listed(_ask("Places, for example: Berlin, Germany", default="")),
    }


def _addresses() -> list[str]:
    while True:
        addresses = _listed(_ask("Your mail addresses, the main one first, separated by commas"))
        if addresses and all("@" in address for address in addresses):
            return addresses
        output.echo("A mail address looks like dana@example.org.")


def _ask(question: str, default: str | None = None) -> str:
    shown = bool(default)
    answer: str = click.prompt(question, default=default, show_default=shown)
    return one_line(answer)


def _listed(text: str) -> list[str]:
    return [word for part in text.split(",") if (word := part.strip())]


def _password_command(host: str, user: str) -> str:
    """The password store that is installed here, if one is."""
    if shutil.which("pass"):
        return f"pass show {host}/{user}"
    if shutil.which("secret-tool"):
        return f"secret-tool lookup host {host} user {user}"
    if shutil.which("security") and os.uname().sysname == "Darwin":
        return f"security find-internet-password -w -s {host} -a {user}"
    return "cat ~/.config/triage/password"


def _written(asked: dict[str, Any]) -> str:
    """The text of config.toml; JSON's strings and lists of strings are TOML's."""
    optional = [f"{key} = {_toml(asked[key])}" for key in ("want", "avoid", "titles", "locations") if asked[key]]
    secret = [f"{key} = {_toml(value)}" for key, value in asked["secret"].items()]
    lines: Sequence[str] = (
        "# Written by `triage init`; docs/configuration.md says more about each key, and `triage doctor` checks it.",
        "",
        "[me]",
        f"name = {_toml(asked['name'])}",
        f"addresses = {_toml(asked['addresses'])}",
        f"level = {_toml(asked['level'])}",
        f"languages = {_toml(asked['languages'])}   # replies are in the sender's language if it is one of these",
        "",
        "[interests]",
        *optional,
        '# pay_floor = { amount = 85000, currency = "EUR", period = "year" }',
        '# workplace = ["remote", "hybrid"]',
        "",
        "[policy]",
        '# availability = "Tue-Thu 16:00-18:00 Europe/Berlin"',
        "",
        "[drafts]",
        "enabled = false   # nothing is written to the server until this is true",
        "",
        "[[accounts]]",
        'name = "home"',
        f"host = {_toml(asked['host'])}",
        f"user = {_toml(asked['user'])}",
        *secret,
        "# port = 993                  # 143 with starttls",
        '# security = "tls"            # or "starttls"; "none" only for this computer itself',
        '# mailboxes = ["INBOX"]',
        f"since = {asked['since']}          # older mail is left alone",
        "",
    )
    return "\n".join(lines)


def _toml(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
