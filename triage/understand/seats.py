"""Tells the sender's own place from the role's: above a relayed message, or where a school or town hall signs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from triage.understand.placenames import groups, put_together
from triage.understand.toponyms import hits
from triage.understand.wordings import wordings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triage.understand.passages import Passage
    from triage.understand.placenames import Spot

#: What stands before the town: a house and what leads on from it, or what a town hall signs as.
_HOUSE = re.compile(
    rf"(?:^|[\n|·,–—] ?|\b(?:of|the|der|la|le) )(?:(?:[\w.'’-]+ ){{0,3}}{wordings('place_wordings')['house']}"
    r"(?: [\w'’.-]+){0,4}?(?:,| –| -| \||| (?:of|in|de|d['’]|du|di|w|we|von|van|te|à|em|en|do|da)) ?"
    r"|(?:(?:landeshaupt|hanse)?stadt|markt|(?:samt|markt)?gemeinde|gemeente|gmina|miasto) )$"
)
#: What stands behind the town: nothing more of its line, or another item.
_END = re.compile(r" *(?:$|[\n,|·–—(]|- )")
#: A line of what a relay puts above a message: short, without the end of a sentence or of a salutation.
_HEADING = re.compile(r"[^\n]{0,79}[^\s.!?,:;]")
_MOST_HEADINGS = 5
#: In how many characters at the end of a text somebody signs, and how many before a town may name the house.
_LAST, _BEFORE = 250, 80


def header_end(passage: Passage) -> int:
    """Where the message begins below the name, headline and place of who writes, in characters; 0 in a subject."""
    if passage.field != "text":
        return 0
    end = 0
    for line in [line for line in passage.text.split("\n") if line.strip()][:_MOST_HEADINGS]:
        if not _HEADING.fullmatch(line.strip()):
            break
        end = passage.text.index(line, end) + len(line)
    return end if end < len(passage.text) else 0


def seat_of_house(passages: Sequence[Passage]) -> tuple[str, list[Spot]] | None:
    """The town of the school, hospital or town hall that signs a text ("Llanfair School, Abergavenny"): it hires."""
    for passage in passages:
        if passage.field not in {"text", "signature"}:
            continue
        text, floor = passage.text, len(passage.text) - _LAST if passage.field == "text" else 0
        for group in groups(text, (hit for hit in hits(passage) if hit.start >= floor)):
            before = text[max(0, group[0].start - _BEFORE) : group[0].start].lower()
            if _END.match(text, group[-1].end) and _HOUSE.search(before):
                return text, [put_together(text, group, 0)]
    return None
