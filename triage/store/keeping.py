"""Rows of suggestions that are decoded only as far as they are asked for: 20,000 are read in a quarter of a second."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from triage.codec import decode, lazily_decoded
from triage.domain import Action, Kind, Opportunity, Role, State, Suggestion
from triage.store import Words

if TYPE_CHECKING:
    from collections.abc import Callable

#: The columns that `Kept` is made of.
KEPT = """SELECT i.key, i.public_id, i.account, i.received_at, i.state, d.what, i.suggestion, i.fit, i.basis,
    i.kind, NOT EXISTS (SELECT 1 FROM message o WHERE o.account = i.account AND o.thread = i.thread AND o.id <> i.key),
    json_remove(json_extract(i.opportunity, '$.role'), '$.evidence'), i.score,
    EXISTS (SELECT 1 FROM message_text t WHERE t.message = i.key)
FROM item i LEFT JOIN event d ON d.id = i.decided
WHERE i.suggestion <> 'none' ORDER BY i.received_at DESC, i.key DESC"""
#: Those decided in one way, which is given twice: by itself the first would look at every suggestion.
DECIDED = KEPT.replace("ORDER BY", "AND d.what = ? AND i.key IN (SELECT message FROM event WHERE what = ?) ORDER BY")
#: The columns of `Words`.
WORDS = """SELECT json_extract(value, '$.subject'), json_extract(value, '$.text'), json_extract(value, '$.quoted')
FROM message_text WHERE message = ?"""
OPPORTUNITY = "SELECT opportunity FROM item WHERE key = ?"


class Kept:
    """One row of `KEPT`; see the port."""

    __slots__ = (
        "_read",
        "_role",
        "_score",
        "_scored",
        "_stated",
        "_words",
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

    def __init__(self, row: tuple[Any, ...], read: Callable[[str, int], tuple[Any, ...]]) -> None:
        self.key, self.id, self.account, received_at, state, action, suggestion, self.fit, self.basis = row[:9]
        kind, is_alone, self._role, self._score, has_words = row[9:]
        self.kind, self.is_alone, self.has_words = Kind(kind), bool(is_alone), bool(has_words)
        self.received_at = datetime.fromisoformat(received_at)
        self.state, self.suggestion = State(state), Suggestion(suggestion)
        self.action = Action(action) if action else None
        self._read = read
        self._stated: dict[str, Any] | None = None
        self._words: Words | None = None
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
        if self._words is None:
            self._words = Words(*self._read(WORDS, self.key))
        return self._words

    def role(self) -> Role:
        """The role, without evidence."""
        return lazily_decoded(Role, self._read_role() | {"evidence": ()})

    def outline(self) -> Role:
        """Title, agency and skills of the role."""
        role = self._read_role()
        return Role(title=role["title"], agency=role["agency"], skills=tuple(role["skills"]))

    def company_and_pay(self) -> tuple[str, tuple[object, ...]]:
        """The employer, and the fields of `Salary`."""
        role = self._read_role()
        return role["company"] or "", tuple((role["salary"] or {}).values())

    def _read_role(self) -> dict[str, Any]:
        if self._stated is None:
            self._stated = json.loads(self._role)
        return self._stated

    def opportunity(self) -> Opportunity:
        """What was understood."""
        return decode(Opportunity, self._read(OPPORTUNITY, self.key)[0])
