"""How well kinds are told apart: authors left out whole, and real messages by source; `python -m benchmarks.kind`."""

from __future__ import annotations

import gzip
import json
import time
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import make_pipeline

from training import corpus, kind, kind_report, roles
from triage.domain import Address, Kind, Message
from triage.understand import Reader, understand
from triage.understand.kind import KindModel

REAL = Path(__file__).resolve().parents[2] / "shared" / "data" / "kind_dev.jsonl.gz"
KINDS = {
    "recruiter_outreach": Kind.OUTREACH, "job_alert": Kind.ALERT, "application_status": Kind.APPLICATION,
    "interview_logistics": Kind.INTERVIEW, "newsletter_or_marketing": Kind.NEWSLETTER, "cold_sales": Kind.SALES,
    "personal_or_work": Kind.PERSONAL, "scam_or_phishing": Kind.SCAM,
}  # fmt: skip


def main() -> None:
    written = corpus.examples()
    examples, count = written + kind.short_examples(), len(written)
    judges = roles.judges()
    plain = kind.samples(examples, judges, varied=False)
    folds = kind.author_folds(examples)
    logs = kind.left_out(kind.samples(examples, judges), plain, folds)
    show(f"written mail, its author left out (in {len(folds)} groups)", logs[:count], plain[:count])
    for author in sorted({example.author for example in examples}):
        rows = [i for i, sample in enumerate(plain) if sample.author == author]
        right = sum(logs[i].argmax() == kind.KINDS.index(plain[i].kind) for i in rows)
        print(f"  {author}: {right} of {len(rows)} right")
    bayes = naive_bayes(examples, folds)
    show("the same by naive Bayes over their words, as older tools do", bayes[:count], plain[:count])
    if REAL.exists():
        real()
    speed(written)


def naive_bayes(examples: tuple[corpus.Example, ...], folds: list[frozenset[str]]) -> kind.Floats:
    """Log-probabilities by MultinomialNB over the words of subject and text, the same authors left out."""
    texts = np.array([f"{example.message.subject} {example.message.text}" for example in examples])
    labels = np.array([kind.KINDS.index(example.kind) for example in examples])
    authors = np.array([example.author for example in examples])
    logs = np.zeros((len(examples), len(kind.KINDS)))
    for fold in folds:
        left_out = np.isin(authors, list(fold))
        model = make_pipeline(CountVectorizer(binary=True), MultinomialNB(alpha=0.3))
        model.fit(texts[~left_out], labels[~left_out])
        logs[left_out] = model.predict_log_proba(texts[left_out])
    return logs


def real() -> None:
    """The shipped model on real messages; most have neither headers nor sender."""
    model = KindModel.load(kind.MODEL)
    with gzip.open(REAL, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    samples = [_sample(row, number) for number, row in enumerate(rows)]
    logs = np.log(np.array([model.probabilities(sample.words, sample.facts) for sample in samples]))
    show("real messages, shipped model", logs, samples)
    sure = [i for i, row in enumerate(rows) if not row["ambiguous"]]
    show("those whose label is beyond doubt", logs[sure], [samples[i] for i in sure])
    for source in sorted({sample.author for sample in samples}):
        chosen = [i for i, sample in enumerate(samples) if sample.author == source]
        show(source, logs[chosen], [samples[i] for i in chosen])
    print("\nreal messages, what the user sees")
    cautions(rows)


def cautions(rows: list[dict[str, Any]]) -> None:
    """How many messages of each kind the user would see called a scam, or warned of."""
    reader = Reader.load(frozenset(), "")
    for label, expected in KINDS.items():
        found = [understand(_message(row), reader) for row in rows if row["label"] == label]
        scams, warned = sum(one.kind is Kind.SCAM for one in found), sum(bool(one.warnings) for one in found)
        print(f"  {expected}: {scams} of {len(found)} called a scam, {warned} warned of")


def _message(row: dict[str, Any]) -> Message:
    sender = Address(*parseaddr(row["from"] or ""))
    return Message(
        "", (), (), None, sender, None, (), (), (), row["subject"] or "", row["text"], "", "", (), (), (), "",
    )  # fmt: skip


def _sample(row: dict[str, Any], number: int) -> kind.Sample:
    words, facts = kind.features(_message(row), frozenset())
    source = row["source"].partition("/")[0].partition(":")[0]
    return kind.Sample(words, facts, KINDS[row["label"]], source, number, 1.0)


def show(title: str, logs: kind.Floats, samples: list[kind.Sample]) -> None:
    print(f"\n{title}")
    for line in kind_report.lines(kind_report.metrics(logs, samples)):
        print(f"  {line}")


def speed(examples: tuple[corpus.Example, ...]) -> None:
    start = time.perf_counter()
    reader = Reader.load(frozenset(), "")
    print(f"\nload {1000 * (time.perf_counter() - start):.1f} ms")
    best = min(_seconds(examples, reader) for _ in range(3))
    print(f"understand {1000 * best / len(examples):.2f} ms a message, {len(examples) / best:.0f} messages a second")


def _seconds(examples: tuple[corpus.Example, ...], reader: Reader) -> float:
    start = time.perf_counter()
    for example in examples:
        understand(example.message, reader)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
