"""Trains the model of kinds on the written mail, measures it leaving whole authors out, and writes models/kind."""

from __future__ import annotations

import hashlib
import json
import random
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.pipeline import Pipeline

from training import corpus, roles, shorts
from training.kind_estimator import NaiveBayesLogisticRegression
from triage.domain import Kind
from triage.understand import evidence, machine, role, trust
from triage.understand.kind import FORMAT, KINDS, KindModel

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from training.corpus import Example
    from triage.domain import Message

    Floats = NDArray[np.float64]

MODEL = Path(__file__).resolve().parents[1] / "models" / "kind"
#: Chosen by leaving authors out, see the card.
STRENGTH = 1.0
WORD_SCALE = 6.0
FACT_SCALE = 2.0
#: Added to the log-odds of outreach: an inbox holds fewer offers than one mail in eight. It halves the ordinary mail
#: taken for an offer and costs two offers in a hundred, with authors left out.
OUTREACH_PRIOR = -0.6
#: How many groups of authors are left out in turn.
FOLDS = 8
#: A word is a column if so many messages of so many authors have it; of these words the most frequent count.
LEAST_MESSAGES = 3
LEAST_AUTHORS = 2
MOST_WORDS = 9000
#: A fact that fewer authors have is a habit of theirs, or the first name of somebody they invented.
LEAST_AUTHORS_OF_FACT = 3
#: A short mail with fewer words was written for its title, employer and firm alone.
LEAST_WORDS = 15
#: How much a short mail counts: nearly all are outreach, and their styles are rare. At 1, outreach of training/mail is
#: found at precision .95 in .949 instead of .968 without any; of the short mails in .87 instead of .82.
WEIGHT_OF_SHORT = 0.4
WEIGHTS_RANGE = 2000  # the largest weight in steps


@dataclass(frozen=True, slots=True)
class Sample:
    """The features of one message or of a variant of it."""

    words: frozenset[str]
    facts: frozenset[str]
    kind: Kind
    author: str
    message: int  # the number of the message it is a variant of
    weight: float


def features(
    message: Message, own: frozenset[str], weights: Mapping[str, float] | None = None
) -> tuple[frozenset[str], frozenset[str]]:
    """(words, evidence) as `understand` reads them, its title's score by other `weights` than those that ship."""
    words, concepts = evidence.text_features(message)
    cautions = (caution.code for caution in trust.content_warnings(message))
    replyable = not machine.not_replyable_because(message, own)
    read = role.read(message)
    if weights is not None:
        read = roles.judged(read, message, weights)
    facts = evidence.evidence(message, own, cautions, read, replyable=replyable)
    return frozenset(words), frozenset(facts | concepts)


def samples(
    examples: Sequence[Example], judges: Mapping[str, Mapping[str, float]] | None = None, *, varied: bool = True
) -> list[Sample]:
    """Each message as it is and, if `varied`, in variants that no single style's marks survive in.

    `judges` are for each author weights of titles that they had no part in (`roles.judges`): by those that ship, in
    which they had one, titles seem likelier than a stranger's will.
    """
    found = []
    alike = _alike(examples)
    for number, example in enumerate(examples):
        versions = [*_variants(example, number), *_long(example, number, alike)] if varied else [example.message]
        for version in versions:
            words, facts = features(version, example.user, (judges or {}).get(example.author))
            weight = (WEIGHT_OF_SHORT if shorts.is_short(example.author) else 1.0) / len(versions)
            found.append(Sample(words, facts, example.kind, example.author, number, weight))
    return found


def _variants(example: Example, number: int) -> Iterable[Message]:
    """The message; without its headers; without headers and subject; and with half of its paragraphs, twice."""
    message, chance = example.message, random.Random(number)  # noqa: S311 - seeded variation, not a secret
    bare = replace(message, headers=(), in_reply_to=(), references=(), to=(), cc=(), attachments=())
    nameless = replace(bare, from_=replace(message.from_, display_name="", addr_spec=""), sender=None, reply_to=())
    return (
        message,
        nameless,
        replace(nameless, subject="", signature=""),
        replace(message, text=_half(message.text, chance)),
        replace(bare, text=_half(message.text, chance), quoted=""),
    )


def _alike(examples: Sequence[Example]) -> dict[tuple[str, Kind], list[str]]:
    """The texts of each author's messages of a kind."""
    texts: dict[tuple[str, Kind], list[str]] = {}
    for example in examples:
        texts.setdefault((example.author, example.kind), []).append(example.message.text)
    return texts


