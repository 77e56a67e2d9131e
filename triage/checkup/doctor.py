"""Checks everything that a scan needs, one finding a line, and goes on after a failure."""

from __future__ import annotations

import os
import time
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from triage.errors import CannotWriteError, ConfigurationError, DamagedError, TriageError, TryLaterError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from triage.config import Account, Configuration
    from triage.deliver import Outbox
    from triage.imap.connection import Connection
    from triage.store import Run, Store

#: How long one account may take to answer, in seconds.
ACCOUNT_SECONDS = 60.0
#: Before this, the clock is wrong: triage was written later.
NOT_BEFORE = datetime(2026, 1, 1, tzinfo=UTC)
#: A scan that has not succeeded for so long is named as a fault, in days.
STALE_DAYS = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the check-up; `error` is None when all is well."""

    area: str
    text: str
    error: TriageError | None = None


def examine(configuration: Configuration, data_dir: Path) -> Iterator[Finding]:
    """Every finding in turn. Nothing is changed but an absent database, which is made."""
    yield Finding("configuration", f"{configuration.path} is in order")
    yield from _found("model", lambda: _models(data_dir))
    yield from _found("templates", lambda: _templates(configuration))
    yield from _found("database", lambda: _database(data_dir))
    if not configuration.accounts:
        yield Finding("accounts", "no [[accounts]] yet: `triage classify` works without, `triage scan` does not")
    for account in configuration.accounts:
        yield from _found(account.name, lambda account=account: _account(account, configuration, data_dir))  # type: ignore[misc]
    yield from _found("last success", lambda: _last_successes(configuration, data_dir))


def _found(area: str, look: Callable[[], Iterator[str]]) -> Iterator[Finding]:
    try:
        for text in look():
            yield Finding(area, text)
    except TriageError as error:
        yield Finding(area, f"{error.what}; {error.hint}" if error.hint else error.what, error)


def _models(data_dir: Path) -> Iterator[str]:
    from triage.learn import keeping
    from triage.pipeline import learning
    from triage.score import FitModel
    from triage.understand import Reader

    Reader.load(frozenset(), "")
    yield f"kind and fit load and match their seals (fit {FitModel.load().model_id})"
    table = keeping.read(data_dir)
    if table is not None and table.get("model"):
        counts = f"{table['accepted']} accepted and {table['declined']} declined"
        learning.model(data_dir)
        name = learning.own_model_id(data_dir)
        how = f"loads and matches its seal ({name})" if name else "is of another version: the next scan makes it anew"
        yield f"your own, learned from {counts}, {how}"


def _templates(configuration: Configuration) -> Iterator[str]:
    from triage.draft import Drafter
    from triage.resources import templates_dir

    drafter = Drafter.load(templates_dir(), configuration.templates_dir)
    own = f", your own from {configuration.templates_dir}" if configuration.templates_dir.is_dir() else ""
    yield f"replies in {', '.join(drafter.languages)}{own}"


def _database(data_dir: Path) -> Iterator[str]:
    from triage.store import open_store
    from triage.store.opening import REPAIR
    from triage.store.repair import check

    with closing(open_store(data_dir)) as store:
        if problem := check(data_dir / "triage.db"):  # a scan reads few pages of it
            raise DamagedError(problem.what, hint=REPAIR)
        counts = store.counts()
        _check_clock(store)
    if not os.access(data_dir, os.W_OK):
        raise CannotWriteError(f"{data_dir} cannot be written", hint="mend its permissions; a scan needs them")
    yield f"{data_dir / 'triage.db'}: {counts['recorded']:,} messages, {counts['suggested']:,} waiting for you"


def _check_clock(store: Store) -> None:
    now = datetime.now(UTC)
    latest = max((last.finished_at for _, last in store.last_runs().values()), default=NOT_BEFORE)
    if now < latest:
        raise TryLaterError(
            f"the clock says {now:%Y-%m-%d %H:%M} UTC, but the last scan ended at {latest:%Y-%m-%d %H:%M}",
            hint="set the clock of this computer",
        )


def _account(account: Account, configuration: Configuration, data_dir: Path) -> Iterator[str]:
    if account.kind == "imap":
        yield from _imap_account(account, configuration, data_dir)
        return
    from triage.source import open_source

    for name in account.mailboxes:
        with open_source(replace(account, mailboxes=(name,)), deadline=time.monotonic() + ACCOUNT_SECONDS) as source:
            next(source.new_mail({}, lambda *_: frozenset(), lambda _: False), None)  # nothing is read before
    yield f"{account.kind} {account.path} can be read"


def _imap_account(account: Account, configuration: Configuration, data_dir: Path) -> Iterator[str]:
    from triage.credentials import secret_for
    from triage.deliver import open_outbox
    from triage.imap.connection import Connection, MailboxStatus
    from triage.imap.special_use import key_of

    deadline = time.monotonic() + ACCOUNT_SECONDS
    secret = secret_for(account, data_dir)
    with Connection.open(account, secret, deadline=deadline) as connection:
        yield f"signed in to {account.host}:{account.port} ({account.security}) as {account.user}"
        for name, status in connection.statuses((*account.mailboxes, *account.accepted, *account.declined)).items():
            if not isinstance(status, MailboxStatus):
                raise _unreadable(name, key_of(account, name), connection)
            yield f"{name}: {status.messages:,} messages, opened read-only" if status.messages else f"{name} is there"
        yield _sent(account, connection)
    with open_outbox(account, configuration.drafts, deadline=deadline, sign_in=lambda _: secret) as outbox:
        yield _drafts(outbox, enabled=configuration.drafts.enabled)


def _drafts(outbox: Outbox, *, enabled: bool) -> str:
    """Where drafts go, or would go. Raises `ConfigurationError` if they are wanted and it is not clear where."""
    if enabled:
        return f"drafts go to {outbox.mailbox()}"
    never = "drafts.enabled is false: nothing is ever written to this server"
    try:
        return f"{never}; else drafts would go to {outbox.mailbox()}"
    except ConfigurationError as error:
        return f"{never}; before you change that: {error}"


def _sent(account: Account, connection: Connection) -> str:
    """Where the user's own answers are seen."""
    from triage.imap.connection import MailboxStatus
    from triage.imap.special_use import sent_mailboxes

    names = [mailbox.name for mailbox in sent_mailboxes(account, connection.list())]
    for name, status in connection.statuses(names).items():
        if not isinstance(status, MailboxStatus):
            raise _unreadable(name, "sent", connection)
    if not names:
        return "no mailbox is marked \\Sent: set `sent` to its name, or your own answers are told only by their flag"
    return f"your own answers are seen in {', '.join(names)}"


