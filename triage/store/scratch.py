"""Folders in which replies lie while an editor has them: a kill loses no word, and a forgotten mail leaves none.

An editor may put backups beside its file; they go with the folder.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from triage.domain import Action, Edit
from triage.locations import cannot_write, write_private

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from triage.store import Store

_FOLDER = "editing"
_FILE = "reply.txt"
_NAME = re.compile(r"(?P<id>\w+),(?P<action>accept|ask|decline|),(?P<template>[^,]*),(?P<process>\d{1,9})")


@dataclass(frozen=True, slots=True)
class LeftOver:
    """What was saved in an editor whose triage is not there any more; `id` is that of the suggestion."""

    id: str
    edit: Edit
    saved_at: datetime
    folder: Path


def put_out(data_dir: Path, item_id: str, edit: Edit) -> Path:
    """Writes words into a file of their own, for an editor. Raises `CannotWriteError`.

    A data directory that has gone is not made anew.
    """
    folder = data_dir / _FOLDER / f"{item_id},{edit.action or ''},{quote(edit.template, safe='')},{os.getpid()}"
    try:
        folder.parent.mkdir(mode=0o700, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from error
    path = folder / _FILE
    write_private(path, edit.body.encode())
    os.utime(path, (0, 0))  # what is saved, and be it unchanged, is newer
    return path


def saved(path: Path) -> tuple[str, datetime] | None:
    """The words and when they were saved; None if they were not, or are not there any more."""
    try:
        at = path.stat().st_mtime
        text = path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return None
    return (text, datetime.fromtimestamp(at, UTC)) if at else None


def left_over(data_dir: Path) -> list[LeftOver]:
    """What was saved where nobody waits for it any more, oldest first; what was not saved there is removed."""
    found = []
    for folder, name in _folders(data_dir):
        if _runs(int(name["process"])):
            continue
        words = saved(folder / _FILE)
        if words is None or not words[0].strip():
            remove(folder)
            continue
        action = Action(name["action"]) if name["action"] else None
        edit = Edit(action, unquote(name["template"]), words[0])
        found.append(LeftOver(name["id"], edit, words[1], folder))
    return sorted(found, key=lambda one: one.saved_at)


def remove(folder: Path) -> None:
    """Removes words with what an editor has put beside them. Raises `CannotWriteError`."""
    from shutil import rmtree

    try:
        with suppress(FileNotFoundError):  # another process was faster
            rmtree(folder)
    except OSError as error:
        raise cannot_write(folder, error) from error


def sweep(data_dir: Path, store: Store) -> None:
    """Removes the words to mails that are forgotten or have lost their own, also those in an editor that is open."""
    for folder, name in _folders(data_dir):
        if not any(item.message is not None for item in store.find(name["id"])):
            remove(folder)


def _folders(data_dir: Path) -> Iterator[tuple[Path, re.Match[str]]]:
    for folder in (data_dir / _FOLDER).glob("*"):
        if (name := _NAME.fullmatch(folder.name)) is not None:
            yield folder, name


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
