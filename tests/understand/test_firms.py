from __future__ import annotations

import pytest

from triage.understand.firm_clues import Sender, could_be, own_clues
from triage.understand.firms import named
from triage.understand.own_names import beyond_label, is_own, spelt_by
from triage.understand.passages import passage

NOBODY: frozenset[str] = frozenset()


def sender(display: str = "Kim Lee", domain: str = "acme.example") -> Sender:
    return Sender(display, domain, frozenset({"kim", "lee"}), frozenset({"leeds"}), domain.split(".")[-2])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Acme is hiring.", "Acme"),
        ("a role at Acme Robotics in Leeds", "Acme Robotics"),
        ("soy Kim, CTO de Calima", "Calima"),
        ("Client: Globex Foods", "Globex Foods"),
        ("a nurse to join acorns in Leeds", "acorns"),
        ("recruiting on behalf of cargo-one.", "cargo-one"),
        ("Interested? acorns needs a nurse.", "acorns"),
        ("the people of the gridlock games studio", "gridlock games"),
        ("teachers at St Mungo’s in Leeds", "St Mungo’s"),
        ("Je dirige Halles d'Armor à Leeds", "Halles d'Armor"),
        ("drivers for J. Falun Haulage in Leeds", "J. Falun Haulage"),
        ("Well: R. J. Falun Roofing, Leeds", "R. J. Falun Roofing"),
        ("wij zoeken: Wij van Falun & Zn", "Falun & Zn"),
        ("Gridlock Games Global Services", "Gridlock Games"),
        ("Kim Lee\nTalent Partner chez mirabel", "mirabel"),
        ("*Kim Lee* · 2nd\nDesign Recruiting @Farthing", "Farthing"),
        ("Client:- Gateway Children's Hospital", "Gateway Children's Hospital"),
        ("a teacher at Fallow Girls' Grammar", "Fallow Girls' Grammar"),
        ("Kim Lee\nIT Recruitment Specialist w Codewave", "Codewave"),
        ("Kim Lee\nLeiterin (Technik bei altalegno)", "altalegno"),
        ("Kim Lee\nSocia presso altalegno | Milano", "altalegno"),
        ("La Communauté de communes du Vallon recrute", "Communauté de communes du Vallon"),
        ("L’Athénée royal de Sauveterre est sans professeur", "Athénée royal de Sauveterre"),
        ("Nous ouvrons le Cabinet de la Lyre, à Lausanne", "Cabinet de la Lyre"),
        ("Voor de gemeente Veldwijk zoeken wij een planoloog", "gemeente Veldwijk"),
        ("the night ward of Harrowfield hospital needs nurses", "Harrowfield hospital"),
        ("w imieniu Spółdzielni Mieszkaniowej „Sarenka” w Kielcach", "Spółdzielni Mieszkaniowej Sarenka"),
        ("La Clinica Aurora di Leeds assume", "Clinica Aurora"),
        ("El Colegio San Telmo de Leeds precisa", "Colegio San Telmo"),
        ("Acme Robotics Leeds is growing", "Acme Robotics"),
        ("The client this time is Ferrolume, a maker of lamps", "Ferrolume"),
        ("Ich leite gridlock seit drei Jahren", "gridlock"),
        ("Do Stalpozu w Sarnowie i dla was jest praca", "Stalpoz"),
        ("W tej sprawie jest Rdesz, z Ramkowem się znamy i na pewno", "Ramkow"),
        ("Estamos a apoiar a Lusogal, fabricante de rolhas", "Lusogal"),
        ("Die Ferrolum, die Lampen baut, wächst", "Ferrolum"),
        ("Het Lokaal bestuur Veldwijk werft aan", "Lokaal bestuur Veldwijk"),
        ("Die Bundesanstalt für Wellenkunde sucht Sie", "Bundesanstalt für Wellenkunde"),
        ("Pour la clinique du Vallon nous cherchons", "clinique du Vallon"),
        ("W Szpitalu im. Rdesta w Sarnowie", "Szpitalu im. Rdesta"),
        ("Szkoła Podstawowa nr 3 w Sarnowie szuka", "Szkoła Podstawowa nr 3 w Sarnowie"),
        ("Al nido Il Sasso nello Stagno cerchiamo", "Il Sasso nello Stagno"),
        ("Zna Pani Zielony Rdest?", "Zielony Rdest"),
        ("I have been retained by Ferrolume to find a cook", "Ferrolume"),
        ("poszukuje dla stoczni Ferrolum w Sarnowie", "Ferrolum"),
        ("Jestem kierownikiem w Stalpozu Sarnowo i z tym się znam na dachu", "Stalpoz Sarnowo"),
        ("Je suis l'un des fondateurs d'Orvalie", "Orvalie"),
        ("in de vrije basisschool De Wissel te Leeds", "basisschool De Wissel"),
        ("Voor Waterschap Veld en Linge zoeken wij", "Waterschap Veld en Linge"),
        ("La ville de Falun-le-Bois recrute", "ville de Falun-le-Bois"),
        ("La Mairie de Saint-Falun-sur-Vallon recrute", "Mairie de Saint-Falun-sur-Vallon"),
        ("au nom du Groupement pastoral de l'Arête Fauve", "Groupement pastoral de l'Arête Fauve"),
    ],
)
def test_a_firm_is_among_the_names(text: str, name: str) -> None:
    found = named([passage("text", text)], sender(domain="gridlock-games.example"), bool)
    assert name in {one.name for one in found}


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("gemeente Veldwijk", "gemeente Veldwijk"),
        ("Clerk to Stowmarket Town Council", "Stowmarket Town Council"),
        ("Forno Falun dal 1952", "Forno Falun"),
        ("Matron, the Falun Cottage Hospital", "Falun Cottage Hospital"),
        ("p. Cantina di Falun", "Cantina di Falun"),
        ("Preside del Liceo Falun", "Liceo Falun"),
    ],
)
def test_a_line_of_a_sign_off_names_a_firm(line: str, name: str) -> None:
    found = {one.name for one in named([passage("signature", f"Kim Lee\n{line}")], sender(), bool)}
    assert name in found
    assert "Forno Falun dal 1952" not in found


