"""Where mail comes from: the `Source` port and the factory that picks its adapter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self

from triage.credentials import secret_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from triage.config import Account
    from triage.credentials import SignIn
    from triage.domain import Batch, Cursor, MessageRef

    #: The UIDs of (mailbox, uidvalidity) that are recorded already; asked only by sources that have no UID order.
    SeenUids = Callable[[str, int], AbstractSet[int]]
    #: Is one of these Message-IDs that of mail about an offer? Asked of what sent mail names: itself and its ancestors.
    Concerns = Callable[[Sequence[str]], bool]
    #: Given the header section of a message (octets up to and including the empty line), is its text worth fetching?
    WantsText = Callable[[bytes], bool]


class Source(Protocol):
    """One account's mailboxes, read-only by construction.

    Errors: `ServerUnreachableError`, `TryLaterError`, `ProtocolError`, `SignInError`, `DamagedError`, each naming the
    account. What was yielded before an error stays valid: the caller records the batches in order, and asks for one
    while the last is still being read.
    """

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...

    @property
    def fingerprints(self) -> Mapping[str, str]:
        """By mailbox of `counted`: a string that changes whenever something is done there; "" if it is not known.

        Filled by the first step of `new_mail`; empty for sources that have no such mailboxes.
        """
        ...

    def new_mail(
        self,
        cursors: Mapping[str, Cursor],
        seen: SeenUids,
        wants_text: WantsText,
        again: Sequence[MessageRef] = (),
    ) -> Iterator[Batch]:
        """Yields what arrived since `cursors` (by mailbox name), mailbox by mailbox, oldest first, at most 500 a batch.

        `again` are messages that were `Unfetchable` before; sources that ask `seen` meet them by themselves.

        A mailbox with nothing new yields nothing when its cursor still holds, else one empty batch with the new cursor.
        """
        ...

    def sent_mail(self, cursors: Mapping[str, Cursor], concerns: Concerns) -> Iterator[Batch]:
        """After `new_mail`: yields the user's own mail that `concerns` lets in, with the cursors of the Sent mailboxes.

        The last batch of a mailbox is empty, and the only one whose cursor says that nothing is left to read there. Of
        other sent mail only Message-ID, In-Reply-To and References are looked at. Sources without Sent give nothing.
        """
        ...

    def answered(self, refs: Iterable[MessageRef]) -> set[MessageRef]:
        r"""After `new_mail`: which of these messages are flagged \Answered now."""
        ...


def open_source(
    account: Account,
    *,
    deadline: float,
    counted: Iterable[str] = (),
    sent: Iterable[str] = (),
    sign_in: SignIn = secret_for,
) -> Source:
    """The source of `account`, connected when its `with` block is entered; `deadline` is a time.monotonic() value.

    `counted` are mailboxes (Drafts) whose state an IMAP source asks for on the way: `ImapSource.fingerprints`. `sent`
    are the Sent mailboxes as far as they are known.
    """
    if account.kind == "imap":
        from triage.source.imap import ImapSource

        return ImapSource(account, deadline=deadline, counted=counted, sent=sent, sign_in=sign_in)
    if account.kind == "maildir":
        from triage.source.maildir import MaildirSource

        return MaildirSource(account)
    from triage.source.mbox import MboxSource

    return MboxSource(account)
