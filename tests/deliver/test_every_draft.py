"""P15: whatever mail is answered, two parsers find in the draft what was reviewed, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.factories import NOON, a_score, an_opportunity
from triage.config import Me, Replies
from triage.deliver.compose import HEADERS, PART_HEADERS, check_addresses, compose
from triage.domain import Action, Address, Fact, MessageRef, RawMessage
from triage.draft import Drafter, Request
from triage.errors import ConfigurationError
from triage.parse import parse
from triage.resources import templates_dir

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triage.domain import Draft, Message

REPOSITORY = Path(__file__).parents[2]
TORTURE = REPOSITORY.parent / "shared" / "torture"
LANGUAGES = ("en", "de", "fr", "es", "nl", "it", "pt", "pl")
ME = Me(name="Dana Whitfield", addresses=("dana@example.org",), languages=LANGUAGES, signature="Dana\nTel. 1")
ACTIONS = (Action.ACCEPT, Action.ASK, Action.DECLINE)


@pytest.fixture(scope="module")
def drafter(tmp_path_factory: pytest.TempPathFactory) -> Drafter:
    return Drafter.load(templates_dir(), tmp_path_factory.mktemp("templates"))


def drafted(drafter: Drafter, message: Message, number: int, cv: Path) -> Draft:
    """Some reply to a mail: each action, language, quote and form in turn; its facts are whatever it says."""
    action = ACTIONS[number % 3]
    quotes = ("below", "above", "none")
    replies = Replies("full", quotes[number % len(quotes)], html=number % 2 == 0, cv=cv)  # type: ignore[arg-type]
    name = message.from_.display_name or None
    opportunity = an_opportunity(language=LANGUAGES[number % 8])
    role = replace(opportunity.role, title=message.subject or None, company=name, recruiter=name)
    request = Request(action, (Fact.PAY, Fact.COMPANY) if number % 2 else (), replies=replies)
    return drafter.draft(message, replace(opportunity, role=role), a_score(0.5, ("avoid:x", -1.0)), request, ME)


def check(draft: Draft, octets: bytes) -> None:
    """Both parsers agree on sender, the one recipient, subject, thread and text; every header is an allowed one."""
    import mailparser

    theirs, ours = mailparser.parse_from_bytes(octets), message_from_bytes(octets, policy=SMTP)
    names = [name.lower() for name, _ in ours.items()]
    assert set(names) <= HEADERS
    assert len(names) == len(set(names))
    assert {name.lower() for part in ours.walk() for name in part if part is not ours} <= PART_HEADERS
    to = [address.addr_spec.lower() for address in ours["To"].addresses]
    assert len(to) == 1
    assert [address.lower() for _, address in theirs.to] == to
    assert ours["From"].addresses[0].addr_spec == theirs.from_[0][1] == "dana@example.org"
    assert (theirs.cc, theirs.bcc) == ([], [])
    assert str(theirs.message_id) == ours["Message-ID"] == draft.message_id
    assert (ours["References"] or "").split() == (theirs.message.get("References") or "").split()
    assert not ours.defects
    body = ours.get_body(("plain",))
    assert body is not None
    assert draft.body.split()[0] in body.get_content()
    attached = [part.get_filename() for part in ours.iter_attachments()]
    assert attached == list(draft.file_names) == [part["filename"] for part in theirs.attachments]


def all_sound(drafter: Drafter, files: Sequence[Path], cv: Path) -> int:
    """Drafts a reply to every mail and checks it; how many can be answered."""
    answered = 0
    for number, path in enumerate(files):
        message = parse(RawMessage(MessageRef("home", "INBOX", 1, number + 1), None, path.read_bytes(), 0))
        draft = drafted(drafter, message, number, cv)
        try:
            check_addresses(draft.from_, draft.to)
        except ConfigurationError:
            continue
        octets = compose(draft, message, NOON)
        assert octets == compose(draft, message, NOON)
        check(draft, octets)
        answered += 1
    return answered


@pytest.fixture
def cv(tmp_path: Path) -> Path:
    file = tmp_path / "My cv – Dana.pdf"
    file.write_bytes(b"%PDF-1.7 ...")
    return file


def test_drafts_to_the_parsers_cases_and_the_sample_mailbox(drafter: Drafter, cv: Path) -> None:
    files = sorted((REPOSITORY / "tests/messages").glob("*.eml")) + sorted(
        (REPOSITORY / "triage/demo/mailbox").glob("*.eml")
    )
    assert all_sound(drafter, files, cv) > 60


def test_drafts_to_the_training_mail(drafter: Drafter, cv: Path) -> None:
    files = sorted((REPOSITORY / "training/mail").rglob("*.eml"))
    assert all_sound(drafter, files[::10], cv) > 50


@pytest.mark.shared
def test_drafts_to_the_torture_corpus(drafter: Drafter, cv: Path) -> None:
    if not TORTURE.is_dir():
        pytest.skip("../shared is not there")
    files = [TORTURE / name for name in (TORTURE / "FILES.txt").read_text("utf-8").split()]
    assert all_sound(drafter, files[::5], cv) > 150


def test_a_cv_that_was_asked_for_goes_along(drafter: Drafter, cv: Path) -> None:
    message = parse(
        RawMessage(
            MessageRef("home", "INBOX", 1, 1),
            None,
            b"From: Kim Lee <kim@agency.example>\r\nSubject: Role\r\n\r\nPlease send me your CV.\r\n",
            0,
        )
    )
    request = Request(Action.ACCEPT, replies=Replies(cv=cv, html=True))
    draft = drafter.draft(message, an_opportunity(), a_score(), request, ME)
    assert draft.file_names == (cv.name,)
    assert "attached" in draft.body
    octets = compose(draft, message, NOON)
    check(draft, octets)
    assert octets == compose(draft, message, NOON), "the same at every try"
    decline = drafter.draft(message, an_opportunity(), a_score(), replace(request, action=Action.DECLINE), ME)
    assert decline.attachments == ()
    relayed = drafter.draft(message, an_opportunity(), a_score(), replace(request, relay=True), ME)
    assert (relayed.attachments, relayed.quote) == ((), "none")
    assert "attached" not in relayed.body
    cv.unlink()
    with pytest.raises(ConfigurationError, match="cannot be attached"):
        compose(draft, message, NOON)


def test_a_recipient_is_never_more_than_one(drafter: Drafter, cv: Path) -> None:
    message = parse(RawMessage(MessageRef("home", "INBOX", 1, 1), None, b"From: a@b.example, c@d.example\r\n\r\nx", 0))
    draft = replace(drafted(drafter, message, 0, cv), to=Address("x", "a@b.example, c@d.example"))
    with pytest.raises(ConfigurationError):
        compose(draft, message, NOON)
