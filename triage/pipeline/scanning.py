"""One pass over the accounts: fetch what is new, record it, assess it, deliver what was decided."""

from __future__ import annotations

import time
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from triage.checkpoint import checkpoint
from triage.credentials import redacted, secret_for
from triage.domain import State, Unfetchable
from triage.errors import DefectError, TriageError, TryLaterError, worst
from triage.learn import keeping
from triage.pipeline import learning
from triage.pipeline.aiming import in_force
from triage.pipeline.delivering import deliver
from triage.pipeline.engine import basis, check_templates
from triage.pipeline.reading import MessageReader
from triage.store import Recorded, Run, open_store, scratch
from triage.store.lock import run_lock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from triage.config import Account, Configuration
    from triage.credentials import SignIn
    from triage.domain import Batch, Cursor, Item, Message, RawMessage
    from triage.pipeline.digesting import Worded
    from triage.source import Source
    from triage.store import Store

    #: Called after each batch with the account, how many messages it had, and how many of the mailbox are left.
    Progress = Callable[[str, int, int | None], None]

#: No account is talked to for longer, in seconds.
ACCOUNT_SECONDS = 300.0
#: The words of mail are kept for so long.
KEEP_TEXT = timedelta(days=180)
#: Nothing is removed for its age unless a pass ended so long ago: a clock that jumped ahead may be put right meanwhile.
TRUSTED_AFTER, TRUSTED_FOR = timedelta(hours=1), timedelta(days=30)
#: A server's wish to be left alone is honoured up to here, whatever it or the clock says.
LONGEST_WAIT = timedelta(hours=24)
#: Messages assessed in one transaction.
CHUNK = 200


@dataclass(frozen=True, slots=True)
class AccountReport:
    """What a pass did for one account."""

    account: str
    new: int = 0
    suggested: int = 0
    errors: tuple[TriageError, ...] = ()


@dataclass(frozen=True, slots=True)
class ScanReport:
    """What a pass did; `items` are the new suggestions, oldest first, without those that newer mail of the same pass
    has replaced or answered.
    """

    accounts: tuple[AccountReport, ...]
    items: tuple[Item, ...] = ()

    @property
    def exit_code(self) -> int:
        """The worst code of all accounts."""
        return worst([error.exit_code for report in self.accounts for error in report.errors])


@dataclass(slots=True)
class _Pass:
    """What one pass works with and what it has found so far."""

    store: Store
    reader: MessageReader
    configuration: Configuration
    sign_in: SignIn
    progress: Progress
    started_at: datetime
    new: dict[str, int] = field(default_factory=dict)
    errors: dict[str, list[TriageError]] = field(default_factory=dict)
    suggested: list[int] = field(default_factory=list)
    fingerprints: dict[str, dict[str, str]] = field(default_factory=dict)  # of Drafts, by account and mailbox
    spent: dict[str, float] = field(default_factory=dict)  # seconds of talking, by account

    @contextmanager
    def talking(self, account: Account) -> Iterator[float]:
        """Gives the deadline of a talk with an account: what is left of its seconds in this pass."""
        started = time.monotonic()
        spent = self.spent.get(account.name, 0.0)
        try:
            yield started + ACCOUNT_SECONDS - spent
        finally:
            self.spent[account.name] = spent + time.monotonic() - started

    def fail(self, account: str, error: TriageError) -> None:
        self.errors.setdefault(account, []).append(error)


