"""What every `Source` does, whatever it reads from: an adapter's tests inherit `SourceContract` and give it a place."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from typing import TYPE_CHECKING, Protocol

import pytest

if TYPE_CHECKING:
    from triage.domain import Batch, Cursor, RawMessage
    from triage.source import Source


class Place(Protocol):
    """Somewhere mail lies that an adapter can read."""

    mailbox: str

    def deliver(self, octets: bytes) -> None:
        """Adds a message."""

    def source(self) -> Source:
        """A new source over what lies there."""

    def state(self) -> object:
        """All there is, flags and octets, as somebody else sees it."""


def mail(subject: str, text: str = "Hello\n", attachment: bytes = b"") -> bytes:
    """A message with text in plain and HTML, and perhaps an attachment; CRLF."""
    message = EmailMessage()
    message["From"] = "Kim Lee <kim@recruiters.example>"
    message["To"] = "dana@example.org"
    message["Subject"] = subject
    message["Message-ID"] = f"<{subject}@recruiters.example>"
    message.set_content(text)
    message.add_alternative(f"<p>{text}</p>", subtype="html")
    if attachment:
        message.add_attachment(attachment, maintype="application", subtype="pdf", filename="role é.pdf")
    return message.as_bytes().replace(b"\n", b"\r\n")


def read(place: Place, cursors: dict[str, Cursor] | None = None, *, wanted: bool = True) -> list[Batch]:
    seen: set[int] = set()
    with place.source() as source:
        return list(source.new_mail(cursors or {}, lambda _mailbox, _uidvalidity: seen, lambda _header: wanted))


def messages(batches: list[Batch]) -> list[RawMessage]:
    return [message for batch in batches for message in batch.messages]


def subjects(batches: list[Batch]) -> list[str]:
    return [str(message_from_bytes(message.octets)["Subject"]) for message in messages(batches)]


class SourceContract:
    """Inherit, and override `place`."""

    @pytest.fixture
    def place(self) -> Place:
        raise NotImplementedError

    def test_reads_everything_oldest_first_and_changes_nothing(self, place: Place) -> None:
        for number in range(3):
            place.deliver(mail(f"mail-{number}"))
        before = place.state()
        batches = read(place)
        assert subjects(batches) == ["mail-0", "mail-1", "mail-2"]
        assert {message.ref.mailbox for message in messages(batches)} == {place.mailbox}
        assert len({message.ref for message in messages(batches)}) == 3
        assert place.state() == before

    def test_reads_on_from_the_cursor(self, place: Place) -> None:
        place.deliver(mail("old"))
        cursor = read(place)[-1].cursor
        assert read(place, {place.mailbox: cursor}) == []
        place.deliver(mail("new"))
        batches = read(place, {place.mailbox: cursor})
        assert "new" in subjects(batches)
        assert read(place, {place.mailbox: batches[-1].cursor}) == []

    def test_an_empty_mailbox_has_a_cursor(self, place: Place) -> None:
        batches = read(place)
        assert messages(batches) == []
        cursors = {batch.cursor.mailbox: batch.cursor for batch in batches}
        assert read(place, cursors) == []

    def test_text_comes_whole_and_attachments_by_name(self, place: Place) -> None:
        text = "Grüße, a role — remote\n"
        place.deliver(mail("one", text, attachment=b"%PDF" * 30_000))
        (message,) = messages(read(place))
        parsed = message_from_bytes(message.octets)
        plain = next(part for part in parsed.walk() if part.get_content_type() == "text/plain")
        payload = plain.get_payload(decode=True)
        assert isinstance(payload, bytes)
        assert payload.decode().replace("\r\n", "\n").strip() == text.strip()
        assert "role é.pdf" in [part.get_filename() for part in parsed.walk()]
        assert message.size > 120_000

    def test_a_header_section_says_whether_text_is_wanted(self, place: Place) -> None:
        place.deliver(mail("unwanted", "words " * 500))
        headers: list[bytes] = []

        def refused(header: bytes) -> bool:
            headers.append(header)
            return False

        with place.source() as source:
            batches = list(source.new_mail({}, lambda _mailbox, _uidvalidity: set(), refused))
        assert subjects(batches) == ["unwanted"]
        assert b"Subject: unwanted" in headers[0]
        assert b"words" not in headers[0]

    def test_broken_mail_does_not_stop_the_rest(self, place: Place) -> None:
        broken = [
            b"no header at all\r\n",
            b"Subject: nul \x00 and \xff\r\n\r\n\x80\x81\r\n",
            b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\nno end',
            b"Content-Type: multipart/mixed\r\n\r\n",
            b"Content-Type: text/plain; charset=\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!\r\n",
        ]
        for octets in [mail("first"), *(octets.replace(b"\x00", b"?") for octets in broken), mail("last")]:
            place.deliver(octets)
        batches = read(place)
        assert len(messages(batches)) == 7
        assert (subjects(batches)[0], subjects(batches)[-1]) == ("first", "last")
