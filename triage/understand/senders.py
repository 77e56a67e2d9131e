"""Tells whose a display name is: a person's, or that of a firm or a part of one."""

from __future__ import annotations

import functools
import re
from itertools import takewhile
from typing import TYPE_CHECKING

from triage.understand import domains
from triage.understand.gazetteer import plain
from triage.understand.names import words
from triage.understand.person_names import PARTICLES, in_display, names_department, person_name

if TYPE_CHECKING:
    from triage.domain import Address

_DISPLAY_PARTS = re.compile(r"[|,;:()/–—]| - ")
#: Those between which whole names stand: "Ogon / Kim", but not "Lee, Kim".
_WHOLE_PARTS = re.compile(r"[|()/–—]| - ")
#: Before a department as often as before a first name: "Acme | Energy".
_DEPARTMENT = re.compile(r"[|–—]| - ")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ł": "l"})
#: Between a first name and a firm, and in no surname: "Tymek z Oficyny".
_FROM = frozenset(("z", "ze", "od"))
#: So many letters that a name and a domain begin with are no chance, so many of a word, and of a whole domain.
_BEGUN, _WORD, _DOMAIN = 8, 4, 5
_TWO = 2


def displayed(sender: Address) -> str:
    """The person whom the display name names; "" if it names a firm or a part of one."""
    first, *others = _WHOLE_PARTS.split(sender.display_name)
    if others and (name := _beside_firm(first, others, sender)):
        return name
    if names_trade(sender) or (spells_domain(sender) and not is_named_so(sender)):
        return ""
    name = in_display(_before_firm(sender))
    return "" if name and is_firms(name, sender) else name or _with_a_trade(sender)


def _beside_firm(first: str, others: list[str], sender: Address) -> str:
    """The person in a display name behind the firm: "Ogon / Kim" of kim@ogon.example; "" if none."""
    shown = in_display(first)
    of_department = names_department(re.sub(r"[\W\d_]", " ", _local(sender)))
    if of_department or is_named_by(first, sender) or (shown and not is_firms(shown, sender)):
        return ""
    for part in others:
        name = in_display(part.strip())
        beside = " " in name or not _DEPARTMENT.search(sender.display_name)
        if name and beside and is_named_by(name, sender) and not is_firms(name, sender):
            return name
    return ""


@functools.lru_cache(maxsize=256)
def is_firms(name: str, sender: Address) -> bool:
    """Whether a name is that of the sender's firm: of the letters of the domain, and not of those before the @."""
    parts, label = _spelt(name), label_of(sender)
    if sender.domain in domains.free_mail():
        local = letters(sender.addr_spec.partition("@")[0])
        return len(parts) > _TWO and "".join(parts) == local
    if len(parts) < _TWO or len(label) < _WORD:
        return False
    named = is_named_by(name, sender)
    if named and label.startswith(parts[0]) and len(parts[0]) >= _WORD:
        return parts[0] not in _local(sender) and "".join(parts) != label  # "Lumen Zeit Mannheim", of mannheim@lumen
    if named:
        return False
    spelt = "".join(parts)
    shared = sum(takewhile(bool, map(str.__eq__, spelt, label)))
    if shared >= _BEGUN or (shared >= _DOMAIN and shared in {len(spelt), len(label)}):
        return True
    return all(len(part) >= _WORD and part in label for part in parts)


@functools.lru_cache(maxsize=256)
def is_named_by(name: str, sender: Address) -> bool:
    """Whether what stands before the @ has a word of a name, or is its initials."""
    local, parts = _local(sender), _spelt(name)
    initials = "".join(part[0] for part in parts if part)
    named = any((len(part) > _TWO and part in local) or part == local for part in parts)
    return named or (len(parts) > 1 and local == initials)


@functools.lru_cache(maxsize=1024)
def _spelt(name: str) -> list[str]:
    """The words of a name as addresses spell them."""
    return [spelt for word in name.split() if (spelt := letters(plain(word.lower().translate(_UMLAUTS))))]


