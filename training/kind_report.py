"""Figures of the model of kinds with their intervals, and the card that ships with it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from training import shorts
from triage.domain import Kind
from triage.intervals import wilson
from triage.understand.kind import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from training.corpus import Example
    from training.kind import Sample

    Floats = NDArray[np.float64]


def rate(hits: int, n: int) -> dict[str, Any]:
    """A proportion with its n and interval."""
    return {"value": round(hits / n, 3) if n else None, "n": n, "interval": [round(end, 3) for end in wilson(hits, n)]}


def recall_at(precision: float, scores: Floats, wanted: NDArray[np.bool_]) -> dict[str, Any]:
    """The best recall of any threshold on `scores` that reaches the precision."""
    best, threshold = 0, 1.0
    for candidate in sorted(set(scores.tolist()), reverse=True):
        chosen = scores >= candidate
        hits = int((chosen & wanted).sum())
        if hits / int(chosen.sum()) >= precision and hits > best:
            best, threshold = hits, candidate
    return rate(best, int(wanted.sum())) | {"threshold": round(threshold, 4)}


def metrics(logits: Floats, samples: Sequence[Sample]) -> dict[str, Any]:
    """What log-probabilities of left-out messages are worth."""
    probabilities = np.exp(logits - logits.max(axis=1, keepdims=True))
    probabilities /= probabilities.sum(axis=1, keepdims=True)
    truth = np.array([KINDS.index(sample.kind) for sample in samples])
    chosen = probabilities.argmax(axis=1)
    outreach = truth == KINDS.index(Kind.OUTREACH)
    scam = chosen == KINDS.index(Kind.SCAM)
    return {
        "right": rate(int((chosen == truth).sum()), len(truth)),
        "outreach_recall_at_precision_95": recall_at(0.95, probabilities[:, KINDS.index(Kind.OUTREACH)], outreach),
        "outreach_called_scam": rate(int((outreach & scam).sum()), int(outreach.sum())),
        "calibration_error": calibration_error(probabilities, truth),
        "recall": {
            k.value: rate(int((chosen[truth == i] == i).sum()), int((truth == i).sum())) for i, k in enumerate(KINDS)
        },
        "precision": {
            k.value: rate(int((truth[chosen == i] == i).sum()), int((chosen == i).sum())) for i, k in enumerate(KINDS)
        },
    }


def by_language(logits: Floats, samples: Sequence[Sample], examples: Sequence[Example]) -> dict[str, Any]:
    """The share that is right, and the recall of outreach, in each language with thirty messages or more."""
    spoken = np.array([str(examples[sample.message].label.get("language", "")) for sample in samples])
    found = {}
    for language, count in Counter(spoken.tolist()).most_common():
        if count >= 30:
            rows = np.flatnonzero(spoken == language)
            figures = metrics(logits[rows], [samples[int(i)] for i in rows])
            found[language] = {
                "right": figures["right"], "outreach": figures["recall"]["outreach"],
                "precision": figures["precision"]["outreach"],
            }  # fmt: skip
    return found


def calibration_error(probabilities: Floats, truth: NDArray[np.int64], bins: int = 10) -> float:
    """The expected calibration error of the chosen kinds, over equally wide bins."""
    confidence, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == truth
    which = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [abs(float(confidence[which == b].sum() - right[which == b].sum())) for b in range(bins)]
    return round(sum(gaps) / len(truth), 4) if len(truth) else 0.0


def lines(figures: dict[str, Any]) -> list[str]:
    """The figures as lines of text."""
    text = [f"right: {_said(figures['right'])}"]
    text.append(f"outreach found at precision .95: {_said(figures['outreach_recall_at_precision_95'])}")
    text.append(f"outreach called scam: {_said(figures['outreach_called_scam'])}")
    text.append(f"expected calibration error: {figures['calibration_error']:.3f}")
    for kind in KINDS:
        recall, precision = figures["recall"][kind.value], figures["precision"][kind.value]
        if recall["n"]:
            text.append(f"{kind.value}: recall {_said(recall)}; precision {_said(precision)}")
    if short := figures.get("short"):
        text.append(
            f"short mails: outreach found at precision .95: {_said(short['outreach_recall_at_precision_95'])}; "
            f"called scam: {_said(short['outreach_called_scam'])}"
        )
    for language, figure in figures.get("languages", {}).items():
        text.append(
            f"{language}: right {_said(figure['right'])}; outreach: recall {_said(figure['outreach'])}, "
            f"precision {_said(figure['precision'])}"
        )
    return text


def _said(figure: dict[str, Any]) -> str:
    if figure["value"] is None:
        return "none"
    low, high = figure["interval"]
    return f"{figure['value']:.3f} (n = {figure['n']}, 95 % interval {low:.2f} to {high:.2f})"


def card(figures: dict[str, Any], examples: Sequence[Example], size: int, groups: int) -> str:
    """The model card, in Markdown, for a model of `size` octets; `groups` of authors were left out in turn."""
    authors = Counter(example.author for example in examples)
    short = sum(count for author, count in authors.items() if shorts.is_short(author))
    languages = Counter(str(example.label.get("language", "")) for example in examples)
    kinds = Counter(example.kind.value for example in examples)
    return _CARD.format(
        n=len(examples) - short,
        short=short,
        groups=groups,
        authors=", ".join(f"{name} {count}" for name, count in sorted(authors.items())),
        languages=", ".join(f"{name} {count}" for name, count in languages.most_common()),
        kinds=", ".join(f"{name} {count}" for name, count in kinds.most_common()),
        kilobytes=round(size / 1000),
        temperature=figures["temperature"],
        prior=figures["outreach_prior"],
        figures="\n".join(f"- {line}" for line in lines(figures)),
    )


_CARD = """# The model of kinds

