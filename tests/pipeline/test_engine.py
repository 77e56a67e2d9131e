"""What an engine makes of a message, and what it leaves undone where nothing of it would be kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories import a_message, an_opportunity
from triage.config import Configuration
from triage.domain import Kind, Suggestion
from triage.pipeline.engine import UNWEIGHED, Engine


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.load(Configuration(path=Path("config.toml")))


def test_what_is_no_offer_is_weighed_only_where_that_is_shown(engine: Engine) -> None:
    newsletter = an_opportunity(
        kind=Kind.NEWSLETTER, kind_probability=((Kind.OUTREACH, 0.01), (Kind.NEWSLETTER, 0.99)), replyable=False
    )
    shown, kept = (engine.assess(a_message(), newsletter, keep=keep) for keep in (False, True))
    assert shown.verdict == kept.verdict
    assert shown.verdict.suggestion is Suggestion.NONE
    assert shown.score.contributions
    assert (shown.score.model_id, kept.score.model_id) == (engine.model.model_id, UNWEIGHED)


@pytest.mark.parametrize(
    "changes", [{}, {"kind": Kind.SCAM}, {"replyable": False, "not_replyable_because": "it is bulk"}]
)
def test_what_is_shown_is_weighed(engine: Engine, changes: dict[str, object]) -> None:
    assessment = engine.assess(a_message(), an_opportunity(**changes), keep=True)
    assert assessment.verdict.suggestion is not Suggestion.NONE
    assert assessment.score.model_id == engine.model.model_id
    assert assessment.score.gist is not None
