"""triage.insight.tune: flips, agreement with decisions, and average precision."""

from __future__ import annotations

import random

import pytest

from tests.factories import NOON
from triage.domain import Action, State, Suggestion
from triage.insight.tune import Outlook, Preview, WhatIf, average_precision


def preview(
    key: int,
    before: tuple[float, Suggestion],
    after: tuple[float, Suggestion],
    decision: Action | None = None,
    state: State | None = None,
) -> Preview:
    state = state or (State.SUGGESTED if decision is None else State.DECIDED)
    return Preview(key, f"id{key}", "Engineer", "Acme", "", NOON, state, decision, Outlook(*before), Outlook(*after))


YES, NO, HOLD = (0.9, Suggestion.ACCEPT), (0.1, Suggestion.DECLINE), (0.4, Suggestion.HOLD)


def test_flips_are_told_apart_by_what_the_user_decided() -> None:
    found = WhatIf(
        (
            preview(1, YES, NO),
            preview(2, YES, NO, Action.DECLINE),
            preview(3, YES, NO, Action.ACCEPT),
            preview(4, YES, HOLD, Action.ASK),
            preview(5, YES, NO, Action.SKIP, State.CLOSED),
            preview(6, YES, NO, None, State.CLOSED),
            preview(7, YES, (0.8, Suggestion.ACCEPT), Action.ACCEPT),
        ),
        without_words=2,
    )
    assert [one.key for one in found.flips] == [1, 2, 3, 4, 5, 6]
    assert found.moved == sum(one.before.fit != one.after.fit for one in found.previews) == 7
    assert [one.key for one in found.waiting] == [1]
    assert [one.key for one in found.then_agree] == [2]
    assert [one.key for one in found.then_disagree] == [3, 4]
    assert [one.key for one in found.closed] == [5, 6]
    assert found.stay == 1


def test_agreement_counts_decisions_and_a_skip_is_none() -> None:
    found = WhatIf(
        (
            preview(1, YES, NO, Action.DECLINE),
            preview(2, HOLD, YES, Action.ACCEPT),
            preview(3, NO, HOLD, Action.ACCEPT),
            preview(4, NO, YES, Action.SKIP),
            preview(5, NO, YES),
        ),
        0,
    )
    assert (found.before.agree, found.before.disagree, found.before.left_open) == (0, 2, 1)
    assert (found.after.agree, found.after.disagree, found.after.left_open) == (2, 0, 1)
    assert found.before.decided == 3


@pytest.mark.parametrize(("yes", "no", "said"), [(5, 5, True), (4, 40, False), (40, 4, False), (0, 0, False)])
def test_average_precision_is_only_said_with_enough_decisions_of_either_kind(yes: int, no: int, *, said: bool) -> None:
    decided = [preview(key, YES, YES, Action.ACCEPT) for key in range(yes)]
    decided += [preview(100 + key, NO, YES, Action.DECLINE) for key in range(no)]
    found = WhatIf(tuple(decided), 0)
    assert (found.before.average_precision == 1.0) is said
    assert (found.after.average_precision == (yes / (yes + no) if said else None)) is True


def test_average_precision_is_that_of_scikit_learn() -> None:
    from sklearn.metrics import average_precision_score

    chance = random.Random(4)
    for _ in range(200):
        fits = [round(chance.random(), 1) for _ in range(chance.randint(1, 30))]
        wanted = [chance.random() < 0.4 for _ in fits]
        if any(wanted):
            expected = average_precision_score(wanted, fits)
            assert average_precision(list(zip(fits, wanted, strict=True))) == pytest.approx(expected, abs=1e-12)


def test_average_precision_needs_something_wanted() -> None:
    with pytest.raises(ValueError, match="wanted"):
        average_precision([(0.5, False)])
