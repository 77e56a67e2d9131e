from __future__ import annotations

import pytest

pytest.importorskip("sklearn", reason="training needs scikit-learn")

import math

from training import fit_data
from training import work as training_work
from triage.score import work
from triage.score.occupation import Occupation

_JOBS = {
    "Accountant": ("finance", "reconcile the ledger and close the month"),
    "Account Executive": ("sales", "win customers and reach the quota"),
    "Recruiter": ("hr", "source candidates and interview them"),
}


def _texts() -> list[training_work.Text]:
    return [
        training_work.Text(
            {
                "title": title,
                "company": f"{title} {number % 11}",
                "columns": {"family": family},
                "mail_subject": title,
                "mail_body": f"{sentence}, secret{number % 2}",
            }
        )
        for number in range(14)
        for title, (family, sentence) in _JOBS.items()
    ]


def test_words_of_many_employers_tell_the_work() -> None:
    made = training_work.train(_texts())
    assert set(made.occupations) == {
        Occupation("finance", "accounting"),
        Occupation("sales", "sales"),
        Occupation("hr", "recruiter"),
    }
    assert work.likeness(work.chances("the ledger", made), work.sought([Occupation("finance", "accounting")], made)) > 0
    assert training_work.train(_texts()) == made


def test_words_of_one_employer_are_left_out() -> None:
    texts = _texts()
    for text in texts[:12]:
        text.words, text.employer = (*text.words, "initech"), "Initech"
    assert "initech" not in training_work.train(texts).words


def test_a_table_tells_the_texts_it_was_made_of() -> None:
    texts = _texts()
    table = training_work.train(texts)
    for text in texts[:3]:
        known = [word for word in text.words if word in table.words]
        totals = [
            bias + sum(dict(table.words[word]).get(at, 0.0) for word in known) / math.sqrt(len(known) + work.DAMPING)
            for at, bias in enumerate(table.biases)
        ]
        assert text.label == "/".join(table.occupations[totals.index(max(totals))])


@pytest.mark.shared
@pytest.mark.skipif(not fit_data.available(), reason="needs the ads in ../shared/data")
def test_the_shipped_table_is_what_the_ads_give() -> None:
    known = set(work.shipped().words)
    made = training_work.train(training_work.texts().values())
    assert len(known & set(made.words)) >= 0.95 * len(known | set(made.words))
