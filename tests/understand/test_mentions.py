from __future__ import annotations

import pytest

from triage.understand.mentions import mentions
from triage.understand.passages import passage

NOWHERE: frozenset[str] = frozenset()


def titles(subject: str, text: str = "") -> set[str]:
    named = {field: passage(field, part) for field, part in (("subject", subject), ("text", text)) if part}
    return {mention.title.lower() for mention in mentions(named, NOWHERE)}


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Poste de responsable qualité à Brest", "responsable qualité"),
        ("un poste de sage-femme coordinatrice", "sage-femme coordinatrice"),
        ("we need a Salesforce release manager", "salesforce release manager"),
        ("cerchiamo una capo ricevimento con inglese", "capo ricevimento"),
        ("Director, Engineering - Maps", "director, engineering - maps"),
        ("the Embedded Linux role", "embedded linux"),
        ("we need a falconer for the estate", "falconer"),
        ("Position: Netzmeister Strom", "netzmeister strom"),
        ("potrzebujemy kierownika budowy", "kierownik budowy"),
        ("nous recherchons une HYDROBODE pour le bloc", "hydrobode"),
        ("La vaga é de Facilitador Instrucional, remoto", "facilitador instrucional"),
        ("a Lead Engineer for Marine Structures in Porto", "lead engineer for marine structures"),
        ("Je veux une Head of FP&A à Lyon", "head of fp&a"),
        ("on cherche un chargé d'affaires pour Lyon", "chargé d'affaires"),
        ("szukamy inspektora ds. zamówień publicznych", "inspektor ds. zamówień publicznych"),
        ("I need a fitter, yard in Leeds", "fitter"),
        ("a Staff Nurse Grade 3 on the renal ward", "staff nurse grade 3"),
        ("need a class b driver for local runs", "class b driver"),
        ("a CDL-B Delivery Driver for our depot", "cdl-b delivery driver"),
        ("an E&C Engineer for six months", "e&c engineer"),
        ("a 3G Plate Welder, nights", "3g plate welder"),
        ("wants a 180 driver on Monday", "180 driver"),
        ("a 5th grade maths teacher in August", "5th grade maths teacher"),
        ("een leerkracht groep 3/4 voor drie dagen", "leerkracht groep 3/4"),
        ("einen Staplerfahrer FS in Kassel", "staplerfahrer fs"),
        ("un autista patente C da lunedì", "autista patente c"),
        ("a Lecturer in Syntax and Semantics, permanent", "lecturer in syntax and semantics"),
        ("une enseignante en optique, mécanique et mesure", "enseignante en optique, mécanique et mesure"),
        ("un técnico de riesgos y medio ambiente", "técnico de riesgos y medio ambiente"),
        ("a locum Band 7 Dietitian in Leeds", "band 7 dietitian"),
        ("odchodzi nam mechanik od stycznia", "mechanik"),
        ("due saldatori TIG 141 da lunedì", "saldatore tig 141"),
        ("Kierowca kat. C+E, kółka do Niemiec", "kierowca kat. c+e"),
        ("un cariste CACES 3 et 5 à Lens", "cariste caces 3 et 5"),
        ("Preciso de um cozinheiro de 2.ª para já", "cozinheiro de 2.ª"),
        ("a Cybersecurity Analyst L2 on days", "cybersecurity analyst l2"),
        ("szukamy lekarza medycyny pracy do Płocka", "lekarz medycyny pracy"),
        ("TÉCNICO(A) DE SEGURANÇA DO TRABALHO, 14 vagas", "técnico de segurança do trabalho"),
        ("un bando da assegnista di ricerca sui suoli", "assegnista di ricerca"),
        ("Referentin (m/w/d) im Studierendensekretariat", "referentin im studierendensekretariat"),
        ("als Mitarbeiter/in in der Gebäudereinigung", "mitarbeiter/in in der gebäudereinigung"),
        ("Specjalista ds. rozliczeń z NFZ będzie liczył", "specjalista ds. rozliczeń z nfz"),
        ("auxiliar de ayuda a domicilio con certificado", "auxiliar de ayuda a domicilio"),
        ("zoekt een Teamverantwoordelijke Logistiek in Mol", "teamverantwoordelijke logistiek"),
        ("een plek als Zij-instromer groep 6", "zij-instromer groep 6"),
        ("Logopäd:in, 20 bis 35 Stunden", "logopäde"),
        ("sucht eine dipl. Pflegefachfrau HF, 60 %", "dipl. pflegefachfrau hf"),
        ("potrzebują DevOps Engineera na AWS", "devops engineer"),
        ("un poste d'enseignant-e de français à Aubonne", "enseignant de français"),
        ("Haar Hoofd Techniek vertrekt", "hoofd techniek"),
        ("un agent d'escale à Orly", "agent d'escale"),
        ("una maestra di scuola dell'infanzia a Bari", "maestra di scuola dell'infanzia"),
        ("responsable des achats et de la logistique à Lens", "responsable des achats et de la logistique"),
        ("a SOC Analyst Level 2 - days only", "soc analyst level 2"),
        ("quatre éducateurs spécialisés à Lens", "éducateur"),
        ("técnicos comerciales en Lugo", "técnico comercial"),
        ("zoekt scheepslassers voor de helling", "scheepslasser"),
        ("wakat zastępcy kierownika apteki", "zastępca kierownika apteki"),
        ("eine Stelle als Bauleiter/in wird frei", "bauleiter/in"),
        ("wir suchen eine:n Bauleiter:in in Ulm", "bauleiter:in"),
        ("buscamos técnico/a en Lugo", "técnico/a"),
        ("llevamos la vacante de Ingeniera/o de Caminos", "ingeniera/o de caminos"),
        ("Gesucht: Sozialpädagoge/-pädagogin in Ulm", "sozialpädagoge"),
        ("bindet einen Dozenten für Statik", "dozent für statik"),
        ("uns fehlen zwei Pflegefachkräfte", "pflegefachkraft"),
        ("als Gesundheits- und Krankenpflegerin in Ulm", "gesundheits- und krankenpflegerin"),
        ("a Special Needs Assistant for the juniors", "special needs assistant"),
        ("a Door Supervisor on Fridays", "door supervisor"),
        ("un clerc de notaire en droit de la famille", "clerc de notaire en droit de la famille"),
        ("un técnico para el diagnóstico en Lugo", "técnico para el diagnóstico"),
        ("on cherche un bras droit du directeur", "bras droit du directeur"),
        ("przekażemy to Dyrektorowi Operacyjnemu", "dyrektor operacyjny"),
        ("szukamy Lead Embedded Engineera", "lead embedded engineer"),
        ("jako waarnemend dierenarts bij ons", "waarnemend dierenarts"),
    ],
)
def test_a_title_is_among_the_mentions(text: str, title: str) -> None:
    assert title in titles("Hello", text)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("un tecnico di cantiere a Lecce", "tecnico di"),
        ("Contratamos Camareros para mayo", "contratamos camarero"),
        ("one more plumbing engineer in Cardiff", "more plumbing engineer"),
        ("a waiter sat sun", "waiter sat"),
        ("we drive to Leeds to fit pumps", "fit"),
        ("Necesitan Backend Engineer", "necesitan backend engineer"),
        ("Poszukiwany Główny Księgowy", "poszukiwany główny księgowy"),
        ("Drei Projektleiter sind schon da", "drei projektleiter"),
        ("Categoría: Restaurador de papel", "categoría: restaurador de papel"),
        ("er moet een exportmanager komen", "exportmanager komen"),
    ],
)
def test_words_around_a_title_are_no_part_of_it(text: str, title: str) -> None:
    assert title not in titles("Hello", text)


