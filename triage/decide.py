"""Opportunity + Score + policy → Verdict: say yes well, give a reason for every no, and ask when it hangs on a fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triage.config import LoweredPolicy
from triage.domain import Fact, Kind, Suggestion, Verdict, WarningCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triage.config import Policy
    from triage.domain import Contribution, Opportunity, Score

#: From this probability of being an offer on, a message of another kind is shown to the user all the same.
MAYBE_AN_OFFER = 0.30

#: Below this probability of being an offer no reply is suggested: a person looks first.
SURELY_AN_OFFER = 0.50

#: Warnings that keep an accept back until a person has looked. The others (a failing DMARC result, a free-mail
#: address, a foreign Reply-To) are common among honest agencies and only shown.
BLOCKING = frozenset(
    {
        WarningCode.ASKS_MONEY,
        WarningCode.ASKS_ID_DOCUMENTS,
        WarningCode.MESSAGING_APP_REDIRECT,
        WarningCode.LOOKALIKE_DOMAIN,
        WarningCode.TOO_GOOD_PAY,
        WarningCode.RISKY_ATTACHMENT,
    }
)

#: Warnings that fraud about work gives rise to, and a bank's or a parcel's does not.
_OF_WORK = frozenset({WarningCode.MESSAGING_APP_REDIRECT, WarningCode.TOO_GOOD_PAY, WarningCode.FREE_MAIL_SENDER})

_FACT_WORDS = {
    Fact.COMPANY: "the company",
    Fact.PAY: "the pay",
    Fact.LOCATION: "the place",
    Fact.LEVEL: "the level",
    Fact.EMPLOYMENT: "the form of contract",
}


def decide(opportunity: Opportunity, score: Score, policy: Policy) -> Verdict:
    """What to suggest, with one sentence that says why."""
    verdict = whatever_the_fit(opportunity)
    if verdict is not None:
        return verdict
    verdict = _of_the_first(opportunity, _by_fit(opportunity, score, policy))
    blocking = [warning for warning in opportunity.warnings if warning.code in BLOCKING]
    if blocking and verdict.suggestion is not Suggestion.DECLINE:
        return Verdict(Suggestion.HOLD, f"Look before you answer: {_lower_first(blocking[0].text)}")
    return verdict


def whatever_the_fit(opportunity: Opportunity) -> Verdict | None:
    """The verdict on a message that gets the same however well it fits; None if that matters."""
    if opportunity.kind is not Kind.OUTREACH:
        return _not_plainly_an_offer(opportunity)
    if (offer := dict(opportunity.kind_probability).get(Kind.OUTREACH, 0.0)) < SURELY_AN_OFFER:
        return Verdict(Suggestion.HOLD, f"May be an offer ({offer:.0%}): please look.")
    if not opportunity.replyable:
        return Verdict(Suggestion.HOLD, f"An offer, but {opportunity.not_replyable_because}.")
    if opportunity.forwarded_from:
        return Verdict(Suggestion.HOLD, f"Forwarded from {opportunity.forwarded_from}: look whom to answer.")
    return None


def by_threshold(fit: float, policy: Policy) -> Suggestion | None:
    """What the fit alone suggests; None in the middle. A suggestion can only change with this, or with the mail."""
    if fit >= policy.accept_at:
        return Suggestion.ACCEPT
    return Suggestion.DECLINE if fit <= policy.decline_at else None


def deciding_questions(opportunity: Opportunity, policy: Policy) -> tuple[Fact, ...]:
    """The facts the user must know and the message does not state, in the order of the configuration."""
    return tuple(fact for fact in policy.must_know if fact in opportunity.missing)


def _not_plainly_an_offer(opportunity: Opportunity) -> Verdict:
    chances = dict(opportunity.kind_probability)
    offer = chances.get(Kind.OUTREACH, 0.0)
    if opportunity.kind is Kind.SCAM:
        reasons = [_lower_first(warning.text) for warning in opportunity.warnings]
        of_work = not _OF_WORK.isdisjoint(warning.code for warning in opportunity.warnings)
        # A scam that plays the recruiter is shown with its reasons; other fraud is no business of triage.
        if opportunity.role.title or of_work or offer >= MAYBE_AN_OFFER / 2:
            return Verdict(
                Suggestion.HOLD, f"Reads like a recruiting scam: {reasons[0] if reasons else 'do not reply.'}"
            )
        return Verdict(Suggestion.NONE, "Reads like a scam, and not like an offer.")
    if offer >= MAYBE_AN_OFFER and opportunity.replyable:
        return Verdict(
            Suggestion.HOLD, f"Reads like {_article(opportunity.kind)}, but may be an offer ({offer:.0%}): please look."
        )
    return Verdict(Suggestion.NONE, f"Not an offer: reads like {_article(opportunity.kind)}.")


def _by_fit(opportunity: Opportunity, score: Score, policy: Policy) -> Verdict:
    fit = score.probability
    suggested = by_threshold(fit, policy)
    if suggested is Suggestion.ACCEPT:
        return Verdict(Suggestion.ACCEPT, f"Fits at {fit:.0%}{_because(score, positive=True)}{_lowered(fit, policy)}.")
    if suggested is Suggestion.DECLINE:
        return Verdict(Suggestion.DECLINE, f"Fits at only {fit:.0%}{_because(score, positive=False)}.")
    questions = deciding_questions(opportunity, policy)
    if questions:
        return Verdict(
            Suggestion.ASK, f"May fit ({fit:.0%}), and it hangs on {_listed([_FACT_WORDS[q] for q in questions])}."
        )
    return Verdict(Suggestion.HOLD, f"May fit ({fit:.0%}) and nothing is left to ask: your call.")


def _of_the_first(opportunity: Opportunity, verdict: Verdict) -> Verdict:
    """The same, with the other roles that are offered: these are read by nobody yet, so nothing is declined."""
    if not opportunity.also_offered:
        return verdict
    others = f"{verdict.why} It also offers: {_listed(opportunity.also_offered)}."
    return Verdict(Suggestion.HOLD if verdict.suggestion is Suggestion.DECLINE else verdict.suggestion, others)


def _lowered(fit: float, policy: Policy) -> str:
    """Said where the lowered bar is what makes it an accept."""
    if not isinstance(policy, LoweredPolicy) or fit >= policy.usual:
        return ""
    return f" (your bar is lowered from {policy.usual:.0%} to {policy.accept_at:.0%}: {policy.because})"


def _because(score: Score, *, positive: bool) -> str:
    """The strongest reasons on the side of the verdict, in plain words; wanted terms are named together."""
    mine = [reason for reason in score.contributions if reason.feature != "base" and (reason.value > 0) is positive]
    wanted = [reason.feature.partition(":")[2] for reason in mine if reason.feature.startswith("want:")]
    phrases = list(dict.fromkeys(_words(reason, wanted) for reason in mine))
    return f": {'; '.join(phrases[:3])}" if phrases else ""


def _words(reason: Contribution, wanted: Sequence[str]) -> str:
    if reason.feature.startswith("want:") and wanted:
        return f"names {_listed(wanted)}"
    return reason.text or reason.feature


def _article(kind: Kind) -> str:
    return {
        Kind.ALERT: "a job alert",
        Kind.APPLICATION: "news of an application",
        Kind.INTERVIEW: "the arranging of an interview",
        Kind.NEWSLETTER: "a newsletter",
        Kind.SALES: "a sales mail",
        Kind.PERSONAL: "a personal mail",
    }.get(kind, str(kind))


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
