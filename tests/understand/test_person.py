from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from training import shorts
from training.mails import cases, message
from triage.domain import Address, Role
from triage.understand import senders
from triage.understand.person_names import in_display
from triage.understand.role import read_role, with_recruiter

if TYPE_CHECKING:
    from training.mails import Case


@pytest.mark.parametrize("case", cases("title_mails.toml", "title_mails_fresh.toml", "title_mails_third.toml"), ids=str)
def test_recruiter_is_the_person_who_writes(case: Case) -> None:
    assert read_role(case.message).recruiter == case.said.get("recruiter")


@pytest.mark.parametrize(
    ("display", "name"),
    [
        ("Kim Lee", "Kim Lee"),
        ("Lee, Kim (Talent)", "Kim Lee"),
        ("KIM LEE", "Kim Lee"),
        ("Kim Lee | Acme", "Kim Lee"),
        ("Kim from Acme", "Kim"),
        ("Kim Lee via LinkedIn", "Kim Lee"),
        ("Kim Lee (she/her)", "Kim Lee"),
        ("Dr. Kim Lee", "Kim Lee"),
        ("Lt Cdr (retd) Kim Lee", "Kim Lee"),
        ("Kim Lee a través de LinkedIn", "Kim Lee"),
        ("Ludwig van der Berg", "Ludwig van der Berg"),
        ("Principal Ana Reyes", "Ana Reyes"),
        ("Principal", ""),
        ("Prezes Jutrzenki", ""),
        ("Kim Lee CPHR", "Kim Lee"),
        ("Recruitmentteam MDN", ""),
        ("Personalentwicklung", ""),
        ("Reclutamiento SAN", ""),
        ("Salon Vero", ""),
        ("La Fanega", ""),
        ("Temporalia Levante ETT", ""),
        ("Ann Sa", "Ann Sa"),
        ("Recruiting Team", ""),
        ("Acme Careers", ""),
        ("noreply", ""),
        ("kim.lee@example.org", ""),
        ("", ""),
    ],
)
def test_display_names(display: str, name: str) -> None:
    assert in_display(display) == name


def test_a_team_that_nobody_signs_for_has_no_recruiter() -> None:
    assert (
        read_role(message("Talent Team <jobs@x.example>", "Hello", "We are hiring.\n\nYour Talent Team")).recruiter
        is None
    )


@pytest.mark.parametrize(
    ("from_", "text", "expected"),
    [
        (
            "Schicht Nordwerk <schicht@nordwerk.example>",
            "Moin,\n\nJana hier von der Nordwerk GmbH: eine Stelle.",
            "Jana",
        ),
        ("Trans-Nord spedycja <biuro@trans-nord.example>", "Szukamy kierowcy CE.\n\nSylwek\nTrans-Nord", "Sylwek"),
        (
            "Job-Brücke Hof <arbeit@jobbruecke-hof.example>",
            "Wir suchen einen Schweißer.\n\ni. A. Heike Lorenz\nJob-Brücke Hof",
            "Heike Lorenz",
        ),
        ("mueblería la perla <perla@example.net>", "Buscamos vendedora.\n\nDon Beto", "Beto"),
        ("Anna Lis | Agencja Pracy Lumen <anna@lumen.example>", "Szukamy kierowcy.\n\nAnna Lis", "Anna Lis"),
        ('"Anna Lis, Agencja Pracy Lumen" <anna@lumen.example>', "Szukamy kierowcy CE.", "Anna Lis"),
        ("Kanzlei Berger - Lena Voss <voss@berger.example>", "Wir suchen einen Schweißer.\n\nLena Voss", "Lena Voss"),
        ("Kim Lee <kim@kimlee.example>", "We need an engineer.\n\nBest,\nKim Lee", "Kim Lee"),
        ("Bäckerei Kranz <info@kranz.example>", "Wir suchen einen Schweißer.\n\nBäckerei Kranz", None),
        (
            "Hill ISD Human Resources <jobs@hillisd.example>",
            "We need a third grade teacher.\n\nWarmly,\nDr. Ana Reyes",
            "Ana Reyes",
        ),
        (
            "University of Wear <jobs@wear.example>",
            "A lecturer is wanted, permanent, salary 50k.\n\nProfessor Hilary Moss",
            "Hilary Moss",
        ),
        ("Marina de Grupo Sur <m@gruposur.example>", "Buscamos una enfermera.", "Marina"),
        ("Rev. Alun Price <alun@school.example>", "We need a bursar.", "Alun Price"),
        (
            "Secretaria Colégio Sul <secretaria@sul.example>",
            "Precisamos de uma professora.\n\nCida Reis\nsecretária",
            "Cida Reis",
        ),
        (
            "Disposition Nord <m.kruse@zeit.example>",
            "Wir suchen einen Schlosser.\nGruß Manfred Kruse\nZeit Nord",
            "Manfred Kruse",
        ),
        ("Filiale di Lodi <lodi@lavoro.example>", "Cerchiamo un cuoco.\n\nAntonella, filiale di Lodi", "Antonella"),
        ("BRETEAU Sylvie <s.breteau@cdg.example>", "Nous cherchons un rédacteur.", "Sylvie Breteau"),
        ("Zbigniew Hajduk <biuro@hajduk.example>", "Szukam spawacza.\n\nHajduk Zbigniew", "Zbigniew Hajduk"),
        ("E. Ostrander <eliza@legal.example>", "We need a clerk.\n\nE.", "E. Ostrander"),
        ("Suresh K <suresh@infoglide.example>", "Need a Java developer.", "Suresh K"),
        ("jess tran <jess.tran@north.example>", "sr sre, remote", "Jess Tran"),
        ("Mairie de Lanrodec <mairie@lanrodec.example>", "Un poste.\n\nLe Maire,\nSolène Kerbrat", "Solène Kerbrat"),
        ("Oak & Ash / Kim <kim@oakash.example>", "We need a clerk.", "Kim"),
        ("Kim Lee <office@kimlee.example>", "We need a clerk.", None),
        ("Merche (Talleres Hoz) <talleres.hoz@example.net>", "Necesitamos chapista. Pregunta por Merche.", "Merche"),
        ("Lumen Zeit Mannheim <mannheim@lumen.example>", "Wir suchen einen Schlosser.", None),
        ("Lynn Mutua <lynn@acre.example>", "We need a clerk.\n\nLynn, eng lead", "Lynn Mutua"),
        ("Tilda May <tilda@tildamay.example>", "We need a clerk.\n\nTilda May PAs", "Tilda May"),
        (
            "Verena Klamm <verena@za-klamm.example>",
            "Wir suchen einen Schlosser.\n\nV. Klamm",
            "Verena Klamm",
        ),
        ("Tymek z Oficyny <tymek@oficynagrab.example>", "Szukamy kierowcy.\n\nT. Grab", "Tymek"),
        ("Gemma Whit <gemma@whitcontract.example>", "A Project Manager.\n\nGemma\nWhit Contract", "Gemma Whit"),
    ],
)
def test_firms_and_titles_in_a_display_name_are_no_part_of_the_name(
    from_: str, text: str, expected: str | None
) -> None:
    assert read_role(message(from_, "Hello", text)).recruiter == expected


