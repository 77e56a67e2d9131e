"""Rows of suggestions that are decoded only as far as they are asked for: 20,000 are read in a quarter of a second."""

from __future__ import annotations

import json
from datetime import datetime
from functools import partial
from typing import Any

from triage.codec import lazily_decoded, value_of
from triage.domain import Action, Gist, Kind, Message, Opportunity, Role, State, Suggestion
from triage.store.kept import Words

#: The columns that `Kept` is made of.
KEPT = """SELECT i.key, i.public_id, i.account, i.received_at, i.state, d.what, i.suggestion, i.fit, i.basis,
    i.kind, NOT EXISTS (SELECT 1 FROM message o WHERE o.account = i.account AND o.thread = i.thread AND o.id <> i.key),
    i.opportunity, i.score, t.value, g.value
FROM item i LEFT JOIN event d ON d.id = i.decided
    LEFT JOIN message_text t ON t.message = i.key LEFT JOIN gist g ON g.message = i.key
WHERE i.suggestion <> 'none' ORDER BY i.received_at DESC, i.key DESC"""
#: Those decided in one way, which is given twice: by itself the first would look at every suggestion.
DECIDED = KEPT.replace("ORDER BY", "AND d.what = ? AND i.key IN (SELECT message FROM event WHERE what = ?) ORDER BY")
#: Those of some keys, as a JSON list.
WITH_KEYS = KEPT.replace("ORDER BY", "AND i.key IN (SELECT value FROM json_each(?)) ORDER BY")


class Kept:
    """One row of `KEPT`; see the port."""

    __slots__ = (
        "_gist",
        "_numbers",
        "_opportunity",
        "_score",
        "_words",
        "account",
        "action",
        "basis",
        "fit",
        "has_gist",
        "has_words",
        "id",
        "is_alone",
        "key",
        "kind",
        "received_at",
        "state",
        "suggestion",
    )

    def __init__(self, row: tuple[Any, ...]) -> None:
        self.key, self.id, self.account, received_at, state, action, suggestion, self.fit, self.basis = row[:9]
        kind, is_alone, self._opportunity, self._score, self._words, self._gist = row[9:]
        self.kind, self.is_alone = _KINDS[kind], bool(is_alone)
        self.has_words, self.has_gist = self._words is not None, self._gist is not None
        self.received_at = datetime.fromisoformat(received_at)
        self.state, self.suggestion = _STATES[state], _SUGGESTIONS[suggestion]
        self.action = _ACTIONS[action] if action else None
        self._numbers: dict[str, float] | None = None

    def numbers(self) -> dict[str, float]:
        """`Score.numbers`."""
        if self._numbers is None:
            self._numbers = dict(value_of(self._score, "numbers"))
        return self._numbers

    def model_id(self) -> str:
        """`Score.model_id`."""
        return str(value_of(self._score, "model_id"))

    def gist(self) -> Gist:
        """`Score.gist`."""
        return lazily_decoded(Gist, partial(value_of, self._gist))

    def words(self) -> Words:
        """The words."""
        return Words(*[value_of(self._words, name) for name in Words._fields])

    def message(self) -> Message:
        """The whole message."""
        return lazily_decoded(Message, json.loads(self._words).__getitem__)

    def role(self) -> Role:
        """The role, without evidence."""
        return lazily_decoded(Role, partial(_without_evidence, self._opportunity))

    def company_and_pay(self) -> tuple[str, tuple[object, ...]]:
        """The employer, and the fields of `Salary`."""
        company, salary = value_of(self._opportunity, "company"), value_of(self._opportunity, "salary")
        return company or "", tuple((salary or {}).values())

    def opportunity(self) -> Opportunity:
        """What was understood."""
        return lazily_decoded(Opportunity, partial(value_of, self._opportunity))


def _without_evidence(opportunity: str, name: str) -> Any:
    """A field of the role of an opportunity; its quotes take longer to decode than all the rest of it."""
    return () if name == "evidence" else value_of(opportunity, name)


#: Looked up by their words: calling the class takes three times as long.
_KINDS, _STATES = {str(one): one for one in Kind}, {str(one): one for one in State}
_SUGGESTIONS, _ACTIONS = {str(one): one for one in Suggestion}, {str(one): one for one in Action}
