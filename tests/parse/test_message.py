"""Parsing as a whole: nothing raised, nothing slow, the same hash from every source."""

from __future__ import annotations

import time
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triage.codec import decode, encode
from triage.domain import Message, MessageRef, RawMessage
from triage.parse import parse
from triage.pipeline.reading import MessageReader

_TORTURE = Path(__file__).parents[2].parent / "shared" / "torture"
_REF = MessageRef("", "", 0, 1)


def _parse(octets: bytes) -> Message:
    return parse(RawMessage(_REF, None, octets, len(octets)))


def _is_sound(message: Message) -> None:
    """Holds for every message, whatever it was made of."""
    assert decode(Message, encode(message)) == message
    texts = [message.subject, message.text, message.quoted, message.signature, message.from_.display_name]
    texts += [value for _, value in message.headers] + [attachment.filename for attachment in message.attachments]
    for text in texts:
        text.encode("utf-8")
        assert not set(text) & set("\x00\x07\x1b\x1e\x7f\x85\u200b\u202e\u2066\ufeff\xad")
    assert all("\n" not in value for _, value in message.headers)
    assert max(len(message.text), len(message.quoted), len(message.signature)) <= 64 * 1024


@given(st.binary(max_size=400))
def test_random_octets(octets: bytes) -> None:
    _is_sound(_parse(octets))


_LINES = rb"""From: =?utf-8?q?K=C3=B6nig?= <a@b.example>
To: "a, b" <c@d.example>, x: y@z;
Subject: =?gb2312?b?xOO6w
Content-Type: multipart/mixed; boundary=b
Content-Type: multipart/alternative
Content-Type: text/html; charset=utf-16
Content-Type: text/plain; format=flowed; delsp=yes; charset=iso-2022-jp
Content-Type: message/rfc822
Content-Type: application/pkcs7-mime
Content-Disposition: attachment; filename*0*=x''%E4
Content-Transfer-Encoding: base64
Content-Transfer-Encoding: quoted-printable
Date: 1 Jan 2026 24:00 X
References: <a@b> <c
--b
--b--

 folded
=E4=
On 1 May 2026, A wrote:
> quoted
--
Best regards,
-----Original Message-----
-----BEGIN PGP SIGNED MESSAGE-----
begin 644 x
MIAGCSqGSIb3DQEHAqCA
<div style='display:none'><li>&#0;""".split(b"\n")
_LINES.extend([b"\xff\xfe\x00", b"\x1e", b"\r", b"\x1b$B"])


@settings(max_examples=300)
@given(
    st.lists(st.sampled_from(_LINES) | st.binary(max_size=12), max_size=40), st.sampled_from([b"\n", b"\r\n", b"\r"])
)
def test_header_and_body_soup(lines: list[bytes], line_end: bytes) -> None:
    _is_sound(_parse(line_end.join(lines)))


@given(st.data())
def test_mutated_messages(data: st.DataObject) -> None:
    paths = sorted((Path(__file__).parents[1] / "messages").glob("*.eml"))
    octets = bytearray(data.draw(st.sampled_from(paths)).read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(octets)))
        octets[at : at + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=6))
    _is_sound(_parse(bytes(octets)))


_BOMBS = {
    "parts": b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\n\nx\n" * 200_000,
    "levels": b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(5_000)),
    "forwards": b"Content-Type: message/rfc822\n\n" * 50_000,
    "words": b"Subject: " + b"=?utf-8?q?aaa" * 50_000 + b"\n\n",
    "words in B": b"Subject: " + b"=?utf-8?b?YWFh?=" * 50_000 + b"\n\n",
    "headers": b"A: b\n" * 200_000 + b"\n",
    "one header": b"Subject: a\n" + b" x\n" * 500_000 + b"\n",
    "no colons": b"bad line\n" * 200_000,
    "brackets": b"From: " + b"<" * 64_000 + b"\n\n",
    "quotes": b'From: "' + b'"\\' * 32_000 + b"\n\n",
    "parentheses": b"To: " + b"(\\" * 32_000 + b"\n\n",
    "addresses": b"To: " + b"a@b," * 16_000 + b"\n\n",
    "parameters": b"Content-Type: text/plain" + b'; a="\\' * 12_000 + b"\n\nx",
    "boundaries": b"Content-Type: multipart/mixed\n\n" + b"--x\n" * 300_000,
    "attributions": b"Subject: Re:\n\n" + b"On 1\nwrote:\n" * 5_000,
    "dashes": b"Subject: Re:\n\n" + b"--\n" * 22_000,
    "closings": b"Subject: Re:\n\n" + b"Thanks\n" * 9_000,
    "From lines": b"Subject: Re:\n\n" + b"From: a\n" * 8_000,
    "armour": b"A: b\n\n" + b"-----BEGIN PGP SIGNED MESSAGE-----\nA: b\n" * 6_000,
    "uuencode": b"A: b\n\nbegin 644 a\n" + b"a\n" * 120_000,
    "large": b"Subject: x\n\n" + b"a" * 30_000_000,
}