@pytest.mark.parametrize(
    ("from_", "text", "expected"),
    [
        ("Camping Het Bos <hetbos@example.net>", "Wij zoeken een kok. 14 euro. Groet Truus (Het Bos, Edam)", "Truus"),
        ("Salon Zee <salonzee@example.net>", "We zoeken een kapster, 24u. xx Cindy van Salon Zee", "Cindy"),
        ("Little Acorns Hill <acorns@example.net>", "A room leader wanted. Come any morning!! Donna x", "Donna"),
        ("Vlijt Flexwerk Tilburg <tilburg@vlijt.example>", "Kok gezocht.\nStuur JA.\nKim, Vlijt Flexwerk", "Kim"),
        ("HR Sri Ponnar <hr@ponnar.example>", "We need a tailor.\nBring slips.\nHR – Mrs. Kavitha", "Kavitha"),
        ("Dhansiri Tea Co. <agent@dhansiri.example>", "We need a manager.\n\nR. N. Barooah", "R. N. Barooah"),
        ("Mandarina <raquel@mandarina.example>", "Un puesto de dev.\nRemoto España.\nRaquel", "Raquel"),
        ("Talent Acquisition <talent@acmerail.example>", "A clerk.\n\nEllen Varga\nTalent, Acme Rail", "Ellen Varga"),
    ],
)
def test_where_a_firm_or_department_sends_it_is_who_signs(from_: str, text: str, expected: str) -> None:
    assert read_role(message(from_, "Hello", text)).recruiter == expected


def test_a_firm_beside_its_department_is_nobody_though_it_signs() -> None:
    text = "Estimado Sr. Ruiz: buscamos una cocinera.\n\nLola Prado\nRecursos Humanos\nFerrolume, S. Coop."
    assert read_role(message("RRHH Ferrolume <rrhh@ferrolume.example>", "Cocinera", text)).recruiter == "Lola Prado"


def test_who_writes_about_something_else_recruits_nobody() -> None:
    assert read_role(message("Aunt May <may@home.example>", "Sunday", "Cake is at four. Bring Rolf.")).recruiter is None


def test_a_reminder_that_says_nothing_of_the_role_has_its_writer() -> None:
    reminder = message(
        "Bruno Teles <bruno@lumeira.example>", "Re: bom dia", "Conseguiu ler o que escrevi?\n\nAbs,\nBruno"
    )
    assert read_role(reminder).recruiter is None
    assert with_recruiter(read_role(reminder), reminder).recruiter == "Bruno Teles"


def test_who_writes_short_mails() -> None:
    """Whose display names are mostly firms: cases/recruiters.tsv names mails of training/short by their addresses."""
    lines = (Path(__file__).parent / "cases" / "recruiters.tsv").read_text("utf-8").splitlines()[1:]
    said = dict(line.split("\t") for line in lines)
    mails = {example.message.from_.addr_spec: example.message for example in shorts.examples()}
    read = {address: with_recruiter(Role(), mails[address]).recruiter or "" for address in said}
    assert read == said


@pytest.mark.parametrize(
    ("display", "address", "expected"),
    [
        ("Ana Posada", "ana.posada@acme.example", "Ana Posada"),
        ("Kim Love", "klove@acme.example", "Kim Love"),
        ("Ana Posada", "ana@acme.example", "Ana Posada"),
        ("Ana Posada", "info@posada.example", ""),
        ("Posada Lumen", "posada.lumen@posada.example", ""),
        ("Business Manager", "business.manager@acme.example", ""),
        ("Laura HR", "laura.hr@acme.example", "Laura"),
    ],
)
def test_a_mailbox_made_of_a_name_says_that_it_is_a_persons(display: str, address: str, expected: str) -> None:
    assert senders.displayed(Address(display, address)) == expected
