"""Joins language, kind, role, warnings and replyability into what one message says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from triage import resources
from triage.domain import Kind, Opportunity, Role, WarningCode
from triage.understand import language, machine, role, trust
from triage.understand.evidence import evidence, says_little, text_features
from triage.understand.kind import KINDS, KindModel

if TYPE_CHECKING:
    from triage.domain import Message, Warning  # noqa: A004 - the contract's word
    from triage.understand.role import Reading

#: What only a person who wants something of the user writes.
_OFFERS = (Kind.OUTREACH, Kind.SCAM)
#: What states a role. In a message that is surely none of these, what looks like a fact of one is somebody's post, a
#: customer or a price. With authors left out three in five messages of the other kinds are surely none, and .4 % of the
#: offers (n = 1,031 and 1,615).
_STATE_A_ROLE = (*_OFFERS, Kind.ALERT, Kind.APPLICATION, Kind.INTERVIEW)
_HARDLY = 0.05
#: Shorter ones are judged by too few words, and read as they are.
_FEWEST_WORDS = 15
_NOT_ANSWERED = {
    Kind.SCAM: "it reads like a scam",
    Kind.ALERT: "it is a job board's digest",
    Kind.NEWSLETTER: "it is a newsletter",
}


@dataclass(frozen=True, slots=True)
class Reader:
    """What understanding needs besides the message: the model of kinds and who the user is."""

    kinds: KindModel
    own_addresses: frozenset[str]  # lower case
    authserv_id: str  # whose Authentication-Results to believe; "" for nobody's

    @classmethod
    def load(cls, own_addresses: frozenset[str], authserv_id: str) -> Reader:
        """A reader with the shipped model. Raises `DamagedError` if the model is missing or damaged."""
        own = frozenset(address.lower() for address in own_addresses)
        return cls(KindModel.load(resources.models_dir() / "kind"), own, authserv_id.lower())


def understand(message: Message, reader: Reader) -> Opportunity:
    """What `message` says; never raises, whatever the message holds. Pure: the same message, the same answer."""
    cautions = trust.content_warnings(message)
    words, concepts = text_features(message)
    spoken = language.detect(f"{message.subject}\n{message.text}")
    read = role.read(message)
    offered = read.role
    unread = machine.not_replyable_because(message, reader.own_addresses)
    codes = (caution.code for caution in cautions)
    facts = evidence(message, reader.own_addresses, codes, read, replyable=not unread) | concepts
    probabilities = reader.kinds.probabilities(words, facts)
    if says_little(message) or machine.is_own_or_automatic(message, reader.own_addresses):
        probabilities = _without(probabilities, _OFFERS)
    kind = KINDS[probabilities.index(max(probabilities))]
    if _states_none(message, kind, probabilities, read):
        offered = Role()
    if kind is Kind.OUTREACH and offered.recruiter is None:
        offered = role.with_recruiter(offered, message)  # "did you see my mail?"
    because = unread or _NOT_ANSWERED.get(kind, "")
    return Opportunity(
        kind=kind,
        kind_probability=tuple(zip(KINDS, probabilities, strict=True)),
        language=spoken,
        role=offered,
        missing=role.missing(offered),
        warnings=_in_order(
            (*cautions, *trust.sender_warnings(message, kind, offered, reader.authserv_id)),
        ),
        replyable=not because,
        not_replyable_because=because,
        forwarded_from=role.forwarded_from(message) if kind is Kind.OUTREACH else "",
        also_offered=read.others if kind is Kind.OUTREACH else (),
        said_of_others=read.aside if kind is Kind.OUTREACH else "",
    )


def _states_none(message: Message, kind: Kind, probabilities: tuple[float, ...], read: Reading) -> bool:
    """Whether it is all but sure that a message states no role, or it lists several and means none of them."""
    if kind is Kind.ALERT:
        return bool(read.others)
    chances = zip(KINDS, probabilities, strict=True)
    hardly = sum(chance for kind, chance in chances if kind in _STATE_A_ROLE) < _HARDLY
    return hardly and not says_little(message, _FEWEST_WORDS)


def _without(probabilities: tuple[float, ...], kinds: tuple[Kind, ...]) -> tuple[float, ...]:
    """The probabilities of the other kinds, given that it is none of these."""
    left = [0.0 if kind in kinds else chance for kind, chance in zip(KINDS, probabilities, strict=True)]
    return tuple(chance / sum(left) for chance in left)


def _in_order(warnings: tuple[Warning, ...]) -> tuple[Warning, ...]:
    """One warning a code, in the order of the contract."""
    by_code = {warning.code: warning for warning in reversed(warnings)}
    return tuple(by_code[code] for code in WarningCode if code in by_code)
