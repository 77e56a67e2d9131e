"""Tells whose a display name is, a person's or that of a firm or a part of one, by the address beside it."""

from __future__ import annotations

import functools
import re
from itertools import takewhile
from typing import TYPE_CHECKING

from triage.understand import domains
from triage.understand.gazetteer import plain
from triage.understand.names import houses, words
from triage.understand.person_names import PARTICLES, in_display, names_department, person_name

if TYPE_CHECKING:
    from triage.domain import Address

_DISPLAY_PARTS = re.compile(r"[|,;:()/–—]| - ")
#: Those between which whole names stand: "Ogon / Kim", but not "Lee, Kim".
_WHOLE_PARTS = re.compile(r"[|()/–—]| - ")
#: Behind these stands a department as often as a first name: "Acme | Energy".
_BEFORE_DEPARTMENT = re.compile(r"[|–—]| - ")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ł": "l"})
#: Between a first name and a firm, and in no surname: "Tymek z Oficyny".
_FROM = frozenset(("z", "ze", "od"))
#: A name and a domain that begin with so many equal letters do so by no chance, nor with fewer if one ends there.
_BEGUN, _DOMAIN = 8, 5
#: Shorter words stand within a domain by chance.
_WORD = 4


def displayed(sender: Address) -> str:
    """The person whom the display name names; "" if it names a firm or a part of one."""
    first, *others = _WHOLE_PARTS.split(sender.display_name)
    if others and (name := _beside_firm(first, others, sender)):
        return name
    if name := _with_own_mailbox(sender):
        return name
    if names_trade(sender) or (spells_domain(sender) and not _mailbox_is_shown(sender)):
        return ""
    name = in_display(_before_firm(sender))
    return "" if name and is_of_firm(name, sender) else name


def _beside_firm(first: str, others: list[str], sender: Address) -> str:
    """The person whom a display name has behind the firm: "Ogon / Kim" of kim@ogon.example; "" if none."""
    shown = in_display(first)
    of_department = names_department(re.sub(r"[\W\d_]", " ", _mailbox(sender)))
    if of_department or is_in_mailbox(first, sender) or (shown and not is_of_firm(shown, sender)):
        return ""
    for part in others:
        name = in_display(part.strip())
        beside = " " in name or not _BEFORE_DEPARTMENT.search(sender.display_name)
        if name and beside and is_in_mailbox(name, sender) and not is_of_firm(name, sender):
            return name
    return ""


@functools.lru_cache(maxsize=256)
def is_of_firm(name: str, sender: Address) -> bool:
    """Whether a name is the firm's from which is written: the domain has its letters, and the mailbox has not.

    At a provider of addresses a name of three words or more is a firm's if the mailbox spells it.
    """
    parts, label = _spelt(name), _label(sender)
    if sender.domain in domains.free_mail():
        return len(parts) > 2 and "".join(parts) == letters(_mailbox(sender))
    if len(parts) < 2 or len(label) < _WORD:
        return False
    if is_in_mailbox(name, sender):
        begun = len(parts[0]) >= _WORD and label.startswith(parts[0]) and parts[0] not in _mailbox(sender)
        return begun and "".join(parts) != label  # "Lumen Zeit Mannheim", of mannheim@lumen
    spelt = "".join(parts)
    shared = sum(takewhile(bool, map(str.__eq__, spelt, label)))
    if shared >= _BEGUN or (shared >= _DOMAIN and shared in {len(spelt), len(label)}):
        return True
    return all(len(part) >= _WORD and part in label for part in parts)


@functools.lru_cache(maxsize=256)
def is_in_mailbox(name: str, sender: Address) -> bool:
    """Whether the mailbox has a word of a name, or is its initials: somebody's own address."""
    mailbox, parts = _mailbox(sender), _spelt(name)
    named = any((len(part) > 2 and part in mailbox) or part == mailbox for part in parts)
    return named or (len(parts) > 1 and mailbox == _initials(parts))


@functools.lru_cache(maxsize=1024)
def _spelt(name: str) -> list[str]:
    """The words of a name as addresses spell them."""
    return [spelt for word in name.split() if (spelt := letters(plain(word.lower().translate(_UMLAUTS))))]


