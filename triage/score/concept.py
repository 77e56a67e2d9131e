"""Finds what is meant by a term that names a trade, a kind of product or a condition of work: how mail says it."""

from __future__ import annotations

import functools
from typing import NamedTuple

from triage.score.reading import expression, fold, table

#: Words around a name that do not change what is meant: "the gambling industry", "crypto companies", "no on-call duty".
_AROUND = frozenset(
    {
        "a", "an", "any", "anything", "aziende", "bedrijven", "bereich", "branch", "branche", "branża",
        "business", "businesses", "clients", "companies", "company", "customers", "duties", "duty", "empresas",
        "entreprises", "field", "firm", "firmen", "firms", "firmy", "for", "from", "in", "industries",
        "industry", "job", "jobs", "no", "of", "online", "product", "products", "project", "projects",
        "related", "role", "roles", "secteur", "sector", "sectors", "sektor", "setor", "settore", "space",
        "stuff", "the", "unternehmen", "with", "work", "world"
    }
)  # fmt: skip
_APART = r"\s*(?:[,;/+&]|\b(?:and|or|und|oder|et|ou|y|o|e|en|of|i|lub)\b)\s*"


class Concept(NamedTuple):
    """One block of concepts.txt, as its lines are written: the marks are for whoever looks the words up."""

    forms: tuple[str, ...]  # lower case; "*" at the end: any ending
    capitals: frozenset[str]  # the forms that count only with a capital
    exceptions: tuple[str, ...]  # phrases in which the forms say something else


NONE = Concept((), frozenset(), ())
_CONCEPTS, _TASTES = "concepts.txt", "tastes.txt"


@functools.lru_cache(maxsize=1024)
def find_concept(term: str) -> Concept:
    """What mail calls the concept, or the concepts, that `term` names: "crypto or gambling" names two; else `NONE`."""
    concepts = _concepts()
    for name in (_tidy(term), _plain(term)):
        if name in concepts:
            return concepts[name]
    if _tidy(term) in _tastes():
        return _tastes()[_tidy(term)]
    parts = [_plain(part) for part in expression(_APART).split(fold(term))]
    if len(parts) < 2 or not all(part in concepts for part in parts):
        return NONE
    return _together([concepts[part] for part in parts])


@functools.cache
def names() -> tuple[str, ...]:
    """The first name of every concept and of every taste, in the order of the tables."""
    return tuple(_first_name(head) for name in (_CONCEPTS, _TASTES) for head, _ in _blocks(name))


@functools.lru_cache(maxsize=1024)
def tastes_about(term: str) -> frozenset[str]:
    """The first names of the tastes that count `term` among their words."""
    word = _tidy(term)
    return frozenset(
        _first_name(head) for head, body in _blocks(_TASTES) if word in map(_tidy, (*_split(head), *_written(body)))
    )


def _first_name(head: str) -> str:
    return _split(head)[0].lstrip("~")


@functools.cache
def _tastes() -> dict[str, Concept]:
    """Each taste under its first name."""
    return {_tidy(_first_name(head)): _concept(head, body) for head, body in _blocks(_TASTES)}


@functools.cache
def _blocks(name: str) -> tuple[tuple[str, str], ...]:
    """(names, lines of words) of each block of a table."""
    parts = (block.partition("]\n") for block in table(name).split("\n[")[1:])
    return tuple((head, body) for head, _, body in parts)


def _together(concepts: list[Concept]) -> Concept:
    return Concept(
        tuple(form for concept in concepts for form in concept.forms),
        frozenset().union(*(concept.capitals for concept in concepts)),
        tuple(phrase for concept in concepts for phrase in concept.exceptions),
    )


def _tidy(term: str) -> str:
    return " ".join(fold(term).replace("-", " ").split())


def _plain(term: str) -> str:
    """A name without the words around it."""
    return " ".join(word for word in _tidy(term).split() if word not in _AROUND)


@functools.cache
def _concepts() -> dict[str, Concept]:
    """Each concept under each of its names; of a name that stands in two the first counts."""
    whole: dict[str, Concept] = {}
    plain: dict[str, Concept] = {}
    for head, body in _blocks(_CONCEPTS):
        concept = _concept(head, body)
        for name in _split(head):
            whole.setdefault(_tidy(name.lstrip("~")), concept)
            plain.setdefault(_plain(name.lstrip("~")), concept)
    return {name: concept for name, concept in (plain | whole).items() if name}


def _concept(head: str, body: str) -> Concept:
    written = [name for name in _split(head) if name[0] != "~"] + _written(body)
    return Concept(
        tuple(dict.fromkeys(form.lstrip("^").lower() for form in written)),
        frozenset(form[1:].lower() for form in written if form[0] == "^"),
        tuple(phrase.lower() for line in body.split("\n") if line.startswith("- ") for phrase in _split(line[2:])),
    )


def _written(body: str) -> list[str]:
    return [form for line in body.split("\n") if line and line[0] not in "-#" for form in _split(line)]


def _split(line: str) -> list[str]:
    return [part.strip() for part in line.split("|") if part.strip()]
