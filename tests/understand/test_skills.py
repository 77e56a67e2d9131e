from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from training.mails import cases
from triage import vocabulary
from triage.understand.passages import passage
from triage.understand.role import read_role
from triage.understand.skills import read_skills

if TYPE_CHECKING:
    from training.mails import Case


def skills_in(text: str) -> list[str]:
    return list(read_skills([passage("text", text)])[0])


@pytest.mark.parametrize("case", cases("title_mails.toml", "title_mails_fresh.toml", "title_mails_third.toml"), ids=str)
def test_skills_of_a_mail(case: Case) -> None:
    assert list(read_role(case.message).skills) == case.said.get("skills", [])


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        ("k8s, Postgres and React.js", ["kubernetes", "postgresql", "react"]),
        ("C++ / C# / .NET", ["c++", "c#", ".net"]),
        ("Go, Python or R", ["go", "python", "r"]),
        ("We need a Go developer", ["go"]),
        ("Go to our page, R and D is fun", []),
        ("You excel at work, the spring is here, we react fast", []),
        ("Excel and Spring Boot", ["excel", "spring boot"]),
        ("De rest volgt later; REST and Go", ["rest", "go"]),
        ("J'ai vu: je paie bien. Il maîtrise la paie", ["payroll"]),
        ("The Cypress team, then Cypress and Playwright", ["cypress", "playwright"]),
        ("No PHP, just Python", ["python"]),
        ("kein Java, sondern Kotlin", ["kotlin"]),
        ("no PHP or Perl; Ruby instead", ["ruby"]),
        ("not only Java but Scala", ["java", "scala"]),
        ("sans PHP ni Java", []),
        ("pediatrics and wound care in an ICU", ["paediatrics", "wound care", "icu"]),
        ("SAP FI/CO, IFRS, DATEV", ["sap fi", "ifrs", "datev"]),
        ("JavaScript", ["javascript"]),
    ],
)
def test_skills_in_running_text(text: str, skills: list[str]) -> None:
    assert skills_in(text) == skills


def test_skills_carry_the_words_they_were_read_from() -> None:
    _, (evidence,) = read_skills([passage("text", "You know Terraform well.")])
    assert evidence.field == "skills"
    assert "Terraform" in evidence.quote


def test_every_form_in_the_table_names_one_skill() -> None:
    owners: dict[str, set[str]] = {}
    for forms in vocabulary.index().values():
        for form in forms:
            owners.setdefault(" ".join(form.tokens), set()).add(form.skill)
    assert {form: skills for form, skills in owners.items() if len(skills) > 1} == {}


@pytest.mark.parametrize(
    ("term", "name"), [("K8s", "kubernetes"), ("golang", "go"), ("Go", "go"), ("unheard of", "unheard of")]
)
def test_canonical_names(term: str, name: str) -> None:
    assert vocabulary.canonical(term) == name
    assert vocabulary.forms(term)[0] == name


def test_tokens_join_to_the_text() -> None:
    text = "Hi,  .NET and Node.js/C++\n\n k8s _x_ (R&D)."
    assert "".join(vocabulary.tokenise(text)) == text
