"""Fits the user's own weights to their decisions: towards the shipped weights, plus what topics say beyond them.

Always from all decisions at once, so that the same decisions give the same weights, whatever was learned before.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from triage.learn import Example

#: Decisions below which nothing is learned, both kinds among them. After so few the benchmark's AP moves by +.001 (what
#: is stated) to +.015 (a hidden taste that the tables know), and calibration is no worse (docs/learning.md).
ENOUGH = 5
#: How firmly the shipped weights hold, 1 ÷ the variance of a weight between users (training/spreads.py, over invented
#: users): people differ most in how much the right occupation says to them. What those users' mails tell nothing about,
#: or the boards judge by chance (what is avoided), holds `_FIRMLY`. One number for all, 10, gave an AP of .909 after 50
#: decisions instead of .912, and no better calibration.
_STRENGTH = {
    "work_match": 0.3, "title_match": 0.7, "level_match": 0.7, "location_match": 1.1, "pay_over": 1.3,
    "level_above": 1.4, "level_below": 2.0, "location_other": 2.2, "work_other": 2.9, "title_other": 3.3,
    "remote_elsewhere": 3.3, "want": 3.8, "title_unknown": 4.5, "want_none": 6.5,
}  # fmt: skip
_FIRMLY = 10.0
_INTERCEPT_STRENGTH = 3.0
#: Until so many decisions the intercept is held tighter: five labels say little about how picky somebody is.
_STIFF_UNTIL = 20
_STIFFNESS = 30.0
#: The weight of what a taste is about, in log-odds: its spread before any decision.
_TASTE_SPREAD = 6.0
#: That somebody has a taste at all, against having none; two of three are about a condition, trade or skill of the
#: tables, the third about any other word, and each of these is as probable as the next. Tables and words competed apart
#: before, with narrower spreads: wider ones that are apart cost those without a taste .004 after 20 decisions, and in
#: one competition .0004, since one mail declined against the fit is then explained once (docs/learning.md).
_TABLE_ODDS = 1.3
_WORD_ODDS = 0.7
_LEAST_SHARE = 1e-4
#: The weights, in log-odds, by which a taste is recognised, and how probable each is when there is a taste: four of
#: five hidden tastes are dislikes, since what somebody likes they write down. With both signs alike the AP of tastes
#: that the tables know was .007 lower after 20 decisions.
_TASTE_WEIGHTS = ((-6.0, 0.2), (-5.0, 0.2), (-4.0, 0.2), (-3.0, 0.2), (2.0, 0.1), (4.0, 0.1))
#: The spread of the weight of a word that no taste is about: each says little, and many together something.
_WORD_SPREAD = 0.5
#: A topic says at most as much, in log-odds, as a thing that is avoided by name; and it takes so many more
#: mails decided one way than the other to say that: what few decisions tell stays behind what the user has written.
_STATED = "avoid"
_FULL_LEAD = 4
_WORD_MAILS = 2
_MOST_WORDS = 1500
_DIGITS = 6  # significant: what two versions of a library may disagree about lies far behind
#: From where the search ends to the last digits: what is rounded must not hang on who searched.
_NEWTON_STEPS = 5
_LEAST_WEIGHT = 0.001


@dataclass(frozen=True, slots=True)
class Weights:
    """An intercept and weights of the named features, in log-odds."""

    intercept: float
    features: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Learned:
    """The user's own weights, and those of topics; `accepted` and `declined` count what they were learned from."""

    weights: Weights
    topics: Mapping[str, float]
    accepted: int
    declined: int


def is_enough(examples: Sequence[Example]) -> bool:
    """Whether there are enough decisions to learn from, and both kinds among them."""
    return len(examples) >= ENOUGH and len({example.accepted for example in examples}) == 2


def fit(examples: Sequence[Example], shipped: Weights) -> Learned:
    """The weights most probable given the decisions (maximum a posteriori): strictly convex, so there is one answer.

    Signs of the shipped weights are kept, and a topic's is that of most decisions on mails that name it. Raises
    ValueError unless some were accepted and some declined.
    """
    import numpy as np
    from threadpoolctl import threadpool_limits

    from triage.learn.solving import Problem, polished, solve

    if len({example.accepted for example in examples}) < 2:
        raise ValueError("all were decided in one way")
    names, known, words = sorted(shipped.features), _known(examples), _words(examples)
    topics = (*known, *words)
    named = _named(examples, topics)
    rows = np.hstack([_features(examples, names), named])
    signs = [shipped.features[name] >= 0 for name in names]
    bounds = _bounds(named, examples, -shipped.features[_STATED])
    spread = _TASTE_SPREAD**2 * _shares(examples, named, len(known))
    spread[len(known) :] += _WORD_SPREAD**2
    strength = [
        *(_STRENGTH.get(name, _FIRMLY) for name in names),
        *(1.0 / spread),
        _INTERCEPT_STRENGTH if len(examples) >= _STIFF_UNTIL else _STIFFNESS,
    ]
    problem = Problem(
        rows,
        targets=np.array([float(example.accepted) for example in examples]),
        counts=np.ones(len(examples)),
        prior=np.array([*(shipped.features[name] for name in names), *(0.0 for _ in topics), shipped.intercept]),
        strength=np.array(strength),
        low=np.array([*(0.0 if positive else -np.inf for positive in signs), *np.minimum(bounds, 0.0), -np.inf]),
        high=np.array([*(np.inf if positive else 0.0 for positive in signs), *np.maximum(bounds, 0.0), np.inf]),
    )
    with threadpool_limits(1):  # of small matrices a second thread waits longer than it works: tenfold, when it is busy
        point = polished(solve(problem), problem, _NEWTON_STEPS)
    *found, intercept = (_rounded(float(value)) for value in point)
    accepted = sum(example.accepted for example in examples)
    return Learned(
        Weights(intercept, dict(zip(names, found, strict=False))),
        {
            topic: weight
            for topic, weight in zip(topics, found[len(names) :], strict=True)
            if abs(weight) >= _LEAST_WEIGHT
        },
        accepted,
        len(examples) - accepted,
    )


