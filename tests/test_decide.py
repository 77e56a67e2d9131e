from __future__ import annotations

import pytest

from tests.factories import a_score, an_opportunity
from triage.config import Policy
from triage.decide import BLOCKING, decide, deciding_questions
from triage.domain import Contribution, Fact, Kind, Role, Score, Suggestion, Warning, WarningCode

POLICY = Policy()


@pytest.mark.parametrize(
    ("fit", "missing", "suggestion"),
    [
        (0.60, (Fact.PAY,), Suggestion.ACCEPT),
        (0.59, (Fact.PAY,), Suggestion.ASK),
        (0.59, (), Suggestion.HOLD),
        (0.59, (Fact.LEVEL,), Suggestion.HOLD),  # not among what must be known
        (0.26, (Fact.COMPANY,), Suggestion.ASK),
        (0.25, (Fact.COMPANY,), Suggestion.DECLINE),
        (0.01, (), Suggestion.DECLINE),
    ],
)
def test_an_offer_is_answered_by_its_fit(fit: float, missing: tuple[Fact, ...], suggestion: Suggestion) -> None:
    assert decide(an_opportunity(missing=missing), a_score(fit), POLICY).suggestion is suggestion


def test_the_reason_names_the_strongest_contributions_on_its_side() -> None:
    score = a_score(0.1, ("avoid:php", -2.0), ("want:python", 1.0), ("pay", -0.5), ("base", -1.0))
    assert decide(an_opportunity(), score, POLICY).why == "Fits at only 10%: avoid:php; pay."
    told = (Contribution("want:go", 2.0), Contribution("pay", 1.0, text="pays 5 % over"), Contribution("want:sql", 0.5))
    score = Score(0.9, (*told, Contribution("base", -1.0)), "test")
    assert decide(an_opportunity(), score, POLICY).why == "Fits at 90%: names go and sql; pays 5 % over."
    assert decide(an_opportunity(), a_score(0.9, ("base", 2.0)), POLICY).why == "Fits at 90%."


@pytest.mark.parametrize("code", list(WarningCode))
def test_a_grave_warning_keeps_an_accept_back(code: WarningCode) -> None:
    warned = an_opportunity(warnings=(Warning(code, "It asks for money."),))
    verdict = decide(warned, a_score(0.9), POLICY)
    assert verdict.suggestion is (Suggestion.HOLD if code in BLOCKING else Suggestion.ACCEPT)


def test_a_grave_warning_does_not_keep_a_decline_back() -> None:
    warned = an_opportunity(warnings=(Warning(WarningCode.LOOKALIKE_DOMAIN, "Look-alike."),))
    assert decide(warned, a_score(0.1), POLICY).suggestion is Suggestion.DECLINE


@pytest.mark.parametrize("fit", [0.0, 0.5, 0.99])
def test_a_forwarded_offer_is_looked_at(fit: float) -> None:
    assert decide(an_opportunity(forwarded_from="Kim Lee"), a_score(fit), POLICY).suggestion is Suggestion.HOLD


@pytest.mark.parametrize(
    ("fit", "suggestion"), [(0.9, Suggestion.ACCEPT), (0.5, Suggestion.ASK), (0.1, Suggestion.HOLD)]
)
def test_of_several_roles_none_is_declined_for_the_first(fit: float, suggestion: Suggestion) -> None:
    verdict = decide(an_opportunity(missing=(Fact.PAY,), also_offered=("SRE", "Tester")), a_score(fit), POLICY)
    assert verdict.suggestion is suggestion
    assert verdict.why.endswith(" It also offers: SRE and Tester.")


@pytest.mark.parametrize("fit", [0.0, 0.5, 0.99])
def test_a_scam_never_gets_an_answer(fit: float) -> None:
    scam = an_opportunity(kind=Kind.SCAM, kind_probability=((Kind.SCAM, 0.9), (Kind.OUTREACH, 0.1)), replyable=False)
    assert decide(scam, a_score(fit), POLICY).suggestion is Suggestion.HOLD
    plain = an_opportunity(kind=Kind.SCAM, kind_probability=((Kind.SCAM, 1.0),), role=Role(), replyable=False)
    assert decide(plain, a_score(fit), POLICY).suggestion is Suggestion.NONE


@pytest.mark.parametrize(
    ("code", "suggestion"),
    [
        (WarningCode.MESSAGING_APP_REDIRECT, Suggestion.HOLD),
        (WarningCode.TOO_GOOD_PAY, Suggestion.HOLD),
        (WarningCode.FREE_MAIL_SENDER, Suggestion.HOLD),
        (WarningCode.ASKS_MONEY, Suggestion.NONE),
        (WarningCode.ASKS_ID_DOCUMENTS, Suggestion.NONE),
        (WarningCode.LOOKALIKE_DOMAIN, Suggestion.NONE),
    ],
)
def test_fraud_that_plays_no_recruiter_is_not_shown(code: WarningCode, suggestion: Suggestion) -> None:
    chances = ((Kind.SCAM, 0.95), (Kind.OUTREACH, 0.05))
    scam = an_opportunity(
        kind=Kind.SCAM, kind_probability=chances, role=Role(), replyable=False, warnings=(Warning(code, "It is odd."),)
    )
    assert decide(scam, a_score(0.9), POLICY).suggestion is suggestion


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in {Kind.OUTREACH, Kind.SCAM}])
def test_what_is_no_offer_gets_none_unless_it_may_be_one(kind: Kind) -> None:
    sure = an_opportunity(kind=kind, kind_probability=((kind, 0.9), (Kind.OUTREACH, 0.1)))
    unsure = an_opportunity(kind=kind, kind_probability=((kind, 0.6), (Kind.OUTREACH, 0.4)))
    assert decide(sure, a_score(0.9), POLICY).suggestion is Suggestion.NONE
    assert decide(unsure, a_score(0.9), POLICY).suggestion is Suggestion.HOLD


def test_what_is_only_likely_an_offer_gets_no_reply_yet() -> None:
    chances = ((Kind.OUTREACH, 0.49), (Kind.PERSONAL, 0.48), (Kind.SALES, 0.03))
    verdict = decide(an_opportunity(kind_probability=chances), a_score(0.9), POLICY)
    assert verdict.suggestion is Suggestion.HOLD
    assert "49%" in verdict.why


def test_an_offer_that_cannot_be_answered_is_shown() -> None:
    listed = an_opportunity(replyable=False, not_replyable_because="it came through a mailing list")
    verdict = decide(listed, a_score(0.9), POLICY)
    assert verdict.suggestion is Suggestion.HOLD
    assert "mailing list" in verdict.why


def test_only_deciding_facts_are_asked_for_in_the_users_order() -> None:
    policy = Policy(must_know=(Fact.LOCATION, Fact.PAY, Fact.COMPANY))
    opportunity = an_opportunity(missing=(Fact.COMPANY, Fact.PAY, Fact.LEVEL))
    assert deciding_questions(opportunity, policy) == (Fact.PAY, Fact.COMPANY)
