"""The one vocabulary of skills, tools, methods and trades: which words of mail and configuration mean the same."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import NamedTuple

#: Words (with the signs of "C++", ".NET" and "Node.js" in them), or one sign, each with the blanks after it, so that
#: the lengths of the tokens add up to offsets.
_WORD_OR_SIGN = r"\w+(?:\.(?:js|JS|NET|net)\b|[+#]+)?[ \t]*|\n\s*|\.(?:(?:net|NET|Net)\b)?[ \t]*|[\s\S][ \t]*"

_CAPITAL, _COMPANY = "^", "?"


class Form(NamedTuple):
    """One way to write a skill: its lower-case tokens, the skill, and what running text must show for it to count."""

    tokens: tuple[str, ...]
    skill: str
    capital: bool  # must begin with a capital
    company: bool  # must also stand beside another skill or a word such as "developer"


def tokenise(text: str) -> list[str]:
    """Words and signs of `text`, each with the blanks that follow; joined they are `text` without leading blanks."""
    return _token().findall(text)


@functools.cache
def _token() -> re.Pattern[str]:
    return re.compile(_WORD_OR_SIGN)  # at the first use: `triage list` reads no text


@functools.cache
def index() -> dict[str, tuple[Form, ...]]:
    """The forms of every skill by their first token, longest first."""
    by_first: dict[str, list[Form]] = {}
    for skill, writings in _table().items():
        for writing in writings:
            form = _form(skill, writing)
            by_first.setdefault(form.tokens[0], []).append(form)
    return {first: tuple(sorted(forms, key=lambda form: -len(form.tokens))) for first, forms in by_first.items()}


@functools.cache
def beginnings() -> frozenset[str]:
    """The first tokens of all forms."""
    return frozenset(index())


@functools.cache
def single_words() -> frozenset[str]:
    """The forms of skills that are one word, in lower case."""
    return frozenset(first for first, forms in index().items() if any(len(form.tokens) == 1 for form in forms))


def canonical(term: str) -> str:
    """The canonical lower-case name of a skill ("K8s" is "kubernetes"); an unknown term, tidied, is its own name."""
    tidy = " ".join(term.lower().split())
    return _canonical_names().get(tidy, tidy)


def forms(term: str) -> tuple[str, ...]:
    """Every lower-case way to write what `term` means, the canonical name first."""
    name = canonical(term)
    return tuple(dict.fromkeys((name, *(writing.lstrip("^?").lower() for writing in _table().get(name, ())))))


@functools.cache
def _canonical_names() -> dict[str, str]:
    return {form: skill for skill in reversed(_table()) for form in (*forms_of(skill), skill)}


def forms_of(skill: str) -> tuple[str, ...]:
    """The lower-case forms the table gives for a canonical name; () for an unknown one."""
    return tuple(writing.lstrip("^?").lower() for writing in _table().get(skill, ()))


@functools.cache
def _table() -> dict[str, tuple[str, ...]]:
    """Every skill with its forms as the table writes them, marks included."""
    lines = Path(__file__).with_name("tables").joinpath("skills.txt").read_text("utf-8").splitlines()
    return dict(_line(line) for line in lines if line and not line.startswith("# "))


def _line(line: str) -> tuple[str, tuple[str, ...]]:
    skill, _, rest = line.partition(" = ")
    writings = [writing.strip() for writing in rest.split(" | ")] if rest else []
    unmarked = skill.strip()
    if all(writing.lstrip("^?").lower() != unmarked for writing in writings):
        writings.insert(0, unmarked)
    return unmarked, tuple(writings)


def _form(skill: str, writing: str) -> Form:
    mark = writing[0] if writing[0] in {_CAPITAL, _COMPANY} else ""
    tokens = tuple(token.strip() for token in tokenise(writing.lstrip("^?").lower()))
    return Form(tokens, skill, capital=bool(mark), company=mark == _COMPANY)


def whole_words(text: str, begin: int, end: int, first: int, last: int) -> tuple[int, int]:
    """Where `text[begin:end]` begins and ends without the words that it cuts in two.

    A word that runs on into `[first, last)` stays cut, as in languages without spaces.
    """
    end = min(end, len(text))
    left, right = begin, end
    while left < first and _is_within_word(text, left):
        left += 1
    while right > last and _is_within_word(text, right):
        right -= 1
    return left if left < first else begin, right if right > last else end


def _is_within_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()