def scan(
    configuration: Configuration,
    data_dir: Path,
    accounts: Sequence[Account],
    *,
    dry_run: bool = False,
    progress: Progress = lambda _account, _count, _left: None,
    worded: Worded | None = None,
) -> ScanReport:
    """One pass over `accounts`, one after the other; a failing one does not stop the others.

    `worded` puts the digest of the day into words; without it none is written.
    With `dry_run` the pass works on a throw-away copy of the state, and nothing is written to any server.
    Raises `ConfigurationError` for a template of the user's that cannot be used, before any server is contacted,
    `TryLaterError` if another run is active, and what opening the store raises.
    """
    if configuration.templates_dir.is_dir():
        check_templates(configuration)
    with run_lock(data_dir):
        sign_in = partial(secret_for, data_dir=data_dir)
        if not dry_run:
            return _scan(configuration, data_dir, accounts, sign_in, progress, worded)
        import shutil
        import tempfile

        with tempfile.TemporaryDirectory(prefix="triage-") as copy:
            for file in (*data_dir.glob("triage.db*"), *data_dir.glob(keeping.FILE)):
                shutil.copy(file, copy)
            without_drafts = replace(configuration, drafts=replace(configuration.drafts, enabled=False))
            return _scan(without_drafts, Path(copy), accounts, sign_in, progress)


def _scan(
    configuration: Configuration,
    data_dir: Path,
    accounts: Sequence[Account],
    sign_in: SignIn,
    progress: Progress,
    worded: Worded | None = None,
) -> ScanReport:
    with closing(open_store(data_dir)) as store, MessageReader() as reader:
        work = _Pass(store, reader, configuration, sign_in, progress, datetime.now(UTC))
        for account in accounts:
            _guarded(work, account.name, partial(_fetch, work, account))
        _guarded(work, "", partial(_assess, work, data_dir))
        for account in accounts:
            _guarded(work, account.name, partial(_deliver, work, account))
        if worded is not None:
            for account in accounts:
                _guarded(work, account.name, partial(_deliver_digest, work, account, worded))
        _guarded(work, "", partial(_remove_old_texts, work, data_dir))
        return _report(work, accounts)


def _remove_old_texts(work: _Pass, data_dir: Path) -> None:
    """Not in the first hour after a long pause, which may be a clock that jumped ahead."""
    now = work.started_at
    if work.store.ran_between(now - TRUSTED_FOR, now - TRUSTED_AFTER):
        work.store.remove_texts(now - KEEP_TEXT)
    scratch.sweep(data_dir, work.store)


def _guarded(work: _Pass, account: str, step: Callable[[], None]) -> None:
    """What fails for one account is kept for the report, and the others go on."""
    try:
        step()
    except TriageError as error:
        error.account = error.account or account
        _keep_wait(work, account, error)
        work.fail(account, error)
    except Exception as error:  # noqa: BLE001 - a defect met in one account must not stop the others
        work.fail(account, DefectError(error, account=account))


def _keep_wait(work: _Pass, account: str, error: TriageError) -> None:
    """A server that names the time it wants to be left alone gets it."""
    if isinstance(error, TryLaterError) and error.wait_seconds is not None:
        wait = min(timedelta(seconds=error.wait_seconds), LONGEST_WAIT)
        work.store.set_not_before(account, datetime.now(UTC) + wait)


# --- fetching ---------------------------------------------------------------------------------------------------------


def _fetch(work: _Pass, account: Account) -> None:
    from triage.source import open_source

    _respect_not_before(work, account)
    own = frozenset(work.configuration.me.addresses)

    def wants_text(header_section: bytes) -> bool:
        from triage.understand.machine import wants_text

        return wants_text(header_section, own)

    def seen(mailbox: str, uidvalidity: int) -> set[int]:
        return set(work.store.seen_uids(account.name, mailbox, uidvalidity))

    sorted_mail = (*account.accepted, *account.declined)
    everything = replace(account, mailboxes=(*account.mailboxes, *sorted_mail))
    counted = _drafts_in_use(work, account)
    known = work.store.sent_cursors(account.name)
    sent = tuple(known) if account.sent == "auto" else (account.sent,)
    with (
        work.talking(account) as deadline,
        open_source(everything, deadline=deadline, counted=counted, sent=sent, sign_in=work.sign_in) as source,
    ):
        again = work.store.to_refetch(account.name)
        batches = source.new_mail(work.store.cursors(account.name), seen, wants_text, again)
        for batch, messages in work.reader.read_batches(_fetched(batches)):
            if batch.cursor.mailbox in sorted_mail:
                from triage.pipeline.teaching import take_sorted  # most accounts have no folders of sorted mail

                take_sorted(work.store, work.reader, work.configuration, account, batch, messages)
            else:
                _record(work, account, batch, messages)
            answered = {raw.ref for raw in batch.messages} | {entry.ref for entry in batch.unfetchable}
            again = [ref for ref in again if ref not in answered]
        work.store.record_unfetchable([Unfetchable(ref, "the server has no such message now") for ref in again])
        work.fingerprints[account.name] = dict(source.fingerprints)
        _fetch_sent(work, account, source, known)


