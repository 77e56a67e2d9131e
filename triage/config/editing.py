"""Edits config.toml in place: comments and order stay, the file is replaced at once, and what was before is kept."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from triage.config.changes import LISTS, changed, name_of
from triage.config.checks import same
from triage.config.reader import load, read
from triage.domain import Term
from triage.errors import CannotWriteError, ConfigurationError, UsageError
from triage.locations import cannot_write, write_private

if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from pathlib import Path

    from triage.config.changes import Changes
    from triage.config.nouns import Configuration

#: So many earlier files are kept beside the configuration.
BACKUPS = 10


@dataclass(frozen=True, slots=True)
class Edited:
    """The configuration that is in force now, and the file that holds what was before."""

    configuration: Configuration
    backup: Path


def apply(path: Path, changes: Changes) -> Edited:
    """Writes the changes into the configuration at `path`; only the values they are about change.

    Raises `UsageError` for changes that cannot be made (see `changes.changed`) or change nothing, what `load` raises,
    and `CannotWriteError`. The new text is read before it is written: it means exactly what was asked for.
    """
    path = path.resolve()  # a link to a file kept elsewhere stays one
    before = load(path)
    after = changed(before, changes)
    if after == before:
        raise UsageError("nothing would change", hint=f"{path} says so already")
    if not path.is_file():
        raise CannotWriteError(f"{path} is no file", hint="save into a file with --config FILE")
    octets = path.read_bytes()
    edited = _edited(octets, before, after)
    if read(path, edited) != after:
        raise ConfigurationError([f"{path}: is written in a way that triage cannot edit: change it by hand"])
    backup = _back_up(path, octets, edited)
    write_private(path, edited)
    return Edited(after, backup)


def undo(path: Path) -> Path:
    """Puts back what was before the last `apply`, and returns the path of the file that held it, which is gone then.

    Raises `UsageError` if there is none, or if the file was changed since.
    """
    path = path.resolve()
    backups = _backups(path)
    if not backups:
        raise UsageError(f"{path} has no earlier version", hint="`triage tune --save` keeps one")
    newest = backups[-1]
    try:
        if not newest.name.endswith(f".{_mark(path.read_bytes())}"):
            raise UsageError(f"{path} was changed since it was saved", hint=f"the version before is {newest}")
        octets = newest.read_bytes()
        read(path, octets)
        write_private(path, octets)
        newest.unlink()
    except OSError as error:
        raise cannot_write(path, error) from error
    return newest


def _back_up(path: Path, octets: bytes, edited: bytes) -> Path:
    """Keeps the present octets under a name that says when, and what took their place."""
    backup = path.with_name(f"{path.name}.before-{datetime.now(UTC):%Y%m%dT%H%M%S.%f}.{_mark(edited)}")
    write_private(backup, octets)
    for old in _backups(path)[:-BACKUPS]:
        old.unlink(missing_ok=True)
    return backup


def _backups(path: Path) -> list[Path]:
    """The earlier versions, oldest first."""
    return sorted(path.parent.glob(f"{path.name}.before-*"))


def _mark(octets: bytes) -> str:
    return hashlib.sha256(octets).hexdigest()[:8]


# --- the text -------------------------------------------------------------------------------------------------------


def _edited(octets: bytes, before: Configuration, after: Configuration) -> bytes:
    """The same text with the values in it that differ."""
    import tomlkit

    text = octets.decode("utf-8-sig")
    document = tomlkit.parse(text)
    for key in ("level", "step_up"):
        _set(document, "me", key, getattr(before.me, key), getattr(after.me, key))
    for key in ("about", "pay_floor"):
        _set(document, "interests", key, getattr(before.interests, key), getattr(after.interests, key))
    for key in LISTS:
        _set_list(document, key, getattr(before.interests, key), getattr(after.interests, key))
    for key in ("accept_at", "decline_at"):
        _set(document, "policy", key, getattr(before.policy, key), getattr(after.policy, key))
    return document.as_string().encode()


def _section(document: MutableMapping[str, Any], name: str) -> Any:
    import tomlkit

    if name not in document:
        document[name] = tomlkit.table()
    return document[name]


def _set(document: MutableMapping[str, Any], section: str, key: str, before: Any, after: Any) -> None:
    """One value that is not a list."""
    if before == after:
        return
    table = _section(document, section)
    if after is None:
        table.remove(key)
    elif isinstance(after, (str, bool, float)):
        table[key] = _plain(after)
    elif key in table:
        for part, value in asdict(after).items():
            table[key][part] = _plain(value)
    else:
        table[key] = _inline({part: _plain(value) for part, value in asdict(after).items()})


def _plain(value: Any) -> Any:
    """A value as TOML writes it: words are strings, whole amounts have no decimals."""
    if isinstance(value, float) and value.is_integer() and value > 1:
        return int(value)
    return str(value) if isinstance(value, str) else value


def _set_list(document: MutableMapping[str, Any], key: str, before: tuple[Any, ...], after: tuple[Any, ...]) -> None:
    """One list: what is gone is taken out, what has another weight gets it in place, what is new stands at the end."""
    if before == after:
        return
    import tomlkit

    table = _section(document, "interests")
    if key not in table:
        table[key] = tomlkit.array()
    array = table[key]
    for index in range(len(array) - 1, -1, -1):
        entry = next((one for one in after if same(name_of(one), _name_in(array[index]))), None)
        if entry is None:
            del array[index]
        elif isinstance(entry, Term) and entry.weight != _weight_in(array[index]):
            _weigh(array, index, entry)
    there = [_name_in(item) for item in array]
    for entry in after:
        if not any(same(name_of(entry), name) for name in there):
            array.append(_entry(entry))


def _name_in(item: Any) -> str:
    return str(item["term"] if isinstance(item, dict) else item)


def _weight_in(item: Any) -> float:
    return float(item.get("weight", 1.0)) if isinstance(item, dict) else 1.0


def _weigh(array: Any, index: int, term: Term) -> None:
    if isinstance(array[index], dict):
        array[index]["weight"] = term.weight
    else:
        array[index] = _entry(term)


def _entry(entry: str | Term) -> Any:
    if isinstance(entry, Term) and entry.weight != 1.0:
        return _inline({"term": entry.text, "weight": entry.weight})
    return str(name_of(entry))


def _inline(values: dict[str, Any]) -> Any:
    """An inline table with a space inside its braces; JSON's strings and numbers are TOML's."""
    import json

    import tomlkit

    pairs = ", ".join(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items())
    return tomlkit.value(f"{{ {pairs} }}")