def fits(examples: Sequence[Example], weights: Weights, topics: Mapping[str, float]) -> list[float]:
    """The fit of each example with some weights, 0 to 1."""
    return [_logistic(_log_odds(example, weights, topics)) for example in examples]


def _log_odds(example: Example, weights: Weights, topics: Mapping[str, float]) -> float:
    named = (weights.features[name] * value for name, value in example.features)
    said = (topics.get(topic, 0.0) for topic in (*example.known, *example.words))
    return math.fsum((weights.intercept, *named, *said))


def _logistic(log_odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-log_odds)) if log_odds >= 0 else math.exp(log_odds) / (1.0 + math.exp(log_odds))


# --- what there is to learn about -------------------------------------------------------------------------------------


def _known(examples: Sequence[Example]) -> tuple[str, ...]:
    return tuple(sorted({topic for example in examples for topic in example.known}))


def _words(examples: Sequence[Example]) -> tuple[str, ...]:
    """The words of several mails of more than one hand, the commonest first: one person's words are no taste.

    Nor are those that nearly every mail holds: their weight would stand for an intercept, and that is held.
    """
    mails: dict[str, list[str]] = defaultdict(list)
    for example in examples:
        for word in example.words:
            mails[word].append(example.group)
    most = len(examples) - max(_WORD_MAILS, len(examples) // 10)
    shared = [word for word, groups in mails.items() if _WORD_MAILS <= len(groups) <= most and len(set(groups)) > 1]
    return tuple(sorted(shared, key=lambda word: (-len(mails[word]), word))[:_MOST_WORDS])


def _features(examples: Sequence[Example], names: Sequence[str]) -> Any:
    """The named features, (n_examples, n_names)."""
    import numpy as np

    column = {name: place for place, name in enumerate(names)}
    table = np.zeros((len(examples), len(names)))
    for row, example in enumerate(examples):
        for name, value in example.features:
            table[row, column[name]] += value
    return table


def _named(examples: Sequence[Example], topics: Sequence[str]) -> Any:
    """Whether each example names each topic, (n_examples, n_topics) of 0 and 1."""
    import numpy as np

    column = {topic: place for place, topic in enumerate(topics)}
    table = np.zeros((len(examples), len(topics)))
    for row, example in enumerate(examples):
        here = [column[topic] for topic in (*example.known, *example.words) if topic in column]
        table[row, here] = 1.0
    return table


def _bounds(named: Any, examples: Sequence[Example], most: float) -> Any:
    """How far the weight of each column of `named` may go, (n_topics,), and to which side; `most` in log-odds."""
    import numpy as np

    lead = np.array([1.0 if example.accepted else -1.0 for example in examples]) @ named
    return most * np.clip(lead / _FULL_LEAD, -1.0, 1.0)


# --- which topic a taste is about -------------------------------------------------------------------------------------


def shares(examples: Sequence[Example]) -> dict[str, float]:
    """How probable it is, 0 to 1, that the decisions show a taste about each topic, and about no other."""
    known, words = _known(examples), _words(examples)
    topics = (*known, *words)
    found = _shares(examples, _named(examples, topics), len(known))
    return {topic: float(share) for topic, share in zip(topics, found, strict=True)}


def _shares(examples: Sequence[Example], named: Any, known: int) -> Any:
    """The same for each column of `named`, (n_topics,), of which the first `known` are topics of the tables.

    A spike and slab with one effect: the evidence of a weight for that topic alone, on top of the fit. It lets one
    taste be recognised in few decisions, where a ridge would spread it over all topics.
    """
    import numpy as np

    fit_ = np.clip([example.fit for example in examples], 1e-6, 1 - 1e-6)
    accepted = np.array([float(example.accepted) for example in examples])
    words = named.shape[1] - known
    odds = np.repeat([_TABLE_ODDS / max(1, known), _WORD_ODDS / max(1, words)], [known, words])
    log_share = _evidence(named, np.log(fit_ / (1 - fit_)), accepted) + np.log(odds)
    highest = log_share.max(initial=0.0)  # that of no taste
    found = np.exp(log_share - highest)
    return np.maximum(_LEAST_SHARE, found / (found.sum() + math.exp(-highest)))


def _evidence(names: Any, log_odds: Any, accepted: Any) -> Any:
    """The logarithm of the Bayes factor of a taste about each column against none, (n_topics,)."""
    import numpy as np

    without = _log_likelihoods(log_odds, accepted)
    each = [
        (_log_likelihoods(log_odds + weight, accepted) - without) @ names + math.log(chance)
        for weight, chance in _TASTE_WEIGHTS
    ]
    return np.logaddexp.reduce(each)


def _log_likelihoods(log_odds: Any, accepted: Any) -> Any:
    """Of each decision, (n_examples,)."""
    import numpy as np

    return accepted * log_odds - np.logaddexp(0.0, log_odds)


def _rounded(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}") + 0.0
