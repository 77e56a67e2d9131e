"""Opens a reply in the editor of the user."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from triage.errors import UsageError
from triage.store import scratch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from triage.domain import Edit


def in_editor(text: str) -> str | None:
    """The words as they were saved; None if they were not. Raises `UsageError` if there is no editor that works."""
    try:
        return click.edit(text, extension=".txt")
    except click.ClickException as error:
        raise _no_editor(error) from error


def reply_in_editor(data_dir: Path, item_id: str, edit: Edit, keep: Callable[[str], object]) -> bool:
    """Lets the user go on with `edit`, and gives what they saved to `keep`; the file goes only after that.

    Returns whether it was saved. Raises `UsageError` if there is no editor that works, `CannotWriteError`.
    """
    path = scratch.put_out(data_dir, item_id, edit)
    failed = None
    try:
        with _interrupts_left_to_it():
            click.edit(filename=str(path))
    except click.ClickException as error:
        failed = error
    words = scratch.saved(path)
    if words is not None:
        keep(words[0])
    scratch.remove(path.parent)
    if failed is not None:
        raise _no_editor(failed) from failed
    return words is not None


@contextmanager
def _interrupts_left_to_it() -> Iterator[None]:
    """Ctrl-C belongs to the editor. A handler, unlike an ignored signal, is not handed down to it."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _no_editor(error: click.ClickException) -> UsageError:
    return UsageError(error.format_message(), hint="set $EDITOR to an editor that is installed")
