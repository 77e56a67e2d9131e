"""What the commands print: JSON lines for programs, tables and colour on a terminal, plain lines everywhere else."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

import click

from triage.contract import SCHEMA
from triage.review.phrases import age, headline, in_one_line, pay_of, place, status
from triage.visible import one_line, visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from triage.domain import Item

STYLES = {"accept": "green", "ask": "cyan", "decline": "red", "hold": "yellow", "none": "bright_black"}


def echo(text: str = "", *, style: str = "", bold: bool = False, err: bool = False) -> None:
    """Prints text cleaned; colour only on a terminal, and never with NO_COLOR."""
    shown = visible(text)
    if has_colour(sys.stderr if err else sys.stdout) and (style or bold):
        shown = click.style(shown, fg=style or None, bold=bold)
    click.echo(shown, err=err, color=True)


def say(text: str) -> None:
    """Prints a sentence or two, broken between words on a terminal."""
    echo(paragraphs(text))


def echo_item(item: Item) -> None:
    """Prints one suggestion on one line, on a terminal as much of it as fits."""
    echo(fitting(in_one_line(item)), style=style_of(item))


def fitting(text: str) -> str:
    """A line cut to the width of the terminal; elsewhere as it is."""
    if not sys.stdout.isatty():
        return text
    import shutil

    width = shutil.get_terminal_size().columns
    return text if len(text) <= width else f"{text[: width - 1]}…"


def has_colour(stream: Any) -> bool:
    """Whether a stream is a terminal on which colour is wanted (https://no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def paragraphs(text: str) -> str:
    """Text with long lines wrapped for the terminal, indentation and quote marks kept; elsewhere as it is."""
    if not sys.stdout.isatty():
        return text
    import shutil
    import textwrap

    width = max(40, min(shutil.get_terminal_size().columns, 100))
    lines = []
    for line in text.splitlines():
        indent = line[: len(line) - len(line.lstrip(" >"))]
        lines.extend(
            textwrap.wrap(line, width, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False) or [""]
        )
    return "\n".join(lines)


def hanging(lead: str, text: str) -> str:
    """`text` after `lead`, its further lines below its first on a terminal; elsewhere on one line."""
    if not sys.stdout.isatty():
        return lead + text
    import shutil
    import textwrap

    room = max(20, min(shutil.get_terminal_size().columns, 100) - len(lead))
    return lead + f"\n{' ' * len(lead)}".join(textwrap.wrap(text, room, break_on_hyphens=False, break_long_words=False))


def echo_json(value: Mapping[str, Any]) -> None:
    """One object on one line, with the number of the schema, in ASCII: whatever the locale is, it comes out whole."""
    click.echo(json.dumps({"schema": SCHEMA, **value}))


def item_table(items: Sequence[Item]) -> None:
    """A line a suggestion: a table on a terminal; else tabs between the columns and no headings, for cut and awk."""
    if not sys.stdout.isatty():
        for item in items:
            echo("\t".join(one_line(cell) for cell in item_row(item)))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(no_color=not has_colour(sys.stdout))
    shown = [column for column in _COLUMNS if column != "place" or console.width >= _WITH_PLACES]
    rows = [[one_line(cell) for cell in map(_terminal_row(item).__getitem__, shown)] for item in items]
    widest = [max(map(len, column)) for column in zip(shown, *rows, strict=True)]
    drawn = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    for heading, width in zip(shown, _widths(widest, console.width - len(shown)), strict=True):
        drawn.add_column(heading, no_wrap=True, overflow="ellipsis", width=width)
    for item, row in zip(items, rows, strict=True):
        drawn.add_row(*(Text(cell) for cell in row), style=style_of(item))
    console.print(drawn)


#: The columns on a terminal; below so many columns of the screen the place is left to `show`.
_COLUMNS = ("id", "age", "fit", "status", "role", "place", "pay")
_WITH_PLACES = 100


def _terminal_row(item: Item) -> dict[str, str]:
    """The same by column, with suggestion and state in one."""
    id_, age_, fit, _, _, *rest = item_row(item)
    return dict(zip(_COLUMNS, (id_, age_, fit, status(item), *rest), strict=True))


def _widths(widest: Sequence[int], room: int) -> list[int]:
    """One line a row: what follows the status gives way, letter by letter, the widest first; a role counts half."""
    widths, shares = list(widest), (0, 0, 0, 0, 1, 2, 2)[: len(widest)]
    while sum(widths) > room and max(widths[4:]) > 1:
        widths[max(range(len(widths)), key=lambda place: widths[place] * shares[place])] -= 1
    return widths


def item_row(item: Item) -> tuple[str, ...]:
    """Id · age · fit · suggestion · state · role · place · pay."""
    role = item.assessment.opportunity.role
    return (
        item.id,
        age(item.received_at),
        f"{item.assessment.score.probability:.0%}",
        item.assessment.verdict.suggestion,
        item.state if item.decision is None else f"{item.state}: {item.decision.action}",
        headline(item),
        place(role),
        pay_of(item),
    )


def style_of(item: Item) -> str:
    """The colour of a suggestion."""
    return STYLES.get(item.assessment.verdict.suggestion, "")