@pytest.mark.parametrize(
    ("display", "domain", "name"),
    [
        ("Kim from Acme", "mail.example", "Acme"),
        ("Klinikum Auental, Personal", "mail.example", "Klinikum Auental"),
        ("Kim Lee", "nord-personal.example", "Nord Personal"),
        ("Kim Lee", "browarlee.example", "Browar Lee"),
        ("Team Vacatures Gemeente Zandwijk", "mail.example", "Gemeente Zandwijk"),
    ],
)
def test_the_sender_names_a_firm(display: str, domain: str, name: str) -> None:
    assert name in {one.name for one in named([], sender(display, domain), bool)}


@pytest.mark.parametrize(
    "name",
    [
        "Kim Lee",
        "Leeds",
        "GmbH",
        "Python",
        "Frau Schmidt",
        "Hello",
        "Mittelständler im Maschinenbau",
        "Business Unit Manager",
        "Standard 0400 111",
        "Rue des Lilas",
    ],
)
def test_persons_places_and_skills_are_no_firms(name: str) -> None:
    assert not could_be(name, sender())


@pytest.mark.parametrize(
    ("sign_off", "name"),
    [
        ("Kim\nacme", "acme"),
        ("Kim Lee\nSócia na Vega", "Vega"),
        ("Kim Lee\nZespół Szkół nr 9 w Sarnowie", "Zespół Szkół nr 9"),
        ("Kim Lee\nForno Bruni dal 1931", "Forno Bruni"),
    ],
)
def test_a_sign_off_names_a_firm(sign_off: str, name: str) -> None:
    assert name in {one.name for one in named([passage("signature", sign_off)], sender(), bool)}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("My client, a leading Series B fintech, is hiring", "Series B"),
        ("My client, a Munich Insurance Group, needs a nurse", "Munich Insurance Group"),
        ("unser Kunde, ein Wiener Softwarehaus, sucht", "Wiener Softwarehaus"),
        ("notre client, une Scale-up Parisienne, recherche", "Scale-up Parisienne"),
    ],
)
def test_what_a_client_is_names_nobody(text: str, name: str) -> None:
    assert name not in {one.name for one in named([passage("text", text)], sender(), bool)}


@pytest.mark.parametrize(
    "text", ["O nosso cliente, a Lusogal, S.A., procura", "Our client, a bakery called Lusogal, is hiring"]
)
def test_a_client_who_is_named_is_named(text: str) -> None:
    assert "Lusogal" in {one.name.split(",")[0] for one in named([passage("text", text)], sender(), bool)}


def test_a_closing_is_no_firm() -> None:
    assert not {"Beste Grüße", "Best Regards"} & {
        one.name for one in named([passage("signature", "Beste Grüße\nKim")], sender(), bool)
    }


