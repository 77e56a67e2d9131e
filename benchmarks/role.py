"""How often the facts of a role are read right, and how often a false one is given: python -m benchmarks.role."""

from __future__ import annotations

import gzip
import json
import re
import statistics
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from triage.domain import Address, Message
from triage.understand.role import read_role

if TYPE_CHECKING:
    from collections.abc import Iterator

KIM = Address("Kim Lee", "kim@example.org")
DATA = Path(__file__).parents[1].parent / "shared" / "data"


def main() -> int:
    """Prints one line a data set and field: right, false, silent, with n."""
    if not DATA.is_dir():
        print(f"skipped: there is no {DATA}")
        return 0
    show = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    for name, mails in (
        ("ads as mails", _ads()),
        ("ads, title in prose only", _ads(subject=False)),
        ("pythonjobs", _pythonjobs()),
    ):
        _report(name, list(mails), show)
    _speed()
    return 0


def _rows(name: str) -> list[dict[str, Any]]:
    with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def message(subject: str, text: str, from_: Address = KIM) -> Message:
    """A plain mail."""
    return Message("<a@example.org>", (), (), None, from_, None, (), (), (), subject, text, "", "", (), (), (), "")


def _ads(*, subject: bool = True) -> Iterator[tuple[Message, dict[str, str]]]:
    for row in _rows("fit_dev_ads"):
        gold = {"title": row["title"], "company": row["company"]}
        yield message(row["mail_subject"] if subject else "Opportunity", row["mail_body"]), gold


def _pythonjobs() -> Iterator[tuple[Message, dict[str, str]]]:
    for row in _rows("jobs_pythonjobs"):
        meta = row["meta"]
        yield (
            message(f"{meta['title']} at {meta['company']}", row["text"]),
            {"title": meta["title"], "company": meta["company"]},
        )


def _plain(value: str | None) -> str:
    return " ".join(re.findall(r"\w+|[+#]", re.sub(r"\([^)]*\)", " ", (value or "").casefold())))


def _report(name: str, mails: list[tuple[Message, dict[str, str]]], show: int) -> None:
    right: Counter[str] = Counter()
    false: Counter[str] = Counter()
    for number, (mail, gold) in enumerate(mails):
        role = read_role(mail)
        for field, wanted in gold.items():
            got = getattr(role, field)
            right[field] += _plain(got) == _plain(wanted)
            false[field] += got is not None and _plain(got) != _plain(wanted)
            if got is None or _plain(got) != _plain(wanted):
                _show(bool(show) and number % 37 == 0, f"{field}: want {wanted!r} got {got!r} | {mail.subject[:90]!r}")
        false["agency"] += role.agency is not None
        if role.agency is not None:
            _show(bool(show), f"agency: {role.agency!r} | {mail.subject[:90]!r}")
    n = len(mails)
    for field in mails[0][1]:
        exact, wrong = right[field] / n, false[field] / n
        print(f"{name:26} {field:8} n={n:5}  exact {exact:.3f}  false {wrong:.3f}  silent {1 - exact - wrong:.3f}")
    print(f"{name:26} agency   n={n:5}  false {false['agency'] / n:.3f} (no agency is named in these)")


def _show(wanted: bool, line: str) -> None:  # noqa: FBT001
    if wanted:
        print("   ", line)


def _speed() -> None:
    mails = [mail for mail, _ in _ads()][:400]
    mails = [message(mail.subject, mail.text[:2000]) for mail in mails]
    read_role(mails[0])
    times = []
    for mail in mails:
        start = time.perf_counter()
        read_role(mail)
        times.append(time.perf_counter() - start)
    print(f"read_role, text of 2,000 characters: median {statistics.median(times) * 1000:.3f} ms, n={len(times)}")


if __name__ == "__main__":
    raise SystemExit(main())