def _long(example: Example, number: int, alike: dict[tuple[str, Kind], list[str]]) -> Iterable[Message]:
    """Ordinary mail made long, by texts of its kind and author: offers are not known by how much there is to read.

    Written mail is shorter than real mail, in which names, places and phrases stand by chance.
    """
    if example.kind in {Kind.PERSONAL, Kind.NEWSLETTER}:
        texts, chance = alike[example.author, example.kind], random.Random(number)  # noqa: S311 - as above
        more = chance.sample(texts, min(5, len(texts)))
        yield replace(example.message, text="\n\n".join([example.message.text, *more]))


def _half(text: str, chance: random.Random) -> str:
    """About half of the paragraphs, or of the sentences of a text with few; never nothing."""
    parts = text.split("\n\n") if text.count("\n\n") > 2 else text.replace("\n", " ").split(". ")
    kept = [part for part in parts if chance.random() < 0.6]
    return "\n\n".join(kept or parts)


class Columns(TransformerMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """Turns samples into rows of numbers: a column for each word and fact that enough messages of enough authors hold.

    Facts are `FACT_SCALE`, the words of a sample share the length `WORD_SCALE`.
    """

    def fit(self, training: Sequence[Sample], _labels: object = None) -> Self:
        """Chooses the columns: `words_`, then `facts_`."""
        seen: dict[str, set[int]] = {}
        authors: dict[str, set[str]] = {}
        facts: dict[str, set[str]] = {}
        for sample in training:
            for fact in sample.facts:
                facts.setdefault(fact, set()).add(sample.author)
            for word in sample.words:
                seen.setdefault(word, set()).add(sample.message)
                authors.setdefault(word, set()).add(sample.author)
        all_authors = len({sample.author for sample in training})
        several = all_authors >= LEAST_AUTHORS
        known = [
            word for word, messages in seen.items()
            if len(messages) >= LEAST_MESSAGES and (not several or len(authors[word]) >= LEAST_AUTHORS)
        ]  # fmt: skip
        known.sort(key=lambda word: (-len(seen[word]), word))
        self.words_ = sorted(known[:MOST_WORDS])
        least = min(LEAST_AUTHORS_OF_FACT, all_authors)
        self.facts_ = sorted(fact for fact, having in facts.items() if len(having) >= least)
        return self

    def transform(self, rows: Sequence[Sample]) -> Any:
        """A sparse matrix, (samples, columns)."""
        word_column = {word: i for i, word in enumerate(self.words_)}
        fact_column = {fact: i for i, fact in enumerate(self.facts_, len(self.words_))}
        data, indices, starts = [], [], [0]
        for row in rows:
            # In order, since sums in another order differ in their last digits: sets have none from run to run.
            words = sorted(word_column[word] for word in row.words if word in word_column)
            facts = sorted(fact_column[fact] for fact in row.facts if fact in fact_column)
            data += [WORD_SCALE / np.sqrt(len(words) or 1)] * len(words) + [FACT_SCALE] * len(facts)
            indices += words + facts
            starts.append(len(data))
        return csr_matrix((data, indices, starts), shape=(len(rows), len(self.words_) + len(self.facts_)))


def fit(training: Sequence[Sample], strength: float = STRENGTH) -> Pipeline:
    """The trained pipeline from samples to kinds (by their place in `KINDS`), every kind weighing the same."""
    totals = Counter[Kind]()
    for sample in training:
        totals[sample.kind] += sample.weight  # type: ignore[assignment]
    weights = [sample.weight / totals[sample.kind] * sum(totals.values()) / len(totals) for sample in training]
    labels = [KINDS.index(sample.kind) for sample in training]
    words = len(Columns().fit(training).words_)
    classifier = NaiveBayesLogisticRegression(C=strength, stretched=words)
    pipeline = Pipeline([("columns", Columns()), ("classifier", classifier)])
    pipeline.fit(training, labels, classifier__sample_weight=weights)
    classifier.intercept_[KINDS.index(Kind.OUTREACH)] += OUTREACH_PRIOR
    return pipeline


def author_folds(examples: Sequence[Example]) -> list[frozenset[str]]:
    """The authors in `FOLDS` groups that are left out together."""
    authors = sorted({example.author for example in examples})
    return [frozenset(authors[number::FOLDS]) for number in range(min(FOLDS, len(authors)))]


def left_out(all_samples: Sequence[Sample], plain: Sequence[Sample], folds: Sequence[frozenset[str]]) -> Floats:
    """Log-probabilities of each plain sample, by a model that saw no message of its author."""
    result = np.zeros((len(plain), len(KINDS)))
    for fold in folds:
        pipeline = fit([sample for sample in all_samples if sample.author not in fold])
        rows = [i for i, sample in enumerate(plain) if sample.author in fold]
        if rows:
            result[rows] = pipeline.predict_log_proba([plain[i] for i in rows])
    return result


def temperature(log_probabilities: Floats, kinds: Sequence[Kind]) -> float:
    """What logits must be divided by so that the probabilities of left-out messages are calibrated (Guo 2017)."""
    labels = np.array([KINDS.index(kind) for kind in kinds])

    def loss(candidate: float) -> float:
        scaled = log_probabilities / candidate
        scaled -= np.log(np.exp(scaled).sum(axis=1, keepdims=True))
        return -float(scaled[np.arange(len(labels)), labels].mean())

    return min((round(0.5 + 0.05 * i, 2) for i in range(51)), key=loss)


def quantised(pipeline: Pipeline, divisor: float) -> dict[str, object]:
    """The model as the table that ships: whole numbers of steps. The classifier's weights become those very numbers,
    so that it and `triage.understand.kind` must agree.
    """
    columns, estimator = pipeline["columns"], pipeline["classifier"]
    scale = np.array([WORD_SCALE] * len(columns.words_) + [FACT_SCALE] * len(columns.facts_))
    weights, bias = estimator.coef_ * scale / divisor, estimator.intercept_ / divisor
    step = float(np.abs(weights).max() / WEIGHTS_RANGE)
    rows, base = np.rint(weights / step).astype(int), np.rint(bias / step).astype(int)
    estimator.coef_, estimator.intercept_ = rows * step / scale, base * step
    return {
        "format": FORMAT,
        "kinds": [kind.value for kind in KINDS],
        "step": step,
        "bias": base.tolist(),
        "evidence": {name: rows[:, i].tolist() for i, name in enumerate(columns.facts_, len(columns.words_))},
        "words": {name: rows[:, i].tolist() for i, name in enumerate(columns.words_)},
    }


def text_of(table: dict[str, object]) -> str:
    """The table as JSON text with one feature a line, so that a change of the model can be read."""
    lines = []
    for key, value in table.items():
        if isinstance(value, dict):
            rows = ",\n".join(
                f"{json.dumps(name)}:{json.dumps(row, separators=(',', ':'))}" for name, row in value.items()
            )
            lines.append(f"{json.dumps(key)}:{{\n{rows}\n}}")
        else:
            lines.append(f"{json.dumps(key)}:{json.dumps(value)}")
    return "{" + ",\n".join(lines) + "}\n"


def model_of(table: dict[str, object]) -> KindModel:
    """The table as `triage` reads it."""
    return KindModel.from_json(json.loads(text_of(table)))


def short_examples() -> tuple[Example, ...]:
    """The short mails that say enough to be of a kind."""
    return tuple(one for one in shorts.examples() if len(one.message.text.split()) >= LEAST_WORDS)


def train(folder: Path = MODEL) -> dict[str, Any]:
    """Trains on all written mail, writes model.json, model.sha256, metrics.json and card.md; gives the metrics."""
    from training import kind_report

    written = corpus.examples()
    examples = written + short_examples()
    judges = roles.judges()
    varied, plain = samples(examples, judges), samples(examples, judges, varied=False)
    logs = left_out(varied, plain, author_folds(examples))
    divisor = temperature(logs, [sample.kind for sample in plain])
    octets = text_of(quantised(fit(varied), divisor)).encode("utf-8")
    count = len(written)
    metrics = kind_report.metrics(logs[:count] / divisor, plain[:count]) | {"temperature": divisor, "messages": count}
    metrics["outreach_prior"] = OUTREACH_PRIOR
    metrics["languages"] = kind_report.by_language(logs[:count] / divisor, plain[:count], examples)
    metrics["short"] = kind_report.metrics(logs[count:] / divisor, plain[count:])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.json").write_bytes(octets)
    (folder / "model.sha256").write_text(f"{hashlib.sha256(octets).hexdigest()}  model.json\n", "ascii")
    (folder / "metrics.json").write_text(json.dumps(metrics, indent=1) + "\n", "utf-8")
    (folder / "card.md").write_text(kind_report.card(metrics, examples, len(octets), FOLDS), "utf-8")
    return metrics
