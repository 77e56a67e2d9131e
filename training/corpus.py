"""Reads the labelled mail in training/mail/: one folder an author, a `labels.jsonl` beside the messages."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from triage.domain import Kind, MessageRef, RawMessage
from triage.parse import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triage.domain import Message

MAIL = Path(__file__).resolve().parent / "mail"


@dataclass(frozen=True, slots=True)
class Example:
    """One message with what its author says about it."""

    author: str
    file: str
    octets: bytes
    message: Message
    kind: Kind
    label: dict[str, Any]  # the whole line of labels.jsonl

    @property
    def user(self) -> frozenset[str]:
        """The address of the user the mail was written to."""
        return frozenset(address.addr_spec.lower() for address in self.message.to[:1])


@functools.cache
def examples(folder: Path = MAIL) -> tuple[Example, ...]:
    """Every labelled message, by author and file name. Raises ValueError or OSError naming a file that is wrong."""
    return tuple(example for labels in sorted(folder.glob("*/labels.jsonl")) for example in _author(labels))


def lines(labels: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The numbered lines of a labels.jsonl. Raises ValueError naming the file and the line."""
    for number, line in enumerate(labels.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            label = json.loads(line)
        except ValueError as error:
            raise ValueError(f"{labels}:{number}: {error}") from error
        yield number, label


def _author(labels: Path) -> Iterator[Example]:
    for number, label in lines(labels):
        path = labels.parent / str(label.get("file"))
        try:
            octets, kind = path.read_bytes(), Kind(str(label.get("kind")))
        except (OSError, ValueError) as error:
            raise ValueError(f"{labels}:{number}: {error}") from error
        raw = RawMessage(MessageRef("training", labels.parent.name, 0, number), None, octets, len(octets))
        yield Example(labels.parent.name, path.name, octets, parse(raw), kind, label)
