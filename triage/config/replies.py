"""[replies]: what replies may say, and the files they may bring along or look into."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from triage.config import checks
from triage.config.nouns import ANSWERS, Answer, Replies
from triage.config.table import filled_line, quoted, type_name

if TYPE_CHECKING:
    from collections.abc import Collection

    from triage.config.table import Table

#: A CV longer than this many octets is refused by mailboxes on its way.
LONGEST_CV = 5 << 20
#: A calendar longer than this many octets is not read.
LONGEST_CALENDAR = 32 << 20

_CV_BEGINS = {".pdf": b"%PDF-", ".docx": b"PK\x03\x04"}


def read_replies(table: Table, folder: Path) -> Replies:
    """The section; relative paths are relative to `folder`. Files are looked into now: later nobody may be there."""
    return Replies(
        reasons=table.choice("reasons", ("none", "kind", "full"), default="kind"),
        quote=table.choice("quote", ("below", "above", "none")),
        html=table.flag("html", default=False),
        cv=_file(table, "cv", folder, LONGEST_CV, tuple(_CV_BEGINS)),
        calendar=_file(table, "calendar", folder, LONGEST_CALENDAR, (".ics",)),
        answers=_answers(table),
    )


def _file(table: Table, key: str, folder: Path, longest: int, suffixes: Collection[str]) -> Path | None:
    given = table.text(key, check=filled_line)
    if not given:
        return None
    path = folder / Path(given).expanduser()
    if wrong := _wrong_file(path, given, longest, suffixes):
        table.wrong(key, wrong)
    return path


def _wrong_file(path: Path, given: str, longest: int, suffixes: Collection[str]) -> str:
    kinds = " or ".join(suffixes)
    if path.suffix.lower() not in suffixes:
        return f"{quoted(given)} is not a {kinds} file"
    try:
        with path.open("rb") as file:
            begin = file.read(5)
        size = path.stat().st_size
    except OSError as error:
        return f"{quoted(given)} cannot be read: {error.strerror or error}"
    if size > longest:
        return f"{quoted(given)} has {size / (1 << 20):.0f} MiB: at most {longest >> 20} MiB"
    if not begin.startswith(_CV_BEGINS.get(path.suffix.lower(), b"")):
        return f"{quoted(given)} is not what its name says: export it as {kinds}"
    return ""


def _answers(table: Table) -> tuple[Answer, ...]:
    """`notice_period = "three months"`, or `{ en = "three months", de = "drei Monate" }`."""
    answers = table.section("answers")
    found: list[Answer] = []
    for topic in ANSWERS:
        if isinstance(answers.given(topic), dict):
            found += _in_languages(answers.section(topic), topic)
        elif text := answers.text(topic, check=filled_line).strip():
            found.append(Answer(topic, text))
    return tuple(found)


def _in_languages(table: Table, topic: str) -> list[Answer]:
    found = []
    for language in sorted(table.keys()):
        table.know(language)
        value = table.given(language)
        wrong = checks.language(language)
        if not wrong:
            wrong = filled_line(value) if isinstance(value, str) else f"must be text in quotes, not {type_name(value)}"
        if wrong:
            table.wrong(language, wrong)
        else:
            found.append(Answer(topic, str(value).strip(), language))
    return found
