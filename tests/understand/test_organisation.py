from __future__ import annotations

import pytest

from training.mails import cases, message
from triage.understand.names import is_agency_name, without_legal_form
from triage.understand.organisation import chosen, label_of_mailbox
from triage.understand.role import read_role

MAILS = cases("title_mails.toml", "title_mails_fresh.toml", "title_mails_third.toml")


@pytest.mark.parametrize("field", ["company", "agency"])
def test_employer_and_agency_are_told_apart(field: str) -> None:
    """The scores are learnt: of the written mails a few may be read otherwise, and names come without legal forms.

    Most of the few are of one kind: whether "Acme Recruiting" of acme.example is "Acme", on which writers differ.
    """
    said = {case.name: without_legal_form(case.said.get(field, "")) or None for case in MAILS}
    wrong = [case.name for case in MAILS if getattr(read_role(case.message), field) != said[case.name]]
    assert len(wrong) <= 0.09 * len(MAILS), wrong


@pytest.mark.parametrize(
    "text",
    [
        "My client, a leading fintech, is hiring a Java Developer.",
        "One of our clients needs a Java Developer.",
        "Unser Mandant sucht einen Java-Entwickler.",
        "Un de nos clients recherche un développeur Java.",
        "I saw your work at Globex and have a Java Developer role.",
        "Engineers like you often come from Apple or Google.",
    ],
)
def test_an_unnamed_employer_stays_unnamed(text: str) -> None:
    role = read_role(message("Kim Lee <kim@mail.example>", "Java Developer", text))
    assert role.company is None


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("L’Hôpital Sainte-Odile à Strasbourg recherche un Infirmier de bloc opératoire.", "Hôpital Sainte-Odile"),
        ("L’Orvane recherche un Chef de produit à Paris.", "L’Orvane"),
    ],
)
def test_an_elided_article_belongs_to_a_name_but_not_to_a_kind_of_firm(text: str, company: str) -> None:
    role = read_role(message("Kim Lee <kim@mail.example>", "Offre", f"Bonjour,\n\n{text}\n"))
    assert role.company == company


@pytest.mark.parametrize("address", ["hit-reply@linkedin.com", "kim.lee@gmail.com", "kim@initrode.example"])
def test_a_domain_alone_names_nobody(address: str) -> None:
    role = read_role(message(f"Kim Lee <{address}>", "Java Developer", "Interested in a Java Developer role?"))
    assert (role.company, role.agency) == (None, None)


@pytest.mark.parametrize("name", ["Bright Search Ltd", "Personalhaus GmbH", "Hays", "Michael Page", "Romero Talento"])
def test_agencies_are_known_by_their_names(name: str) -> None:
    assert is_agency_name(name)


@pytest.mark.parametrize("name", ["Acme", "Nordwerk AG", "Klinikum Seeblick", "Researchers United"])
def test_employers_are_not_taken_for_agencies(name: str) -> None:
    assert not is_agency_name(name)


@pytest.mark.parametrize(
    ("company", "agency", "both", "pair"),
    [
        ([], [], 0.0, (-1, -1)),
        ([-1.0], [-2.0], 0.0, (-1, -1)),
        ([2.0], [1.0], 0.0, (0, -1)),  # one name is one of the two
        ([1.0], [2.0], 0.0, (-1, 0)),
        ([2.0, 1.0], [3.0, -1.0], 0.0, (1, 0)),
        ([2.0, 1.0], [3.0, -1.0], -2.0, (-1, 0)),  # that both are named is less likely
        ([2.0, -1.0], [-1.0, 0.5], 1.0, (0, 1)),
    ],
)
def test_the_best_pair_of_two_different_names_is_taken(
    company: list[float], agency: list[float], both: float, pair: tuple[int, int]
) -> None:
    scores = {"company": company, "agency": agency}
    assert chosen(["acme", "nordwerk"][: len(company)], scores, (both, 0.0), [True, False]) == pair


def test_who_writes_for_another_firm_belongs_to_one() -> None:
    scores = {"company": [-1.0, 1.0], "agency": [1.0, -1.0]}
    assert chosen(["acme", "nordwerk"], scores, (-4.0, 3.5), [True, False]) == (1, 0)
    assert chosen(["acme", "nordwerk"], scores, (-4.0, 3.5), [False, True]) != (1, 0)


def test_a_longer_name_of_a_firm_is_no_second_one() -> None:
    scores = {"company": [2.0, -1.0], "agency": [1.0, 3.0]}
    assert chosen(["brightpath", "brightpathrecruiting"], scores, (0.0, 0.0), [True, True]) == (-1, 1)


