"""Who ranks best what fits: the fit against keywords, titles, BM25 and TF-IDF, on users and mails of ../shared/data.

    python -m benchmarks.fit

Every learned scorer is trained without the users it is asked about. It also times scoring, one mail at a time.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from training import fit, fit_data
from training.fit_measure import measures
from triage.score import FitModel, score

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from training.fit_data import Example
    from triage.domain import Interests

    Floats = NDArray[np.float64]
    Scorer = Callable[[list[Example]], Floats]


def by_keywords(rows: list[Example]) -> Floats:
    """How much of the wanted weight the text names."""
    return np.array(
        [sum(term.weight for term in row.interests.want if term.text.lower() in _text(row).lower()) for row in rows]
    )


def by_title(rows: list[Example]) -> Floats:
    """The best share of a wanted title's words in the subject."""
    return np.array(
        [max(_shared(title, row.message.subject) for title in row.interests.titles or ("",)) for row in rows]
    )


def by_tfidf(rows: list[Example]) -> Floats:
    """The cosine of the mail and of the configuration, as TF-IDF."""
    vectorizer = TfidfVectorizer(sublinear_tf=True, stop_words="english")
    mails = vectorizer.fit_transform([_text(row) for row in rows])
    queries = vectorizer.transform([_query(row.interests) for row in rows])
    return np.asarray(mails.multiply(queries).sum(axis=1)).ravel()


def by_bm25(rows: list[Example]) -> Floats:
    """BM25 (k1 = 1.5, b = 0.75) of the mail, with the configuration as the query."""
    vectorizer = CountVectorizer(stop_words="english")
    counts = vectorizer.fit_transform([_text(row) for row in rows]).tocsr()
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    seen = np.asarray((counts > 0).sum(axis=0)).ravel()
    rarity = np.log(1 + (len(rows) - seen + 0.5) / (seen + 0.5))
    norm = 1.5 * (0.25 + 0.75 * lengths / lengths.mean())
    counts.data = counts.data * 2.5 / (counts.data + np.repeat(norm, np.diff(counts.indptr)))
    queries = vectorizer.transform([_query(row.interests) for row in rows])
    return np.asarray(counts.multiply(queries > 0).dot(rarity)).ravel()


def _query(wish: Interests) -> str:
    return " ".join((*wish.titles, *(term.text for term in wish.want), *wish.locations))


def _text(row: Example) -> str:
    return f"{row.message.subject}\n{row.message.text}"


def _shared(title: str, subject: str) -> float:
    wanted = set(title.lower().split())
    return len(wanted & set(subject.lower().split())) / max(1, len(wanted))


def _left_out() -> Scorer:
    rows = fit.examples(fit_data.real_reader())
    of = fit.numbers(rows)
    return lambda asked: fit.left_out(rows, of, asked)


def _print(name: str, rows: list[Example], chance: Floats, *, calibrated: bool = False) -> None:
    figures = measures(rows, chance)
    ap, auc, top = (figures[key] for key in ("ap", "auc", "p_at_10"))
    ece = f"{figures['ece']:.3f}" if calibrated else ""
    average = f"{ap['mean']:.3f} ({ap['low']:.3f}-{ap['high']:.3f})"
    print(f"| {name} | {average} | {auc['mean']:.3f} | {top['mean']:.2f} | {ece} |")


def _near_misses(near: list[Example]) -> None:
    print(f"\n| near misses and paraphrases ({len(near)} mails) | ROC AUC | AP |\n|---|---|---|")
    shipped = fit.probabilities(fit.as_json_file(), near)
    for name, chance in (("keywords", by_keywords(near)), ("TF-IDF cosine", by_tfidf(near)), ("**triage**", shipped)):
        figures = measures(near, chance, by_user=False)
        print(f"| {name} | {figures['auc']['mean']:.3f} | {figures['ap']['mean']:.3f} |")


def _speed(rows: list[Example]) -> None:
    model = FitModel.load()
    by_user: dict[str, list[Example]] = defaultdict(list)
    for row in rows:
        by_user[row.user].append(row)
    times = []
    for mine in by_user.values():
        started = time.perf_counter()
        for row in mine:
            score(row.message, row.opportunity, row.interests, model)
        times.append((time.perf_counter() - started) / len(mine))
    print(f"\nscoring: {1000 * float(np.median(times)):.3f} ms a mail (median over users, {len(rows)} mails)")


def main() -> int:
    """Prints the table; 1 without the data."""
    if not fit_data.available():
        print("the ads of ../shared/data are not there")
        return 1
    read = fit_data.real_reader()
    rows = [*fit_data.judged(read)]
    prose = [*fit_data.judged(read, title_in_subject=False)]
    print(f"{len(rows)} mails, {len({row.user for row in rows})} users; means and 95 % intervals over users\n")
    print("| scorer | AP | ROC AUC | P@10 | ECE |\n|---|---|---|---|---|")
    for name, scorer in (
        ("keywords", by_keywords),
        ("title", by_title),
        ("BM25", by_bm25),
        ("TF-IDF cosine", by_tfidf),
    ):
        _print(name, rows, scorer(rows))
    ours = _left_out()
    _print("**triage**", rows, ours(rows), calibrated=True)
    _print("triage, title only in the prose", prose, ours(prose), calibrated=True)
    for path in (fit.NEAR_MISSES, fit.SECOND_NEAR_MISSES):
        _near_misses([*fit_data.near_misses(path, read)])
    _speed(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
