"""What every `Outbox` does: an adapter's tests inherit `OutboxContract` and give it a desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

from triage.deliver import Fate

if TYPE_CHECKING:
    from triage.deliver import Outbox

ID = "<triage.1@example.org>"
DRAFT = b"Message-ID: <triage.1@example.org>\r\nTo: kim@recruiters.example\r\nSubject: Re: role\r\n\r\nThank you.\r\n"


class Desk(Protocol):
    """An account with a Drafts and a Sent mailbox that somebody else can use too."""

    def outbox(self) -> Outbox:
        """A new outbox of the account."""

    def drafts(self) -> list[bytes]:
        """The octets of what lies in Drafts."""

    def put(self, mailbox: str, octets: bytes) -> None:
        """The user's mail program stores a message."""

    def delete_drafts(self) -> None:
        """The user deletes every draft."""

    def others(self) -> object:
        """Everything outside of Drafts, flags and octets."""


class OutboxContract:
    """Inherit, and override `desk`."""

    @pytest.fixture
    def desk(self) -> Desk:
        raise NotImplementedError

    def test_a_draft_is_put_there_once(self, desk: Desk) -> None:
        before = desk.others()
        with desk.outbox() as outbox:
            receipt = outbox.append(ID, DRAFT)
            assert outbox.append(ID, DRAFT) == receipt
        with desk.outbox() as outbox:
            assert outbox.append(ID, DRAFT) == receipt
            assert outbox.fates({ID: receipt}) == {ID: (Fate.THERE, receipt)}
        assert desk.drafts() == [DRAFT]
        assert desk.others() == before

    def test_an_unedited_draft_is_taken_back_and_nothing_else(self, desk: Desk) -> None:
        other = DRAFT.replace(b"triage.1", b"mine")
        desk.put("Drafts", other)
        with desk.outbox() as outbox:
            receipt = outbox.append(ID, DRAFT)
            assert outbox.withdraw(ID, receipt) is Fate.THERE
            assert outbox.withdraw(ID, receipt) is Fate.MISSING
            assert outbox.fates({ID: receipt}) == {ID: (Fate.MISSING, None)}
        assert desk.drafts() == [other]

    def test_an_edited_draft_is_left_alone(self, desk: Desk) -> None:
        edited = DRAFT.replace(b"Thank you", b"Thanks a lot")
        with desk.outbox() as outbox:
            receipt = outbox.append(ID, DRAFT)
        desk.delete_drafts()
        desk.put("Drafts", edited)
        with desk.outbox() as outbox:
            fate, place = outbox.fates({ID: receipt})[ID]
            assert fate is Fate.EDITED
            assert place is not None
            assert place.uid != receipt.uid
            assert outbox.withdraw(ID, receipt) is Fate.EDITED
        assert desk.drafts() == [edited]

    def test_a_deleted_draft_is_missing(self, desk: Desk) -> None:
        with desk.outbox() as outbox:
            receipt = outbox.append(ID, DRAFT)
        desk.delete_drafts()
        with desk.outbox() as outbox:
            assert outbox.withdraw(ID, receipt) is Fate.MISSING
        assert desk.drafts() == []

    def test_what_was_sent_is_found(self, desk: Desk) -> None:
        desk.put("Sent", DRAFT)
        with desk.outbox() as outbox:
            assert outbox.sent([ID, "<other@example.org>"]) == {ID}
            assert outbox.sent([]) == set()

    def test_no_drafts_no_fates(self, desk: Desk) -> None:
        with desk.outbox() as outbox:
            assert outbox.fates({}) == {}
