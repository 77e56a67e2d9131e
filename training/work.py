"""Learns which words tell which work: `python -m training.work` writes triage/score/tables/work.tsv.

From the real ads of ../shared/data, as mail: an ad is of the occupation that its title names, if the board's own family
agrees, else of what the family mostly is. Words of a few employers only are left out, and those that recruiters write
whatever the work is (training/mail): "talent" does not tell an engineer's mail from a recruiter's job.
"""

from __future__ import annotations

import functools
import sys
from collections import Counter, defaultdict
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline

import triage.score
from training import corpus, fit_data
from triage.domain import Kind
from triage.score import work
from triage.score.occupation import Occupation, read_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Self

    from triage.score.work import Work

_TABLE = Path(triage.score.__file__).parent / "tables" / work.TABLE
_HEADER = "# Which work a text reads like: occupations (bias), then words (occupation:log-odds);\n"
_BY = "# written by `python -m training.work`.\n"
FOLDS = 5
_STRENGTH = 20.0  # of the regression, scikit-learn's C; 5 loses .001 to .002 of the fit's AP, users and ads left out
_ROUNDS = 200
_LEAST_ADS = 10  # of an occupation
_LEAST_EMPLOYERS = 8  # that use a word
_MOST_SHARE = 0.4  # of the ads: words that more of them hold tell nothing
_MOST_WORDS = 4000
_MOST_OFFERS = 0.04  # of the offers in training/mail
_KEPT, _LEAST_WEIGHT = 6, 0.3  # of a word: so many occupations, and log-odds
#: What a board's family mostly is, and the families of occupations.txt that agree with it.
_FAMILIES = {
    "sales": ("sales/sales", "sales"), "backend": ("software/backend", "software"),
    "swe": ("software/swe", "software"), "fullstack": ("software/fullstack", "software"),
    "frontend": ("software/frontend", "software"), "mobile": ("software/mobile", "software"),
    "ops": ("ops/operations", "ops executive"), "ml_ds": ("data/ml", "data"), "data_eng": ("data/engineer", "data"),
    "marketing": ("marketing/marketing", "marketing media"), "support": ("support/support", "support"),
    "hr": ("hr/hr", "hr"), "finance": ("finance/accounting", "finance"), "design": ("design/ux", "design"),
    "hardware": ("hardware/mechanical", "hardware construction trades"), "product": ("product/product", "product"),
    "sre_devops": ("infra/sre", "infra"), "program": ("program/program", "program"), "qa": ("qa/qa", "qa"),
    "legal": ("legal/legal", "legal"), "security": ("security/security", "security"),
    "eng_manager": ("management/engineering_manager", "management"),
}  # fmt: skip


class Text:
    """One ad as it is learned from: its words, its occupation ("" if it has none), and whose it is."""

    __slots__ = ("employer", "label", "words")

    def __init__(self, ad: dict[str, Any]) -> None:
        message = fit_data.as_mail(ad)
        self.words = tuple(work.words(f"{message.subject}\n\n{message.text}".lower()))
        self.label = _label(ad)
        self.employer = str(ad["company"])


class Words(TransformerMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """Turns texts into rows: a column for each word that enough employers use, its value less the more are known."""

    def fit(self, texts: Sequence[Text], _labels: object = None) -> Self:
        """Chooses the columns: `words_`."""
        users = defaultdict[str, list[str]](list)
        for text in texts:
            for word in text.words:
                users[word].append(text.employer)
        most, any_offer = _MOST_SHARE * len(texts), of_any_offer()
        told = (word for word, by in users.items() if len(by) <= most and len(set(by)) >= _LEAST_EMPLOYERS)
        self.words_ = sorted(word for word in told if word not in any_offer)
        return self

    def transform(self, texts: Sequence[Text]) -> csr_matrix:
        """(n_texts, n_words)."""
        column = {word: number for number, word in enumerate(self.words_)}
        known = [[column[word] for word in text.words if word in column] for text in texts]
        values = [1.0 / sqrt(len(here) + work.DAMPING) for here in known for _ in here]
        ends = np.cumsum([0, *map(len, known)])
        return csr_matrix((values, [at for here in known for at in here], ends), shape=(len(known), len(column)))


@functools.cache
def of_any_offer() -> frozenset[str]:
    """The words of many offers in English, whatever they offer."""
    offers = [mail.message.text for mail in corpus.examples() if mail.kind is Kind.OUTREACH and _is_english(mail.label)]
    count = Counter(word for text in offers for word in work.words(text.lower()))
    return frozenset(word for word, times in count.items() if times > _MOST_OFFERS * len(offers))


def _is_english(label: dict[str, Any]) -> bool:
    return str(label.get("language", "en")) == "en"


def texts() -> dict[str, Text]:
    """Every ad by its id."""
    return {key: Text(ad) for key, ad in sorted(fit_data.read_ads().items())}


def train(some: Iterable[Text]) -> Work:
    """The table made of some ads; the same ads give the same table."""
    every = [text for text in some if text.label]
    counts = Counter(text.label for text in every)
    learned = [text for text in every if counts[text.label] >= _LEAST_ADS]
    pipeline = Pipeline([("words", Words()), ("work", LogisticRegression(C=_STRENGTH, max_iter=_ROUNDS, tol=1e-3))])
    pipeline.fit(learned, [text.label for text in learned])
    model, names = pipeline["work"], pipeline["words"].words_
    weights = model.coef_ - model.coef_.mean(axis=0)
    biases = model.intercept_ - model.intercept_.mean()
    telling = sorted(np.argsort(-np.abs(weights).max(axis=0), kind="stable")[:_MOST_WORDS])
    return work.Work(
        tuple(Occupation(*label.split("/")) for label in model.classes_),
        tuple(round(float(bias), 2) for bias in biases),
        {names[at]: kept for at in telling if (kept := _strongest(weights[:, at]))},
    )


def folds(every: dict[str, Text]) -> dict[str, Work]:
    """For each ad a table that was made without it, nor any other ad of its fold."""
    keys = sorted(every)
    fold = {key: number * 7919 % FOLDS for number, key in enumerate(keys)}
    made = [train(every[key] for key in keys if fold[key] != out) for out in range(FOLDS)]
    return {key: made[fold[key]] for key in keys}


def _strongest(weights: Any) -> tuple[tuple[int, float], ...]:
    chosen = sorted(np.argsort(-np.abs(weights), kind="stable")[:_KEPT])
    return tuple((int(at), round(float(weights[at]), 1)) for at in chosen if abs(weights[at]) >= _LEAST_WEIGHT)


def _label(ad: dict[str, Any]) -> str:
    named, family = read_title(ad["title"]).occupation, ad["columns"]["family"]
    main, agreeing = _FAMILIES.get(family, ("", named.family if named else ""))
    return f"{named.family}/{named.name}" if named and named.family in agreeing.split() else main


def main() -> int:
    """Writes the table; without the ads the shipped one stays."""
    if not fit_data.available():
        print("work: the ads of ../shared/data are not there; the shipped table stays")
        return 0
    made = train(texts().values())
    _TABLE.write_text(_HEADER + _BY + work.written(made), "utf-8")
    print(f"work: {len(made.words)} words tell {len(made.occupations)} occupations")
    return 0


if __name__ == "__main__":
    sys.exit(main())
