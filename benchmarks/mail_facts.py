"""Pay, place, workplace, level and contract on mail by many hands: `python -m benchmarks.mail_facts [-v] [AUTHOR...]`.

One line a fact, for all languages and for each: of the offers that state it, how many were read exactly, falsely, not
at all; of those that do not, how many were given one all the same. `-v` prints the errors. The errors of every author
were read while the readers were written; docs/understanding.md says what new authors showed at first sight.
"""

from __future__ import annotations

import statistics
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from training.corpus import MAIL, examples
from triage.domain import Kind
from triage.understand import language
from triage.understand.anchors import anchors
from triage.understand.employment import read_employment
from triage.understand.gazetteer import plain
from triage.understand.passages import parts, passage
from triage.understand.pay import read_salary
from triage.understand.place import read_places
from triage.understand.role import read_role
from triage.understand.toponyms import find
from triage.understand.workplace import read_workplace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from training.corpus import Example
    from triage.domain import Role
    from triage.understand.passages import Passage

ROUNDS = 3


def main() -> None:
    """Prints the figures."""
    authors = [argument for argument in sys.argv[1:] if argument != "-v"]
    read = [e for e in corpus() if e.kind is Kind.OUTREACH and (not authors or e.author in authors)]
    report("all", read, show="-v" in sys.argv)
    for code in sorted({str(example.label["language"]) for example in read}):
        report(code, [example for example in read if example.label["language"] == code], show=False)
    speed(read)


def corpus() -> tuple[Example, ...]:
    """The labelled mail of every author, and the sample mailbox."""
    return examples() + demo()


def demo() -> tuple[Example, ...]:
    """The sample mailbox of `triage demo` with its gold."""
    import training.corpus as corpus_module

    folder = Path(MAIL).parents[1] / "triage" / "demo" / "mailbox"
    return tuple(corpus_module._author(folder / "gold.jsonl"))  # noqa: SLF001 - the same format


def report(group: str, group_examples: list[Example], *, show: bool) -> None:
    """One line a fact."""
    roles = [read_role(example.message) for example in group_examples]
    for fact, gold, found in FACTS:
        rows = [
            (example, gold(example.label["role"], role), found(role))
            for example, role in zip(group_examples, roles, strict=True)
        ]
        line(group, fact, rows, show=show)


def line(group: str, fact: str, rows: list[tuple[Example, object, object]], *, show: bool) -> None:
    stated = [(example, want, got) for example, want, got in rows if want]
    unstated = [(example, want, got) for example, want, got in rows if not want]
    exact = sum(want == got for _, want, got in stated)
    silent = sum(not got for _, _, got in stated)
    invented = sum(bool(got) for _, _, got in unstated)
    total = max(1, len(stated))
    print(
        f"{group:4} {fact:10} stated {len(stated):4}  exact {exact / total:.3f}  silent {silent / total:.3f}  "
        f"wrong {(len(stated) - exact - silent) / total:.3f}   unstated {len(unstated):4}  invented {invented}"
    )
    for example, want, got in rows if show else ():
        if want != got and (want or got):
            print(f"    {example.author}/{example.file} [{example.kind}] {fact}: gold {want!r} read {got!r}")


def places(names: Iterable[str]) -> frozenset[str]:
    """Cities and countries in plain letters, each by itself, so that "Munich, Germany" is {munich, germany}."""
    known: set[str] = set()
    for name in names:
        hits = find(name)
        known |= {plain(hit.place.name) for hit in hits if hit.place.kind != "state"} or {plain(name)}
    return frozenset(known)


def countries(names: Iterable[str], read: Role) -> frozenset[str]:
    """The countries of the places, of several that have a place of this name the one that was read."""
    known = [hit.place for name in names for hit in find(name) if hit.place.country]
    return frozenset(
        next((code for code in place.elsewhere if code in read.countries), place.country)
        if place.country not in read.countries
        else place.country
        for place in known
    )


def salary(stated: Any) -> object:
    if stated is None:
        return None
    keys = ("min", "max", "currency", "period")
    return tuple(stated.get(key) if isinstance(stated, dict) else getattr(stated, key) for key in keys)


Gold = tuple[str, "Callable[[dict[str, Any], Role], object]", "Callable[[Role], object]"]
FACTS: tuple[Gold, ...] = (
    ("pay", lambda gold, _: salary(gold["salary"]), lambda role: salary(role.salary)),
    ("workplace", lambda gold, _: gold["workplace"], lambda role: role.workplace),
    ("level", lambda gold, _: gold["seniority"], lambda role: role.seniority),
    ("contract", lambda gold, _: gold["employment"], lambda role: role.employment),
    ("country", lambda gold, role: countries(gold["locations"], role), lambda role: frozenset(role.countries)),
    ("places", lambda gold, _: places(gold["locations"]), lambda role: places(role.locations)),
)


def speed(read: list[Example]) -> None:
    """Median milliseconds a message by reader, over passages that are made before."""
    cut = [tuple(passage(*pair) for pair in parts(example.message)) for example in read]
    texts = [f"{example.message.subject}\n{example.message.text}" for example in read]
    timed("language", lambda number: language.detect(texts[number]), len(read))
    timed("anchors", lambda number: [anchors(one, "pay") for one in cut[number]], len(read))
    for reader in (read_salary, read_places, read_workplace, read_employment):
        timed(reader.__name__, partial(run, reader, cut), len(read))
    print(f"mean length {statistics.mean(map(len, texts)):.0f} characters")


def run(reader: Callable[[tuple[Passage, ...]], object], cut: list[tuple[Passage, ...]], number: int) -> None:
    reader(cut[number])


def timed(name: str, act: Callable[[int], object], count: int) -> None:
    best = []
    for _ in range(ROUNDS):
        started = time.process_time()
        for number in range(count):
            act(number)
        best.append((time.process_time() - started) / count * 1000)
    print(f"{name:18} {min(best):.3f} ms a message (mean, best of {ROUNDS})")


if __name__ == "__main__":
    main()
