"""The sender's own place is told from the role's."""

from __future__ import annotations

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


def test_the_school_that_signs_is_where_the_role_is() -> None:
    letter = passage("text", "Would you come to us as bursar?\n\nAlun\nHeadmaster, Llanfair School, Abergavenny")
    assert read_places([letter])[0] == ("Abergavenny",)