def test_clues_tell_the_senders_own_firm() -> None:
    assert "domain" in set(own_clues("Acme GmbH", sender()))
    assert "no domain" in set(own_clues("Globex", sender()))
    assert "agency name" in set(own_clues("Bright Search", sender()))


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Acme Robotics", "acme"),
        ("Agencja Horyzont", "horyzont"),
        ("Fondation Les Acacias", "lesacacias"),
        ("Minera Cerro Blanco", "cerroblanco"),
        ("Beiramar", "clinicabeiramar"),
        ("Veldhof College", "hetveldhofcollege"),
    ],
)
def test_a_domain_may_spell_part_of_a_name(name: str, label: str) -> None:
    assert spelt_by(name, label)
    assert not spelt_by(name, "globex")


def test_a_domain_spells_no_name_that_runs_on_from_another() -> None:
    assert not spelt_by("Sarnowo Istituto Prato", "istitutoprato")


@pytest.mark.parametrize("label", ["transporteslugano", "luganotransportes", "lugano-transp"])
def test_a_domain_may_turn_a_name_round(label: str) -> None:
    assert is_own("Transportes Lugano", label)
    assert not is_own("Transportes Lugano", "luganomusica")


def test_a_house_that_was_taken_for_a_place_is_a_firm_if_it_writes() -> None:
    places = frozenset({"sanatorium falun"})
    assert could_be("Sanatorium Falun", Sender("Kim Lee", "sanatoriumfalun.example", NOBODY, places, "sanatoriumfalun"))
    assert not could_be("Sanatorium Falun", Sender("Kim Lee", "acme.example", NOBODY, places, "acme"))


def test_a_domain_s_own_name_is_no_place_unless_there_is_one() -> None:
    places = frozenset({"ferrolume", "lugano"})
    assert could_be("Ferrolume", Sender("Kim Lee", "ferrolume.example", NOBODY, places, "ferrolume"))
    assert not could_be("Ferrolume", Sender("Kim Lee", "acme.example", NOBODY, places, "acme"))
    assert not could_be("Lugano", Sender("Kim Lee", "lugano.example", NOBODY, places, "lugano"))


def test_a_domain_spells_a_name_without_its_accents() -> None:
    who = Sender("Kim Lee", "ferrolume.example", NOBODY, NOBODY, "ferrolume")
    said = passage("text", "Hier hat Ferrolumé angerufen")
    assert "Ferrolumé" in {one.name for one in named([said], who, bool)}


@pytest.mark.parametrize(
    ("text", "clue"),
    [
        ("Torneria Gallo, componenti per pompe, 70 persone, cerca", "T:beside size"),
        ("Hollis Garth (contractor, schools mostly) asked", "T:beside kind"),
        ("Transpol, która robi koła, szuka", "T:beside who"),
        ("an Orrin lamp", "T:behind indefinite"),
    ],
)
def test_what_is_set_off_behind_a_name_is_told(text: str, clue: str) -> None:
    assert clue in {clue for one in named([passage("text", text)], sender(), bool) for clue in one.clues}


def test_a_firm_that_was_taken_for_a_person_is_one_if_the_domain_spells_it() -> None:
    persons = frozenset({"pompa", "plus"})
    assert could_be("Pompa Plus", Sender("Pompa Plus", "pompaplus.example", persons, NOBODY, "pompaplus"))
    assert not could_be("Pompa Plus", Sender("Pompa Plus", "acme.example", persons, NOBODY, "acme"))
    assert not could_be("Pompa", Sender("Pompa", "pompa.example", persons, NOBODY, "pompa"))


@pytest.mark.parametrize("name", ["Farmacéutica Lumbre", "Distribuidora Lumbre", "Techniek Veldhof"])
def test_what_begins_with_a_house_is_no_post(name: str) -> None:
    assert could_be(name, sender())


@pytest.mark.parametrize(
    ("name", "sort"),
    [("Acme Farms", "kind"), ("Acme Recruitment", "agency"), ("Acme Ltd", "legal"), ("Acme Blue", "word")],
)
def test_what_follows_the_sender_s_own_name(name: str, sort: str) -> None:
    assert beyond_label(name.lower().split(), "acme") == sort


def test_a_letter_behind_a_name_is_no_initial() -> None:
    found = {one.name for one in named([passage("text", "We meet at Falun B. Leeds Haulage hires.")], sender(), bool)}
    assert {"Falun B", "Leeds Haulage"} <= found
    assert not any("B. Leeds" in name for name in found)


def test_a_mailbox_names_no_firm_that_the_mail_does_not_name() -> None:
    writer = Sender("Kim Lee", "", frozenset({"kim", "lee"}), NOBODY, "ahnlundbakery")
    assert {one.name for one in named([passage("text", "We need a baker.")], writer, bool)} == {"Kim Lee"}
