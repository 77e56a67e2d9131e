"""What a list of suggestions is filtered and ordered by, in one short row each: no mail is read for it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from triage.codec import encode, lazily_decoded, storable, value_of
from triage.domain import Action, Role, State, Suggestion
from triage.store import reading
from triage.store.database import Database
from triage.store.kept import Line

if TYPE_CHECKING:
    from collections.abc import Iterable

_LINES = """SELECT i.key, i.public_id, i.received_at, i.state, d.what, i.suggestion, i.fit,
    l.warned, l.employer, l.words
FROM item i LEFT JOIN event d ON d.id = i.decided LEFT JOIN line l ON l.message = i.key
WHERE {those} ORDER BY i.received_at DESC, i.key DESC"""
_EVERY = _LINES.format(those=reading.OFFERS)
_OF_KEYS = _LINES.format(those="i.suggestion <> 'none' AND i.key IN (SELECT value FROM json_each(?))")
_WAITING = _LINES.format(those=f"{reading.OFFERS} AND i.decided IS NULL AND i.state IN ('suggested', 'drafted')")


class LineFacts(Database):
    """The part of the SQLite store that lists."""

    def lines(self, *, waiting: bool = False) -> list[Line]:
        """Every suggestion, or what the user has yet to decide, newest first."""
        return self._lines(_WAITING if waiting else _EVERY, ())

    def line(self, key: int) -> Line | None:
        """That of one suggestion; None if it has gone."""
        return next(iter(self._lines(_OF_KEYS, (encode([key]),))), None)

    def counts(self) -> dict[str, int]:
        """How many messages are recorded, and how many suggestions stand in each state."""
        recorded = self._read("SELECT COUNT(*) FROM message WHERE sent = 0")[0][0]
        states = self._read(f"SELECT i.state, COUNT(*) FROM item i WHERE {reading.OFFERS} GROUP BY i.state")
        return {"recorded": recorded} | {str(state): 0 for state in State} | {row[0]: row[1] for row in states}

    def _lines(self, query: str, parameters: tuple[object, ...]) -> list[Line]:
        rows = self._read(query, parameters)
        missing = [row[0] for row in rows if row[-1] is None]
        if missing:
            self._make_lines(missing)
            rows = self._read(query, parameters)
        return [self._decoded(_line, row) for row in rows]

    def _make_lines(self, keys: Iterable[int]) -> None:
        """Writes them anew, from what is kept by now: when it is assessed, and once for what has none."""
        with self.transaction():
            rows = self._read(
                """SELECT i.key, i.public_id, i.account, i.opportunity,
                    (SELECT t.value FROM message_text t WHERE t.message = i.key)
                FROM item i WHERE i.suggestion <> 'none' AND i.key IN (SELECT value FROM json_each(?))""",
                (encode([*keys]),),
            )
            for key, *row in rows:
                self._write(
                    """INSERT INTO line (message, warned, employer, words) VALUES (?, ?, ?, ?) ON CONFLICT (message)
                    DO UPDATE SET warned = excluded.warned, employer = excluded.employer, words = excluded.words""",
                    (key, *self._decoded(derived, tuple(row))),
                )


def derived(row: tuple[str, str, str, str | None]) -> tuple[int, str, str]:
    """The last columns of a line, of (id, account, opportunity, message), these two as JSON."""
    id_, account, opportunity, text = row
    role = lazily_decoded(Role, partial(value_of, opportunity))
    words = [id_, account, role.title, role.company, role.agency, role.recruiter, role.workplace]
    if text is not None:
        sender = value_of(text, "from_")
        words += [value_of(text, "subject"), sender["display_name"], sender["addr_spec"]]
    words += [*role.locations, *role.skills]
    employer = storable((role.company or role.agency or "").casefold())
    return bool(value_of(opportunity, "warnings")), employer, storable("\n".join(filter(None, words)).lower())


def _line(row: tuple[Any, ...]) -> Line:
    key, id_, received_at, state, action, suggestion, fit, warned, employer, words = row
    chosen = _ACTIONS[action] if action else None
    return Line(
        key, id_, received_at, _STATES[state], chosen, _SUGGESTIONS[suggestion], fit, bool(warned), employer, words
    )


#: Looked up by their words: calling the class takes three times as long.
_STATES, _ACTIONS = {str(one): one for one in State}, {str(one): one for one in Action}
_SUGGESTIONS = {str(one): one for one in Suggestion}
