"""The daily digest: put together from what is stored, and once a day written into Drafts as a note to oneself.

In Drafts it lives as replies do: intent, act, outcome, and what the user changed is theirs. It is no reply: it has no
suggestion, no conversation and nobody's address but the user's own.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from triage.checkpoint import checkpoint
from triage.deliver import Fate, open_outbox
from triage.domain import Address, Draft, Receipt, State
from triage.insight.digest import SINCE, Failing, digest
from triage.pipeline.relating import unanswered
from triage.store import Event

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from triage.config import Account, Configuration
    from triage.credentials import SignIn
    from triage.deliver import Outbox
    from triage.insight.digest import Digest
    from triage.store import Store

    #: Gives the subject and the text of a digest.
    Worded = Callable[[Digest], tuple[str, str]]

#: After these a digest is, or may be, in Drafts as we wrote it.
_OUT = {Event.APPENDING, Event.APPENDED, Event.WITHDRAWING}


def digest_of(store: Store, now: datetime) -> Digest:
    """What waits, what was decided, who has no answer, and which accounts' last scans failed."""
    runs = (last for _, last in store.last_runs().values())
    failing = [Failing(run.account, run.finished_at, run.error) for run in runs if run.code]
    waiting, lately = store.items(states=(State.SUGGESTED,)), store.items(happened_since=now - SINCE)
    return digest({item.key: item for item in (*waiting, *lately)}.values(), unanswered(store), failing, now)


def home_of_digest(configuration: Configuration) -> Account | None:
    """The account whose Drafts the digest goes to, the first one that has any; None if no digest is wanted."""
    wanted = configuration.drafts.enabled and configuration.drafts.digest is not None
    return next((account for account in configuration.accounts if account.kind == "imap" and wanted), None)


def is_due(store: Store, configuration: Configuration, account: Account, now: datetime) -> bool:
    """Whether there may be a digest to write to this account (the day is the user's own, not that of UTC), or old ones
    to take away where none is wanted any more.
    """
    known = store.digests(account.name)
    if account != home_of_digest(configuration):
        return configuration.drafts.enabled and any(what in _OUT for what, _ in known.values())
    at = configuration.drafts.digest
    local = now.astimezone()
    if at is None or local.time() < at:
        return False
    last = known.get(local.date().isoformat())
    return last is None or last[0] in {Event.APPENDING, Event.WITHDRAWN}  # withdrawn: turned off today, and on again


def deliver_digest(
    store: Store, configuration: Configuration, account: Account, worded: Worded, *,
    now: datetime, sign_in: SignIn, deadline: float,
) -> None:  # fmt: skip
    """Writes the digest of the day, if there is anything to say, and takes away the ones before that nobody edited;
    where none is wanted any more, that of today too.

    The server is not asked for anything when there is nothing to do. Raises what the outbox raises.
    """
    is_wanted = account == home_of_digest(configuration)
    today = now.astimezone().date().isoformat()
    known = store.digests(account.name)
    before = [day for day, (what, _) in known.items() if (day != today or not is_wanted) and what in _OUT]
    found = digest_of(store, now) if is_wanted else None
    if not (found or before):
        return
    with open_outbox(account, configuration.drafts, deadline=deadline, sign_in=sign_in) as outbox:
        shelf = _Shelf(store, outbox, account.name)
        for day in before:
            shelf.withdraw(day, known[day][1])
        if found is None or (today in known and not shelf.is_missing(today, known[today][1])):
            return
        if found:
            shelf.put(today, _note(configuration, account, *worded(found), today), now)


def _note(configuration: Configuration, account: Account, subject: str, text: str, day: str) -> Draft:
    """A draft from the user to themselves; the Message-ID is the day's own."""
    from triage.draft.envelope import named_after

    me = configuration.me
    user = account.user.lower()
    address = Address(me.name, user if user in me.addresses else me.addresses[0])
    message_id = named_after(("digest", account.name, address.addr_spec, day), address.domain)
    return Draft(message_id, "", (), address, address, subject, text, template="digest", quote="none")


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Where the digests of an account lie."""

    store: Store
    outbox: Outbox
    account: str

    def withdraw(self, day: str, receipt: Receipt) -> None:
        self.store.add_digest_event(self.account, day, Event.WITHDRAWING, receipt)
        checkpoint("digest withdrawing")
        fate = self.outbox.withdraw(receipt.message_id, receipt)
        checkpoint("digest withdrawn")
        what = Event.KEPT if fate is Fate.EDITED else Event.WITHDRAWN
        self.store.add_digest_event(self.account, day, what, receipt)

    def is_missing(self, day: str, intended: Receipt) -> bool:
        """Whether an intent was not carried out; if it was, that is recorded."""
        fate, here = self.outbox.fates({intended.message_id: intended})[intended.message_id]
        if here is not None:
            receipt = replace(here, message_id=intended.message_id)
            what = Event.APPENDED if fate is Fate.THERE else Event.KEPT
            self.store.add_digest_event(self.account, day, what, receipt)
        return here is None

    def put(self, day: str, note: Draft, now: datetime) -> None:
        from triage.deliver.compose import compose

        octets = compose(note, None, now)
        intended = Receipt("", 0, 0, hashlib.sha256(octets).hexdigest(), note.message_id)
        self.store.add_digest_event(self.account, day, Event.APPENDING, intended)
        checkpoint("digest intended")
        receipt = self.outbox.append(note.message_id, octets)
        checkpoint("digest appended")
        self.store.add_digest_event(self.account, day, Event.APPENDED, replace(receipt, message_id=note.message_id))
