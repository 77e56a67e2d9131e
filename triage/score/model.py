"""Weighs the numbers of `features` and adds them up; the weights are a JSON table that training/fit.py writes."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

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
    compared, weights = features.compare(page, wish), model.topics
    about = page.topics_in(weights)
    said = tuple(topics.quoted(topics.weighed(about, weights), page))
    taught = topics.total((topic.name for topic in about), weights)
    weighed = weigh(features.joined(compared, wish), model, said, taught)
    told = [
        Contribution(reason.feature, reason.value, reason.evidence, sentence(reason, opportunity, interests))
        for reason in weighed.contributions
    ]
    numbers = tuple((one.key, one.value) for one in compared)
    return replace(weighed, contributions=tuple(told), numbers=numbers, taught=taught)


def weigh(found: Iterable[Feature], model: FitModel, said: Iterable[Contribution] = (), taught: float = 0.0) -> Score:
    """The fit of some features and of what was learned about topics, which is told as `said` and adds up to `taught`:
    the logistic function of the sum of all contributions, intercept included.
    """
    kept, told = tuple(found), tuple(said)
    quotes = {feature.shown: feature.evidence for feature in reversed(kept)}
    quotes |= {one.feature: one.evidence for one in told}
    values = {one.feature: one.value for one in told}
    for feature in kept:
        values[feature.shown] = values.get(feature.shown, 0.0) + model.weights[feature.name] * feature.value
    total = _total((feature[:3] for feature in kept), taught, model)
    shrink = _within(total) / total if total else 1.0  # so that the contributions add up to what a float can tell
    reasons = [Contribution(shown, value * shrink, quotes[shown]) for shown, value in values.items() if value]
    reasons.sort(key=lambda reason: (-abs(reason.value), reason.feature))
    reasons.append(Contribution("base", model.intercept * shrink))
    return Score(_logistic(_within(total)), tuple(reasons), model.model_id)


def fit(found: Iterable[tuple[str, str, float]], taught: float, model: FitModel) -> float:
    """The probability that `weigh` gives for some features, each without evidence, and for `Score.taught`."""
    return _logistic(_within(_total(found, taught, model)))


def _total(found: Iterable[tuple[str, str, float]], taught: float, model: FitModel) -> float:
    """In log-odds; rounded once, whatever the order of the summands."""
    weights = model.weights
    return math.fsum([model.intercept, taught, *[weights[name] * value for name, _, value in found]])


def _within(log_odds: float) -> float:
    """Where a probability can tell it."""
    return max(_LOWEST, min(_HIGHEST, log_odds))


def _logistic(log_odds: float) -> float:
    if log_odds >= 0:
        return 1.0 / (1.0 + math.exp(-log_odds))
    return math.exp(log_odds) / (1.0 + math.exp(log_odds))
