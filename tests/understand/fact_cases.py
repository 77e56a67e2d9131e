"""The case files of the readers of facts: one case a line, what is expected and the passage it is read from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from triage.understand.passages import cut_sign_off, passage

if TYPE_CHECKING:
    from triage.understand.passages import Passage

CASES = Path(__file__).parent / "cases"


def rows(*names: str) -> list[tuple[str, str]]:
    """(expected, case) of each line of the named case files."""
    lines = [line for name in names for line in (CASES / f"{name}.tsv").read_text(encoding="utf-8").splitlines()]
    return [(line.split("\t", 1)[0], line.split("\t", 1)[1]) for line in lines if line and not line.startswith("#")]


def passages(case: str) -> tuple[Passage, ...]:
    """The passages of "text" or "subject ¦ text", in which "\\n" stands for the end of a line."""
    subject, found, text = case.rpartition(" ¦ ")
    body, sign_off = cut_sign_off(text.replace("\\n", "\n"), "")
    read = (passage("text", body), passage("signature", sign_off))
    return (passage("subject", subject), *read) if found else read


def text(words: str) -> tuple[Passage, ...]:
    """One passage of text, as it stands."""
    return (passage("text", words),)