def test_a_firm_that_bears_its_owners_name_recruits() -> None:
    text = "Hello Dana,\n\nI recruit finance leaders; my client, a retailer, needs a Finance Director.\n\n"
    role = read_role(message("Kim Lee <kim.lee@gmail.com>", "Finance Director", f"{text}Kim Lee\nLee Search"))
    assert (role.company, role.agency) == (None, "Lee Search")


def test_names_carry_the_words_they_were_read_from() -> None:
    role = read_role(message("Kim Lee <kim@x.example>", "Data Engineer at Acme", "Acme is hiring a Data Engineer."))
    quotes = [evidence.quote for evidence in role.evidence if evidence.field == "company"]
    assert len(quotes) == 1
    assert "Acme" in quotes[0]


@pytest.mark.parametrize(
    ("text", "company", "agency"),
    [
        (
            "Kim Lee\nEngineering Manager at Oakmere Robotics\n\nHi Dana, fancy a Data Engineer role?",
            "Oakmere Robotics",
            None,
        ),
        ("I'm helping Oakmere Robotics in Leeds find a Data Engineer.", "Oakmere Robotics", None),
        ("We support our clients in ten countries. Oakmere is hiring a Data Engineer.", "Oakmere", None),
        ("Somos Cerámicas Arlanza y buscamos un contable.", "Cerámicas Arlanza", None),
        ("Guten Tag, wir sind die Weber Orgelbau und suchen einen Tischler.", "Weber Orgelbau", None),
        ("Diese Entscheidung sucht ihresgleichen: ein Data Engineer.", None, None),
        ("A Data Engineer, onsite from Day 1.", None, None),
    ],
)
def test_who_hires_and_who_recruits(text: str, company: str | None, agency: str | None) -> None:
    role = read_role(message("Kim Lee <kim@mail.example>", "Data Engineer", text))
    assert (role.company, role.agency) == (company, agency)


@pytest.mark.parametrize(
    ("text", "domain", "company", "agency"),
    [
        ("Wij van Bakkerij Veldzicht zoeken een verkoper.\n\nElse Smit\nBakkerij Veldzicht", "veldzicht",
         "Bakkerij Veldzicht", None),
        ("Ik ben van een bureau voor werving & selectie. Een ziekenhuis zoekt een kok.\n\nKim Lee\nWerkgoed Plus",
         "werkgoedplus", None, "Werkgoed Plus"),
        ("Per Officine Dorate, azienda di moda, cerchiamo un saldatore.\n\nMarta\nSelezione Nord Srl", "selezionenord",
         "Officine Dorate", "Selezione Nord"),
        ("Dla naszego klienta szukamy księgowej.\n\nKim Lee\nAgencja Pracy Horyzont", "horyzont", None,
         "Agencja Pracy Horyzont"),
        ("En Altura Digital estamos buscando un programador.\n\nLuis\nDepartamento de Selección", "alturadigital",
         "Altura Digital", None),
        ("We do not work with recruitment agencies. Orrin needs a data engineer.\n\nKim\nOrrin", "orrin",
         "Orrin", None),
    ],
)  # fmt: skip
def test_employers_and_agencies_in_other_languages(
    text: str, domain: str, company: str | None, agency: str | None
) -> None:
    role = read_role(message(f"Kim Lee <k@{domain}.example>", "Hello", text))
    assert (role.company, role.agency) == (company, agency)


@pytest.mark.parametrize("name", ["Departamento de Selección", "Ufficio Risorse Umane", "Human Resource Department"])
def test_a_department_is_no_agency(name: str) -> None:
    assert not is_agency_name(name)


@pytest.mark.parametrize(
    ("footer", "agency"),
    [("Kim Lee\nRecruiter\nTarnfield Search", "Tarnfield Search"), ("Kim Lee", "Tarnfield Search")],
)
def test_a_recruiting_firm_is_named_by_sign_off_or_domain(footer: str, agency: str) -> None:
    text = f"My client needs a Data Engineer.\n\nBest regards\n{footer}"
    assert read_role(message("Kim Lee <kim@tarnfield-search.example>", "Data Engineer", text)).agency == agency


@pytest.mark.parametrize(
    ("mailbox", "spelt"),
    [
        ("ahnlundbakery", "ahnlundbakery"),
        ("kontakt.zwergenau", "zwergenau"),
        ("kim.daymarblue", "daymarblue"),
        ("kim.lee77", ""),
        ("klee", ""),
    ],
)
def test_a_mailbox_may_spell_a_firm(mailbox: str, spelt: str) -> None:
    assert label_of_mailbox(mailbox, {"kim", "lee"}) == spelt


def test_a_firm_that_writes_from_a_provider_of_addresses_is_known_by_its_mailbox() -> None:
    text = "We need a baker for our shop in Leeds. Come and see us at Ahnlund Bakery any morning."
    read = read_role(message("Kim Lee <ahnlundbakery@gmail.com>", "Baker", text))
    assert read.company == "Ahnlund Bakery"
