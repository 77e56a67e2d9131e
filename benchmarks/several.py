"""Mails that offer several roles, and near misses with one: `python -m benchmarks.several [-v] [FILE...]`.

Of training/cases/several*.jsonl, each by another writer: how many of the several are told, how many near misses are
taken for several, and of the first role's facts how many are read exactly, falsely, not at all. `-v` prints the errors.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

from training.mails import CASES, message
from triage.understand.gazetteer import plain
from triage.understand.names import without_legal_form
from triage.understand.role import read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from triage.domain import Role

FACTS = ("title", "company", "locations", "salary", "workplace", "employment")


def main() -> None:
    """Prints the figures of each file."""
    named = [argument for argument in sys.argv[1:] if argument != "-v"]
    for path in sorted(CASES.glob("several*.jsonl")):
        if not named or path.name in named:
            report(path, show="-v" in sys.argv)


def report(path: Path, *, show: bool) -> Counter[str]:
    """Prints what a file shows, and gives the counts."""
    counts = Counter[str]()
    for number, mail in enumerate(mails(path), 1):
        found = read(message(mail["from"], mail["subject"], mail["text"]))
        wrong = list(_compared(mail, found.role, bool(found.others), counts))
        if show and wrong:
            print(f"{path.name}:{number}: {'; '.join(wrong)}")
    print(
        f"{path.name}: several told {counts['told']} of {counts['several']}; one role taken for several "
        f"{counts['invented']} of {counts['one']}"
    )
    for fact in FACTS:
        figures = (f"{name} {counts[f'{fact} {name}']}" for name in ("exact", "false", "missing"))
        print(f"  {fact}: {', '.join(figures)}")
    return counts


def mails(path: Path) -> Iterator[dict[str, Any]]:
    """The mails of a file: from, subject, text, several, first (the facts of the first role), others (titles)."""
    return map(json.loads, path.read_text("utf-8").splitlines())


def _compared(mail: dict[str, Any], role: Role, told: bool, counts: Counter[str]) -> Iterator[str]:  # noqa: FBT001
    """Counts, and says what was read otherwise than its writer says."""
    several = mail["several"]
    counts["several" if several else "one"] += 1
    counts["told" if several else "invented"] += told
    if told != several:
        yield "several roles not told" if several else "one role taken for several"
    for fact in FACTS:
        stated, found = _plain(_said(mail["first"], fact)), _plain(_value(role, fact))
        name = "exact" if stated == found else "false" if found else "missing"
        counts[f"{fact} {name}"] += 1
        if stated != found:
            yield f"{fact} {found!r}, not {stated!r}"


def _value(role: Role, fact: str) -> Any:
    if fact == "salary":
        pay = role.salary
        return {"min": pay.min, "max": pay.max, "currency": pay.currency, "period": pay.period} if pay else None
    return getattr(role, fact)


def _said(first: dict[str, Any], fact: str) -> Any:
    pay = first[fact] if fact == "salary" else None
    return dict(zip(("min", "max", "currency", "period"), pay, strict=True)) if pay else first[fact]


def _plain(value: Any) -> Any:
    """A value as it is compared: lists without order, names without accents, capitals and legal forms."""
    if isinstance(value, list | tuple):
        return sorted(str(_plain(part)) for part in value)
    return "" if value is None else plain(without_legal_form(value)) if isinstance(value, str) else value


if __name__ == "__main__":
    main()
