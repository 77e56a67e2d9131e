"""The page to tune on: what other interests would make of past mail, and a button that keeps them."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from triage.config import load
from triage.config.changes import Changes, pay_floor, term
from triage.domain import Employment, Level, Workplace
from triage.errors import UsageError
from triage.review.web.press import visit_of
from triage.store import open_store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from enum import StrEnum

    from starlette.requests import Request
    from starlette.responses import Response

    from triage.insight.tune import WhatIf
    from triage.review.web.press import Press

_W = TypeVar("_W", bound="StrEnum")

#: The fields that hold a list of words, separated by commas: (name, label, example).
WORDS = (
    ("want", "Want", "rust, postgresql=2"),
    ("avoid", "Avoid", "on-call, gambling=3"),
    ("drop", "Drop", "python"),
    ("titles", "Titles to look for too", "data engineer"),
    ("locations", "Places to consider too", "Munich"),
    ("companies_avoid", "Companies to avoid", "Initech"),
)
#: The fields that hold words of a vocabulary.
CHOICES = (
    ("workplace", "Workplace to consider too", tuple(Workplace)),
    ("employment", "Contract to consider too", tuple(Employment)),
    ("levels", "Levels to consider too", tuple(Level)),
)


@dataclass(frozen=True, slots=True)
class Fields:
    """What was filled in."""

    pairs: tuple[tuple[str, str], ...]

    def one(self, name: str) -> str:
        """The words of a field as they were typed."""
        return next((value.strip() for key, value in self.pairs if key == name), "")

    def every(self, name: str) -> tuple[str, ...]:
        """The ticked words of a field."""
        return tuple(value for key, value in self.pairs if key == name)

    def listed(self, name: str) -> tuple[str, ...]:
        """The words of a field, one by one."""
        return tuple(word.strip() for word in self.one(name).split(",") if word.strip())

    def share(self, name: str) -> float | None:
        """A field in per cent as a share; None if it is empty. Raises `UsageError`."""
        try:
            return float(self.one(name)) / 100 if self.one(name) else None
        except ValueError:
            raise UsageError(f"{self.one(name)!r} is no number", hint="write per cent: 60") from None

    @property
    def filled(self) -> tuple[tuple[str, str], ...]:
        """Those that say something, to be sent again."""
        known = {"pay_floor", "level", "accept_at", "decline_at", *(field[0] for field in (*WORDS, *CHOICES))}
        return tuple((name, value) for name, value in self.pairs if name in known and value.strip())

    def changes(self) -> Changes:
        """What they would change. Raises `UsageError`."""
        return Changes(
            want=tuple(map(term, self.listed("want"))),
            avoid=tuple(map(term, self.listed("avoid"))),
            drop=self.listed("drop"),
            titles=self.listed("titles"),
            locations=self.listed("locations"),
            companies_avoid=self.listed("companies_avoid"),
            workplace=_chosen(Workplace, self.every("workplace")),
            employment=_chosen(Employment, self.every("employment")),
            levels=_chosen(Level, self.every("levels")),
            level=next(iter(_chosen(Level, self.listed("level"))), None),
            pay_floor=pay_floor(self.one("pay_floor")) if self.one("pay_floor") else None,
            accept_at=self.share("accept_at"),
            decline_at=self.share("decline_at"),
        )


def _chosen(vocabulary: type[_W], words: Sequence[str]) -> tuple[_W, ...]:
    known = {str(word) for word in vocabulary}
    return tuple(vocabulary(word) for word in words if word in known)


@dataclass(frozen=True, slots=True)
class Tuning:
    """Looking writes nothing into the configuration; saving goes through `config.editing`, with a backup."""

    press: Press

    def page(self, request: Request) -> Response:
        """The form, and what the changes in the address would do; without any, what the decisions speak for."""
        from triage.pipeline.tuning import Idea, as_it_is, what_if

        fields = Fields(tuple(request.query_params.multi_items()))
        configuration = load(self.press.config_path)
        found, proposals, notice = None, tuple[Idea, ...](), ""
        try:
            with closing(open_store(self.press.data_dir)) as store:
                if fields.filled:
                    found = what_if(configuration, store, fields.changes(), data_dir=self.press.data_dir)
                else:
                    found, proposals = as_it_is(configuration, store, data_dir=self.press.data_dir)
        except UsageError as error:
            notice = f"{error.what}: {error.hint}."
        return self.press.page(
            request,
            "tune.html",
            here="tune",
            notice=notice,
            interests=configuration.interests,
            policy=configuration.policy,
            fields=fields,
            words=WORDS,
            choices=CHOICES,
            levels=tuple(Level),
            found=found,
            proposals=proposals,
            groups=_groups(found) if found else (),
        )

    def save(self, request: Request) -> Response:
        """Writes the changes into config.toml."""
        from triage.config.editing import apply

        changes = Fields(visit_of(request).form.fields).changes()
        if not changes:
            raise UsageError("there is nothing to save", hint="fill in what to change first")
        edited = apply(self.press.config_path, changes)
        told = f"Saved in {edited.configuration.path}. The next scan scores what waits for you anew."
        return self.press.see(request, "/tune", told)

    def undo(self, request: Request) -> Response:
        """Puts back the config.toml from before the last time it was saved."""
        from triage.config.editing import undo

        undo(self.press.config_path)
        return self.press.see(request, "/tune", f"{self.press.config_path} is as it was before.")


def _groups(found: WhatIf) -> tuple[tuple[str, object], ...]:
    groups = (
        ("Waiting for you", found.waiting),
        ("Then as you decided", found.then_agree),
        ("Then not as you decided", found.then_disagree),
        ("Skipped, answered or replaced by a newer mail", found.closed),
    )
    return tuple((heading, previews) for heading, previews in groups if previews)