def _local(sender: Address) -> str:
    return plain(sender.addr_spec.partition("@")[0])


@functools.lru_cache(maxsize=64)
def names_trade(sender: Address) -> bool:
    """Whether the display name is a firm's by its words, and nobody's beside it: "Agencja Lumen", but not
    "Anna Lis | Agencja Lumen" or "Anna (Agencja Lumen)".
    """
    parts = [part for part in _DISPLAY_PARTS.split(sender.display_name) if part.strip()]
    others = [part for part in parts if words("firms of trades").isdisjoint(part.lower().split())]
    aside = others[:1] == parts[:1] and sender.display_name.endswith(")")
    return len(others) < len(parts) and not any(" " in name or (aside and name) for name in map(person_name, others))


@functools.lru_cache(maxsize=64)
def spells_domain(sender: Address) -> bool:
    """Whether the display name, or a word with a hyphen that begins it, spells the domain: mostly a firm's.

    So does "Job-Brücke Opole" of jobbruecke-opole.example.
    """
    spelt = sender.display_name.lower().translate(_UMLAUTS)
    name, first = letters(plain(spelt)), spelt.partition(" ")[0]
    begins = "-" in first.strip("-") and label_of(sender).startswith(letters(plain(first)))
    return begins or (len(name) > _DOMAIN and name == label_of(sender))


def is_named_so(sender: Address) -> bool:
    """Whether a word of the display name stands before the @, as of somebody with a domain of his own."""
    return _local(sender) in plain(sender.display_name).split()


def shares_domain(name: str, sender: Address) -> bool:
    """Whether a word of a name is also in the domain, and nothing of it before the @: perhaps a firm's name."""
    parts, label = _spelt(name), label_of(sender)
    initials = _local(sender) == "".join(part[0] for part in parts)
    own = (part for part in parts if len(part) >= _WORD and part not in _local(sender))
    return not initials and any(part in label for part in own)


def without_firm(text: str, sender: Address) -> str:
    """A name up to the sender's firm that follows a small word: "Marina de Grupo Sur" of the display "Grupo Sur"."""
    parts, shown = text.split(), letters(sender.display_name.lower())
    for at in range(1, len(parts)):
        if parts[at].lower() in PARTICLES and letters("".join(parts[at + 1 :]).lower()) == shown:
            return " ".join(parts[:at])
    return text


@functools.lru_cache(maxsize=64)
def _before_firm(sender: Address) -> str:
    """The same of a display name whose firm the domain spells: "Marina de Grupo Sur" of gruposur.example."""
    parts, label = sender.display_name.split(), label_of(sender)
    for at in range(1, len(parts) - 1):
        rest, small = letters("".join(parts[at + 1 :]).lower()), parts[at].lower()
        if small in PARTICLES and len(rest) >= _WORD and label and (label.startswith(rest) or rest.startswith(label)):
            return " ".join(parts[:at])
        if small in _FROM and at == 1 and plain(parts[0]) == _local(sender):
            return parts[0]
    return sender.display_name


def _with_a_trade(sender: Address) -> str:
    """A display name whose surname is also a word for firms, known by the first name before the @: "Lynn Baker"."""
    first, _, last = sender.display_name.partition(" ")
    known = len(first) > _TWO and plain(first) == _local(sender) and not label_of(sender).startswith(plain(first))
    named = known and first[0].isupper() and last[:1].isupper() and last.isalpha() and person_name(first) == first
    return (
        sender.display_name
        if named and last.lower() in (words("kinds of firms") | words("houses")) - words("agency words")
        else ""
    )


def label_of(sender: Address) -> str:
    """The letters of the sender's domain, without what stands before or after its name."""
    return letters(_second_level(sender))


def _second_level(sender: Address) -> str:
    return sender.domain.split(".")[-2] if "." in sender.domain else ""


@functools.lru_cache(maxsize=1024)
def letters(text: str) -> str:
    """The letters and digits of a text, as domains have them."""
    return "".join(filter(str.isalnum, text))
