"""What the stages make of fraud together: none of it gets an accept."""

from __future__ import annotations

import gzip
import json
import re
from email.utils import parseaddr
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.factories import DANA, a_message, a_score
from training import corpus
from triage.config import Policy, load
from triage.decide import decide
from triage.demo import sample
from triage.domain import Address, Interests, Kind, Level, Suggestion, Term, Workplace
from triage.score import FitModel, score
from triage.understand import Reader, understand

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triage.domain import Message, Opportunity

SHARED = Path(__file__).parents[3] / "shared" / "data"
OWN = frozenset({DANA.addr_spec})
OTHERS = {
    "analyst": Interests(
        want=(Term("sql"), Term("statistics")), titles=("data analyst",), level=Level.SENIOR, locations=("London",)
    ),
    "nurse": Interests(want=(Term("intensive care"),), titles=("registered nurse",), locations=("United States",)),
    "designer": Interests(want=(Term("figma"),), titles=("product designer",), workplace=(Workplace.REMOTE,)),
}


def rows(name: str) -> Iterator[dict[str, Any]]:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{name} is not at hand")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def accepted_if_it_fits(opportunity: Opportunity) -> bool:
    return decide(opportunity, a_score(1.0), Policy()).suggestion is Suggestion.ACCEPT


def test_no_written_fraud_is_accepted_however_well_it_fits() -> None:
    reader = Reader.load(OWN, "")
    frauds = [example for example in corpus.examples() if example.kind is Kind.SCAM]
    found = {f"{fraud.author}/{fraud.file}": understand(fraud.message, reader) for fraud in frauds}
    assert len(found) > 200
    assert [name for name, opportunity in found.items() if accepted_if_it_fits(opportunity)] == []


def test_no_real_fraud_is_accepted_however_well_it_fits() -> None:
    reader = Reader.load(OWN, "")
    real = [row for row in rows("kind_dev.jsonl.gz") if row["label"] == "scam_or_phishing"]
    mails = {
        row["id"]: a_message(from_=Address(*parseaddr(row["from"] or "")), subject=row["subject"], text=row["text"])
        for row in real
    }
    assert [name for name, mail in mails.items() if accepted_if_it_fits(understand(mail, reader))] == []


def advertisement(row: dict[str, Any]) -> Message:
    parts = (row["company_profile"], row["description"], row["requirements"], row["benefits"])
    text = "\n\n".join(re.sub(r"<[^>]+>", " ", part or "") for part in parts)
    return a_message(subject=row["title"], text=f"Hi Dana,\n\n{text}\n\nKim Lee\n")


def test_fraudulent_advertisements_are_hardly_ever_accepted(tmp_path: Path) -> None:
    """As mails to four users. Many of these copy honest advertisements word for word; nothing in them can tell."""
    config = tmp_path / "config.toml"
    config.write_text(sample.configuration(1143), "utf-8")
    users = {"demo": load(config).interests, **OTHERS}
    reader, model = Reader.load(OWN, ""), FitModel.load()
    accepted = []
    for row in rows("emscad_fraud.jsonl.gz"):
        mail = advertisement(row)
        opportunity = understand(mail, reader)
        for user, interests in users.items():
            verdict = decide(opportunity, score(mail, opportunity, interests, model), Policy())
            if verdict.suggestion is Suggestion.ACCEPT:
                accepted.append((user, row["title"]))
    assert len(accepted) <= 4
    assert "demo" not in {user for user, _ in accepted}