def _fetched(batches: Iterable[Batch]) -> Iterator[Batch]:
    for batch in batches:
        checkpoint("fetched")
        yield batch


def _fetch_sent(work: _Pass, account: Account, source: Source, known: dict[str, Cursor]) -> None:
    """The user's own answers; where anything was new, the flags of what waits too: not every program keeps a copy."""
    last: Batch | None = None  # recorded after the flags: with its cursor behind it, nobody would look at them again
    anywhere = [one.name for one in work.configuration.accounts]  # mail is answered from another account too
    for batch in source.sent_mail(known, partial(work.store.concerns, anywhere)):
        if last is not None:
            _record_sent(work, account, last)
        last = batch
    if last is not None or work.new.get(account.name):
        _note_flags(work, account, source)
    if last is not None:
        _record_sent(work, account, last)


def _note_flags(work: _Pass, account: Account, source: Source) -> None:
    r"""What the user's mail program has flagged \\Answered since it was read."""
    from triage.pipeline.conversations import note_answer

    waiting = work.store.items(states=(State.SUGGESTED, State.DECIDED, State.GONE))
    by_ref = {item.ref: item for item in waiting if item.ref.account == account.name and item.ref.uid}
    answered = source.answered(by_ref) if by_ref else set()
    checkpoint("answered")
    with work.store.transaction():
        for ref in answered:
            note_answer(work.store, by_ref[ref])


def _drafts_in_use(work: _Pass, account: Account) -> set[str]:
    """The mailboxes that our drafts lie in."""
    if not work.configuration.drafts.enabled:
        return set()
    drafted = work.store.items(states=(State.DRAFTED,))
    return {item.receipt.mailbox for item in drafted if item.receipt and item.ref.account == account.name}


def _respect_not_before(work: _Pass, account: Account) -> None:
    until = work.store.not_before(account.name)
    if until is None:
        return
    now = datetime.now(UTC)
    if now < until <= now + LONGEST_WAIT:
        raise TryLaterError(
            f"the server asked to be left alone until {until.astimezone():%H:%M}",
            hint="triage waits for that by itself",
        )
    work.store.set_not_before(account.name, None)


def _record(work: _Pass, account: Account, batch: Batch, messages: Sequence[Message]) -> None:
    """Messages and the cursor behind them in one transaction: a kill loses neither."""
    recorded = _recorded(batch, messages)
    with work.store.transaction():
        keys = work.store.record(recorded)
        work.store.record_unfetchable(batch.unfetchable)
        work.store.set_cursor(account.name, batch.cursor)
    work.new[account.name] = work.new.get(account.name, 0) + len(keys)
    if batch.messages:
        work.progress(account.name, len(batch.messages), batch.left)


def _record_sent(work: _Pass, account: Account, batch: Batch) -> None:
    """The user's own mail, likewise; what cannot be had of it is done without."""
    checkpoint("sent fetched")
    messages = list(work.reader.read(batch.messages))
    recorded = [replace(entry, answered=False, sent=True) for entry in _recorded(batch, messages)]
    with work.store.transaction():
        work.store.record(recorded)
        work.store.set_sent_cursor(account.name, batch.cursor)


