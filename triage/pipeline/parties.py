"""Who is who in a conversation: one side of it is a person and the colleagues under the same organisational domain."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from triage.domain import Address, Message


def same_party(one: Address, other: Address) -> bool:
    """Whether two addresses are of one side: the same, or of one organisation that does not give addresses away."""
    return name_of(one) == name_of(other)


def is_of_party(one: Address, others: Iterable[Address]) -> bool:
    """Whether an address is of the side of one of `others`."""
    return any(same_party(one, other) for other in others)


def is_from_one_side(message: Message | None, other: Message | None) -> bool:
    """Whether two messages of a conversation come from the same side; so it is taken if the words of one are gone."""
    return message is None or other is None or same_party(message.from_, other.from_)


def name_of(address: Address) -> str:
    """One name for everybody of a side: the organisation, or the whole address where those are given away."""
    from triage.understand.domains import free_mail, registrable

    organisation = registrable(address.domain)
    return organisation if organisation and organisation not in free_mail() else address.addr_spec.lower()
