from __future__ import annotations

import pytest

from tests.factories import KIM, a_message, an_opportunity
from triage.domain import Role
from triage.score import MailPage, concept, mention
from triage.score.concept import find_concept
from triage.score.terms import forms
from triage.score.topics import LEARNED, quoted, weighed

TEXT = (
    "Hi Dana, Acme is hiring. You join an on-call rotation and look after observability. There is no travel.\n"
    "Ask Kim about Berlin. Acme pays well and likes Kafka.\n"
)


def names(text: str, language: str = "en", **role: object) -> dict[str, bool]:
    """The topics of a mail, and whether the tables know them."""
    message = a_message(text=text, subject="A role")
    offered = Role(company="Acme", recruiter="Kim Lee", locations=("Berlin",), **role)  # type: ignore[arg-type]
    page = MailPage(message, an_opportunity(role=offered, language=language))
    return {topic.name: topic.known for topic in page.topics}


def test_conditions_skills_and_words_are_topics() -> None:
    found = names(TEXT, skills=("kafka",))
    assert found["on-call"]
    assert found["kafka"]
    assert not found["observability"]


def test_what_is_denied_is_no_topic() -> None:
    assert "travel" not in names(TEXT)


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("Staff Platform Engineer, Berlin, no on-call, observability, 110,000 EUR", "on-call"),
        ("You work without weekend shifts. You care for observability.", "weekend"),
        ("Die Stelle ist ohne Rufbereitschaft. Es geht um observability.", "rufbereitschaft"),
        ("Backend with observability, and no PHP here.", "php"),
    ],
)
def test_what_is_denied_is_neither_a_condition_nor_a_skill_nor_a_word(text: str, denied: str) -> None:
    found = names(text, skills=("php",) if denied == "php" else ())
    assert denied not in found
    assert "observability" in found
    assert "on-call" not in found


def test_a_word_that_is_denied_once_and_stands_elsewhere_is_named() -> None:
    assert "weekend" in names("There is no weekend duty in summer. In winter you cover one weekend a month.")


@pytest.mark.parametrize("language", ["en", "de"])
def test_names_are_none(language: str) -> None:
    assert not {"kim", "lee", "acme", "berlin", "dana", "agency", "whitfield"} & names(TEXT, language).keys()


def test_a_condition_is_one_topic_in_every_language() -> None:
    assert names("Zur Stelle gehört eine Rufbereitschaft jede sechste Woche.", "de")["on-call"]
    assert names("Le poste comprend des astreintes toutes les six semaines.", "fr")["on-call"]


@pytest.mark.parametrize(
    ("text", "language", "taste"),
    [
        ("We are a fast paced team.", "en", "fast-paced"),
        ("Ein Umfeld mit hohem Tempo, hohes Tempo eben.", "de", "fast-paced"),
        ("Vous travaillez au bureau quatre jours.", "fr", "in the office"),
        ("Wymagane jest wykształcenie wyższe.", "pl", "degree"),
        ("Il ruolo richiede la patente B.", "it", "driving licence"),
        ("Du arbeitest mit künstlicher Intelligenz.", "de", "ai"),
        ("Onbeperkte vakantiedagen horen erbij.", "nl", "unlimited holiday"),
    ],
)
def test_what_people_like_or_dislike_is_one_topic_in_all_its_words(text: str, language: str, taste: str) -> None:
    assert names(text, language)[taste]


def test_a_phrase_that_says_something_else_is_no_taste() -> None:
    assert "equity" not in names("We sell to private equity firms.")
    assert "reporting" not in names("You report to the head of data.")
    assert "diversity" not in names("La gestione dei clienti e dei progetti.", "it")
    assert "phd" not in names("No PhD needed.")


def test_every_concept_is_found_wherever_one_of_its_words_stands() -> None:
    """The beginnings of words by which concepts are looked up leave none out."""
    for name in concept.names():
        plain = [form.removesuffix("*") for form in find_concept(name).forms if form not in find_concept(name).capitals]
        missed = [form for form in plain if name not in names(f"It is about {form} .")]
        assert not [form for form in missed if mention.find(forms(name), f"it is about {form} .")], name


def test_the_telling_topics_are_named_and_the_rest_is_one() -> None:
    message = a_message(text=TEXT, from_=KIM)
    weights = {"on-call": -2.0, "observability": 0.1, "rotation": 0.05, "unheard": 3.0}
    page = MailPage(message, an_opportunity())
    found = {one.feature: one for one in quoted(weighed(page.topics_in(weights), weights), page)}
    assert found[f"{LEARNED}:on-call"].value == -2.0
    assert "on-call rotation" in found[f"{LEARNED}:on-call"].evidence
    assert found[LEARNED].value == pytest.approx(0.15)
    assert found[LEARNED].evidence == "observability, rotation"
    assert len(found) == 2
