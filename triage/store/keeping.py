"""What previews read: rows of suggestions, decoded only as far as they are asked for, and what they were made from."""

from __future__ import annotations

import json
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from triage.codec import decode, encode, lazily_decoded, storable, value_of
from triage.domain import Action, Interests, Kind, Message, Role, State, Suggestion
from triage.store import reading
from triage.store.database import Database
from triage.store.kept import Words
from triage.store.opening import named_errors
from triage.store.sketch import Sketch, is_one, sketched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from triage.domain import Opportunity, Score

#: The columns that `Kept` is made of. Where there is a sketch there are words.
_KEPT = """SELECT i.key, i.public_id, i.account, i.received_at, i.state, d.what, i.suggestion, i.basis,
    NOT EXISTS (SELECT 1 FROM message o WHERE o.account = i.account AND o.thread = i.thread AND o.id <> i.key),
    k.value, k.value IS NOT NULL OR EXISTS (SELECT 1 FROM message_text t WHERE t.message = i.key), {vocabulary}
FROM standing i LEFT JOIN event d ON d.id = i.decided LEFT JOIN sketch k ON k.message = i.key
WHERE {those} ORDER BY i.received_at DESC, i.key DESC"""
_EVERY, _WITH_VOCABULARY = (
    _KEPT.format(vocabulary=column, those=reading.OFFERS) for column in ("NULL", "k.vocabulary")
)
#: Those decided in one way, which is given twice: by itself the first would look at every suggestion.
_DECIDED = _KEPT.format(
    vocabulary="NULL",
    those="i.suggestion <> 'none' AND d.what = ? AND i.key IN (SELECT message FROM event WHERE what = ?)",
)
#: Those of some keys, as a JSON list.
_OF_KEYS = _KEPT.format(vocabulary="NULL", those="i.suggestion <> 'none' AND i.key IN (SELECT value FROM json_each(?))")


class Kept:
    """One row of `_KEPT`; see the port. `read` gives one value of the database, for a query with its key."""

    __slots__ = (
        "_read",
        "_row",
        "_vocabulary",
        "account",
        "action",
        "basis",
        "has_words",
        "id",
        "is_alone",
        "key",
        "received_at",
        "sketch",
        "state",
        "suggestion",
    )

    def __init__(self, read: Callable[[str, int], str], row: tuple[Any, ...]) -> None:
        self.key, self.id, self.account, received_at, state, action, suggestion, self.basis = row[:8]
        is_alone, sketch, has_words, self._vocabulary = row[8:]
        self.is_alone, self.has_words = bool(is_alone), bool(has_words)
        self.sketch = Sketch(sketch) if is_one(sketch) else None
        self.received_at = datetime.fromisoformat(received_at)
        self.state, self.suggestion = _STATES[state], _SUGGESTIONS[suggestion]
        self.action = _ACTIONS[action] if action else None
        self._read = read

    @property
    def kind(self) -> Kind:
        """`Opportunity.kind`."""
        if self.sketch is not None:
            return self.sketch.kind
        return _KINDS[self._read("SELECT kind FROM item WHERE key = ?", self.key)]

    def vocabulary(self) -> str:
        """Every word once."""
        if self._vocabulary is None:
            self._vocabulary = self._read("SELECT vocabulary FROM sketch WHERE message = ?", self.key)
        return str(self._vocabulary)

    def words(self) -> Words:
        """The words."""
        text = self._text()
        return Words(value_of(text, "subject"), value_of(text, "text"), value_of(text, "quoted"))

    def message(self) -> Message:
        """The whole message."""
        return lazily_decoded(Message, json.loads(self._text()).__getitem__)

    def _text(self) -> str:
        return self._read("SELECT value FROM message_text WHERE message = ?", self.key)

    def _opportunity(self) -> str:
        return self._read("SELECT opportunity FROM item WHERE key = ?", self.key)

    def role(self) -> Role:
        """The role, without evidence."""
        return lazily_decoded(Role, partial(_without_evidence, self._opportunity()))

    def company_and_pay(self) -> tuple[str, tuple[object, ...]]:
        """The employer, and the fields of `Salary`."""
        if self.sketch is not None:
            return self.sketch.company_and_pay
        understood = self._opportunity()
        company, salary = value_of(understood, "company"), value_of(understood, "salary")
        return company or "", tuple((salary or {}).values())


def _without_evidence(opportunity: str, name: str) -> Any:
    """A field of the role of an opportunity; its quotes take longer to decode than all the rest of it."""
    return () if name == "evidence" else value_of(opportunity, name)


#: Looked up by their words: calling the class takes three times as long.
_KINDS, _STATES = {str(one): one for one in Kind}, {str(one): one for one in State}
_SUGGESTIONS, _ACTIONS = {str(one): one for one in Suggestion}, {str(one): one for one in Action}


#: Rows: all of them are 100 MB, and one by one 20,000 take 0.1 s longer.
_AT_ONCE = 100


class KeptFacts(Database):
    """The part of the SQLite store that is about previews."""

    def kept(self, decided: Action | None = None, *, with_vocabulary: bool = False) -> Iterator[Kept]:
        """Every suggestion, or those decided so, newest first, decoded only as far as it is asked for;
        `with_vocabulary` if most will be asked for that.
        """
        if decided is not None:
            return self._kept(_DECIDED, (decided, decided))
        return self._kept(_WITH_VOCABULARY if with_vocabulary else _EVERY, ())

    def kept_of(self, keys: Iterable[int]) -> Iterator[Kept]:
        """The suggestions with these keys, newest first, decoded only as far as it is asked for."""
        return self._kept(_OF_KEYS, (encode([*keys]),))

    def _kept(self, query: str, parameters: tuple[object, ...]) -> Iterator[Kept]:
        kept = partial(Kept, self._value)
        with named_errors(self._path):
            found = self._connection.execute(query, parameters)
            while rows := found.fetchmany(_AT_ONCE):
                for row in rows:
                    yield self._decoded(kept, row)

    def _value(self, query: str, key: int) -> str:
        return str(self._read(query, (key,))[0][0])

    def _set_sketch(self, key: int, opportunity: Opportunity, score: Score) -> None:
        """That of a message whose words are kept, in place of an earlier one."""
        self._write("DELETE FROM sketch WHERE message = ?", (key,))
        if score.gist is not None:
            self._write(
                """INSERT INTO sketch (message, value, vocabulary)
                SELECT message, ?, ? FROM message_text WHERE message = ?""",
                (sketched(opportunity, score, score.gist), storable(score.gist.vocabulary), key),
            )

    def keep_wish(self, name: str, interests: Interests) -> None:
        """Remembers what the name of interests in a basis stands for."""
        self._write("INSERT INTO wish (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING", (name, encode(interests)))

    def wish(self, name: str) -> Interests | None:
        """The interests of that name; None if they are not known."""
        rows = self._read("SELECT value FROM wish WHERE name = ?", (name,))
        return self._decoded(_interests, rows[0][0]) if rows else None


def _interests(text: str) -> Interests:
    return decode(Interests, text)
