"""Finds the roles that a message lists: items, blocks of lines, labelled lines, the rows of a table."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from triage.understand.anchors import anchors
from triage.understand.openings import Role, Title, base_words, distinct, end_of, name_end, pays
from triage.understand.title_words import words
from triage.understand.word_kinds import CAPITAL, NAME
from triage.understand.wordings import wordings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from triage.understand.openings import Body
    from triage.understand.passages import Passage

    #: Of roles in order, those that are on offer; see `several`.
    Likely = Callable[[Sequence[Role], float, float], list[Role]]

_W = wordings("several_wordings")
#: What an item begins with, by the sort of list.
_MARK = re.compile(
    r"[ \t>]*(?:"
    rf"(?P<named>[*_]*{_W['role']}[ ]*(?:#|no\.?|nr\.?|n[°º])?[ ]*(?:\d|[a-d]|i{{1,3}}|one|two|three)\b"
    r"[ ]*[*_:.)–—|-]*)"
    rf"|(?P<label>[*_]*{_W['role']}[ *_]*:)"
    r"|(?P<number>\(?(?:\d\ufe0f?\u20e3|\d{1,2}(?:[.):/]|\.-)|[a-d][.)]|\d{1,2} [–-]|#\d)(?!\S))"
    r"|(?P<bullet>[^\w\s\"'’“(\[]{1,2}\ufe0f?(?=[ \t*_])))?[ \t*_]*"
)
#: Sorts of list whose items are said to be roles.
_SURE = frozenset(("named", "label"))
#: Each of them makes another sort of list; all pictures make one.
_BULLETS = "-*•·–—▪+>"
_CELL_ENDS = ("|", "\t", ";", " / ")
#: What a paragraph about another role may begin with: "and a", "also", "as".
_LEAD_IN = re.compile(rf"(?:(?:{_W['besides']}|{_W['lead in']}|{_W['article']})[ ,:]+){{0,4}}")
#: What may stand right behind the title of an item: the end of the line, a mark, or where and for whom it is.
_ENDED = re.compile(
    r"[^\n.,;:|/(–—@]{0,40}?(?:$|[\n.,;:|/(–—@]|[ ]-"
    r"|[ ](?:at|with|in|for|near|bei|für|chez|à|au|en|para|bij|voor|te|presso|per|a|na|em|w|we|dla|pour)[ ])"
)
#: Behind the title of an item, who it is for.
_FOR_WHOM = re.compile(
    r"[^\n.,:(]{0,40}?(?:[–—|@]|[ ]-|[ ](?:at|with|bei|chez|bij|presso)(?:[ ]de[rm]?)?)[ ]*[*_]*[A-ZÀ-Ž]"
)
_BLANK_LINE = re.compile(r"\n[ \t>]*\n|\Z")
#: How likely it must be that the first title is on offer, and each of the others, in log-odds: the list says as much.
_LIKELY = (-2.0, -2.5)


class _Line(NamedTuple):
    """One line, its offsets, and the sort of list that its beginning makes it an item of; "" for none."""

    text: str
    begin: int
    content: int  # where what stands behind the mark begins
    end: int
    sort: str


def listed(body: Body, found: Sequence[Title], likely: Likely, *, announced: bool) -> tuple[list[Role], int] | None:
    """The roles of a list, and where the last ends; None if there is no list of several.

    `found` are the titles in the text. What else is listed, such as tasks or colleagues, has neither pay nor place nor
    firm; `announced` says that roles are to be expected.
    """
    text, by_sort = body.passage, dict[str, list[Role]]()
    for sort, role in _items(body, found):
        by_sort.setdefault(sort, []).append(role)
    for sort, items in by_sort.items():
        roles = distinct(items)
        ends = [role.start for role in roles[1:]] + [len(text.text)]
        stated = sum(_states(text, role, end) for role, end in zip(roles, ends, strict=True))
        if sort not in _SURE and not (announced and stated > 1):
            roles = likely(roles, *_LIKELY) if announced or stated > 1 else []
        if len(roles) > 1:
            return roles, _last_ends(body.lines, roles)
    return None


def _items(body: Body, found: Sequence[Title]) -> Iterator[tuple[str, Role]]:
    """The lines that begin with a title, each with the sort of list it may be an item of."""
    starts = [title.start for title in found]
    above, named, rows = "", None, False
    for line in _lines(body):
        at = bisect_left(starts, line.content)
        title = found[at] if at < len(found) and found[at].end <= line.end else None
        is_row = _is_row(line.text)
        if title is None and (line.sort in _SURE or (is_row and rows)):
            title = _first_words(body.lines, line)
        if title is not None and not _begins_with(body.lines, line, title):
            title = None
        below = ""
        if title is not None and line.sort:
            yield line.sort, Role(line.begin, title)
        elif title is not None and named is not None:
            yield "named", Role(named, title)
        elif title is not None and is_row:
            rows = True
            yield "row", Role(line.begin, title)
        elif title is not None and (not above.strip() or above.rstrip().endswith((":", ","))):
            yield "heading", Role(line.begin, title)  # what stands right below is as much of one
        else:
            below = line.text
        if line.sort == "named" and line.content >= line.end:
            named = line.begin  # "Role 1", and its title on the next line
        elif line.text.strip():
            named = None
        above = below


def _lines(body: Body) -> Iterator[_Line]:
    begin, low = 0, body.passage.low
    for text in body.lines.split("\n"):
        end = begin + len(text)
        mark = _MARK.match(low, begin, end)
        sort = (mark.lastgroup if mark else None) or ""
        if sort == "bullet" and text.strip()[0] in _BULLETS:
            sort = text.strip()[0]
        lead = mark if sort else _LEAD_IN.match(low, begin, end)
        yield _Line(text, begin, lead.end() if lead else begin, end, sort)
        begin = end + 1


def _first_words(body: str, line: _Line) -> Title | None:
    """What a label names a role, or the first cell of a row, whether or not a table knows the occupation."""
    end = min(line.end, name_end(body, line.content, line.end - line.content))
    told = base_words(body[line.content : end].lower())
    return Title(line.content, end, told) if told else None


def _begins_with(body: str, line: _Line, title: Title) -> bool:
    """Whether an item begins with a title, perhaps after "2 x", and not with a sentence that holds one."""
    lead = body[line.content : title.start]
    told = re.findall(r"[^\W_]+", lead)
    is_sentence = any(word in words("function") or word in words("never") for word in told)
    marked = any(mark in lead for mark in ",.:;|")
    return len(told) < 3 and not (is_sentence or marked) and _ENDED.match(body, title.end, line.end) is not None


def _is_row(line: str) -> bool:
    return any(line.count(mark) > 1 for mark in _CELL_ENDS)


def _states(text: Passage, role: Role, end: int) -> bool:
    """Whether what is said of a role states its pay, its place or its firm."""
    names = (at for at in anchors(text, NAME) if CAPITAL in text.kinds[at] and len(text.words[at]) > 2)
    placed = any(role.title.end <= text.starts[at] < end for at in names)
    return placed or pays(text, role.start, end) or _FOR_WHOM.match(text.text, role.title.end, end) is not None


def _last_ends(body: str, roles: Sequence[Role]) -> int:
    """Where the last item ends: it has as many paragraphs as the first, and a list of single lines is one."""
    first, second, *_ = roles
    end = roles[-1].start
    for _ in range(max(1, len(_BLANK_LINE.findall(body[: second.start], first.start)) - 1)):
        end = end_of(_BLANK_LINE, body, end + 1)
    return end
