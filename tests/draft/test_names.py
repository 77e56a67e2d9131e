from __future__ import annotations

import pytest

from triage.draft.names import certain_name, first_name


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
