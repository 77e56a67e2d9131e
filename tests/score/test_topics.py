from __future__ import annotations

import pytest

from tests.factories import KIM, a_message, an_opportunity
from triage.domain import Role
from triage.score.topics import LEARNED, topics, weighed

TEXT = (
    "Hi Dana, Acme is hiring. You join an on-call rotation and look after observability. There is no travel.\n"
    "Ask Kim about Berlin. Acme pays well and likes Kafka.\n"
)


def names(text: str, language: str = "en", **role: object) -> dict[str, bool]:
    """The topics of a mail, and whether the tables know them."""
    message = a_message(text=text, subject="A role")
    offered = Role(company="Acme", recruiter="Kim Lee", locations=("Berlin",), **role)  # type: ignore[arg-type]
    return {topic.name: topic.known for topic in topics(message, an_opportunity(role=offered, language=language))}


def test_conditions_skills_and_words_are_topics() -> None:
    found = names(TEXT, skills=("kafka",))
    assert found["on-call"]
    assert found["kafka"]
    assert not found["observability"]


def test_what_is_denied_is_no_topic() -> None:
    assert "travel" not in {name for name, known in names(TEXT).items() if known}


@pytest.mark.parametrize("language", ["en", "de"])
def test_names_are_none(language: str) -> None:
    assert not {"kim", "lee", "acme", "berlin", "dana", "agency", "whitfield"} & names(TEXT, language).keys()


def test_a_condition_is_one_topic_in_every_language() -> None:
    assert names("Zur Stelle gehört eine Rufbereitschaft jede sechste Woche.", "de")["on-call"]
    assert names("Le poste comprend des astreintes toutes les six semaines.", "fr")["on-call"]


def test_the_telling_topics_are_named_and_the_rest_is_one() -> None:
    message = a_message(text=TEXT, from_=KIM)
    weights = {"on-call": -2.0, "observability": 0.1, "rotation": 0.05, "unheard": 3.0}
    found = {one.feature: one for one in weighed(message, an_opportunity(), weights)}
    assert found[f"{LEARNED}:on-call"].value == -2.0
    assert "on-call rotation" in found[f"{LEARNED}:on-call"].evidence
    assert found[LEARNED].value == pytest.approx(0.15)
    assert found[LEARNED].evidence == "observability, rotation"
    assert len(found) == 2
