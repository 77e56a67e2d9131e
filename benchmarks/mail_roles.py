"""How often the facts of a role are read right in written mail: `python -m benchmarks.mail_roles [-v] [author...]`.

Reads training/mail and the sample mailbox of `triage demo`. Titles and names are read by weights learnt from the other
authors, whose figures here flatter: `python -m training.roles` leaves each of them out in turn. The authors in HELD_OUT
are looked at in total only: `-v` shows no single reading of theirs, so that their figures stay honest. Of titles it is
also counted how often the occupation is right: one title within the other, with the same nouns that name an occupation.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import triage.demo
from training import corpus, roles
from triage.domain import MessageRef, RawMessage
from triage.parse import parse
from triage.understand.role import read_role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triage.domain import Message, Role

HELD_OUT = roles.KEPT
#: The kinds whose role is judged; what other mail is read to offer counts as false facts of its own.
OFFERS = frozenset({"outreach", "application", "interview"})
FIELDS = ("title", "company", "agency", "recruiter", "seniority")
_DEMO = Path(triage.demo.__file__).parent / "mailbox"


@dataclass(slots=True)
class Tally:
    """Readings of one field: where the mail states it, and where it does not."""

    stated: int = 0
    exact: int = 0
    same: int | None = None  # occupation; of titles only
    silent: int = 0
    unstated: int = 0
    invented: int = 0

    def add(self, wanted: str, got: str, *, is_title: bool) -> None:
        if wanted:
            self.stated += 1
            if is_title:
                self.same = (self.same or 0) + roles.same_occupation(wanted, got)
            self.exact += got == wanted
            self.silent += not got
        else:
            self.unstated += 1
            self.invented += bool(got)

    def __str__(self) -> str:
        wrong = self.stated - self.exact - self.silent
        n, every = max(1, self.stated), max(1, self.stated + self.unstated)
        same = "" if self.same is None else f"same occupation {self.same / n:.3f}  "
        return (
            f"stated {self.stated:4}  exact {self.exact / n:.3f}  {same}wrong {wrong / n:.3f}"
            f"  silent {self.silent / n:.3f}   unstated {self.unstated:4}  invented {self.invented:3}"
            f"   false of all {(wrong + self.invented) / every:.3f}"
        )


def main() -> int:
    """Prints a line for each group of mails and each field."""
    verbose, wanted = "-v" in sys.argv, {word for word in sys.argv[1:] if word != "-v"}
    tallies: dict[tuple[str, str], Tally] = defaultdict(Tally)
    skills: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for author, file, message, label in _mails():
        if wanted and author not in wanted:
            continue
        role = read_role(message)
        gold = label.get("role") or {}
        for group in _groups(author, label):
            _count_skills(skills[group], role, gold)
            for field in FIELDS:
                right, got = plain(field, gold.get(field)), plain(field, getattr(role, field))
                tallies[group, field].add(right, got, is_title=field == "title")
        if verbose and author not in HELD_OUT:
            _show(f"{author}/{file}", label, role, message)
    for (group, field), tally in sorted(tallies.items()):
        print(f"{group:36} {field:10} {tally}")
    for group, (right, read, asked) in sorted(skills.items()):
        print(
            f"{group:36} skills     recall {right / max(1, asked):.3f}  precision {right / max(1, read):.3f}  n={asked}"
        )
    return 0


def _mails() -> Iterator[tuple[str, str, Message, dict[str, Any]]]:
    for example in corpus.examples():
        yield example.author, example.file, example.message, example.label
    labels = _DEMO / "gold.jsonl"
    for number, label in corpus.lines(labels) if labels.exists() else ():
        octets = (_DEMO / label["file"]).read_bytes()
        raw = RawMessage(MessageRef("demo", "mailbox", 0, number), None, octets, len(octets))
        yield "demo", label["file"], parse(raw), label


def _groups(author: str, label: dict[str, Any]) -> tuple[str, ...]:
    side = "held out" if author in HELD_OUT else "open"
    if label["kind"] not in OFFERS:
        return (f"{side}, no offers",)
    if author == "demo":
        return ("demo",)
    if label["kind"] != "outreach":  # authors differ in whether they label the role that was applied for
        return (f"{side}, application and interview",)
    return (f"{side}, outreach", f"{side}, outreach, {label['language']}")


def plain(field: str, value: object) -> str:
    """A value without case, punctuation, brackets, gendered endings, and a firm's without its legal form."""
    return roles.firm(value) if field in {"company", "agency"} else roles.plain(value)


def _count_skills(counts: list[int], role: Role, gold: dict[str, Any]) -> None:
    asked = {roles.plain(skill) for skill in gold.get("skills") or ()}
    read = {roles.plain(skill) for skill in role.skills}
    counts[0] += len(asked & read)
    counts[1] += len(read)
    counts[2] += len(asked)


def _show(name: str, label: dict[str, Any], role: Role, message: Message) -> None:
    gold = label.get("role") or {}
    for field in FIELDS:
        got, wanted = getattr(role, field), gold.get(field)
        if plain(field, got) != plain(field, wanted):
            print(f"{name:18} {label['kind'][:9]:9} {field:9} want {wanted!r} got {got!r} | {message.subject[:80]!r}")


if __name__ == "__main__":
    raise SystemExit(main())
