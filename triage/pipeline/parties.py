"""Who is who in a conversation: one side of it is a person and the colleagues under the same organisational domain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triage.understand import domains

if TYPE_CHECKING:
    from collections.abc import Iterable

    from triage.domain import Address, Message


def same_party(one: Address, other: Address) -> bool:
    """Whether two addresses are of one side: the same, or of one organisation that does not give addresses away."""
    if one.addr_spec.lower() == other.addr_spec.lower():
        return True
    organisation = domains.registrable(one.domain)
    return bool(organisation) and organisation == domains.registrable(other.domain) and not _is_free(organisation)


def is_among(one: Address, others: Iterable[Address]) -> bool:
    """Whether an address is of the side of one of `others`."""
    return any(same_party(one, other) for other in others)


def is_from_one_side(message: Message | None, other: Message | None) -> bool:
    """Whether two messages of a conversation come from the same side; so it is taken if the words of one are gone."""
    return message is None or other is None or same_party(message.from_, other.from_)


def name_of(address: Address) -> str:
    """One name for everybody of a side: the organisation, or the whole address where those are given away."""
    organisation = domains.registrable(address.domain)
    return address.addr_spec.lower() if not organisation or _is_free(organisation) else organisation


def _is_free(organisation: str) -> bool:
    return organisation in domains.free_mail()
