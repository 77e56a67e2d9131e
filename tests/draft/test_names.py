from __future__ import annotations

import pytest

from triage.draft.names import academic_title, certain_name, first_name, gender, last_name, writer


@pytest.mark.parametrize(
    ("full", "first"),
    [
        ("Kim Lee", "Kim"),
        ("Dr. Martin Vogel", "Martin"),
        ("Prof. Dr. Anna-Lena Schmidt", "Anna-Lena"),
        ("Northgate Talent", ""),
        ("Larkfield Recruiting", ""),
        ("Talent Acquisition Team", ""),
        ("Kim Lee (she/her)", ""),
        ("Łucja Żak", "Łucja"),
        ("Müller, Anna", ""),
        ("ÅSA BERG", ""),
        ("Suresh K", "Suresh"),
        ("María José Campos", "María José"),
        ("José Carlos Pimenta", "José Carlos"),
        ("Ana Ruiz Campos", "Ana"),
        ("Sandra Beale", "Sandra"),
        ("Oleksandr Bondar", "Oleksandr"),
        ("Sir Gerald Pym-Hotchkiss", "Gerald"),
        ("Ops Resourcing", ""),
        ("Departamento de Personas", ""),
        ("T. Grab", ""),
        ("R. N. Barooah", ""),
        ("Principal", ""),
        ("Karriereservice Landeshauptstadt", ""),
        ("Irmã Conceição Duarte", "Conceição"),
        ("Tan Wei Ling", ""),
        ("Park Ji-hoon", ""),
    ],
)
def test_only_a_persons_first_name_is_one(full: str, first: str) -> None:
    assert first_name(full) == first


def test_a_firm_is_never_greeted() -> None:
    assert first_name("Meridian Health", not_in=("Meridian Health",)) == ""
    assert first_name("Kim Meridian", not_in=("Meridian Health",)) == "Kim"
    assert certain_name("Acme Berlin", not_in=("Acme Berlin",)) == ""


def test_a_sender_goes_by_the_name_they_sign_with() -> None:
    assert first_name("Chen Wei", text="We are hiring.\n\nBest,\nWei\n") == "Wei"
    assert first_name("Kim Lee", text="Hi Lee Brown,\n\nBest,\nRecruiting\n") == "Kim"


def test_a_family_name_that_comes_first_is_greeted_as_it_signs() -> None:
    assert first_name("Tan Wei Ling", text="Please reply.\n\nBest Regards,\nWei Ling\n") == "Wei Ling"


@pytest.mark.parametrize(
    ("recruiter", "display", "address", "relay", "who"),
    [
        ("Kim Lee", "Talent Team", "jobs@agency.example", False, "Kim Lee"),
        ("", "Amara Nwosu", "amara@kindlepost.example", False, "Amara Nwosu"),
        ("", "Théo Dubois", "t.dubois@atelier.example", False, "Théo Dubois"),
        ("", "Chiara Bassi tramite LinkedIn", "hit-reply@linkedin.example", True, "Chiara Bassi"),
        ("Unsubscribe", "Oliver Stead via LinkedIn", "hit-reply@linkedin.example", True, "Oliver Stead"),
        ("Lt Cdr", "Lt Cdr (retd) Simon Peake", "s.peake@trident.example", False, "Lt Cdr Simon Peake"),
        ("", "Acme Berlin", "jobs@agency.example", False, ""),
        ("", "Lumen Zeit Mannheim", "mannheim@lumen.example", False, ""),
        ("", "Kim Lee", "klee@acme.example", False, "Kim Lee"),
        ("", "Kim Lee", "lee@acme.example", False, "Kim Lee"),
        ("T. Grab", "Tymek Oficyna", "tymek@oficyna.example", False, "T. Grab"),
    ],
)
def test_who_wrote_is_told_by_the_mail_or_its_sender(
    recruiter: str,
    display: str,
    address: str,
    relay: bool,  # noqa: FBT001 - a case
    who: str,
) -> None:
    assert writer(recruiter, display, address, relay=relay) == who


def test_one_word_that_the_address_begins_with_is_a_name() -> None:
    assert first_name("Jaz", address="jaz.kaur@plinth.example") == "Jaz"
    assert first_name("Team", address="team@plinth.example") == ""


@pytest.mark.parametrize(
    ("word", "text", "first"),
    [
        ("Elena", "", "Elena"),
        ("Rui", "Olá,\n\n…\n\nUm abraço,\nRui\n", "Rui"),
        ("Northgate", "Hello,\n\n…\n\nRegards\n", ""),
        ("Talent", "Best,\nTalent\n", ""),
        ("ELENA", "", ""),
    ],
)
def test_one_word_is_a_name_only_if_known_or_signed(word: str, text: str, first: str) -> None:
    assert first_name(word, text=text) == first


@pytest.mark.parametrize(
    ("full", "last", "told"),
    [
        ("Sabine Krüger", "Krüger", "f"),
        ("Dr. Martin Vogel", "Vogel", "m"),
        ("Hans-Peter von der Heide", "von der Heide", "m"),
        ("Javier Ruiz Soto", "", "m"),
        ("Kim Lee", "Lee", ""),
        ("Andrea Rossi", "Rossi", ""),
        ("Frau Kim Lee", "Lee", "f"),
        ("Northgate Talent", "", ""),
    ],
)
def test_a_formal_greeting_needs_a_last_name_and_a_certain_gender(full: str, last: str, told: str) -> None:
    assert (last_name(full), gender(full)) == (last, told)


def test_a_name_signed_first_is_not_the_last_name() -> None:
    assert last_name("Chen Wei", text="Best,\nWei\n") == ""


def test_academic_titles_are_kept() -> None:
    assert academic_title("Paolo Rinaldi", "Avv. Paolo Rinaldi\n") == "Avv."
    assert academic_title("Martin Vogel", "Viele Grüße\nDr. Martin Vogel\n") == "Dr."
    assert academic_title("Anna Roth", "Prof. Dr. rer. nat. Anna Roth") == "Prof. Dr."
    assert academic_title("Martin Vogel", "Dr. Anna Roth und Martin Vogel") == academic_title("", "Dr. Roth") == ""


def test_a_surname_that_firms_have_too_is_one_if_the_address_is_made_of_both_names() -> None:
    address = "ana.posada@acme.example"
    assert first_name("Ana Posada", address=address) == "Ana"
    assert last_name("Ana Posada", address=address) == "Posada"
    assert first_name("Ana Posada", address="info@posada.example") == ""
    assert first_name("Front Office", address="front.office@posada.example") == ""
