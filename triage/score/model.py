"""Weighs the numbers of `features` and adds them up; the weights are a JSON table that training/fit.py writes."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from triage import resources
from triage.domain import Contribution, Score
from triage.score import features, topics
from triage.score.explain import sentence
from triage.score.gist import MailPage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from triage.domain import Interests, Message, Opportunity
    from triage.score.features import Feature

FORMAT = 1
#: Log-odds: beyond these a float's logit no longer tells the sum of its contributions to 1e-6.
_LOWEST, _HIGHEST = -20.0, 15.0


@dataclass(frozen=True, slots=True)
class FitModel:
    """The intercept and a weight for each of `features.NAMES`, in log-odds; those in `AGAINST` are not positive.

    `topics` are what the user's decisions say beyond them, by name; the model that ships has none.
    """

    intercept: float
    weights: Mapping[str, float]
    model_id: str
    topics: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path | None = None) -> FitModel:
        """The shipped model, or that in `folder`. Raises `DamagedError` as `resources.load_model` does."""
        folder = folder or resources.models_dir() / "fit"
        return resources.load_model(folder, lambda table, digest: cls.from_json(table, model_id=f"fit-{digest[:12]}"))

    @classmethod
    def from_json(cls, table: Mapping[str, object], *, model_id: str) -> FitModel:
        """The model in the form training/fit.py writes. Raises ValueError, KeyError or TypeError if it is not one."""
        intercept, weights, said = table["intercept"], table["weights"], table.get("topics", {})
        if table["format"] != FORMAT or not isinstance(weights, dict) or set(weights) != set(features.NAMES):
            raise ValueError(table["format"])
        if not isinstance(intercept, float):
            raise TypeError(intercept)
        if not isinstance(said, dict):
            raise TypeError(said)
        numbers = (intercept, *weights.values(), *said.values())
        if not all(isinstance(one, float) and math.isfinite(one) for one in numbers):
            raise ValueError(weights)
        if any(weights[name] < 0 for name in features.FOR) or any(weights[name] > 0 for name in features.AGAINST):
            raise ValueError(weights)
        return cls(intercept, weights, model_id, said)


def score(message: Message, opportunity: Opportunity, interests: Interests, model: FitModel) -> Score:
    """How well the role that `opportunity` was read to offer fits `interests`; every reason with its evidence."""
    return score_page(MailPage(message, opportunity), opportunity, interests, model)


def score_page(page: MailPage, opportunity: Opportunity, interests: Interests, model: FitModel) -> Score:
    """As `score`, of a mail that more is asked about."""
    wish = features.compile_interests(interests)
    compared = features.compare(page, wish)
    said = tuple(topics.quoted(topics.weighed(page.topics_in(model.topics), model.topics), page))
    weighed = weigh(features.joined(compared, wish), model, said)
    told = [
        Contribution(reason.feature, reason.value, reason.evidence, sentence(reason, opportunity, interests))
        for reason in weighed.contributions
    ]
    numbers, taught = ((one.key, one.value) for one in compared), ((one.feature, one.value) for one in said)
    return replace(weighed, contributions=tuple(told), numbers=tuple(numbers), taught=tuple(taught))


def weigh(found: Iterable[Feature], model: FitModel, said: Iterable[Contribution] = ()) -> Score:
    """The fit of some features and of what was learned about topics: the logistic function of the sum of all
    contributions, intercept included.
    """
    kept, taught = tuple(found), tuple(said)
    quotes = {feature.shown: feature.evidence for feature in reversed(kept)}
    quotes |= {one.feature: one.evidence for one in taught}
    sums = _summands((feature[:3] for feature in kept), {one.feature: one.value for one in taught}, model)
    reasons = [Contribution(shown, value, quotes[shown]) for shown, value in sums.values.items() if value]
    reasons.sort(key=lambda reason: (-abs(reason.value), reason.feature))
    reasons.append(Contribution("base", sums.base))
    return Score(_logistic(sums.total), tuple(reasons), model.model_id)


def fit(found: Iterable[tuple[str, str, float]], taught: Mapping[str, float], model: FitModel) -> float:
    """The probability that `score` gives for a mail of these features, each without evidence, and `Score.taught`."""
    return _logistic(_summands(found, taught, model).total)


class _Sums(NamedTuple):
    """In log-odds; `total` is rounded once, whatever the order of the summands."""

    values: dict[str, float]  # by what is shown
    base: float
    total: float


def _summands(found: Iterable[tuple[str, str, float]], taught: Mapping[str, float], model: FitModel) -> _Sums:
    """What each shown name adds, and the intercept, so that a float's logit can tell their sum."""
    values, weights = dict(taught), model.weights
    for name, shown, value in found:
        values[shown] = values.get(shown, 0.0) + weights[name] * value
    total = math.fsum((model.intercept, *values.values()))
    shrink = _shrink(total)
    if shrink == 1.0:
        return _Sums(values, model.intercept, total)
    values, base = {shown: value * shrink for shown, value in values.items()}, model.intercept * shrink
    return _Sums(values, base, math.fsum((base, *values.values())))


def _shrink(total: float) -> float:
    """What every contribution is multiplied with so that the sum stays where a probability can tell it."""
    return min(1.0, _HIGHEST / total if total > 0 else _LOWEST / total if total < 0 else 1.0)


def _logistic(log_odds: float) -> float:
    if log_odds >= 0:
        return 1.0 / (1.0 + math.exp(-log_odds))
    return math.exp(log_odds) / (1.0 + math.exp(log_odds))
