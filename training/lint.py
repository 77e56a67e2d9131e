"""Checks the labelled mail, long and short: the form of every label, and that no two messages are nearly the same."""

from __future__ import annotations

import re
import sys
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Any

from training import corpus, shorts
from triage.domain import Employment, Kind, Level, Period, WarningCode, Workplace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

#: Two messages that share more of their runs of five words than this teach the same thing twice.
MOST_SHARED = 0.5
_WORD = re.compile(r"\w+")
_ROLE_KEYS = frozenset(
    ["title", "company", "agency", "recruiter", "locations", "workplace", "salary", "seniority", "employment", "skills"]
)
_KEYS = frozenset(["file", "kind", "language", "replyable", "role", "warnings", "note"])


def problems(folder: Path = corpus.MAIL) -> list[str]:
    """What is wrong with the labels in `folder`, a line each."""
    found = []
    for labels in sorted(folder.glob("*/labels.jsonl")):
        files = set[str]()
        for number, label in corpus.lines(labels):
            files.add(str(label.get("file")))
            found += [f"{labels.parent.name}/labels.jsonl:{number}: {what}" for what in wrong(label)]
        messages = {path.name for path in labels.parent.glob("*.eml")}
        found += [f"{labels.parent.name}: {name} and labels.jsonl disagree" for name in sorted(messages ^ files)]
    return found


def wrong(label: dict[str, Any]) -> Iterator[str]:
    """What is wrong with one label."""
    if missing := _KEYS - label.keys() - {"note"}:
        yield f"missing: {', '.join(sorted(missing))}"
        return
    if label["kind"] not in list(Kind):
        yield f"kind {label['kind']!r}"
    if not isinstance(label["replyable"], bool):
        yield f"replyable {label['replyable']!r}"
    if not re.fullmatch(r"[a-z]{2}|", str(label["language"])):
        yield f"language {label['language']!r}"
    yield from (f"warning {code!r}" for code in label["warnings"] if code not in list(WarningCode))
    yield from _wrong_role(label["role"] or {})


def _wrong_role(role: dict[str, Any]) -> Iterator[str]:
    yield from (f"role key {key!r}" for key in role.keys() - _ROLE_KEYS)
    for key, words in (("workplace", Workplace), ("seniority", Level), ("employment", Employment)):
        if role.get(key) is not None and role[key] not in list(words):
            yield f"{key} {role[key]!r}"
    salary = role.get("salary")
    if salary and (salary.keys() != {"min", "max", "currency", "period"} or salary["period"] not in [*Period, None]):
        yield f"salary {salary!r}"


def all_texts() -> dict[str, str]:
    """Author and file → subject and text, of every message."""
    every = (*corpus.examples(), *shorts.examples())
    return {f"{one.author}/{one.file}": f"{one.message.subject} {one.message.text}" for one in every}


def near_duplicates(texts: Mapping[str, str]) -> list[tuple[str, str, float]]:
    """Pairs of names whose texts share more than `MOST_SHARED` of their runs of five words (Jaccard)."""
    names = list(texts)
    runs = [_runs(text) for text in texts.values()]
    having: dict[tuple[str, ...], list[int]] = {}
    found = []
    for i, one in enumerate(runs):
        shared = Counter(chain.from_iterable(having.get(run, ()) for run in one))
        for j, count in sorted(shared.items()):
            share = count / (len(one) + len(runs[j]) - count)
            if share > MOST_SHARED:
                found.append((names[j], names[i], share))
        for run in one:
            having.setdefault(run, []).append(i)
    return found


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    return frozenset(tuple(words[i : i + 5]) for i in range(len(words) - 4))


def main() -> int:
    """Prints what is wrong; 1 if anything is."""
    twins = (
        f"{one} and {other} are nearly the same ({share:.2f})" for one, other, share in near_duplicates(all_texts())
    )
    said = list(chain(problems(), shorts.problems(), twins))
    print("\n".join(said) or "nothing is wrong")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
