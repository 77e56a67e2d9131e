from __future__ import annotations

import pytest

from triage.score.occupation import named_in, read_title, similarity


@pytest.mark.parametrize(
    ("wanted", "offered"),
    [
        ("software engineer", "Senior Softwareentwickler (m/w/d)"),
        ("software engineer", "Ingénieur logiciel"),
        ("backend engineer", "Backend-Entwickler:in"),
        ("backend developer", "Back-end Software Engineer"),
        ("site reliability engineer", "SRE"),
        ("DevOps engineer", "Site Reliability Engineer"),
        ("nurse", "Pflegefachkraft"),
        ("Pflegefachkraft", "Infirmier(ère)"),
        ("nurse", "Diplomierte Gesundheits- und Krankenpflegerin"),
        ("accountant", "Bilanzbuchhalter/in"),
        ("lawyer", "Abogada"),
        ("frontend developer", "Software Engineer, Frontend"),
        ("engineering manager", "Head of Engineering"),
        ("mechanical engineer", "Werktuigbouwkundig ingenieur"),
        ("data analyst", "Datenanalyst"),
        ("project manager", "Kierownik projektu"),
        ("physician", "Oberärztin"),
    ],
)
def test_the_same_occupation_in_other_words(wanted: str, offered: str) -> None:
    assert similarity(read_title(wanted), read_title(offered)) == 1.0


@pytest.mark.parametrize(
    ("wanted", "offered"),
    [
        ("software engineer", "Sales Engineer"),
        ("software engineer", "Technical Recruiter - Software Engineering"),
        ("software engineer", "Recruiter for software engineers"),
        ("product manager", "Product Marketing Manager"),
        ("nurse", "Arzt"),
        ("nurse", "Sales representative nursing"),
        ("data scientist", "Data Center Technician"),
        ("product designer", "Mechanical designer"),
        ("backend engineer", "CNC Programmer"),
        ("software developer", "CNC-Programmierer (m/w/d)"),
        ("backend engineer", "Frontend Engineer"),
        ("engineering manager", "Construction Manager"),
        ("marketing manager", "Vice President, Engineering"),
    ],
)
def test_a_related_title_is_another_occupation(wanted: str, offered: str) -> None:
    near = similarity(read_title(wanted), read_title(offered))
    assert near is not None
    assert near < 0.3


@pytest.mark.parametrize(
    ("wanted", "offered"), [("Java developer", "PHP Developer"), ("React developer", "Angular Developer")]
)
def test_another_craft_of_one_occupation_is_only_near(wanted: str, offered: str) -> None:
    near = similarity(read_title(wanted), read_title(offered))
    assert near is not None
    assert 0.2 < near < 0.6


def test_similarity_is_symmetric_for_known_occupations() -> None:
    titles = [read_title(title) for title in ("Backend Engineer", "SRE", "Nurse", "Recruiter", "Data Engineer")]
    for one in titles:
        for other in titles:
            assert similarity(one, other) == similarity(other, one)


def test_an_unknown_occupation_is_unknown() -> None:
    assert similarity(read_title("nurse"), read_title("Vibe Curator")) is None
    assert read_title("").occupation is None
    assert read_title("(m/w/d)").occupation is None


def test_the_family_may_be_read_from_prose() -> None:
    named = named_in("Hello, we need somebody for our wards: a nurse who likes people, in Vienna.")
    assert {one.name for one in named} == {"nurse"}
