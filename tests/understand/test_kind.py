"""The model of kinds: its evidence, its table, and that it equals what scikit-learn trained."""

from __future__ import annotations

import hashlib
import json
import math
import time
from typing import TYPE_CHECKING

import pytest

from triage import resources
from triage.domain import Kind, MessageRef, RawMessage, Role, Salary
from triage.errors import DamagedError
from triage.parse import parse
from triage.understand import evidence
from triage.understand.kind import KindModel
from triage.understand.role import Reading
from triage.understand.words import fold, pairs, words

if TYPE_CHECKING:
    from pathlib import Path

    from triage.domain import Message

QUOTED = "\n\nOn Tue, 3 Feb 2026, Dana <dana@example.org> wrote:\n> "
OWN = frozenset({"dana@example.org"})
SHIPPED = resources.models_dir() / "kind"


def message(headers: str, text: str = "Hello.") -> Message:
    octets = f"{headers}\nContent-Type: text/plain; charset=utf-8\n\n{text}\n".encode()
    return parse(RawMessage(MessageRef("t", "INBOX", 1, 1), None, octets, len(octets)))


@pytest.mark.parametrize(
    ("headers", "feature"),
    [
        ("List-Id: <x.example.com>", "list-id"),
        ("List-Unsubscribe: <mailto:x@example.com>", "list-unsubscribe"),
        ("Auto-Submitted: auto-generated", "auto-submitted"),
        ("Precedence: bulk", "bulk precedence"),
        ("X-LinkedIn-Class: INMAIL-TO-MEMBER", "x-linkedin-class"),
        ("Feedback-ID: 1:2:3", "mass mailer"),
        ("Reply-To: hit-reply@linkedin.com", "relay"),
        ("X-Greenhouse-Id: 1", "sourcing tool"),
        ("In-Reply-To: <a@example.org>", "answers"),
        ("Subject: AW: Termin", "subject re"),
        ("Subject: Fwd: a role", "subject fwd"),
        ("To: a@example.org, b@example.org\nCc: c@example.org", "several recipients"),
        ("X-Nothing: x", "person"),
    ],
)
def test_evidence_of_headers(headers: str, feature: str) -> None:
    mail = message(f"From: Kim Lee <kim.lee@example.com>\n{headers}")
    assert feature in evidence.evidence(mail, OWN, (), Reading(Role()), replyable=True)
    assert feature == "person" or feature not in evidence.evidence(
        message("From: Jobs <jobs@example.com>"), OWN, (), Reading(Role()), replyable=True
    )


@pytest.mark.parametrize(
    ("address", "group"),
    [
        ("no-reply@greenhouse-mail.io", "from applicant tracking"),
        ("kim@eu.hire.lever.co", "from applicant tracking"),
        ("alert@indeed.com", "from job board"),
        ("kim@gmail.com", "from free mail"),
        ("x@substack.com", "from newsletters"),
    ],
)
def test_evidence_of_the_senders_domain(address: str, group: str) -> None:
    assert group in evidence.headers(message(f"From: Kim <{address}>"), replyable=True)


def test_evidence_of_who_writes() -> None:
    stranger = message("From: Acme Talent Team <kim@acme.example>")
    assert evidence.sender(stranger, OWN) == {"from:acme", "from:talent", "from:team"}
    assert evidence.sender(message("From: Kim <kim@example.org>"), OWN) == {"from:kim", "same house"}
    friend = message("From: Kim <kim@gmail.com>")
    assert evidence.sender(friend, frozenset({"dana@gmail.com"})) == {"from:kim"}
    assert evidence.sender(message("X-Nothing: x"), OWN) == set()


@pytest.mark.parametrize(
    ("sender", "text", "expected"),
    [
        ("Kim <kim@bright-path.example>", "I hire for Bright Path.", {"names its firm"}),
        ("Kim <kim@mail.brightpath.example>", "Lunch?\n-- \nKim, Brightpath", {"names its firm"}),
        ("Kim <kim@brightpath.example>", "Lunch?", {"does not name its firm"}),
        ("Kim <kim@brightpath.example>", f"Lunch?{QUOTED}Is Bright Path hiring?", {"does not name its firm"}),
        ("Kim, Bright Path <kim@brightpath.example>", "Hello", {"does not name its firm", "firm in its name"}),
        ("Kim <kim@gmail.com>", "I hire for Gmail.", set()),
        ("Kim <kim@ab.example>", "I hire for AB.", set()),
        ("LinkedIn <hit-reply@linkedin.com>", "Kim has a role for you on LinkedIn.", set()),
    ],
)
def test_whether_a_message_names_the_firm_it_comes_from(sender: str, text: str, expected: set[str]) -> None:
    _, concepts = evidence.text_features(message(f"From: {sender}", text))
    assert {concept for concept in concepts if "firm" in concept.split()} == expected


def test_evidence_of_a_conversation() -> None:
    mail = message(
        "From: Kim <kim@example.com>", "Great!\n\nOn Tue, 3 Feb 2026, Dana <dana@example.org> wrote:\n> Friday?\n"
    )
    assert {"quotes", "quotes me", "very short"} <= evidence.thread(mail, OWN)


def test_evidence_of_a_calendar_part() -> None:
    mail = message("From: Kim <kim@example.com>")
    octets = (
        b'From: k@example.com\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\nHi\n'
        b'--b\nContent-Type: text/calendar; name="i.ics"\n\nBEGIN:VCALENDAR\n--b--\n'
    )
    invitation = parse(RawMessage(MessageRef("t", "INBOX", 1, 1), None, octets, len(octets)))
    assert "calendar" in evidence.headers(invitation, replyable=True)
    assert "calendar" not in evidence.headers(mail, replyable=True)


