"""Reads new mail over IMAP, never changing it: EXAMINE and BODY.PEEK, headers first, then the text worth reading."""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from triage.credentials import secret_for
from triage.domain import Batch, Cursor, MessageRef
from triage.errors import ProtocolError, TryLaterError
from triage.imap import mailbox_names
from triage.imap.connection import Connection, MailboxStatus
from triage.imap.faults import CutError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Self

    from triage.config import Account
    from triage.credentials import SignIn
    from triage.errors import TriageError
    from triage.imap.responses import Status
    from triage.source import Concerns, SeenUids, WantsText
    from triage.source.imap_reading import Reader

#: A Sent mailbox met for the first time is read from so long ago if there is no `since`.
_FIRST_SIGHT = timedelta(days=90)
_FEW = 500  # UIDs that may be asked for without knowing whether they exist


class _SkippedError(Exception):
    """A mailbox was left out because of `problem`; the others go on."""

    def __init__(self, problem: TriageError) -> None:
        super().__init__(str(problem))
        self.problem = problem


class ImapSource:
    """The `Source` of an IMAP account. Connects on entering its context, and once more if the connection is lost.

    `counted` names mailboxes (such as Drafts) whose state is asked for in the same round trip; see `fingerprints`.
    """

    def __init__(
        self,
        account: Account,
        *,
        deadline: float,
        counted: Iterable[str] = (),
        sent: Iterable[str] = (),
        sign_in: SignIn = secret_for,
    ) -> None:
        self._account = account
        self._sign_in = sign_in
        self._deadline = deadline
        self._counted = tuple(counted)
        self._sent = tuple(name for name in sent if name not in account.mailboxes)
        self._statuses: dict[str, MailboxStatus | Status] = {}
        self._something_new = False
        self._reconnected = False
        self._structured = True
        self._connection: Connection
        #: By mailbox of `counted`: a string that changes whenever a message is added or removed there, and where the
        #: server has CONDSTORE, whenever a flag changes. Filled by the first step of `new_mail`; "" if it is not known.
        self.fingerprints: dict[str, str] = {}

    def __enter__(self) -> Self:
        self._connect()
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def _connect(self) -> None:
        self._connection = Connection.open(self._account, self._sign_in(self._account), deadline=self._deadline)

    def new_mail(
        self,
        cursors: Mapping[str, Cursor],
        seen: SeenUids,
        wants_text: WantsText,
        again: Sequence[MessageRef] = (),
    ) -> Iterator[Batch]:
        """See `Source`. A mailbox that cannot be read does not stop the others; its error is raised after them."""
        del seen  # UIDs only grow: the cursor says it all
        statuses = self._connection.statuses((*self._account.mailboxes, *self._sent), self._counted)
        self._statuses = statuses
        self.fingerprints = {name: _fingerprint(statuses[name]) for name in self._counted}
        problems: list[TriageError] = []
        for name in self._account.mailboxes:
            try:
                refs = [ref for ref in again if ref.mailbox == name]
                for batch in self._resumed(name, statuses[name], cursors.get(name), wants_text, refs):
                    self._something_new = True
                    yield batch
            except _SkippedError as error:
                problems.append(error.problem)
        if problems:
            raise self._missing() or max(problems, key=lambda problem: isinstance(problem, ProtocolError))

    def _missing(self) -> TriageError | None:
        """Names a refused mailbox that there is not, and what names it: it may be deleted, renamed or misspelt."""
        from triage.imap.special_use import absent, key_of

        refused = [name for name in self._account.mailboxes if not isinstance(self._statuses[name], MailboxStatus)]
        listed = self._connection.list() if refused else []
        for name in refused:
            what, there_are = absent(name, listed)
            if what:
                key = key_of(self._account, name)
                return TryLaterError(
                    what, hint=f"if it does not come back, mend `{key}` in the configuration: {there_are}"
                )
        return None

    def _resumed(
        self,
        name: str,
        status: MailboxStatus | Status,
        cursor: Cursor | None,
        wants_text: WantsText,
        again: Sequence[MessageRef],
    ) -> Iterator[Batch]:
        """One mailbox, carried on over one new connection a run.

        The old one was lost (a token that ran out, an idle time-out), or the server sent on it what is no IMAP: then
        the rest is read without BODYSTRUCTURE, which is where servers get it wrong.
        """
        while True:
            try:
                for batch in self._mailbox(name, self._usable(name, status), cursor, wants_text, again):
                    yield batch
                    cursor = batch.cursor
            except (CutError, ProtocolError) as error:
                if self._reconnected or getattr(error, "wait_seconds", None):
                    raise
                self._reconnected = True
                self._structured = isinstance(error, CutError)
                self._connection.close()
                self._connect()
            else:
                return

    def _usable(self, name: str, status: MailboxStatus | Status) -> MailboxStatus:
        server = self._connection.server
        if not isinstance(status, MailboxStatus):
            raise _SkippedError(server.later(f"the mailbox {name!r} cannot be read", status.text))
        if not status.uidvalidity or not status.uidnext:
            raise _SkippedError(server.broke(f"no UIDVALIDITY or UIDNEXT for {name!r}"))
        return status

    def _mailbox(
        self,
        name: str,
        status: MailboxStatus,
        cursor: Cursor | None,
        wants_text: WantsText,
        again: Sequence[MessageRef],
    ) -> Iterator[Batch]:
        if cursor is not None and (cursor.uidvalidity, cursor.uidnext) == status[:2] and not again:
            return
        opened = self._opened(name, status.uidnext)
        if opened.uidvalidity != status.uidvalidity:
            raise _SkippedError(self._connection.server.later(f"the mailbox {name!r}", "it was made anew just now"))
        assert opened.uidvalidity is not None
        assert opened.uidnext is not None
        holds = cursor is not None and cursor.uidvalidity == opened.uidvalidity and cursor.uidnext <= opened.uidnext
        start = cursor.uidnext if cursor is not None and holds else None
        uids = self._new_uids(start, opened, self._since()) if opened.messages else ()
        if start is not None and again:
            tried = sorted(ref.uid for ref in again if ref.uidvalidity == opened.uidvalidity and ref.uid < start)
            uids = (*tried, *uids)
        end = Cursor(name, opened.uidvalidity, opened.uidnext)
        last = cursor
        place = MessageRef(self._account.name, name, end.uidvalidity, 0)
        for uid, messages, unfetchable in self._reader(place).read(uids, wants_text):
            last = Cursor(name, end.uidvalidity, max(uid + 1, start or 1))
            yield Batch(last, messages, unfetchable, len(uids) - bisect_right(uids, uid))
        if last != end:
            yield Batch(end)

    def _opened(self, name: str, uidnext: int | None) -> MailboxStatus:
        opened = self._connection.examine(mailbox_names.encode(name))
        if isinstance(opened, MailboxStatus) and not opened.uidnext:
            opened = opened._replace(uidnext=uidnext)  # RFC 3501 section 6.3.1 lets servers leave it out
        return self._usable(name, opened)

    def _new_uids(self, start: int | None, opened: MailboxStatus, since: datetime | None) -> Sequence[int]:
        """Every UID from `start` (None: from the first that `since` lets in), known to exist or few."""
        assert opened.uidnext is not None
        if start is not None and opened.uidnext - start <= _FEW:
            return range(start, opened.uidnext)
        from triage.imap.fetching import list_uids

        return list_uids(self._connection, start or 1, opened.uidnext, since if start is None else None)

    def _reader(self, place: MessageRef) -> Reader:
        """Imported only when there is something to read: "nothing new" is most of a day's runs."""
        from triage.source.imap_reading import Reader

        return Reader(self._connection, place, self._since(), structured=self._structured)

    # --- the user's own mail ------------------------------------------------------------------------------------------

    def sent_mail(self, cursors: Mapping[str, Cursor], concerns: Concerns) -> Iterator[Batch]:
        """See `Source`. While no Sent mailbox is known it is looked for (LIST), but only when something else was new.

        One that is met for the first time is read from `since` on, else from 90 days ago.
        """
        names = [name for name in self._sent if isinstance(self._statuses.get(name), MailboxStatus)]
        if not names and self._something_new:
            names = self._find_sent()
        for name in names:
            status, cursor = self._statuses.get(name), cursors.get(name)
            if cursor is None or status is None or (cursor.uidvalidity, cursor.uidnext) != status[:2]:
                try:
                    yield from self._own_mail(name, cursor, concerns)
                except _SkippedError as error:
                    raise error.problem from error

    def _find_sent(self) -> list[str]:
        from triage.imap.special_use import sent_mailboxes

        listed = self._connection.list() if self._account.sent == "auto" else ()
        found = (mailbox.name for mailbox in sent_mailboxes(self._account, listed))
        return [name for name in found if name not in self._account.mailboxes]

    def _own_mail(self, name: str, cursor: Cursor | None, concerns: Concerns) -> Iterator[Batch]:
        from triage.source.imap_sent import own_mail

        status = self._statuses.get(name)
        opened = self._opened(name, status.uidnext if isinstance(status, MailboxStatus) else None)
        end = Cursor(name, opened.uidvalidity or 0, opened.uidnext or 1)
        holds = cursor is not None and cursor.uidvalidity == end.uidvalidity and cursor.uidnext <= end.uidnext
        start = cursor.uidnext if cursor is not None and holds else None
        since = self._since() or datetime.now(UTC) - _FIRST_SIGHT
        uids = self._new_uids(start, opened, since) if opened.messages else ()
        place = MessageRef(self._account.name, name, end.uidvalidity, 0)
        yield from own_mail(self._connection, place, uids, end, concerns)

    def answered(self, refs: Iterable[MessageRef]) -> set[MessageRef]:
        r"""See `Source`. A mailbox that cannot be opened now, or was made anew, says nothing."""
        from triage.imap.fetching import fetch, flags

        found: set[MessageRef] = set()
        by_mailbox: dict[tuple[str, int], dict[int, MessageRef]] = {}
        for ref in refs:
            by_mailbox.setdefault((ref.mailbox, ref.uidvalidity), {})[ref.uid] = ref
        for (name, uidvalidity), uids in by_mailbox.items():
            opened = self._connection.examine(mailbox_names.encode(name))
            if isinstance(opened, MailboxStatus) and opened.uidvalidity == uidvalidity:
                items = fetch(self._connection, [(sorted(uids), b"FLAGS")], 0)
                found |= {ref for uid, ref in uids.items() if b"\\answered" in flags(items.get(uid, {}))}
        return found

    # --- steps --------------------------------------------------------------------------------------------------------

    def _since(self) -> datetime | None:
        since = self._account.since
        return datetime.combine(since, time(), UTC) if since else None


def _fingerprint(status: MailboxStatus | Status) -> str:
    if not isinstance(status, MailboxStatus) or not status.uidnext:
        return ""
    return ".".join(str(value) for value in status)