@pytest.mark.parametrize("name", _BOMBS)
def test_bombs_take_no_time(name: str) -> None:
    began = time.process_time()
    _is_sound(_parse(_BOMBS[name]))
    assert time.process_time() - began < 2.0


def _reduced(octets: bytes) -> bytes:
    """The message as the IMAP source hands it over: same headers, attachments left out."""
    header, _, _ = octets.partition(b"\n\n")
    kept = [line for line in header.split(b"\n") if not line.lower().startswith((b"content-", b"mime-", b" boundary"))]
    return b"\r\n".join([*kept, b"Content-Type: text/plain", b"", b"Hello", b""])


def test_the_hash_is_the_same_from_every_source() -> None:
    mail = EmailMessage()
    for name, value in {
        "From": "Kim <k@a.example>",
        "To": "d@b.example",
        "Subject": "Größe",
        "Message-ID": "<1@a>",
    }.items():
        mail[name] = value
    mail.set_content("Hello")
    mail.add_attachment(b"x" * 2_000, maintype="application", subtype="pdf", filename="a.pdf")
    whole = mail.as_bytes()
    hashes = {_parse(octets).content_hash for octets in (whole, _reduced(whole), whole.partition(b"\n\n")[0] + b"\n\n")}
    hashes.add(_parse(b"Received: from x by y; now\nStatus: RO\n" + whole).content_hash)
    assert len(hashes) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (b"Message-ID: <1@a>\nSubject: x\n\nhi", b"Message-ID: <1@a>\nSubject: y\n\nhi"),
        (b"Message-ID: <1@a>\nDate: 2 Mar 2026 10:00 Z\n\nhi", b"Message-ID: <1@a>\nDate: 2 Mar 2026 10:01 Z\n\nhi"),
        (b"Subject: no id\n\nfirst", b"Subject: no id\n\nsecond"),
    ],
)
def test_different_mail_has_different_hashes(one: bytes, other: bytes) -> None:
    assert _parse(one).content_hash != _parse(other).content_hash


def test_caps() -> None:
    assert "more than 200 parts; the rest was left out" in _parse(_BOMBS["parts"]).defects
    assert "more than 30 levels; the rest was left out" in _parse(_BOMBS["levels"]).defects
    assert "more than 2000 headers" in _parse(_BOMBS["headers"]).defects
    assert "a header of more than 64 KiB" in _parse(_BOMBS["one header"]).defects
    assert "larger than 25 MB; the rest was left out" in _parse(_BOMBS["large"]).defects


@pytest.mark.shared
def test_the_torture_corpus() -> None:
    if not _TORTURE.is_dir():
        pytest.skip("../shared is not there")
    files = [_TORTURE / name for name in (_TORTURE / "FILES.txt").read_text("utf-8").split()]
    raws = [RawMessage(_REF, None, path.read_bytes(), 0) for path in files]
    slowest = 0.0
    for raw in raws:
        began = time.process_time()
        _is_sound(parse(raw))
        slowest = max(slowest, time.process_time() - began)
    assert slowest < 2.0
    with MessageReader() as reader:
        assert list(reader.read(raws)) == [parse(raw) for raw in raws]
        assert reader._isolated is not None
        for child in reader._isolated._children:
            status = Path(f"/proc/{child._process.pid}/status")
            if status.exists():  # the peak since it was started; getrusage would count what it was forked from
                (peak,) = (int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM"))
                assert peak < 512 * 1024


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (
            "<html><head><title>A long title of nothing at all</title></head><body><p>Hi <b>Dana</b></p></body></html>",
            "Hi Dana",
        ),
        ("<p>Hi Dana, a role in Faro</p>", "Hi Dana, a role in Faro"),
        ("Hi&nbsp;Dana, a&nbsp;role", "Hi Dana, a role"),
        ("Hi&#160;Dana,&#xa0;a&ensp;role", "Hi Dana, a role"),
    ],
)
def test_html_is_read_if_it_says_more_than_a_short_plain_text(html: str, text: str) -> None:
    parts = f"--b\nContent-Type: text/plain\n\nHi Dana\n--b\nContent-Type: text/html\n\n{html}\n--b--\n"
    message = _parse(f"Content-Type: multipart/alternative; boundary=b\n\n{parts}".encode())
    assert " ".join(message.text.split()) == text
