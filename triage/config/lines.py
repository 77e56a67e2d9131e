"""Finds the line on which each key of a TOML document stands; only called when there is something to report.

tomllib gives no positions and tomlkit takes ten times as long to import, so this walks the text once more. It is only
ever given text that tomllib has accepted, so it does not check anything.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Where a value stands in the document: keys of tables, and indices (from 0) into arrays.
Path = tuple[str | int, ...]

_STRING = r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\''
_TOKEN = re.compile(
    rf"(?P<space>(?:[ \t\r]|\#[^\n]*)+)|(?P<newline>\n)|(?P<string>{_STRING})|(?P<mark>[\[\]{{}},=.])"
    r"|(?P<bare>[^\s\[\]{},=.#\"']+)",
    re.DOTALL,
)


def key_lines(text: str) -> Mapping[Path, int]:
    """The line (from 1) of every key, array element and table header in `text`, a valid TOML document."""
    return _Walk(text).document()


class _Walk:
    def __init__(self, text: str) -> None:
        self._tokens: list[tuple[str, str, int]] = []
        line = 1
        for match in _TOKEN.finditer(text):
            kind, token = match.lastgroup or "", match.group()
            if kind != "space":
                self._tokens.append((kind, token, line))
            line += token.count("\n")
        self._at = 0
        self._lines: dict[Path, int] = {}
        self._arrays: dict[Path, int] = {}  # how many [[headers]] each array of tables has had

    def document(self) -> Mapping[Path, int]:
        table: Path = ()
        while self._at < len(self._tokens):
            if self._token() == "[":
                table = self._header()
            elif self._tokens[self._at][0] == "newline":
                self._at += 1
            else:
                self._pair(table)
        return self._lines

    def _token(self) -> str:
        return self._tokens[self._at][1] if self._at < len(self._tokens) else ""

    def _line(self) -> int:
        return self._tokens[min(self._at, len(self._tokens) - 1)][2]

    def _header(self) -> Path:
        """[table] or [[array of tables]]; returns the path that the keys below it belong to."""
        line, start = self._line(), self._at
        while self._token() == "[":
            self._at += 1
        doubled = self._at - start == 2
        path = self._resolved(self._key("]"))
        while self._token() == "]":
            self._at += 1
        if doubled:
            self._lines.setdefault(path, line)
            index = self._arrays.get(path, 0)
            self._arrays[path] = index + 1
            path = (*path, index)
        self._lines.setdefault(path, line)
        return path

    def _resolved(self, keys: tuple[str, ...]) -> Path:
        """A header's keys with the index of the latest element put in behind each array of tables but the last."""
        path: Path = ()
        for position, key in enumerate(keys):
            path = (*path, key)
            if position < len(keys) - 1 and path in self._arrays:
                path = (*path, self._arrays[path] - 1)
        return path

    def _key(self, end: str) -> tuple[str, ...]:
        keys = []
        while self._token() not in {end, ""}:
            kind, token, _ = self._tokens[self._at]
            if kind == "string":
                keys.append(token[1:-1])
            elif kind == "bare":
                keys.append(token)
            self._at += 1
        return tuple(keys)

    def _pair(self, table: Path) -> None:
        line = self._line()
        path = table
        for key in self._key("="):
            path = (*path, key)
            self._lines.setdefault(path, line)
        self._at += 1
        self._value(path)

    def _value(self, path: Path) -> None:
        opening = self._token()
        if opening == "[":
            self._array(path)
        elif opening == "{":
            self._inline_table(path)
        else:
            while self._at < len(self._tokens) and self._token() not in {",", "]", "}", "\n"}:
                self._at += 1

    def _array(self, path: Path) -> None:
        self._at += 1
        index = 0
        while self._token() not in {"]", ""}:
            if self._token() in {"\n", ","}:
                self._at += 1
                continue
            self._lines[*path, index] = self._line()
            self._value((*path, index))
            index += 1
        self._at += 1

    def _inline_table(self, path: Path) -> None:
        self._at += 1
        while self._token() not in {"}", ""}:
            if self._token() in {"\n", ","}:
                self._at += 1
                continue
            self._pair(path)
        self._at += 1
