from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.header import decode_header, make_header
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import NOON, a_draft, a_message
from triage.deliver.compose import HEADERS, compose, reply_text
from triage.deliver.flowed import flowed
from triage.deliver.quoting import attribution, quote
from triage.domain import Address
from triage.errors import ConfigurationError

WORDS = st.text(max_size=200)
HOSTILE = "a\r\nBcc: victim@example.net\r\n\r\nbody"


def test_a_draft_is_a_plain_threaded_message() -> None:
    octets = compose(a_draft(), a_message(), NOON)
    message = message_from_bytes(octets, policy=SMTP)
    assert message["From"] == "Dana Whitfield <dana@example.org>"
    assert message["To"] == "Kim Lee <kim@agency.example>"
    assert message["Subject"] == "Re: Senior Backend Engineer"
    assert message["In-Reply-To"] == message["References"] == "<offer-1@agency.example>"
    assert message["Message-ID"] == "<triage.1@example.org>"
    assert message.get_content_type() == "text/plain"
    assert message["Content-Type"].params["format"] == "flowed"
    text = message.get_content().replace("\r\n", "\n")
    assert text.startswith("Hi Kim,\n\nlet us talk.\n\nDana\n\nOn 2 March 2026, Kim Lee wrote:\n> Hi Dana,\n>\n> Acme")
    assert b"\n" not in octets.replace(b"\r\n", b"")


def test_a_long_chain_of_references_is_kept_whole() -> None:
    chain = tuple(f"<{number}.{'x' * 60}@agency.example>" for number in range(40))
    message = message_from_bytes(compose(a_draft(references=chain), a_message(), NOON), policy=SMTP)
    assert tuple(message["References"].split()) == chain
    assert all(len(line) < 998 for line in compose(a_draft(references=chain), a_message(), NOON).split(b"\r\n"))


def test_non_ascii_survives() -> None:
    draft = a_draft(
        subject="Re: Städtebau – 50 % Zürich 🚀", body="Grüße, Łukasz\n", to=Address("Jürgen Ö", "j@agency.example")
    )
    message = message_from_bytes(compose(draft, a_message(text="Ça va?"), NOON), policy=SMTP)
    assert message["Subject"] == draft.subject
    assert message["To"].addresses[0].display_name == "Jürgen Ö"
    assert "Grüße, Łukasz" in message.get_content()
    assert "> Ça va?" in message.get_content()


#: Python's own encoder wrote an empty encoded word for the first, and lost spaces of the others.
LONG = [
    f"Re: Staff Engineer (m/w/d), Berlin or remote, {'x' * length} up to €120,000 – Zürich 🚀 日本語 team"
    for length in range(1, 40)
]


@pytest.mark.parametrize("text", LONG)
def test_a_long_subject_or_name_is_encoded_without_loss(text: str) -> None:
    octets = compose(a_draft(subject=text, to=Address(text, "j@agency.example")), a_message(), NOON)
    message = message_from_bytes(octets, policy=SMTP)
    assert message["Subject"] == text
    to = message_from_bytes(octets)["To"]  # the newer parser of Python 3.11 puts spaces between encoded words
    assert str(make_header(decode_header(to))) == f"{text} <j@agency.example>"
    head = octets.partition(b"\r\n\r\n")[0]
    assert b"?=" in head
    assert b"??=" not in head
    assert max(map(len, head.split(b"\r\n"))) <= 78


@pytest.mark.parametrize("field", ["subject", "in_reply_to", "references", "to", "from_"])
def test_no_header_can_be_injected(field: str) -> None:
    value: object = {"references": (HOSTILE,), "to": Address(HOSTILE, "kim@agency.example")}.get(field, HOSTILE)
    if field == "from_":
        value = Address(HOSTILE, "dana@example.org")
    message = message_from_bytes(compose(a_draft(**{field: value}), a_message(), NOON), policy=SMTP)
    assert "bcc" not in {name.lower() for name in message}
    assert [address.addr_spec for address in message["To"].addresses] == ["kim@agency.example"]


def test_an_international_domain_is_written_in_its_ascii_form() -> None:
    draft = a_draft(from_=Address("Dana", "dana@bücher.example"), to=Address("Kim", "kim@straße.example"))
    message = message_from_bytes(compose(draft, a_message(), NOON), policy=SMTP)
    assert message["From"].addresses[0].addr_spec == "dana@xn--bcher-kva.example"
    assert message["To"].addresses[0].domain.isascii()


@pytest.mark.parametrize("name", ["=?utf-8?q?a=0D=0Ab?=", "Kim =?utf-8?b?QmNjOiB4?=", '"quoted" <kim>', "\\"])
def test_a_display_name_is_never_decoded_again(name: str) -> None:
    message = message_from_bytes(
        compose(a_draft(to=Address(name, "kim@agency.example")), a_message(), NOON), policy=SMTP
    )
    assert [address.addr_spec for address in message["To"].addresses] == ["kim@agency.example"]


def test_a_malformed_message_id_is_refused() -> None:
    with pytest.raises(ConfigurationError):
        compose(a_draft(message_id="no-brackets"), a_message(), NOON)


@pytest.mark.parametrize("spec", ["küm@agency.example", ".kim@agency.example", "kim@a..b", '"kim lee"@agency.example'])
def test_an_address_that_headers_cannot_hold_is_refused(spec: str) -> None:
    with pytest.raises(ConfigurationError, match="cannot be written to"):
        compose(a_draft(to=Address("Kim", spec)), a_message(), NOON)


@pytest.mark.parametrize(
    "spec",
    [
        "",
        "kim",
        "kim@a, eve@b.example",
        "kim@agency.example\r\nBcc: eve@b.example",
        "<kim@agency.example>",
        "a b@c.example",
    ],
)
def test_a_recipient_that_is_no_address_is_refused(spec: str) -> None:
    with pytest.raises(ConfigurationError):
        compose(a_draft(to=Address("Kim", spec)), a_message(), NOON)