@pytest.mark.parametrize("text", ["She will lead the team.", "You can partner with us.", "We host a dinner."])
def test_a_verb_names_no_occupation(text: str) -> None:
    assert titles("Hello", text) == {"hello"}


def test_a_subject_is_cut_at_its_signs() -> None:
    assert "ml engineer" in titles("ML Engineer / Leeds / up to £72k")


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("Trzebiarka wanted from Saturday", "trzebiarka"),
        ("Dispensatrice a Parma, part time", "dispensatrice"),
        ("the gas platform role", "gas platform"),
    ],
)
def test_what_leads_a_subject_is_a_mention(subject: str, title: str) -> None:
    assert title in titles(subject)


@pytest.mark.parametrize(
    "text", ["einen Werkstattmeister hier in Passau", "Mon mécanicien part en juin", "Remote Java Developer"]
)
def test_small_words_and_conditions_are_no_part_of_a_title(text: str) -> None:
    assert not {"werkstattmeister hier", "mon mécanicien", "remote java developer"} & titles("Hello", text)


def test_a_salutation_is_known_for_one() -> None:
    text = passage("text", "Gentile Professoressa Rossi,\ncerchiamo un docente di fisica.")
    found = {mention.title: mention.clues for mention in mentions({"text": text}, NOWHERE)}
    assert any("text:salutation" in clues for title, clues in found.items() if "Professoressa" in title)
    assert not any("text:salutation" in clues for title, clues in found.items() if "Docente" in title)


@pytest.mark.parametrize("said", ["Hi Dana, we are looking for a bookkeeper.", "Ciao Dana! Cerchiamo un contabile."])
def test_what_follows_a_salutation_on_its_line_is_none(said: str) -> None:
    found = [*mentions({"text": passage("text", said)}, NOWHERE)]
    assert found
    assert not any("text:salutation" in mention.clues for mention in found)


def test_text_without_occupations_mentions_no_titles() -> None:
    assert titles("Hello", "See you on Friday, bring the cake.") <= {"hello"}


def test_a_title_reaches_as_far_as_subject_and_text_agree() -> None:
    subject = passage("subject", "Quick question - Engineer - Gifting, Late Payments @ acorns")
    text = passage("text", "We are looking for an Engineer - Gifting, Late Payments to join acorns.")
    found = mentions({"subject": subject, "text": text}, NOWHERE)
    assert "Engineer - Gifting, Late Payments" in {one.title for one in found if "subject:both+" in one.clues}


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("Unser Bauleiter fällt aus und wir suchen für Ulm Ersatz.", "bauleiter fällt"),
        ("Ich brauche eine Logopädin für 20 Stunden und zahle nicht schlecht.", "logopädin für 20"),
        ("Wij zoeken een baliemedewerker voor drie ochtenden.", "baliemedewerker voor drie ochtenden"),
        ("Onze souschef vertrekt in juni.", "souschef vertrekt"),
    ],
)
def test_a_title_does_not_end_in_what_happens_or_how_much(said: str, title: str) -> None:
    found = titles("", said)
    assert title not in found
    assert any(title.startswith(one) for one in found)
