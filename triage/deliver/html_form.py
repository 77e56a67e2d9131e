"""Reply text → the HTML form of the same words: paragraphs, lists and quotes, without style, link or image."""

from __future__ import annotations

from html import escape
from itertools import groupby


def html_form(text: str) -> str:
    """A small HTML document that says what `text` says, and nothing else."""
    body = "\n".join(_blocks(text.rstrip().split("\n")))
    return f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head><body>\n{body}\n</body></html>\n'


def _blocks(lines: list[str]) -> list[str]:
    found: list[str] = []
    for kind, group in groupby(lines, key=_kind):
        here = list(group)
        if kind == "quote":
            inner = [line[1:].removeprefix(" ") for line in here]
            found += ['<blockquote type="cite">', *_blocks(inner), "</blockquote>"]
        elif kind == "item":
            found += ["<ul>", *(f"<li>{escape(line[2:])}</li>" for line in here), "</ul>"]
        elif kind == "text":
            found.append(f"<p>{'<br>'.join(map(escape, here))}</p>")
    return found


def _kind(line: str) -> str:
    if line.startswith(">"):
        return "quote"
    if line.startswith("- "):
        return "item"
    return "text" if line.strip() else ""
