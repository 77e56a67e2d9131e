"""Takes mail that the user has sorted, in files or mailboxes, as decisions to learn from; changes nothing there."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from triage.credentials import secret_for
from triage.domain import Opportunity
from triage.errors import UsageError
from triage.pipeline.engine import Engine
from triage.pipeline.reading import MessageReader, is_unreadable
from triage.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from triage.config import Account, Configuration
    from triage.credentials import SignIn
    from triage.domain import Batch, Message, RawMessage
    from triage.store import Store

#: How long reading one mailbox may take, in seconds.
MAILBOX_SECONDS = 300.0
_IMAP = "imap:"
#: Mail has at least one of these headers.
_SENDER = frozenset({"from", "sender", "reply-to", "return-path"})


@dataclass(frozen=True, slots=True)
class Taught:
    """What came of one place: mail learned from anew, known already, and passed over (the user's own, unreadable, or
    no mail at all).
    """

    place: str
    accepted: bool
    new: int = 0
    changed: int = 0  # of the new: the other side until now
    known: int = 0
    passed_over: int = 0


class Teacher:
    """Reads sorted mail into the store."""

    def __init__(self, store: Store, engine: Engine) -> None:
        self.store = store
        self.engine = engine
        self._stands = {lesson.content_hash: lesson.accepted for lesson in store.lessons()}
        self._named: dict[str, tuple[str, bool]] = {}  # where this teacher saw a mail, and on which side

    def teach(self, read: Iterable[Message], place: str, *, accepted: bool, again: bool = True) -> Taught:
        """Keeps what can be learned from; without `again`, mail that the user had forgotten stays forgotten.

        Raises `UsageError` for a mail that this teacher has seen on the other side.
        """
        own = frozenset(self.engine.configuration.me.addresses)
        counts: Counter[str] = Counter()
        account = place.removeprefix(_IMAP).partition("/")[0] if place.startswith(_IMAP) else ""
        for message, understood in self.engine.understand_all((message, account) for message in read):
            wanted = _is_mail(message) and not message.from_.is_among(own)
            allowed = again or self.store.may_be_taught(message.content_hash)
            if not (allowed and wanted and isinstance(understood, Opportunity)):
                counts["passed_over"] += 1
                continue
            self._check_side(message, place, accepted=accepted)
            self.store.teach(account, message, understood, accepted=accepted, origin=place)
            stood = self._stands.get(message.content_hash)
            self._stands[message.content_hash] = accepted
            counts.update(["known"] if stood is accepted else ["new"] if stood is None else ["new", "changed"])
        return Taught(place, accepted, **counts)

    def _check_side(self, message: Message, place: str, *, accepted: bool) -> None:
        before, side = self._named.setdefault(message.content_hash, (place, accepted))
        if side is not accepted:
            yes, no = (place, before) if accepted else (before, place)
            what = one_line(message.subject) or message.message_id or "a mail without a subject"
            hint = "name it on one side only; nothing was learned"
            raise UsageError(f"{what!r} is among the accepted ({yes}) and the declined ({no})", hint=hint)


def _is_mail(message: Message) -> bool:
    """Whether it could be read and says who sent it: any other file can be named by mistake, or an empty one."""
    return not is_unreadable(message) and any(name in _SENDER for name, _ in message.headers)


def teach_all(
    store: Store, configuration: Configuration, data_dir: Path, accepted: Iterable[str], declined: Iterable[str]
) -> tuple[Taught, ...]:
    """Learns what every place says: a mail file, a folder of them, a Maildir, an mbox, or imap:ACCOUNT/MAILBOX.

    All or nothing. Raises `UsageError` for a place that is not there and for a mail on both sides, and what reading
    raises.
    """
    places = [*((place, True) for place in accepted), *((place, False) for place in declined)]
    sources = [_open(place, configuration, data_dir) for place, _ in places]
    with MessageReader() as reader, store.transaction():
        teacher = Teacher(store, Engine.load(configuration, reader=reader))
        return tuple(
            teacher.teach(reader.read(raws), place, accepted=yes)
            for (place, yes), raws in zip(places, sources, strict=True)
        )


def take_sorted(
    store: Store,
    reader: MessageReader,
    configuration: Configuration,
    account: Account,
    batch: Batch,
    messages: Sequence[Message],
) -> None:
    """New mail of a mailbox that the account names as `accepted` or `declined`, and the cursor behind it."""
    with store.transaction():
        if messages:
            teacher = Teacher(store, Engine.load(configuration, reader=reader))
            place = f"{_IMAP}{account.name}/{batch.cursor.mailbox}"
            teacher.teach(messages, place, accepted=batch.cursor.mailbox in account.accepted, again=False)
        store.set_cursor(account.name, batch.cursor)


def _open(place: str, configuration: Configuration, data_dir: Path) -> Iterator[RawMessage]:
    from triage.source.files import read_files

    if not place.startswith(_IMAP):
        path = Path(place).expanduser()
        if not path.exists():
            hint = "name mail files, folders, Maildirs, mbox files, or imap:ACCOUNT/MAILBOX"
            raise UsageError(f"{place}: no such file or folder", hint=hint)
        return (raw for _, raw in read_files(path))
    name, _, mailbox = place.removeprefix(_IMAP).partition("/")
    account = next((one for one in configuration.accounts if one.name == name and one.kind == "imap"), None)
    if account is None or not mailbox:
        known = ", ".join(f"imap:{one.name}/…" for one in configuration.accounts if one.kind == "imap")
        raise UsageError(f"{place}: no such mailbox", hint=f"write imap:ACCOUNT/MAILBOX; there is {known or 'none'}")
    return _mail_of(account, mailbox, partial(secret_for, data_dir=data_dir))


def _mail_of(account: Account, mailbox: str, sign_in: SignIn) -> Iterator[RawMessage]:
    """Every message of a mailbox, opened read-only. Raises `UsageError` at once if there is no such mailbox."""
    from triage.source.imap_past import check_mailbox

    check_mailbox(account, mailbox, deadline=time.monotonic() + MAILBOX_SECONDS, sign_in=sign_in)
    return _read_mailbox(account, mailbox, sign_in)


def _read_mailbox(account: Account, mailbox: str, sign_in: SignIn) -> Iterator[RawMessage]:
    from triage.source import open_source

    deadline = time.monotonic() + MAILBOX_SECONDS
    only = replace(account, mailboxes=(mailbox,), since=None)
    with open_source(only, deadline=deadline, sign_in=sign_in) as source:
        for batch in source.new_mail({}, lambda _name, _validity: frozenset(), lambda _header: True):
            yield from batch.messages
