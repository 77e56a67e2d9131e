"""Mails, roles and wishes of a few words, to score."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from triage.domain import Address, Kind, Message, Opportunity
from triage.score import FitModel, score

if TYPE_CHECKING:
    from collections.abc import Callable

    from triage.domain import Interests, Role, Score


def _message(text: str, subject: str) -> Message:
    sender = Address("Kim Lee", "kim@agency.example")
    return Message("<m@agency.example>", (), (), None, sender, None, (), (), (), subject, text, "", "", (), (), (), "0")


def _opportunity(role: Role) -> Opportunity:
    return Opportunity(
        Kind.OUTREACH, ((Kind.OUTREACH, 1.0),), "en", role, (), (), replyable=True, not_replyable_because=""
    )


@pytest.fixture(scope="session")
def model() -> FitModel:
    return FitModel.load()


@pytest.fixture
def fit(model: FitModel) -> Callable[..., Score]:
    """The fit of a role for a wish, with the text of the mail."""

    def scored(role: Role, wish: Interests, text: str = "", subject: str = "") -> Score:
        return score(_message(text, subject), _opportunity(role), wish, model)

    return scored


@pytest.fixture
def offer() -> Callable[[Role], Opportunity]:
    return _opportunity