@given(subject=WORDS, body=WORDS, name=WORDS, text=WORDS, reference=WORDS)
def test_whatever_the_mail_says_the_draft_is_what_was_reviewed(
    subject: str, body: str, name: str, text: str, reference: str
) -> None:
    draft = a_draft(
        subject=f"Re: {subject}",
        body=body,
        to=Address(name, "kim@agency.example"),
        references=(reference, "<a@b.example>"),
    )
    octets = compose(draft, a_message(text=text, from_=Address(name, "kim@agency.example")), NOON)
    message = message_from_bytes(octets, policy=SMTP)
    names = [header.lower() for header in message.keys()]  # noqa: SIM118 - duplicates count
    assert len(names) == len(set(names))
    assert set(names) <= HEADERS
    assert [address.addr_spec for address in message["To"].addresses] == ["kim@agency.example"]
    assert message["From"].addresses[0].addr_spec == "dana@example.org"
    assert not message.defects


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp")), max_size=400))
def test_flowed_text_unfolds_to_what_it_was(text: str) -> None:
    line = " ".join(text.split()) or "x"
    pieces = flowed(line).splitlines()
    assert all(len(piece) <= 78 or " " not in piece[:76] for piece in pieces)
    if not line.startswith(">"):
        unstuffed = [piece.removeprefix(" ") for piece in pieces]
        assert "".join(unstuffed) == line


def test_a_quote_is_capped_and_speaks_the_language_of_the_reply() -> None:
    quoted = quote(a_message(text="line\n" * 500), "de")
    assert quoted.startswith("Am 2. März 2026 schrieb Kim Lee:\n> line\n")
    assert quoted.endswith("> […]")
    assert quote(a_message(text=""), "en") == ""


def text_of(octets: bytes) -> str:
    """The plain text of a message, its soft line breaks taken out (RFC 3676 section 4.2)."""
    body = message_from_bytes(octets, policy=SMTP).get_body(("plain",))
    assert body is not None
    lines: list[str] = []
    open_ = False
    for line in body.get_content().replace("\r\n", "\n").split("\n"):
        marks = len(line) - len(line.lstrip(">"))
        bare = line[marks:].removeprefix(" ")
        if open_ and lines and lines[-1].startswith(">" * marks):
            lines[-1] += bare
        else:
            lines.append(f"{'>' * marks} {bare}".rstrip("\n") if marks else bare)
        open_ = bare.endswith(" ") and line != "-- "
    return "\n".join(lines)


def test_the_quote_stands_below_or_above_or_nowhere_and_the_signature_last() -> None:
    draft = a_draft(body="Hi Kim,\n\nyes.\n\nDana\n\n-- \nDana Whitfield\nBerlin\n")
    original = a_message(text="First.\n\nSecond.\n")
    quoted = "On 2 March 2026, Kim Lee wrote:\n> First.\n>\n> Second."
    assert reply_text(draft, original) == f"Hi Kim,\n\nyes.\n\nDana\n\n{quoted}\n\n-- \nDana Whitfield\nBerlin"
    above = replace(draft, quote="above")
    assert reply_text(above, original).startswith(f"{quoted}\n\nHi Kim")
    assert reply_text(replace(draft, quote="none"), original) == draft.body.rstrip()
    assert reply_text(draft, original).count("-- \n") == 1


def test_long_quoted_lines_flow_behind_their_marks() -> None:
    long = "word " * 40
    octets = compose(a_draft(), a_message(text=f"{long.strip()}\n>{long.strip()}\n"), NOON)
    raw = message_from_bytes(octets, policy=SMTP).get_content().replace("\r\n", "\n")
    assert all(len(line) <= 78 for line in raw.split("\n"))
    unfolded = text_of(octets)
    assert f"> {long.strip()}" in unfolded
    assert f">> {long.strip()}" in unfolded


def test_the_html_form_says_the_same_and_nothing_of_its_own() -> None:
    draft = a_draft(body="Hi <Kim>,\n\n- one & two\n- three\n\nDana\n", html=True)
    octets = compose(draft, a_message(text="<script>alert(1)</script>\n> older\n"), NOON)
    message = message_from_bytes(octets, policy=SMTP)
    assert message.get_content_type() == "multipart/alternative"
    body = message.get_body(("html",))
    assert body is not None
    html = body.get_content()
    assert "<p>Hi &lt;Kim&gt;,</p>" in html
    assert "<li>one &amp; two</li>" in html
    assert html.count("<blockquote") == html.count("</blockquote>") == 2
    assert "<script" not in html
    assert octets == compose(draft, a_message(text="<script>alert(1)</script>\n> older\n"), NOON)


@pytest.mark.parametrize(
    ("language", "head"),
    [
        ("fr", "Le 2 mars 2026, Kim Lee a écrit\u00a0:"),
        ("es", "El 2 de marzo de 2026, Kim Lee escribió:"),
        ("nl", "Op 2 maart 2026 schreef Kim Lee:"),
        ("it", "Il 2 marzo 2026, Kim Lee ha scritto:"),
        ("pt", "Em 2 de março de 2026, Kim Lee escreveu:"),
        ("pl", "W dniu 2 marca 2026 Kim Lee pisze:"),
        ("sv", "On 2 March 2026, Kim Lee wrote:"),
    ],
)
def test_a_quote_is_introduced_as_its_language_does_it(language: str, head: str) -> None:
    assert attribution(a_message(), language) == head


def test_a_mail_without_a_date_is_quoted_without_one() -> None:
    assert attribution(a_message(date=None), "de") == "Kim Lee schrieb:"
