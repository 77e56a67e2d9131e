from __future__ import annotations

import hashlib
import json
import math
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.domain import Employment, Interests, Level, PayFloor, Period, Role, Salary, Term, Workplace
from triage.errors import DamagedError
from triage.score import FitModel, features, model
from triage.score.features import Feature

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from triage.domain import Score

    Fit = Callable[..., Score]

BERLIN = Interests(
    want=(Term("python"),),
    avoid=(Term("php"),),
    level=Level.SENIOR,
    locations=("Berlin",),
    pay_floor=PayFloor(80000, "EUR", Period.YEAR),
)


def logit(probability: float) -> float:
    return math.log(probability / (1 - probability))


def test_exactly_what_is_wanted_is_accepted(fit: Fit) -> None:
    role = Role(
        title="Senior Python Developer",
        company="Acme",
        locations=("Berlin",),
        countries=("DE",),
        salary=Salary(95000, 95000, "EUR", Period.YEAR),
        seniority=Level.SENIOR,
        skills=("python",),
    )
    assert fit(role, BERLIN, "Acme in Berlin needs a senior Python developer, 95,000 EUR a year.").probability >= 0.8


def test_the_opposite_is_declined(fit: Fit) -> None:
    role = Role(
        title="PHP Developer",
        locations=("Madrid",),
        countries=("ES",),
        workplace=Workplace.ONSITE,
        salary=Salary(None, 40000, "EUR", Period.YEAR),
        skills=("php",),
    )
    assert fit(role, BERLIN, "PHP developer on site in Madrid, 40,000 EUR.").probability <= 0.05


@pytest.mark.parametrize("wish", [BERLIN, Interests(), Interests(titles=("nurse",))])
def test_nothing_stated_is_asked_about(fit: Fit, wish: Interests) -> None:
    assert 0.25 < fit(Role(), wish, "I have a great opportunity for you. Can we talk?").probability < 0.6


@pytest.mark.parametrize(
    "change",
    [
        {"salary": Salary(None, 70000, "EUR", Period.YEAR)},
        {"salary": Salary(None, 250, "EUR", Period.DAY)},
        {"locations": ("Lisbon",), "countries": ("PT",)},
        {"seniority": Level.JUNIOR},
        {"employment": Employment.CONTRACT},
        {"workplace": Workplace.ONSITE},
        {"title": "Recruiter for Python developers"},
        {"company": "Initech"},
    ],
)
def test_one_thing_wrong_is_enough(fit: Fit, change: dict[str, object]) -> None:
    wish = Interests(
        want=(Term("python"),),
        titles=("python developer",),
        level=Level.SENIOR,
        locations=("Berlin",),
        workplace=(Workplace.REMOTE, Workplace.HYBRID),
        employment=(Employment.PERMANENT,),
        pay_floor=PayFloor(80000, "EUR", Period.YEAR),
        companies_avoid=("Initech",),
    )
    facts: dict[str, object] = {
        "title": "Senior Python Developer",
        "locations": ("Berlin",),
        "countries": ("DE",),
        "workplace": Workplace.HYBRID,
        "salary": Salary(None, 95000, "EUR", Period.YEAR),
        "seniority": Level.SENIOR,
        "employment": Employment.PERMANENT,
    }
    right = fit(Role(**facts), wish, "Python.").probability  # type: ignore[arg-type]  # a table of facts
    wrong = fit(Role(**facts | change), wish, "Python.").probability  # type: ignore[arg-type]  # as above
    assert right >= 0.9
    assert wrong <= 0.25


@given(st.lists(st.tuples(st.sampled_from(features.NAMES), st.floats(0, 2)), max_size=25))
def test_contributions_sum_to_the_log_odds(found: list[tuple[str, float]]) -> None:
    shown = features.FOR | features.AGAINST
    score = model.weigh([Feature(name, shown[name], value, "") for name, value in found], FitModel.load())
    assert math.fsum(one.value for one in score.contributions) == pytest.approx(logit(score.probability), abs=1e-6)
    assert score.contributions[-1].feature == "base"
    sizes = [abs(one.value) for one in score.contributions[:-1]]
    assert sizes == sorted(sizes, reverse=True)
    assert all(sizes)
    assert len({one.feature for one in score.contributions}) == len(score.contributions)


def test_no_weight_has_the_wrong_sign(model: FitModel) -> None:
    assert all(model.weights[name] > 0 for name in features.FOR)
    assert all(model.weights[name] < 0 for name in features.AGAINST)


def _write(folder: Path, octets: bytes) -> None:
    (folder / "model.json").write_bytes(octets)
    (folder / "model.sha256").write_text(hashlib.sha256(octets).hexdigest() + "  model.json\n", "ascii")


def _table(**change: object) -> bytes:
    weights = dict.fromkeys(features.FOR, 1.0) | dict.fromkeys(features.AGAINST, -1.0)
    return json.dumps({"format": 1, "intercept": 0.0, "weights": weights} | change).encode()


def test_a_whole_model_is_read(tmp_path: Path) -> None:
    _write(tmp_path, _table())
    assert FitModel.load(tmp_path).intercept == 0.0


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        _table(format=2),
        _table(intercept=None),
        _table(intercept=float("nan")),
        _table(weights={}),
        _table(weights=dict.fromkeys(features.NAMES, float("nan"))),
        _table(weights=dict.fromkeys(features.NAMES, "1")),
        _table(weights=dict.fromkeys(features.NAMES, 1.0)),
    ],
)
def test_a_damaged_model_is_named(tmp_path: Path, octets: bytes) -> None:
    _write(tmp_path, octets)
    with pytest.raises(DamagedError, match=r"model\.json"):
        FitModel.load(tmp_path)


def test_a_changed_or_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(DamagedError, match=r"model\.json"):
        FitModel.load(tmp_path)
    _write(tmp_path, _table())
    (tmp_path / "model.json").write_bytes(_table(intercept=0.5))
    with pytest.raises(DamagedError, match="SHA-256"):
        FitModel.load(tmp_path)


def test_scoring_is_fast_enough(fit: Fit) -> None:
    role = Role("Backend Engineer", "Acme", locations=("Berlin",), countries=("DE",), seniority=Level.SENIOR)
    text = "We build services in Python and keep the data of our customers in order. " * 20
    fit(role, BERLIN, text)
    started = time.process_time()
    for _ in range(200):
        fit(role, BERLIN, text)
    assert (time.process_time() - started) / 200 < 0.01  # benchmarks/throughput.py measures: 0.00017 s