def _unreadable(name: str, key: str, connection: Connection) -> TriageError:
    """Why a mailbox that the configuration names cannot be read."""
    from triage.imap.special_use import absent

    what, there_are = absent(name, connection.list())
    if not what:
        return TryLaterError(f"the mailbox {name!r} cannot be read just now", hint="run it again later")
    return ConfigurationError([what], hint=f"mend `{key}` in the configuration: {there_are}")


def _last_successes(configuration: Configuration, data_dir: Path) -> Iterator[str]:
    from triage.store import open_store

    with closing(open_store(data_dir)) as store:
        runs = store.last_runs()
    for account in configuration.accounts:
        success, last = runs.get(account.name, (None, None))
        if last is None:
            yield f"{account.name}: not scanned yet; run `triage scan`, then `triage schedule install`"
        else:
            yield _last_success(account.name, success, last)


def _last_success(account: str, success: Run | None, last: Run) -> str:
    at = f"{success.finished_at.astimezone():%Y-%m-%d %H:%M}" if success else "never"
    failed = f"; the last run failed: {last.error}" if last.code else ""
    days = (datetime.now(UTC) - success.finished_at).days if success else STALE_DAYS
    if failed and days >= STALE_DAYS:
        raise TryLaterError(f"{account}: last success {at}{failed}", hint="mend that, then run `triage scan`")
    return f"{account}: {at}{failed}"
