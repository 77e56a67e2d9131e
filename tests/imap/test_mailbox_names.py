"""Modified UTF-7 against an independent implementation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from imapclient import imap_utf7

from triage.imap.mailbox_names import decode, encode, quoted

_names = st.text(st.characters(exclude_categories=["Cs"]), max_size=40).filter(lambda name: name.upper() != "INBOX")


@given(_names)
def test_agrees_with_imapclient_and_round_trips(name: str) -> None:
    assert encode(name) == imap_utf7.encode(name)
    assert decode(encode(name)) == name


@given(st.binary(max_size=60))
def test_no_name_raises(octets: bytes) -> None:
    assert isinstance(decode(octets), str)


@pytest.mark.parametrize(
    ("octets", "name"),
    [
        (b"Entw&APw-rfe", "Entwürfe"),
        (b"&-", "&"),
        (b"AT&T", "AT&T"),
        (b"broken &2D0-", "broken &2D0-"),
        (b"&!!!-", "&!!!-"),
        ("Köln".encode(), "Köln"),
        (b"\xff", "�"),
    ],
)
def test_names_of_servers(octets: bytes, name: str) -> None:
    assert decode(octets) == name


def test_inbox_has_no_case() -> None:
    assert encode("Inbox") == b"INBOX"


def test_quoting() -> None:
    assert quoted(b'a"b\\c') == b'"a\\"b\\\\c"'