What a message is: outreach, alert, application, interview, newsletter, sales, personal or scam.

## Form
One logistic regression a kind, its columns stretched by naive Bayes, over the first 2,500 and last 500 characters:
words cut to six letters and pairs of them (binary, of one length together), phrases that mean the same in eight
languages (`kind_concepts.txt`), and evidence from headers, sender, thread position and cautions. `model.json` holds
whole numbers ({kilobytes} kB); it is scored without scikit-learn and agrees with its `predict_proba` to 1e-9.
Probabilities are divided by a temperature of {temperature}, found on left-out authors. `make model` makes
the same file again from training/ alone.

## Data
{n} messages and {short} short ones written for this project, no real mail. By author: {authors}.
By language: {languages}.
By kind: {kinds}. Each message is trained on as it is, without headers, without headers and subject, and twice with
half of its paragraphs, so that no one style's marks carry the answer; ordinary mail and newsletters once more with
other texts of their author, as real ones are longer. All kinds weigh the same, and {prior} is added to the log-odds of
outreach.
Public corpora (SpamAssassin, Enron, Ling-Spam) are left out on purpose: they are twenty years old, a model learns their
style instead of the kind, and the file could not be made again by somebody who does not have them.

## Figures, each author judged by a model that saw none of that author's mail ({groups} groups of authors)
{figures}

## Limits
Short mails were written to be hard and are seldom anything but outreach: their figures are given apart.
Written mail is not real mail, and the phrases of `kind_concepts.txt` were chosen by people who had read most of it: the
figures above flatter. Two authors (lockhart, pritchard) wrote fraud, shops, office mail and mailing lists after it was
seen what kinds of real mail were mistaken. Of ordinary mail from 1992 to 2002, never trained on, 1 to 2 in a hundred
are taken for an offer where there are no headers (Enron, Ling-Spam).
Eight authors wrote what is hardest (job alerts like letters, candidates for sale, colleagues on jobs): see there too.
`python -m benchmarks.kind` measures on real messages where
they are at hand. English has most examples; Danish, Swedish, Czech and all scripts but the Latin one have none.
A scam that reads like an honest offer and asks for nothing yet is an offer to this model; the warnings are separate.
"""