def _recorded(batch: Batch, messages: Sequence[Message]) -> list[Recorded]:
    checkpoint("parsed")
    return [
        Recorded(raw.ref, _received_at(raw, message), message, raw.answered)
        for raw, message in zip(batch.messages, messages, strict=True)
    ]


def _received_at(raw: RawMessage, message: Message) -> datetime:
    """When the server received it; the Date header is the sender's word and comes second."""
    return (raw.internal_date or message.date or datetime.now(UTC)).astimezone(UTC)


# --- assessing --------------------------------------------------------------------------------------------------------


def _assess(work: _Pass, data_dir: Path) -> None:
    store = work.store
    learning.refresh(store, work.configuration, data_dir)
    configuration = in_force(work.configuration, store, work.started_at)
    in_use = basis(configuration, learning.own_model_id(data_dir))
    first = next(store.unassessed(), None)
    oldest = min((one.received_at for one in (first, *store.outdated(in_use)) if one is not None), default=None)
    if oldest is not None:
        from triage.pipeline.assessing import Assessor

        assessor = Assessor.load(store, configuration, data_dir, work.reader, oldest)
        left = sum(work.new.values())
        understood = assessor.understood(store.unassessed())
        while chunk := list(islice(understood, CHUNK)):
            with store.transaction():
                work.suggested += assessor.assess(chunk)
            left = max(0, left - len(chunk))
            work.progress("understanding", len(chunk), left)
        with store.transaction():
            assessor.assess_again(store.outdated(in_use))  # new mail has taken the place of some, or answered it


# --- delivering and reporting -----------------------------------------------------------------------------------------


def _deliver(work: _Pass, account: Account) -> None:
    if any(error.exit_code in {69, 75, 76, 77} for error in work.errors.get(account.name, [])):
        return
    seen = work.fingerprints.get(account.name, {})
    known = work.store.fingerprints(account.name)
    changed = any(not value or known.get(mailbox) != value for mailbox, value in seen.items())
    with work.talking(account) as deadline:
        deliver(work.store, work.configuration, account, sign_in=work.sign_in, deadline=deadline, observe=changed)
    for mailbox, value in seen.items() if changed else ():
        work.store.set_fingerprint(account.name, mailbox, value)


def _deliver_digest(work: _Pass, account: Account, worded: Worded) -> None:
    """Not to a server that has just failed: what is due today can wait for the next pass."""
    if work.configuration.drafts.digest is None and not work.store.digests(account.name):
        return
    from triage.pipeline.digesting import deliver_digest, is_due

    due = is_due(work.store, work.configuration, account, work.started_at)
    if not due or work.errors.get(account.name):
        return
    with work.talking(account) as deadline:
        deliver_digest(
            work.store, work.configuration, account, worded,
            now=work.started_at, sign_in=work.sign_in, deadline=deadline,
        )  # fmt: skip


def _report(work: _Pass, accounts: Sequence[Account]) -> ScanReport:
    found = work.store.items(keys=sorted(set(work.suggested))) if work.suggested else []
    items = tuple(item for item in reversed(found) if item.state is not State.CLOSED)
    shared = work.errors.get("", [])
    reports = []
    for account in accounts:
        suggested = sum(item.ref.account == account.name for item in items)
        errors = (*work.errors.get(account.name, []), *shared)
        reports.append(AccountReport(account.name, work.new.get(account.name, 0), suggested, errors))
        _remember(work, reports[-1])
    return ScanReport(tuple(reports), items)


def _remember(work: _Pass, report: AccountReport) -> None:
    work.store.add_run(
        Run(
            report.account,
            work.started_at,
            datetime.now(UTC),
            report.new,
            report.suggested,
            worst([error.exit_code for error in report.errors]),
            redacted("; ".join(str(error) for error in report.errors)),
        )
    )
