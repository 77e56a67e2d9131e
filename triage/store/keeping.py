"""Rows of suggestions that are decoded only as far as they are asked for: 20,000 are read in a quarter of a second."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from triage.codec import decode, decoded
from triage.domain import Action, Kind, Opportunity, Role, State, Suggestion
from triage.store import Words

if TYPE_CHECKING:
    from collections.abc import Callable

#: The columns that `Kept` is made of.
KEPT = """SELECT i.key, i.public_id, i.account, i.received_at, i.state, d.what, i.suggestion, i.fit, i.basis,
    i.kind, NOT EXISTS (SELECT 1 FROM message o WHERE o.account = i.account AND o.thread = i.thread AND o.id <> i.key),
    i.opportunity, i.score, EXISTS (SELECT 1 FROM message_text t WHERE t.message = i.key)
FROM item i LEFT JOIN event d ON d.id = i.decided
WHERE i.suggestion <> 'none' ORDER BY i.received_at DESC, i.key DESC"""
#: Those decided in one way, which is given twice: by itself the first would look at every suggestion.
DECIDED = KEPT.replace("ORDER BY", "AND d.what = ? AND i.key IN (SELECT message FROM event WHERE what = ?) ORDER BY")


class Kept:
    """One row of `KEPT`; see the port."""

    __slots__ = (
        "_opportunity",
        "_role",
        "_score",
        "_scored",
        "_understood",
        "_words_of",
        "account",
        "action",
        "basis",
        "fit",
        "has_words",
        "id",
        "is_alone",
        "key",
        "kind",
        "received_at",
        "state",
        "suggestion",
    )

    def __init__(self, row: tuple[Any, ...], words_of: Callable[[int], str]) -> None:
        self.key, self.id, self.account, received_at, state, action, suggestion, self.fit, self.basis = row[:9]
        kind, is_alone, self._opportunity, self._score, has_words = row[9:]
        self.kind, self.is_alone, self.has_words = Kind(kind), bool(is_alone), bool(has_words)
        self.received_at = datetime.fromisoformat(received_at)
        self.state, self.suggestion = State(state), Suggestion(suggestion)
        self.action = Action(action) if action else None
        self._words_of = words_of
        self._role: Role | None = None
        self._understood: dict[str, Any] | None = None
        self._scored: dict[str, Any] | None = None

    def numbers(self) -> dict[str, float]:
        """`Score.numbers`."""
        return dict(self._read_score().get("numbers", ()))

    def model_id(self) -> str:
        """`Score.model_id`."""
        return str(self._read_score()["model_id"])

    def _read_score(self) -> dict[str, Any]:
        if self._scored is None:
            # The contributions before it are not needed; quotes inside of words are escaped, so only the key is found.
            self._scored = json.loads("{" + self._score[self._score.rfind('"model_id":') :])
        return self._scored

    def words(self) -> Words:
        """The words."""
        value: dict[str, Any] = json.loads(self._words_of(self.key))
        return Words(value["subject"], value["text"], value["quoted"])

    def role(self) -> Role:
        """The role, without evidence."""
        if self._role is None:
            self._role = decoded(Role, self._read_role() | {"evidence": ()})
        return self._role

    def outline(self) -> Role:
        """Title, agency and skills of the role."""
        role = self._read_role()
        return Role(title=role["title"], agency=role["agency"], skills=tuple(role["skills"]))

    def company_and_pay(self) -> tuple[str, tuple[object, ...]]:
        """The employer, and the fields of `Salary`."""
        role = self._read_role()
        return role["company"] or "", tuple((role["salary"] or {}).values())

    def _read_role(self) -> dict[str, Any]:
        if self._understood is None:
            self._understood = json.loads(self._opportunity)["role"]
        return self._understood

    def opportunity(self) -> Opportunity:
        """What was understood."""
        return decode(Opportunity, self._opportunity)
