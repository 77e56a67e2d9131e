"""Trains the fit across users, measures it on users left out whole, and writes models/fit."""

from __future__ import annotations

import functools
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.pipeline import Pipeline

from training import fit_data
from training import work as training_work
from training.fit_estimator import PriorLogisticRegression
from training.fit_measure import measures
from triage.score import FitModel, features, score, work
from triage.score.gist import GistPage
from triage.score.model import FORMAT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Self

    from numpy.typing import NDArray

    from training.fit_data import Example, Reader
    from triage.score.features import Feature
    from triage.score.work import Work

    Floats = NDArray[np.float64]
    Numbers = dict[str, float]

_ROOT = Path(__file__).resolve().parents[1]
MODEL = _ROOT / "models" / "fit"
NEAR_MISSES = _ROOT / "tests" / "score" / "near_misses.json"
SECOND_NEAR_MISSES = NEAR_MISSES.with_name("near_misses_second.json")
FOLDS = 8
#: Log-odds per unit of each feature before any data: what the configuration's own words say it means.
PRIOR = {
    "title_match": 2.0, "work_match": 1.0, "want": 1.2, "want_only": 2.0, "level_match": 0.4, "level_step_up": 0.3,
    "location_match": 0.6, "workplace_match": 0.5, "employment_match": 0.4, "pay_over": 0.5, "about": 0.5,
    "title_other": -3.0, "title_unknown": -1.5, "work_other": -2.0, "want_none": -0.8, "avoid": -4.5,
    "level_below": -3.0, "level_above": -2.0, "level_plain": -1.0, "location_other": -4.0, "remote_elsewhere": -4.0,
    "currency_elsewhere": -1.0, "workplace_other": -4.0, "employment_other": -4.0, "pay_under": -4.0,
    "company_avoid": -6.0,
}  # fmt: skip
#: What no amount of data may undo: what suits besides the work itself recommends a little, and one thing that does not
#: suit outweighs all of it. Without these bounds the near misses' examples taught that a good contract is a good job.
_SMALL = features.BESIDES | {"about"}
_LEAST, _MOST, _MOST_SMALL = 0.25, 6.0, 0.7
_LEAST_FOR = {"want": 0.8}  # what a user names must count, although the text as a whole tells more of the work
_MOST_AGAINST = {"level_plain": 1.5}  # it is no more than a hint
_LEAST_AGAINST = {"title_other": 1.2, "avoid": 4.5, "location_other": 4.0, "company_avoid": 5.0}
#: The fit of a mail that says nothing lies in the middle band (policy.decline_at to accept_at): between .30 and .38.
_INTERCEPT = (-0.85, -0.5)
_STRENGTH = 3.0
_NATURAL_WEIGHT = 1.0
_VARIED_WEIGHT = 0.5


def examples(read: Reader) -> list[Example]:
    """All users' mails, and the near misses made from them."""
    natural = [*fit_data.judged(read), *fit_data.invented(read)]
    return [*natural, *fit_data.untitled(natural), *fit_data.varied(natural)]


