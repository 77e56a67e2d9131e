"""Batches come out whole and in order while the next ones are fetched, whatever is empty or fails among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from triage.domain import Batch, Cursor, MessageRef, RawMessage
from triage.pipeline.reading import MessageReader

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def shared_children() -> None:
    """Here every reader starts and ends its own."""


def _batch(first: int, count: int) -> Batch:
    raws = []
    for uid in range(first, first + count):
        octets = b"From: a@b.example\nSubject: mail %d\n\nHello\n" % uid
        raws.append(RawMessage(MessageRef("a", "INBOX", 1, uid), None, octets, len(octets)))
    return Batch(Cursor("INBOX", 1, first + count), tuple(raws))


@pytest.mark.parametrize("sizes", [[3], [0], [0, 2, 0, 0, 1, 0], [130, 0, 130, 5], []])
def test_each_batch_comes_with_its_messages(sizes: list[int]) -> None:
    batches = [_batch(1000 * at, size) for at, size in enumerate(sizes)]
    with MessageReader() as reader:
        read = list(reader.read_batches(iter(batches)))
    assert [batch for batch, _ in read] == batches
    for batch, messages in read:
        assert [message.subject for message in messages] == [f"mail {raw.ref.uid}" for raw in batch.messages]


@pytest.mark.parametrize("sizes", [[2, 0], [0], [], [150, 1]])
def test_what_came_before_a_failure_is_given_before_it_is_raised(sizes: list[int]) -> None:
    batches = [_batch(1000 * at, size) for at, size in enumerate(sizes)]

    def failing() -> Iterator[Batch]:
        yield from batches
        raise OSError("cut")

    found = []
    with MessageReader() as reader, pytest.raises(OSError, match="cut"):
        for batch, messages in reader.read_batches(failing()):
            found.append((batch, len(messages)))
    assert found == [(batch, len(batch.messages)) for batch in batches]


def test_the_next_batch_is_fetched_while_one_is_read() -> None:
    asked = []

    def fetched() -> Iterator[Batch]:
        for at in range(4):
            asked.append(at)
            yield _batch(1000 * at, 10)

    with MessageReader() as reader:
        next(reader.read_batches(fetched()))
        assert len(asked) > 1
