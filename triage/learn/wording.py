"""Learns wording: what was really sent against what was drafted, and which of the user's edits come back.

Plain values in, plain values out. A draft is compared sentence by sentence, with the facts of the mail (names, title,
company, place) masked, so that the same edit of two replies is the same edit.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from difflib import SequenceMatcher

#: From this share of common words on, a mail with another Message-ID is taken for the draft, sent.
AS_DRAFTED = 0.6
#: An edit is proposed once it was made so often.
RECURRING = 3

_TOKEN = re.compile(r"\w+|[^\w\s]")
_SENTENCE = re.compile(r"((?<=[.!?])\s+|\n\s*\n|(?<=,)\n|\n(?=\S+\n?\Z))")
_BLANKS = re.compile(r"[ \t\r\n]+")  # a no-break space is part of the wording
_QUOTES = str.maketrans("’‘“”–", "''\"\"-")


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply that was drafted and sent."""

    template: str  # for example "en/accept"
    drafted: str
    sent: str  # "" if the words are not kept any more
    kept: float  # the share of words that are the same
    at: datetime
    facts: tuple[tuple[str, str], ...] = ()  # (variable, value) that the template was given, such as ("name", "Kim")

    @property
    def unedited(self) -> bool:
        """Whether it was sent as it was drafted."""
        return self.kept >= 1.0


@dataclass(frozen=True, slots=True)
class Edit:
    """Sentences of a template and what the user writes instead; `before` or `after` is "" for what is added or removed.

    Facts of the mail stand as {{ name }}, as in a template.
    """

    template: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Month:
    """How many replies were sent in a month, and how many of them as they were drafted."""

    month: str  # 2026-11
    sent: int
    unedited: int


def kept(drafted: str, sent: str) -> float:
    """The share of words and marks two texts have in common, 0 to 1; what follows the draft's last line (a mail
    program's own signature) does not count. 1.0 is said of the same words only.
    """
    a, b = _tokens(drafted), _tokens(_until_end_of(drafted, sent))
    return 1.0 if a == b else min(0.999, _matcher(a, b).ratio())


def edits(reply: Reply) -> tuple[Edit, ...]:
    """What the user changed in one reply."""
    before = _sentences(reply.drafted, reply.facts)
    after = _sentences(_until_end_of(reply.drafted, reply.sent), reply.facts)
    same = _matcher(*([" ".join(sentence.split()) for sentence in side] for side in (before, after)))
    return tuple(
        Edit(reply.template, "".join(before[a:b]).strip(), "".join(after[c:d]).strip())
        for what, a, b, c, d in same.get_opcodes()
        if what != "equal"
    )


def occurs(edit: Edit, reply: Reply) -> bool:
    """Whether the draft of a reply has what the edit changes."""
    return reply.template == edit.template and edit.before in "".join(_sentences(reply.drafted, reply.facts))


def recurring(replies: Iterable[Reply], least: int = RECURRING) -> list[tuple[Edit, int]]:
    """The edits that were made in `least` replies or more, the most frequent first."""
    counted = Counter(edit for reply in replies if reply.sent and not reply.unedited for edit in set(edits(reply)))
    often = [(edit, times) for edit, times in counted.items() if times >= least]
    return sorted(often, key=lambda pair: (-pair[1], pair[0].template, pair[0].before, pair[0].after))


def months(replies: Iterable[Reply]) -> list[Month]:
    """The share sent unedited over time, oldest month first."""
    by_month: dict[str, list[bool]] = {}
    for reply in replies:
        by_month.setdefault(f"{reply.at:%Y-%m}", []).append(reply.unedited)
    return [Month(month, len(all_), sum(all_)) for month, all_ in sorted(by_month.items())]


def _matcher(a: list[str], b: list[str]) -> SequenceMatcher[str]:
    from difflib import SequenceMatcher

    return SequenceMatcher(None, a, b, autojunk=False)


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text.translate(_QUOTES))


def _until_end_of(drafted: str, sent: str) -> str:
    """`sent` up to the line that the draft ends with, if it stands there."""
    end = drafted.rstrip().rpartition("\n")[2].strip()
    lines = sent.rstrip().splitlines()
    places = [place for place, line in enumerate(lines) if line.strip() == end]
    return "\n".join(lines[: places[-1] + 1] if end and places else lines)


def _sentences(text: str, facts: Sequence[tuple[str, str]]) -> list[str]:
    """The sentences of a text, each with the gap that parts it from the next: mail programs break lines within
    paragraphs, so that only those at blank lines, after a greeting and before the name are the writer's.
    """
    pieces = _SENTENCE.split(_masked(text.strip(), dict(facts)))  # sentences and gaps in turn
    gaps = [*pieces[1::2], ""]
    return [_BLANKS.sub(" ", piece).strip(" ") + _gap(piece, gap) for piece, gap in zip(pieces[::2], gaps, strict=True)]


def _gap(sentence: str, gap: str) -> str:
    if gap.count("\n") > 1:
        return "\n\n"
    ends = sentence.rstrip()[-1:] in {".", "!", "?"}
    return "\n" if "\n" in gap and not ends else " " if gap else ""


def _masked(text: str, facts: Mapping[str, str]) -> str:
    """The longest values first: a company may be part of a title."""
    for name, value in sorted(_told(facts), key=lambda fact: -len(fact[1])):
        text = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", f"{{{{ {name} }}}}", text)
    return text


def _told(facts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    return ((name, value) for name, value in facts.items() if value.strip())