def _initials(parts: list[str]) -> str:
    return "".join(part[0] for part in parts)


def _mailbox(sender: Address) -> str:
    """What stands before the @."""
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
    """Whether the display name, beside a department or not, or a word with a hyphen that begins it, spells the domain:
    mostly a firm's.

    So do "Job-Brücke Opole" of jobbruecke-opole.example and "HR Acme" of acme.example.
    """
    shown = " ".join(word for word in sender.display_name.split() if not names_department(word))
    spelt = shown.lower().translate(_UMLAUTS)
    name, first = letters(plain(spelt)), spelt.partition(" ")[0]
    begins = "-" in first.strip("-") and _label(sender).startswith(letters(plain(first)))
    return begins or (len(name) > _DOMAIN and name == _label(sender))


def _mailbox_is_shown(sender: Address) -> bool:
    """Whether the mailbox is a word of the display name, as of somebody with a domain of his own."""
    return _mailbox(sender) in plain(sender.display_name).split()


def shares_domain(name: str, sender: Address) -> bool:
    """Whether a word of a name is in the domain and not in the mailbox: perhaps a firm's name."""
    parts, mailbox, label = _spelt(name), _mailbox(sender), _label(sender)
    own = (part for part in parts if len(part) >= _WORD and part not in mailbox)
    return mailbox != _initials(parts) and any(part in label for part in own)


def without_firm(text: str, sender: Address) -> str:
    """A text up to a small word and the display name: "Marina" of "Marina de Grupo Sur" for the display "Grupo Sur"."""
    parts, shown = text.split(), letters(sender.display_name.lower())
    for at in range(1, len(parts)):
        if parts[at].lower() in PARTICLES and letters("".join(parts[at + 1 :]).lower()) == shown:
            return " ".join(parts[:at])
    return text


@functools.lru_cache(maxsize=64)
def _before_firm(sender: Address) -> str:
    """The display name up to a small word and what the domain spells: "Marina" of "Marina de Grupo Sur" and
    gruposur.example; likewise "Tymek" of "Tymek z Oficyny" and tymek@.
    """
    parts, label = sender.display_name.split(), _label(sender)
    for at in range(1, len(parts) - 1):
        rest, small = letters("".join(parts[at + 1 :]).lower()), parts[at].lower()
        if small in PARTICLES and len(rest) >= _WORD and label and (label.startswith(rest) or rest.startswith(label)):
            return " ".join(parts[:at])
        if small in _FROM and at == 1 and plain(parts[0]) == _mailbox(sender):
            return parts[0]
    return sender.display_name


def _with_own_mailbox(sender: Address) -> str:
    """A display name of first name and surname whose mailbox is made of both, whatever else the surname means ("Ana
    Posada" of ana.posada@), or of the first if the surname is also a word for firms ("Lynn Baker" of lynn@).
    """
    shown, spelt = sender.display_name.split(), _spelt(sender.display_name)
    if len(spelt) != 2 or not all(word.isalpha() and word[0].isupper() for word in shown) or shown[1].isupper():
        return ""
    first, last = spelt
    made = {f"{first}{sign}{last}" for sign in "._-"} | {f"{first[0]}{sign}{last}" for sign in ("", *"._-")}
    of_both, label = _mailbox(sender) in made, _label(sender)
    of_first = _mailbox(sender) == first and shown[1].lower() in houses() - words("agency words")
    if label.startswith(first) or not (of_first or (of_both and not label.startswith(last))):
        return ""
    is_given = len(first) > 2 and person_name(shown[0]) == shown[0] and shown[0].lower() not in words("generic")
    return sender.display_name if is_given else ""


def _label(sender: Address) -> str:
    """The letters and digits of what somebody chose of the domain: "acmerail" of mail.acme-rail.example."""
    return letters(domains.label_of(sender.domain))


@functools.lru_cache(maxsize=1024)
def letters(text: str) -> str:
    """The letters and digits of a text, as domains have them."""
    return "".join(filter(str.isalnum, text))
