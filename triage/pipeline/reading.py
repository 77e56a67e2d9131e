"""Reads mail apart from everything else: octets → Message → Opportunity, in limited child processes."""

from __future__ import annotations

import hashlib
from collections import deque
from itertools import chain
from typing import TYPE_CHECKING, Self, TypeAlias, TypeVar

from triage.codec import decode, encode
from triage.domain import Address, Message, Opportunity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from triage.domain import Batch, RawMessage
    from triage.pipeline.isolated import Failed, Isolated
    from triage.pipeline.worker import Question

    Understood: TypeAlias = Opportunity | Failed

T = TypeVar("T")
R = TypeVar("R")

#: One more than the parser reads, so that it notes the cut.
MAX_OCTETS = 25 * 1024 * 1024 + 1
_UNREADABLE = "unreadable: "


class MessageReader:
    """The children are started when there is mail to read, and ended with the block, or when this is forgotten."""

    def __init__(self) -> None:
        self._isolated: Isolated | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._isolated is not None:
            self._isolated.close()

    def read(self, raws: Iterable[RawMessage]) -> Iterator[Message]:
        """The messages in order; what cannot be read comes out as a message that says so."""

        def ask(raw: RawMessage) -> bytes:
            from triage.pipeline.worker import PARSE

            return PARSE + raw.octets[:MAX_OCTETS]

        for raw, message in self._answered(raws, ask, lambda answer: decode(Message, answer)):
            yield message if isinstance(message, Message) else unreadable(raw, message.reason)

    def read_batches(self, batches: Iterable[Batch]) -> Iterator[tuple[Batch, list[Message]]]:
        """Each batch with its messages, in order: while the children read one, the next is fetched.

        What `batches` raises is raised when everything that came before has been given.
        """
        fetched: deque[Batch] = deque()
        failure: Exception | None = None

        def raws() -> Iterator[RawMessage]:
            nonlocal failure
            try:
                for batch in batches:
                    fetched.append(batch)
                    yield from batch.messages
            except Exception as problem:  # noqa: BLE001 - raised below
                failure = problem

        messages: list[Message] = []
        for message in self.read(raws()):
            while not fetched[0].messages:
                yield fetched.popleft(), []
            messages.append(message)
            if len(messages) == len(fetched[0].messages):
                yield fetched.popleft(), messages
                messages = []
        yield from ((batch, []) for batch in fetched)
        if failure is not None:
            raise failure

    def understand(self, questions: Iterable[Question]) -> Iterator[tuple[Message, Understood]]:
        """Each message with what it says, in order. Raises `DamagedError` for a model."""

        def ask(question: Question) -> bytes:
            from triage.pipeline.worker import UNDERSTAND

            return UNDERSTAND + encode(question).encode("ascii")

        for question, found in self._answered(questions, ask, lambda answer: decode(Opportunity, answer)):
            if not isinstance(found, Opportunity):
                _check_model()
            yield question.message, found

    def _answered(
        self, things: Iterable[T], ask: Callable[[T], bytes], read: Callable[[bytes], R]
    ) -> Iterator[tuple[T, R | Failed]]:
        """As `Isolated.answered`; where there is nothing to ask, nothing is started."""
        source = iter(things)
        for first in source:
            from triage.pipeline.isolated import Isolated

            if self._isolated is None:
                self._isolated = Isolated()
            yield from self._isolated.answered(chain([first], source), ask, read)


def _check_model() -> None:
    """Raises `DamagedError` if that is why nothing was understood: the mail is not to blame then."""
    from triage.understand import Reader

    Reader.load(frozenset(), "")


def unreadable(raw: RawMessage, reason: str) -> Message:
    """Stands for a message that could not be parsed: it is recorded, shown to nobody, and lost to nobody."""
    nobody = Address("", "")
    return Message(
        message_id="",
        in_reply_to=(),
        references=(),
        date=None,
        from_=nobody,
        sender=None,
        reply_to=(),
        to=(),
        cc=(),
        subject="",
        text="",
        quoted="",
        signature="",
        attachments=(),
        headers=(),
        defects=(f"{_UNREADABLE}{reason}",),
        content_hash=hashlib.sha256(raw.octets).hexdigest(),
    )


def is_unreadable(message: Message) -> bool:
    """Whether it only stands for one."""
    return any(defect.startswith(_UNREADABLE) for defect in message.defects)
