"""Opens a reply in the editor of the user, in a file that outlives triage: a kill loses no word."""

from __future__ import annotations

import os
import re
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

import click

from triage.domain import Action, Edit
from triage.errors import UsageError
from triage.locations import cannot_write, write_private

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_FOLDER = "editing"
_NAME = re.compile(r"(?P<id>\w+),(?P<action>accept|ask|decline|),(?P<template>[^,]*),(?P<process>\d{1,9})\.txt")


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
    path = _folder(data_dir) / _name(item_id, edit)
    write_private(path, edit.body.encode())
    os.utime(path, (0, 0))  # what is saved, and be it unchanged, is newer
    failed = None
    try:
        with _interrupts_left_to_it():
            click.edit(filename=str(path))
    except click.ClickException as error:
        failed = error
    saved = _saved(path)
    if saved is not None:
        keep(saved)
    path.unlink(missing_ok=True)
    if failed is not None:
        raise _no_editor(failed) from failed
    return saved is not None


@contextmanager
def _interrupts_left_to_it() -> Iterator[None]:
    """Ctrl-C belongs to the editor. A handler, unlike an ignored signal, is not handed down to it."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def left_over(data_dir: Path) -> dict[Path, tuple[str, Edit]]:
    """What was saved in editors whose triage is not there any more: by file the id of the suggestion and the words."""
    found = {}
    for path in sorted((data_dir / _FOLDER).glob("*.txt"), key=lambda path: path.stat().st_mtime):
        if (name := _NAME.fullmatch(path.name)) is None or _runs(int(name["process"])):
            continue
        if (text := _saved(path)) is not None and text.strip():
            action = Action(name["action"]) if name["action"] else None
            found[path] = (name["id"], Edit(action, unquote(name["template"]), text))
        else:
            path.unlink()
    return found


def _folder(data_dir: Path) -> Path:
    """Made if it is not there; a data directory that has gone is not."""
    folder = data_dir / _FOLDER
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from error
    return folder


def _name(item_id: str, edit: Edit) -> str:
    return f"{item_id},{edit.action or ''},{quote(edit.template, safe='')},{os.getpid()}.txt"


def _saved(path: Path) -> str | None:
    if not path.exists() or path.stat().st_mtime == 0:
        return None
    return path.read_text(encoding="utf-8", errors="replace")


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _no_editor(error: click.ClickException) -> UsageError:
    return UsageError(error.format_message(), hint="set $EDITOR to an editor that is installed")
