"""Reads [[accounts]]: where mail comes from, and how each account is signed in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from triage.config import checks
from triage.config.nouns import Account
from triage.config.table import Table, any_text, filled_line, quoted, type_name

if TYPE_CHECKING:
    from triage.config.table import Check

#: The ways to give a secret: an IMAP account has exactly one of them.
SECRETS = ("password_command", "token_command", "keyring", "oauth", "password")
_IMAP_ONLY = ("host", "port", "security", "user", *SECRETS, "oauth_client_id", "oauth_client_secret", "ca_file", "sent",
              "accepted", "declined")  # fmt: skip


def read_accounts(root: Table, directory: Path) -> tuple[Account, ...]:
    """Every account, in the order of the file; relative paths are relative to `directory`, the configuration's."""
    if isinstance(root.given("accounts"), dict):
        root.know("accounts")
        root.wrong("accounts", "write [[accounts]] with two brackets: there may be several")
        return ()
    accounts = root.items("accounts", lambda index, value: _item(root, index, value, directory))
    _check_names(root, accounts)
    return accounts


def _item(root: Table, index: int, value: object, directory: Path) -> Account | None:
    if not isinstance(value, dict):
        root.problems.add(("accounts", index), f"must be a table, not {type_name(value)}")
        return None
    return _account(Table(value, ("accounts", index), root.problems), directory)


def _check_names(root: Table, accounts: tuple[Account, ...]) -> None:
    names = [account.name.casefold() for account in accounts]
    for index, name in enumerate(names):
        if name and name in names[:index]:
            root.problems.add(("accounts", index, "name"), f"another account has the name {accounts[index].name}")


def _account(table: Table, directory: Path) -> Account:
    security = table.choice("security", ("tls", "starttls", "none"))
    account = Account(
        name=_required(table, "name", "a short name of your own for this account", check=checks.account_name),
        kind=table.choice("kind", ("imap", "maildir", "mbox")),
        host=table.text("host", check=checks.host),
        port=table.whole("port", 993 if security == "tls" else 143, low=1, high=65535),
        security=security,
        user=table.text("user", check=filled_line),
        password=table.text("password", check=filled_line),
        password_command=table.text("password_command", check=_command),
        token_command=table.text("token_command", check=_command),
        keyring=table.flag("keyring", default=False),
        oauth=table.choice("oauth", ("google", "microsoft"), default=""),
        oauth_client_id=table.text("oauth_client_id", check=checks.word),
        oauth_client_secret=table.text("oauth_client_secret", check=checks.word),
        ca_file=_path(table, "ca_file", directory),
        path=_path(table, "path", directory),
        mailboxes=_mailboxes(table),
        sent=table.text("sent", "auto", check=filled_line),
        accepted=table.texts("accepted"),
        declined=table.texts("declined"),
        since=table.day("since"),
        authserv_id=table.text("authserv_id", check=checks.word),
    )
    _check_kind(table, account)
    return account


def _required(table: Table, key: str, what: str, *, check: Check) -> str:
    if key not in table:
        table.wrong(key, f"missing: {what}")
    return table.text(key, check=check)


def _command(value: str) -> str:
    """Check: a command, which may have several lines."""
    return any_text(value) if value.strip() else "must not be empty"


def _path(table: Table, key: str, directory: Path) -> Path | None:
    text = table.text(key, check=filled_line)
    if not text:
        return None
    try:
        return directory / Path(text).expanduser()
    except RuntimeError:  # ~name of somebody who is not there
        table.wrong(key, f"there is no home directory for {text.partition('/')[0]}")
        return None


def _mailboxes(table: Table) -> tuple[str, ...]:
    default = ("INBOX",)
    mailboxes = table.texts("mailboxes", default)
    if table.given("mailboxes") == []:
        table.wrong("mailboxes", 'must name at least one mailbox, such as "INBOX"')
    return mailboxes or default


def _check_kind(table: Table, account: Account) -> None:
    """What an account must have depends on its kind; of an unknown kind nothing can be said."""
    kind = table.given("kind", "imap")
    if kind == "imap":
        _check_imap(table, account)
    elif kind in ("maildir", "mbox"):
        _check_file(table, account)


def _check_imap(table: Table, account: Account) -> None:
    for key, what in (("host", "the name of the IMAP server"), ("user", "the user name to sign in with")):
        if key not in table:
            table.wrong(key, f"missing: {what}")
    if "path" in table:
        table.wrong("path", 'only for kind = "maildir" and kind = "mbox"')
    if account.security == "none" and account.host and not _is_loopback(account.host):
        table.wrong("security", f'"none" would send the secret in the clear to {account.host}: use "tls" or "starttls"')
    _check_secrets(table)
    _check_oauth(table, account)
    _check_sorted(table, account)


def _check_secrets(table: Table) -> None:
    given = [key for key in SECRETS if table.given(key, default=False) is not False]
    if not given:
        key = "keyring" if "keyring" in table else "password_command"
        table.wrong(key, f"missing: how to get the secret, one of: {', '.join(SECRETS)}")
    for key in given[1:]:
        table.wrong(key, f"there is {given[0]} already: give exactly one of {', '.join(SECRETS)}")


def _check_oauth(table: Table, account: Account) -> None:
    for key in ("oauth_client_id", "oauth_client_secret"):
        if key in table and not account.oauth:
            table.wrong(key, 'only together with oauth = "google" or oauth = "microsoft"')


def _check_sorted(table: Table, account: Account) -> None:
    """A mailbox is read for new mail, or it says yes, or it says no."""
    for key, others in (("accepted", account.mailboxes), ("declined", (*account.mailboxes, *account.accepted))):
        for name in getattr(account, key):
            if name in others:
                table.wrong(key, f"{quoted(name)} stands in another list of mailboxes already")


def _check_file(table: Table, account: Account) -> None:
    if "path" not in table:
        table.wrong("path", f"missing: where the {account.kind} lies")
    for key in _IMAP_ONLY:
        if key in table:
            table.wrong(key, f'only for kind = "imap", and this is of kind {account.kind}')


def _is_loopback(host: str) -> bool:
    from ipaddress import ip_address

    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