def test_evidence_of_a_role() -> None:
    role = Role(title="Engineer", salary=Salary(1.0, None, "EUR", None), skills=("python",))
    assert evidence.role_facts(role) == {"states title", "states salary", "states 2 facts"}
    assert evidence.role_facts(Role()) == {"states 0 facts"}


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("I came across your profile.", "your profile"),
        ("Dein Profil hat mir gefallen.", "your profile"),
        ("Votre parcours a retenu mon attention.", "your profile"),
        ("Trafiłam na Pana profil.", "your profile"),
        ("Leider haben wir Ihre Bewerbung nicht berücksichtigt.", "your application"),
        ("Thank you for applying!", "thanks for applying"),
        ("Nuevas ofertas de empleo", "digest"),
        ("Unsubscribe", "newsletter"),
    ],
)
def test_phrases_mean_the_same_in_every_language(text: str, concept: str) -> None:
    assert concept in evidence.text_features(message("From: k@example.com", text))[1]


def test_words_are_folded_cut_and_masked() -> None:
    assert words(fold("Zespół Größe: 85,000 € at https://x.example/a?b 14:30!")) == [
        "zespol", "grosse"[:6], "00,000", "eur", "at", "www", "00:00", "!",
    ]  # fmt: skip
    assert pairs(["a", "b", "c"]) == ["a b", "b c"]
    assert words(fold("日本語")) == []


def tiny() -> dict[str, object]:
    return {
        "format": 1, "kinds": [kind.value for kind in Kind], "step": 0.5, "bias": [1, -2, 0, 0, 0, 0, 0, 0],
        "evidence": {"e": [-3, 2, 0, 0, 0, 0, 0, 1]},
        "words": {"w": [4, -4, 0, 0, 0, 0, 0, 0], "v": [0, 8, 0, 0, 0, 0, 0, -1]},
    }  # fmt: skip


def test_probabilities_by_hand() -> None:
    found = KindModel.from_json(tiny()).probabilities({"w", "v", "unknown"}, {"e", "unknown"})
    root = math.sqrt(2)
    logits = [0.5 * (-2 + 4 / root), 0.5 * (0 + 4 / root), 0, 0, 0, 0, 0, 0.5 * (1 - 1 / root)]
    total = sum(math.exp(logit) for logit in logits)
    assert found == pytest.approx([math.exp(logit) / total for logit in logits], abs=1e-12)


def test_nothing_known_gives_the_bias() -> None:
    found = KindModel.from_json(tiny()).probabilities(frozenset(), ())
    assert sum(found) == pytest.approx(1)
    assert found[0] > found[2] > found[1]


def written(folder: Path, octets: bytes, digest: str | None = None) -> Path:
    (folder / "model.json").write_bytes(octets)
    (folder / "model.sha256").write_text(digest or f"{hashlib.sha256(octets).hexdigest()}  model.json\n")
    return folder


@pytest.mark.parametrize(
    "octets",
    [
        b"", b"{}", b"[]", b"\xff", b"null", json.dumps(tiny() | {"format": 99}).encode(),
        json.dumps(tiny() | {"step": float("nan")}).encode(), json.dumps(tiny() | {"kinds": ["x"]}).encode(),
        json.dumps(tiny() | {"words": {"w": [1]}}).encode(), json.dumps(tiny() | {"words": []}).encode(),
        json.dumps(tiny() | {"bias": None}).encode(), json.dumps(tiny() | {"words": {"w": ["x"] * 8}}).encode(),
        json.dumps(tiny() | {"evidence": {"w": [float("inf")] * 8}}).encode(),
    ],
)  # fmt: skip
def test_a_model_that_cannot_be_used_is_damaged(tmp_path: Path, octets: bytes) -> None:
    with pytest.raises(DamagedError, match=r"model\.json.*reinstall") as caught:
        KindModel.load(written(tmp_path, octets))
    assert caught.value.exit_code == 65


def test_a_flipped_bit_or_a_missing_file_is_damage(tmp_path: Path) -> None:
    octets = json.dumps(tiny()).encode()
    assert KindModel.load(written(tmp_path, octets)).step == 0.5
    for digest in ("0" * 64, " "):
        with pytest.raises(DamagedError):
            KindModel.load(written(tmp_path, octets, digest))
    (tmp_path / "model.json").unlink()
    with pytest.raises(DamagedError):
        KindModel.load(tmp_path)


def test_the_shipped_model_is_whole_small_and_quick() -> None:
    assert (SHIPPED / "model.json").stat().st_size < 800_000
    start = time.process_time()
    model = KindModel.load(SHIPPED)
    assert time.process_time() - start < 1.0
    assert model.probabilities({"hello"}, ("person",))[0] < 0.9
    metrics = json.loads((SHIPPED / "metrics.json").read_text())
    assert metrics["right"]["n"] == metrics["messages"]
    assert f"{metrics['messages']} messages" in (SHIPPED / "card.md").read_text()


@pytest.mark.parametrize(
    ("score", "fact"),
    [(None, "title score none"), (-7.0, "title score 0"), (0.5, "title score 4"), (6.0, "title score 8")],
)
def test_evidence_of_the_title(score: float | None, fact: str) -> None:
    assert evidence.title_fact(score) == fact
    assert fact in evidence.evidence(
        message("From: Kim <kim@example.com>"), OWN, (), Reading(Role(), score), replyable=True
    )