class NamedFeatures(TransformerMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """Turns numbers by name into rows of `features.NAMES`: (n, len(NAMES)), 0 for a name that is missing."""

    def fit(self, _numbers: Sequence[Numbers], _labels: object = None) -> Self:
        """Nothing is learned."""
        return self

    def __sklearn_is_fitted__(self) -> bool:
        """There is nothing to learn."""
        return True

    def transform(self, numbers: Sequence[Numbers]) -> Floats:
        """The rows, in the order of the numbers."""
        return np.array([[one.get(name, 0.0) for name in features.NAMES] for one in numbers])


def numbers(rows: Iterable[Example]) -> list[Numbers]:
    """The features of each example, by name; see `found`."""
    every: list[Numbers] = []
    for example in rows:
        mine: Numbers = {}
        for feature in found(example):
            mine[feature.name] = mine.get(feature.name, 0.0) + feature.value
        every.append(mine)
    return every


def found(example: Example) -> tuple[Feature, ...]:
    """The features of a mail; what work it reads like is told by a table of words that its ad was kept out of."""
    wish = features.compile_interests(example.interests)
    if example.ad and wish.work.near:
        titles = (title.occupation for title in wish.titles if title.occupation)
        wish = wish._replace(work=work.sought(titles, _tables()[example.ad]))
    page = GistPage(lambda: example.role, lambda: example.message)
    return features.joined(features.compare(page, wish), wish)


@functools.cache
def _tables() -> dict[str, Work]:
    return training_work.folds(training_work.texts())


def pipeline() -> Pipeline:
    """From numbers by name to a fit, untrained."""
    return Pipeline([("named", NamedFeatures()), ("fit", estimator())])


def estimator() -> PriorLogisticRegression:
    """The untrained model: prior weights, signs as `features` says."""
    return PriorLogisticRegression(
        [PRIOR[name] for name in features.NAMES],
        lower=[_lower(name) for name in features.NAMES],
        upper=[_upper(name) for name in features.NAMES],
        strength=_STRENGTH,
        intercept_bounds=_INTERCEPT,
    )


def _lower(name: str) -> float:
    return _LEAST_FOR.get(name, _LEAST) if name in features.FOR else -_MOST_AGAINST.get(name, _MOST)


def _upper(name: str) -> float:
    if name in features.AGAINST:
        return -_LEAST_AGAINST.get(name, _LEAST)
    return _MOST_SMALL if name in _SMALL else _MOST


def fit(rows: Sequence[Example], of: Sequence[Numbers]) -> Pipeline:
    """The model trained on some examples, of which `of` are the numbers."""
    weights = np.array([_NATURAL_WEIGHT if example.natural else _VARIED_WEIGHT for example in rows])
    return pipeline().fit(of, [example.fits for example in rows], fit__sample_weight=weights)


def as_json(model: Pipeline) -> dict[str, Any]:
    """The model as it ships, rounded to four digits."""
    learned = model["fit"]
    weights = {name: round(float(value), 4) for name, value in zip(features.NAMES, learned.coef_[0], strict=True)}
    return {"format": FORMAT, "intercept": round(float(learned.intercept_[0]), 4), "weights": weights}


def train(folder: Path = MODEL) -> dict[str, Any]:
    """Trains on all users, measures on users left out, writes `folder`, and returns the figures.

    Takes a minute; the same data gives the same octets. Raises FileNotFoundError without ../shared/data.
    """
    read = fit_data.real_reader()
    rows = examples(read)
    of = numbers(rows)
    given = [*fit_data.judged(read)]
    prose = [*fit_data.judged(read, title_in_subject=False)]
    figures = {
        "trained_on": {"users": len({row.user for row in rows}), "mails": len(rows)},
        "given_users": measures(given, left_out(rows, of, given)),
        "given_users_title_only_in_prose": measures(prose, left_out(rows, of, prose)),
        "invented_users": _invented(rows, of, {row.user for row in given}),
    }
    model = as_json(fit(rows, of))
    for name, path in (("near_misses", NEAR_MISSES), ("second_near_misses", SECOND_NEAR_MISSES)):
        near = [*fit_data.near_misses(path, read)]
        figures[f"{name}_never_trained_on"] = measures(near, probabilities(model, near), by_user=False)
    write(model, folder)
    text = json.dumps(figures, indent=1) + "\n"
    (folder / "metrics.json").write_text(text, "utf-8")
    return figures


def lines(figures: dict[str, Any]) -> list[str]:
    """The figures of `train`, one line a set of mails."""
    return [
        f"{name}: AP {one['ap']['mean']:.3f}, AUC {one['auc']['mean']:.3f}, ECE {one['ece']:.3f} (n = {one['mails']})"
        for name, one in figures.items()
        if "ap" in one
    ]


def left_out(rows: Sequence[Example], of: Sequence[Numbers], asked: Sequence[Example]) -> Floats:
    """The fit of each of `asked` by a model that was trained without any mail of its user."""
    users = sorted({row.user for row in rows})
    chance = np.empty(len(asked))
    asked_of = numbers(asked)
    for number in range(FOLDS):
        held = set(users[number::FOLDS])
        kept = [at for at, row in enumerate(rows) if row.user not in held]
        model = fit([rows[at] for at in kept], [of[at] for at in kept])
        here = [at for at, row in enumerate(asked) if row.user in held]
        if here:
            chance[here] = model.predict_proba([asked_of[at] for at in here])[:, 1]
    return chance


def probabilities(model: dict[str, Any], rows: list[Example]) -> Floats:
    """What the program gives each example with a model as it ships."""
    shipped = FitModel.from_json(model, model_id="fit")
    return np.array([score(row.message, row.opportunity, row.interests, shipped).probability for row in rows])


def _invented(rows: list[Example], of: list[Numbers], given: set[str]) -> dict[str, Any]:
    asked = [row for row in rows if row.natural and row.user not in given]
    return measures(asked, left_out(rows, of, asked))


def as_json_file(folder: Path = MODEL) -> dict[str, Any]:
    """The model that ships."""
    table: dict[str, Any] = json.loads((folder / "model.json").read_text("utf-8"))
    return table


def write(table: dict[str, Any], folder: Path = MODEL) -> None:
    """Writes model.json and its SHA-256."""
    octets = (json.dumps(table, indent=1, sort_keys=True) + "\n").encode()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.json").write_bytes(octets)
    (folder / "model.sha256").write_text(f"{hashlib.sha256(octets).hexdigest()}  model.json\n", "ascii")


if __name__ == "__main__":
    print(json.dumps(train(), indent=1))
