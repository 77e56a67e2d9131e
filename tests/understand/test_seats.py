"""The sender's own place is told from the role's."""

from __future__ import annotations

import pytest

from triage.understand.passages import passage
from triage.understand.place import read_places
from triage.understand.seats import header_end

RELAYED = (
    "Ana Bruck\nRecruiter bei Talwerk\nLinz, Oberösterreich, Österreich\n\n"
    "Servus Lukas, wir suchen für Gmunden einen Koch."
)


def test_what_a_relay_puts_above_a_message_is_about_its_sender() -> None:
    assert read_places([passage("text", RELAYED)], relayed=True)[0] == ("Gmunden",)


def test_a_message_of_headings_alone_has_no_header() -> None:
    assert header_end(passage("text", "Ana Bruck\nRecruiter")) == 0


@pytest.mark.parametrize(
    ("sign_off", "town"),
    [
        ("Alun\nHeadmaster, Llanfair School, Abergavenny", "Abergavenny"),
        ("Nuala\nDirector of Nursing\nSt Kevin's Hospital, Galway\n091 555 0100", "Galway"),
        ("Doris Kern\nStadt Memmingen, Personalamt", "Memmingen"),
        ("Doris Kern\nMarktgemeinde Ebersberg", "Ebersberg"),
        ("Ewa Kos\nGmina Wadowice", "Wadowice"),
        ("Alun\nLlanfair School Abergavenny - Office", "Abergavenny"),
        ("Hilde\ndirecteur obs De Plataan, Amersfoort", "Amersfoort"),
        ("Le directeur\nCentre hospitalier de Saint-Malo", "Saint-Malo"),
        ("Ewa Kos, dyrektor\nZespół Szkół Rolniczych w Nowym Targu", "Nowy Targ"),
    ],
)
def test_the_school_or_town_hall_that_signs_is_where_the_role_is(sign_off: str, town: str) -> None:
    assert read_places([passage("text", f"Would you come to us as bursar?\n\n{sign_off}")])[0] == (town,)


def test_the_town_of_a_firm_that_signs_is_its_own() -> None:
    signed = [passage("text", "Would you come to us as bursar?"), passage("signature", "Alun\nAcme Ltd, Abergavenny")]
    assert not read_places(signed)[0]
