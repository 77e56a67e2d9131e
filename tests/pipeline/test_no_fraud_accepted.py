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

    from triage.domain import Message

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


@pytest.fixture(scope="module")
def users(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Interests]:
    """The demo's, and three others."""
    config = tmp_path_factory.mktemp("demo") / "config.toml"
    config.write_text(sample.configuration(1143), "utf-8")
    return {"demo": load(config).interests, **OTHERS}


def accepting(mails: dict[str, Message], users: dict[str, Interests]) -> tuple[set[tuple[str, str]], set[str]]:
    """Who accepts which mail, and which mails somebody would accept whom they fit as well as can be."""
    reader, model = Reader.load(OWN, ""), FitModel.load()
    now, ever = set(), set()
    for name, mail in mails.items():
        opportunity = understand(mail, reader)
        if decide(opportunity, a_score(1.0), Policy()).suggestion is Suggestion.ACCEPT:
            ever.add(name)
        scores = {user: score(mail, opportunity, interests, model) for user, interests in users.items()}
        verdicts = {user: decide(opportunity, fit, Policy()) for user, fit in scores.items()}
        now |= {(user, name) for user, verdict in verdicts.items() if verdict.suggestion is Suggestion.ACCEPT}
    return now, ever


def test_no_written_fraud_is_accepted(users: dict[str, Interests]) -> None:
    frauds = [example for example in corpus.examples() if example.kind is Kind.SCAM]
    now, ever = accepting({f"{fraud.author}/{fraud.file}": fraud.message for fraud in frauds}, users)
    assert now == set()
    assert len(ever) <= len(frauds) // 100  # mails that were written after the model was made


def test_no_real_fraud_is_accepted_however_well_it_fits(users: dict[str, Interests]) -> None:
    mails = {
        row["id"]: a_message(from_=Address(*parseaddr(row["from"] or "")), subject=row["subject"], text=row["text"])
        for row in rows("kind_dev.jsonl.gz")
        if row["label"] == "scam_or_phishing"
    }
    assert accepting(mails, users) == (set(), set())


def test_fraudulent_advertisements_are_hardly_ever_accepted(users: dict[str, Interests]) -> None:
    """As mails. Many of these copy honest advertisements word for word, and nothing in them can tell."""
    mails = {
        f"{number} {row['title']}": advertisement(row)
        for number, row in enumerate(rows("emscad_fraud.jsonl.gz"))
        if number % 3 == 0
    }
    now, _ = accepting(mails, users)
    assert len(now) <= len(mails) * len(users) // 100
    assert "demo" not in {user for user, _ in now}


def advertisement(row: dict[str, Any]) -> Message:
    parts = (row["company_profile"], row["description"], row["requirements"], row["benefits"])
    text = "\n\n".join(re.sub(r"<[^>]+>", " ", part or "") for part in parts)
    return a_message(subject=row["title"], text=f"Hi Dana,\n\n{text}\n\nKim Lee\n")
