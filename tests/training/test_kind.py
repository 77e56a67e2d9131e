"""Training: the shipped table equals scikit-learn's model, comes out the same twice, and its mail is well labelled."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING

import numpy as np
import pytest

from training import corpus, kind, kind_report, lint
from triage.domain import Kind

if TYPE_CHECKING:
    from pathlib import Path

    from sklearn.pipeline import Pipeline

EXAMPLES = corpus.examples()


@pytest.fixture(scope="module")
def small() -> list[kind.Sample]:
    return kind.samples(EXAMPLES[::12])


@pytest.fixture(scope="module")
def fitted(small: list[kind.Sample]) -> Pipeline:
    return kind.fit(small)


def test_the_table_scores_as_scikit_learn_does(small: list[kind.Sample], fitted: Pipeline) -> None:
    pipeline = deepcopy(fitted)
    model = kind.model_of(kind.quantised(pipeline, 1.3))
    expected = pipeline.predict_proba(small)
    found = np.array([model.probabilities(sample.words, sample.facts) for sample in small])
    assert np.abs(found - expected).max() < 1e-9


def test_training_twice_gives_the_same_octets(small: list[kind.Sample], fitted: Pipeline) -> None:
    one, other = (kind.text_of(kind.quantised(pipeline, 1.0)) for pipeline in (deepcopy(fitted), kind.fit(small)))
    assert one == other


def test_rounding_the_weights_changes_no_probability_much(small: list[kind.Sample], fitted: Pipeline) -> None:
    pipeline = deepcopy(fitted)
    exact = pipeline.predict_proba(small)
    kind.quantised(pipeline, 1.0)
    assert np.abs(exact - pipeline.predict_proba(small)).max() < 0.01


def test_a_temperature_above_one_is_found_for_boasting_probabilities() -> None:
    logits = np.zeros((100, len(Kind)))
    logits[:, 0] = 9.0
    kinds = [Kind.OUTREACH] * 60 + [Kind.SALES] * 40
    assert kind.temperature(logits, kinds) == 3.0


def test_every_label_is_in_order_and_every_kind_and_language_is_there() -> None:
    assert lint.problems() == []
    assert {example.kind for example in EXAMPLES} == set(Kind)
    assert {"en", "de", "fr", "es", "it", "nl", "pt", "pl"} <= {example.label["language"] for example in EXAMPLES}


def test_no_two_messages_are_nearly_the_same() -> None:
    assert lint.near_duplicates(lint.all_texts()) == []


def test_what_lint_finds(tmp_path: Path) -> None:
    (tmp_path / "someone").mkdir()
    label = {
        "file": "1.eml",
        "kind": "spam",
        "language": "english",
        "replyable": 1,
        "role": {"pay": 1},
        "warnings": ["x"],
    }
    (tmp_path / "someone" / "labels.jsonl").write_text(json.dumps(label) + "\n")
    said = "\n".join(lint.problems(tmp_path))
    for what in ("kind 'spam'", "language 'english'", "replyable 1", "warning 'x'", "role key 'pay'", "1.eml"):
        assert what in said


def test_a_wrong_line_is_named(tmp_path: Path) -> None:
    (tmp_path / "someone").mkdir()
    (tmp_path / "someone" / "labels.jsonl").write_text("{\n")
    with pytest.raises(ValueError, match=r"labels\.jsonl:1"):
        corpus.examples(tmp_path)


def test_recall_at_a_precision() -> None:
    scores, wanted = np.array([0.9, 0.8, 0.7, 0.6]), np.array([True, True, False, True])
    assert kind_report.recall_at(0.95, scores, wanted)["value"] == 0.667
    assert kind_report.recall_at(0.5, scores, wanted)["value"] == 1.0
