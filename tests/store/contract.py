"""What every adapter of the `Store` port must do; an adapter's test inherits the class and gives the store."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.factories import NOON, a_draft, a_message, an_assessment, an_opportunity, recorded
from triage.codec import encode
from triage.domain import (
    Action,
    Address,
    Cursor,
    Gist,
    Interests,
    Kind,
    MessageRef,
    PayFloor,
    Period,
    Receipt,
    Role,
    State,
    Suggestion,
    Term,
    Unfetchable,
    Warning,
    WarningCode,
    Workplace,
)
from triage.store import Event, Run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triage.store import Recorded, Store

RECEIPT = Receipt("Drafts", 3, 9, "ab")


class StoreContract:
    """Facts are added; what is asked comes from them."""

    @pytest.fixture
    def store(self) -> Store:
        """The adapter under test, empty."""
        raise NotImplementedError("the adapter's test gives the store")

    def offer(self, store: Store, uid: int = 1, **changes: object) -> int:
        """A recorded and assessed offer; gives its key."""
        (key,) = store.record([recorded(uid, **changes)])  # type: ignore[arg-type]
        store.assess(key, "basis", an_assessment())
        return key

    def state(self, store: Store, key: int) -> State:
        return next(item.state for item in store.items() if item.key == key)

    # --- fetching ---

    def test_a_message_is_its_content_wherever_it_lies(self, store: Store) -> None:
        assert len(store.record([recorded(1), recorded(2), recorded(1, uidvalidity=8)])) == 1
        assert store.seen_uids("home", "INBOX", 7) == {1, 2}
        assert store.seen_uids("home", "INBOX", 8) == {1}
        assert store.counts()["recorded"] == 1

    def test_messages_that_share_a_message_id_are_told_apart(self, store: Store) -> None:
        assert len(store.record([recorded(1), recorded(2, text="Another one.")])) == 2

    def test_the_same_mail_in_two_accounts_is_two_messages(self, store: Store) -> None:
        assert len(store.record([recorded(1), recorded(1, account="work")])) == 2

    def test_a_copy_is_found_in_the_accounts_asked_for(self, store: Store) -> None:
        here, other, there = self.offer(store), self.offer(store, 2, text="Else."), self.offer(store, account="work")
        assert [item.key for item in store.copies(there, ["home", "file"])] == [here]
        assert [item.key for item in store.copies(here, ["work"])] == [there]
        assert store.copies(here, ["file"]) == store.copies(other, ["work"]) == []

    def test_a_cursor_is_moved(self, store: Store) -> None:
        assert store.cursors("home") == {}
        store.set_cursor("home", Cursor("INBOX", 7, 10, 5))
        store.set_cursor("home", Cursor("INBOX", 7, 12))
        assert store.cursors("home") == {"INBOX": Cursor("INBOX", 7, 12)}
        assert store.cursors("work") == {}

    def test_what_cannot_be_fetched_is_tried_three_times(self, store: Store) -> None:
        lost = Unfetchable(MessageRef("home", "INBOX", 7, 4), "NIL")
        for _ in range(2):
            store.record_unfetchable([lost])
            assert store.to_refetch("home") == [lost.ref]
        store.record_unfetchable([lost])
        assert store.to_refetch("home") == []

    def test_what_was_fetched_in_the_end_is_not_tried_again(self, store: Store) -> None:
        store.record_unfetchable([Unfetchable(MessageRef("home", "INBOX", 7, 1), "NIL")])
        store.record([recorded(1)])
        assert store.to_refetch("home") == []

    def test_a_transaction_is_all_or_nothing(self, store: Store) -> None:
        with pytest.raises(ZeroDivisionError), store.transaction():
            store.record([recorded(1)])
            store.set_cursor("home", Cursor("INBOX", 7, 2))
            raise ZeroDivisionError
        assert store.counts()["recorded"] == 0
        assert store.cursors("home") == {}

    # --- assessing ---

    def test_what_is_recorded_waits_for_its_verdict(self, store: Store) -> None:
        later = recorded(2, text="Later.", at=NOON + timedelta(hours=1))
        keys = store.record([later, recorded(1)])
        assert [entry.key for entry in store.unassessed()] == [keys[1], keys[0]]
        store.assess(keys[1], "basis", an_assessment())
        (entry,) = store.unassessed()
        assert (entry.key, entry.message) == (keys[0], later.message)

    def test_the_words_of_what_is_no_offer_are_not_kept(self, store: Store) -> None:
        (key,) = store.record([recorded(1)])
        store.assess(key, "basis", an_assessment(Suggestion.NONE))
        assert store.items() == []
        assert not any(word in str(row) for _, row in store.rows() for word in ("Acme", "Berlin", "kim@", "Kim"))
        assert store.counts()["recorded"] == 1

    def test_what_turns_out_to_be_no_offer_loses_its_words(self, store: Store) -> None:
        key = self.offer(store)
        store.assess(key, "other", an_assessment(Suggestion.NONE))
        assert store.items() == []
        assert not any(word in str(row) for _, row in store.rows() for word in ("Acme", "Berlin", "kim@", "Kim"))

    def test_what_answers_a_message_goes_with_it_into_another_conversation(self, store: Store) -> None:
        first, second = (
            self.offer(store, 1, message_id="<a@x.example>"),
            self.offer(store, 2, message_id="<b@x.example>"),
        )
        answer = self.offer(store, 3, message_id="<c@x.example>", in_reply_to=("<b@x.example>",))
        assert [store.thread(key) for key in (first, second, answer)] == [
            "<a@x.example>",
            "<b@x.example>",
            "<b@x.example>",
        ]
        store.join(second, "<a@x.example>")
        assert {store.thread(key) for key in (first, second, answer)} == {"<a@x.example>"}

    def test_a_new_basis_outdates_what_waits_only(self, store: Store) -> None:
        waiting, decided = self.offer(store, 1), self.offer(store, 2, text="Two.")
        store.add_event(decided, Event.SKIP)
        assert [item.key for item in store.outdated("other")] == [waiting]
        assert store.outdated("basis") == []
        store.assess(waiting, "other", an_assessment(Suggestion.HOLD))
        assert store.outdated("other") == []
        assert store.items(states=(State.SUGGESTED,))[0].assessment.verdict.suggestion is Suggestion.HOLD

    # --- looking ---

    def test_items_come_newest_first_and_whole(self, store: Store) -> None:
        old = self.offer(store, 1)
        new = self.offer(store, 2, text="Two.", at=NOON + timedelta(days=1))
        assert [item.key for item in store.items()] == [new, old]
        assert [item.key for item in store.items(limit=1)] == [new]
        assert [item.key for item in store.items(since=NOON + timedelta(hours=1))] == [new]
        item = store.items()[1]
        assert item.message == a_message()
        assert item.ref == MessageRef("home", "INBOX", 7, 1)
        assert item.assessment.opportunity == an_assessment().opportunity
        assert item.draft == a_draft()
        assert item.decision is None

    def test_items_to_which_something_happened_since(self, store: Store) -> None:
        keys = [self.offer(store, number, text=f"Offer {number}.") for number in (1, 2)]
        before = datetime.now(UTC) - timedelta(seconds=1)
        assert store.items(happened_since=before) == []
        store.add_event(keys[0], Event.ACCEPT)
        assert [item.key for item in store.items(happened_since=before)] == keys[:1]
        assert store.items(happened_since=before + timedelta(days=1)) == []

    def test_an_item_is_found_by_a_unique_prefix(self, store: Store) -> None:
        keys = [self.offer(store, uid, text=f"Number {uid}.") for uid in range(1, 30)]
        for item in store.items():
            assert [found.key for found in store.find(item.id)] == [item.key]
            assert item.key in {found.key for found in store.find(item.id[:2].upper())}
        assert len(store.find("")) == len(keys)
        assert store.find("%") == []

    def test_ids_are_stable(self, store: Store) -> None:
        self.offer(store, 1)
        assert store.items()[0].id == "ou3kwp"

    # --- deciding ---

    @pytest.mark.parametrize(
        ("events", "state"),
        [
            ([], State.SUGGESTED),
            ([Event.SKIP], State.CLOSED),
            ([Event.SKIP, Event.UNDO], State.SUGGESTED),
            ([Event.ACCEPT], State.DECIDED),
            ([Event.ACCEPT, Event.APPENDING], State.DECIDED),
            ([Event.ACCEPT, Event.APPENDING, Event.REFUSED], State.DECIDED),
            ([Event.ACCEPT, Event.APPENDING, Event.APPENDED], State.DRAFTED),
            ([Event.APPENDING], State.SUGGESTED),
            ([Event.APPENDING, Event.REFUSED], State.SUGGESTED),
            ([Event.APPENDING, Event.APPENDED], State.DRAFTED),
            ([Event.APPENDING, Event.APPENDED, Event.WITHDRAWING, Event.DECLINE], State.DECIDED),
            ([Event.APPENDING, Event.APPENDED, Event.WITHDRAWING, Event.DECLINE, Event.WITHDRAWN], State.DECIDED),
            ([Event.APPENDING, Event.APPENDED, Event.WITHDRAWING, Event.SKIP, Event.WITHDRAWN], State.CLOSED),
            ([Event.ACCEPT, Event.APPENDING, Event.APPENDED, Event.WITHDRAWING], State.DRAFTED),
            ([Event.ACCEPT, Event.APPENDING, Event.APPENDED, Event.WITHDRAWING, Event.KEPT], State.DRAFTED),
            ([Event.ACCEPT, Event.APPENDED, Event.WITHDRAWING, Event.WITHDRAWN, Event.UNDO], State.SUGGESTED),
            ([Event.ACCEPT, Event.APPENDED, Event.EDITED], State.DRAFTED),
            ([Event.ACCEPT, Event.APPENDED, Event.MISSING], State.GONE),
            ([Event.ACCEPT, Event.APPENDED, Event.SENT], State.SENT),
            ([Event.ANSWERED], State.CLOSED),
            ([Event.SUPERSEDED], State.CLOSED),
        ],
    )
    def test_the_state_follows_from_the_events(self, store: Store, events: Sequence[Event], state: State) -> None:
        key = self.offer(store)
        for event in events:
            store.add_event(key, event, detail=encode(RECEIPT) if event in {Event.APPENDED, Event.EDITED} else "")
        assert self.state(store, key) is state
        assert store.counts()[state] == 1

    def test_the_decision_and_its_draft_are_kept(self, store: Store) -> None:
        key = self.offer(store)
        number = store.add_draft(key, "decline", a_draft(body="No, thank you.\n"))
        store.add_event(key, Event.DECLINE, draft=number)
        (item,) = store.items()
        assert item.decision is not None
        assert item.decision.action is Action.DECLINE
        assert item.draft is not None
        assert item.draft.body == "No, thank you.\n"
        store.add_event(key, Event.UNDO)
        assert store.items()[0].decision is None

    def test_the_last_decision_is_the_newest_that_stands(self, store: Store) -> None:
        first, second = self.offer(store, 1), self.offer(store, 2, text="Two.")
        assert store.last_decided() is None
        store.add_event(first, Event.ACCEPT)
        store.add_event(second, Event.SKIP)
        last = store.last_decided()
        assert last is not None
        assert last.key == second
        store.add_event(second, Event.UNDO)
        last = store.last_decided()
        assert last is not None
        assert last.key == first

    def test_a_decision_is_undelivered_until_its_draft_is_there(self, store: Store) -> None:
        key = self.offer(store)
        number = store.add_draft(key, "accept", a_draft())
        store.add_event(key, Event.ACCEPT, draft=number)
        (waiting,) = store.undelivered("home")
        assert (waiting.item.key, waiting.draft, waiting.begun) == (key, number, False)
        assert store.undelivered("work") == []
        store.add_event(key, Event.APPENDING, draft=number, detail=encode(RECEIPT))
        assert store.undelivered("home")[0].begun
        store.add_event(key, Event.REFUSED, draft=number, detail="over quota")
        assert not store.undelivered("home")[0].begun
        assert store.last_refusal(key) == "over quota"
        store.add_event(key, Event.APPENDED, draft=number, detail=encode(RECEIPT))
        assert store.undelivered("home") == []
        assert store.items()[0].receipt == RECEIPT

    def test_a_skip_has_nothing_to_deliver(self, store: Store) -> None:
        store.add_event(self.offer(store), Event.SKIP)
        assert store.undelivered("home") == []

    def test_a_withdrawal_is_open_until_its_outcome(self, store: Store) -> None:
        key = self.offer(store)
        for event in (Event.ACCEPT, Event.APPENDED, Event.WITHDRAWING):
            store.add_event(key, event, detail="undo" if event is Event.WITHDRAWING else encode(RECEIPT))
        ((item, why),) = store.withdrawals("home")
        assert (item.key, why) == (key, "undo")
        store.add_event(key, Event.WITHDRAWN)
        assert store.withdrawals("home") == []

    def test_suggested_drafts_are_those_nobody_decided_on(self, store: Store) -> None:
        key, decided = self.offer(store, 1), self.offer(store, 2, text="Two.")
        store.add_event(decided, Event.SKIP)
        assert [waiting.item.key for waiting in store.suggested_drafts("home", NOON)] == [key]
        assert store.suggested_drafts("home", NOON + timedelta(seconds=1)) == []

    def test_what_is_answered_already_waits_for_nobody(self, store: Store) -> None:
        (key,) = store.record([replace(recorded(1), answered=True)])
        store.assess(key, "basis", an_assessment())
        assert self.state(store, key) is State.CLOSED

    def test_an_undone_draft_of_the_users_is_not_suggested(self, store: Store) -> None:
        key = self.offer(store)
        store.add_event(key, Event.DECLINE, draft=store.add_draft(key, "decline", a_draft(body="No.\n")))
        store.add_event(key, Event.UNDO)
        (item,) = store.items()
        assert item.draft == a_draft()
        assert item.purpose is Action.ACCEPT

    def test_names_are_found_however_they_are_written(self, store: Store) -> None:
        first = self.offer(store, 1, text="From Zoë of the Groß-Räschen office.")
        second = self.offer(store, 2, text="Nothing.")
        assert store.keys_naming("räschen", NOON) == [first]
        assert store.keys_naming("ZOË", NOON, others=[second]) == [second, first]
        assert store.keys_naming("李娜", NOON) == [second, first]
        assert store.keys_naming("nobody.example", NOON) == []
        assert store.keys_naming("räschen", NOON - timedelta(seconds=1)) == []

    # --- runs ---

    def test_the_last_success_is_remembered_behind_failures(self, store: Store) -> None:
        good = Run("home", NOON, NOON + timedelta(seconds=3), 2, 1, 0, "")
        bad = Run("home", NOON + timedelta(hours=1), NOON + timedelta(hours=1), 0, 0, 69, "unreachable")
        store.add_run(good)
        store.add_run(bad)
        assert store.last_runs() == {"home": (good, bad)}

    def test_whether_a_pass_ended_within_some_time(self, store: Store) -> None:
        hour = timedelta(hours=1)
        store.add_run(Run("home", NOON, NOON, 0, 0, 0, ""))
        assert store.ran_between(NOON - hour, NOON + hour)
        assert not store.ran_between(NOON - 2 * hour, NOON - hour)
        assert not store.ran_between(NOON + hour, NOON + 2 * hour)

    def test_a_servers_wish_is_kept_and_cleared(self, store: Store) -> None:
        store.set_not_before("home", NOON)
        assert store.not_before("home") == NOON
        store.set_not_before("home", None)
        assert store.not_before("home") is None

    # --- privacy ---

    def test_old_words_are_removed_and_the_rest_stays(self, store: Store) -> None:
        self.offer(store)
        store.record([recorded(2, text="Waits for its verdict.")])
        decided = self.offer(store, 3, text="Decided.")
        store.add_event(decided, Event.ACCEPT)
        assert store.remove_texts(datetime.now(UTC) - timedelta(minutes=1)) == 0
        assert store.remove_texts(datetime.now(UTC) + timedelta(minutes=1)) == 1
        assert len([*store.unassessed()]) == 1
        item = store.items(states=(State.SUGGESTED,))[0]
        assert item.message is None
        assert item.assessment.opportunity.role.company == "Acme"

    def test_what_is_forgotten_does_not_come_back(self, store: Store) -> None:
        key = self.offer(store)
        store.remove_texts(datetime.now(UTC) + timedelta(minutes=1))
        assert store.keys_of_sender("KIM@agency.example") == [key]
        store.forget([key])
        assert store.items() == []
        assert store.record([recorded(1, uidvalidity=9)]) == []
        assert store.seen_uids("home", "INBOX", 9) == {1}
        assert not any("Acme" in str(row) or "kim@" in str(row) for _, row in store.rows())

    # --- learning ---

    def test_decisions_that_stand_are_lessons(self, store: Store) -> None:
        first, second, third = (self.offer(store, uid, text=f"Number {uid}.") for uid in (1, 2, 3))
        store.add_event(first, Event.ACCEPT)
        store.add_event(second, Event.DECLINE)
        store.add_event(third, Event.ASK)
        assert [(lesson.accepted, lesson.origin) for lesson in store.lessons()] == [(True, "review"), (False, "review")]
        mark = store.lessons_mark()
        assert store.lessons_mark() == mark
        store.add_event(second, Event.UNDO)
        assert store.lessons_mark() != mark
        assert [lesson.accepted for lesson in store.lessons()] == [True]

    def test_sorted_mail_is_a_lesson_once_and_the_newest_word_counts(self, store: Store) -> None:
        mail, role = a_message(), an_assessment().opportunity
        assert store.teach("home", mail, role, accepted=True, origin="yes/")
        assert not store.teach("home", mail, role, accepted=True, origin="yes/")
        assert store.teach("home", mail, role, accepted=False, origin="no/")
        (lesson,) = store.lessons()
        assert (lesson.accepted, lesson.origin, lesson.message) == (False, "no/", mail)
        store.add_event(self.offer(store), Event.ACCEPT)
        assert [(lesson.accepted, lesson.origin) for lesson in store.lessons()] == [(True, "review")]
        assert store.teach("home", mail, role, accepted=False, origin="no/")
        assert [(lesson.accepted, lesson.origin) for lesson in store.lessons()] == [(False, "no/")]

    def test_a_reading_outlives_the_words_and_goes_with_the_mail(self, store: Store) -> None:
        key = self.offer(store)
        store.add_event(key, Event.SKIP)
        store.add_event(key, Event.DECLINE)
        store.teach("home", a_message(text="Taught."), an_assessment().opportunity, accepted=True, origin="yes/")
        for lesson in store.lessons():
            store.set_reading(lesson.content_hash, "old", "{}")
            store.set_reading(lesson.content_hash, "basis", '{"zyxomma":1}')
        store.add_event(key, Event.APPENDED, detail=encode(RECEIPT))
        store.remove_texts(datetime.now(UTC) + timedelta(minutes=1))
        assert {(one.message, one.basis, one.reading) for one in store.lessons()} == {(None, "basis", '{"zyxomma":1}')}
        assert len(store.lessons_of_sender("KIM@agency.example")) == 2
        store.forget([key])
        (taught,) = store.lessons()
        store.unlearn(taught)
        assert store.lessons() == []
        assert not any("zyxomma" in str(row) or "Acme" in str(row) for _, row in store.rows())

    def test_what_is_unlearned_is_learned_again_only_when_it_is_taught(self, store: Store) -> None:
        store.add_event(self.offer(store), Event.ACCEPT)
        (lesson,) = store.lessons()
        assert store.may_be_taught(lesson.content_hash)
        store.unlearn(lesson)
        assert store.lessons() == []
        assert not store.may_be_taught(lesson.content_hash)
        assert store.teach("home", a_message(), an_assessment().opportunity, accepted=True, origin="yes/")
        assert len(store.lessons()) == 1

    # --- conversations ---

    def test_a_conversation_is_named_after_its_root(self, store: Store) -> None:
        root, reply, bump = "<root@agency.example>", "<reply@example.org>", "<bump@agency.example>"
        messages: list[Recorded] = [
            recorded(1, message_id=bump, in_reply_to=(reply,), references=(root, reply), text="Bump."),
            recorded(2, message_id=root, text="Root."),
            recorded(3, message_id="<other@agency.example>", text="Other."),
        ]
        for key in store.record(messages):
            store.assess(key, "basis", an_assessment())
        assert [item.thread for item in reversed(store.items())] == [root, root, "<other@agency.example>"]
        assert len(store.items(thread=("home", root))) == 2

    def test_an_answer_without_ancestors_joins_what_its_writer_wrote(self, store: Store) -> None:
        first, again = "<one@agency.example>", "<two@agency.example>"
        self.offer(store, 1, message_id=first, subject="A role  at Acme", text="One.")
        self.offer(store, 2, message_id=again, subject="AW: Re: a role at Acme", text="Two.")
        self.offer(store, 3, message_id="<three@agency.example>", subject="A role at Acme", text="Three.")
        other = Address("Kim Other", "kim@agency.example")
        self.offer(
            store, 4, message_id="<four@agency.example>", subject="Re: A role at Acme", text="Four.", from_=other
        )
        threads = [item.thread for item in reversed(store.items())]
        assert threads == [first, first, "<three@agency.example>", "<four@agency.example>"]

    # --- sent mail ---

    def test_a_cursor_in_sent_is_one_of_its_own(self, store: Store) -> None:
        assert store.sent_cursors("home") == {}
        store.set_sent_cursor("home", Cursor("Sent", 1, 5))
        store.set_sent_cursor("home", Cursor("Sent", 1, 6))
        assert store.sent_cursors("home") == {"Sent": Cursor("Sent", 1, 6)}
        assert store.cursors("home") == {}

    def test_sent_mail_concerns_offers_and_what_waits_for_its_verdict_only(self, store: Store) -> None:
        (news,) = store.record([recorded(1, message_id="<news@list.example>", text="News.")])
        assert store.concerns(["home"], ["<unknown@a.example>", "<news@list.example>"])
        store.assess(news, "basis", an_assessment(Suggestion.NONE))
        self.offer(store, 2)
        assert not store.concerns(["home"], ["<news@list.example>"])
        assert store.concerns(["home"], ["<unknown@a.example>", a_message().message_id])
        assert store.concerns(["work", "home"], [a_message().message_id])
        assert not store.concerns(["work"], [a_message().message_id])
        assert not store.concerns(["home"], [])

    def test_an_own_answer_is_read_last_and_not_counted(self, store: Store) -> None:
        answer = recorded(1, message_id="<mine@example.org>", in_reply_to=(a_message().message_id,), text="No.")
        (own,) = store.record([replace(answer, sent=True, received_at=NOON - timedelta(hours=1))])
        (offer,) = store.record([recorded(2)])
        assert [(entry.key, entry.sent) for entry in store.unassessed()] == [(offer, False), (own, True)]
        assert store.counts()["recorded"] == 1
        assert store.answered_before("home", a_message().message_id, NOON)
        assert not store.answered_before("home", a_message().message_id, NOON - timedelta(hours=2))

    def test_the_wording_that_was_sent_is_kept_as_long_as_the_mail(self, store: Store) -> None:
        key = self.offer(store)
        store.add_wording(key, a_draft(), "Hi Kim, zyxomma.", 0.5)
        store.add_wording(key, a_draft(), "again", 1.0)
        (wording,) = store.wordings()
        assert (wording.item.key, wording.draft, wording.sent, wording.kept) == (
            key,
            a_draft(),
            "Hi Kim, zyxomma.",
            0.5,
        )
        store.remove_texts(datetime.now(UTC) + timedelta(minutes=1))
        assert [(entry.sent, entry.kept) for entry in store.wordings()] == [("", 0.5)]
        store.forget([key])
        assert store.wordings() == []

    def test_of_a_forgotten_conversation_the_users_answers_go_too(self, store: Store) -> None:
        first, second = self.offer(store, 1), self.offer(store, 2, text="Two.")
        root = a_message().message_id
        answer = recorded(3, message_id="<mine@example.org>", in_reply_to=(root,), text="No.")
        (own,) = store.record([replace(answer, sent=True)])
        store.assess(own, "basis", an_assessment(Suggestion.NONE))
        store.forget([first])
        assert store.answered_before("home", root, NOON), "there is another message of the conversation"
        store.forget([second])
        assert not any(root in str(row) for _, row in store.rows())

    def test_of_a_forgotten_conversation_answers_from_another_account_go_too(self, store: Store) -> None:
        key, root = self.offer(store), a_message().message_id
        answer = recorded(3, message_id="<mine@example.org>", in_reply_to=(root,), text="No.")
        store.record([replace(answer, ref=replace(answer.ref, account="work"), sent=True)])
        store.forget([key])
        assert not any(root in str(row) for _, row in store.rows())

    # --- what is kept of a suggestion, for comparing it again ---

    def test_what_is_kept_of_a_suggestion_is_what_was_recorded(self, store: Store) -> None:
        key = self.offer(store)
        assessment = an_assessment()
        store.assess(key, "later", assessment)
        store.add_event(key, Event.DECLINE)
        (kept,) = store.kept()
        (item,) = store.items()
        assert (kept.key, kept.id, kept.account, kept.received_at) == (key, item.id, "home", item.received_at)
        assert (kept.state, kept.action, kept.basis, kept.has_words) == (State.DECIDED, Action.DECLINE, "later", True)
        assert (kept.suggestion, kept.kind) == (Suggestion.ACCEPT, Kind.OUTREACH)
        assert item.message is not None
        assert kept.words() == (item.message.subject, item.message.text, item.message.quoted)
        role = replace(item.assessment.opportunity.role, evidence=())
        assert {name: getattr(kept.role(), name) for name in Role.__slots__} == asdict(role) | {"salary": role.salary}

    def test_a_sketch_goes_with_the_words_and_a_newer_one_takes_its_place(self, store: Store) -> None:
        key, assessment = self.offer(store), an_assessment()
        gist = Gist((0.25, 0.75), 2, ("data/engineer",), 3, (("go|", 1), ("we", 2)), ("go",), "we go|\ud83d")
        role = replace(assessment.opportunity.role, skills=("Go", "CI/CD"), workplace=Workplace.HYBRID)
        assert [kept.sketch for kept in store.kept()] == [None]
        for topics in (("go",), ("go", "travel abroad"), ()):
            score = replace(assessment.score, gist=replace(gist, topics=topics), numbers=(("want:go", 0.25),))
            score = replace(score, taught=0.125)
            store.assess(key, "later", replace(assessment, opportunity=an_opportunity(role=role), score=score))
            (kept,), (at_once,) = store.kept_of([key]), store.kept(with_vocabulary=True)
            sketch = kept.sketch
            assert sketch is not None
            assert kept.vocabulary() == at_once.vocabulary() == "we go|?"
            assert all(getattr(sketch, name) == getattr(score.gist, name) for name in ("work", "topics", "stated"))
            assert (sketch.named, sketch.length, sketch.repeated) == (["data/engineer"], 3, {"go|": 1, "we": 2})
            assert sketch.fit == score.probability
            assert (sketch.numbers, sketch.taught) == ({"want:go": 0.25}, 0.125)
            assert (sketch.skills, [*sketch.locations]) == (("go", "ci/cd"), [*role.locations])
            told = ("title", "company", "agency", "workplace", "seniority", "employment", "years", "salary")
            assert all(getattr(sketch, name) == getattr(role, name) for name in told)
        assert not [*store.kept_of([key + 1])]
        assert sum(table == "sketch" for table, _ in store.rows()) == 1
        store.remove_texts(datetime.now(UTC) + timedelta(days=1))
        assert [kept.sketch for kept in store.kept()] == [None]
        assert not any(table == "sketch" for table, _ in store.rows())

    def test_the_interests_of_a_name_are_kept(self, store: Store) -> None:
        wish = Interests(about="Ships", want=(Term("go", 2.0),), pay_floor=PayFloor(9.5, "EUR", Period.HOUR))
        assert store.wish("name") is None
        for _ in range(2):
            store.keep_wish("name", wish)
        assert store.wish("name") == wish

    def test_kept_of_one_decision_leaves_out_the_others_and_what_was_undone(self, store: Store) -> None:
        keys = [self.offer(store, number, text=f"Offer {number}.") for number in range(1, 4)]
        store.add_event(keys[0], Event.ACCEPT)
        store.add_event(keys[1], Event.DECLINE)
        store.add_event(keys[2], Event.ACCEPT)
        store.add_event(keys[2], Event.UNDO)
        assert [kept.key for kept in store.kept(Action.ACCEPT)] == [keys[0]]
        assert [kept.key for kept in store.kept(Action.DECLINE)] == [keys[1]]

    def test_of_what_is_no_offer_no_numbers_are_kept(self, store: Store) -> None:
        (key,) = store.record([recorded(1)])
        none = an_assessment(Suggestion.NONE)
        store.assess(key, "basis", replace(none, score=replace(none.score, numbers=(("want:secret project", 0.9),))))
        assert list(store.kept()) == []
        assert "secret project" not in str(list(store.rows()))

    def test_what_waits_is_named_newest_first_without_its_mail(self, store: Store) -> None:
        keys = [self.offer(store, number, text=f"Offer {number}.") for number in range(1, 5)]
        store.add_event(keys[0], Event.DECLINE)
        store.add_event(keys[1], Event.ACCEPT)
        store.add_event(keys[1], Event.UNDO)
        waiting = [item for item in store.items() if item.key != keys[0]]
        assert [(one.key, one.id, one.fit) for one in store.lines(waiting=True)] == [
            (item.key, item.id, item.assessment.score.probability) for item in waiting
        ]
        assert [one.key for one in store.lines()] == [item.key for item in store.items()]
        assert [one.action for one in store.lines() if one.key == keys[0]] == [Action.DECLINE]

    def test_a_line_says_what_a_suggestion_is_found_by(self, store: Store) -> None:
        key = self.offer(store)
        (before,) = store.lines()
        assert (before.employer, before.warned) == ("acme", False)
        assert "kim" in before.words
        role, warning = Role(title="Straßenbauer", agency="Brightpath"), Warning(WarningCode.ASKS_MONEY, "Mind.")
        store.assess(key, "later", an_assessment(opportunity=an_opportunity(role=role, warnings=(warning,))))
        line = store.line(key)
        assert line is not None
        assert (line.employer, line.warned) == ("brightpath", True)
        assert {"straßenbauer", "brightpath", line.id, "home"} <= {*line.words.split("\n")}
        store.remove_texts(datetime.now(UTC) + timedelta(days=1))
        (bare,) = store.lines()
        assert {*bare.words.split("\n")} == {"straßenbauer", "brightpath", line.id, "home"}, "the sender is gone, too"
        store.forget([key])
        assert store.line(key) is None
        assert store.lines() == []

    def test_kept_without_words_says_so(self, store: Store) -> None:
        self.offer(store)
        store.remove_texts(datetime.now(UTC) + timedelta(days=1))
        assert [kept.has_words for kept in store.kept()] == [False]

    def test_the_draft_of_another_suggestion_is_not_shown(self, store: Store) -> None:
        key = self.offer(store)
        store.assess(key, "later", an_assessment(Suggestion.HOLD))
        assert [(item.draft, item.purpose) for item in store.items()] == [(None, None)]

    # --- digests ---

    def test_of_each_digest_the_last_that_happened_counts(self, store: Store) -> None:
        intended, lies = Receipt("", 0, 0, "sha", "<1@example.org>"), Receipt("Drafts", 7, 1, "sha", "<1@example.org>")
        store.add_digest_event("home", "2026-03-01", Event.WITHDRAWN, lies)
        store.add_digest_event("home", "2026-03-02", Event.APPENDING, intended)
        store.add_digest_event("work", "2026-03-02", Event.APPENDING, intended)
        store.add_digest_event("home", "2026-03-02", Event.APPENDED, lies)
        assert store.digests("home") == {
            "2026-03-01": (Event.WITHDRAWN, lies),
            "2026-03-02": (Event.APPENDED, lies),
        }
        assert store.digests("work") == {"2026-03-02": (Event.APPENDING, intended)}

    def test_a_digest_that_is_intended_again_and_again_is_one_row(self, store: Store) -> None:
        for sha in ("a", "b", "c"):
            store.add_digest_event("home", "2026-03-02", Event.APPENDING, Receipt("", 0, 0, sha, "<1@example.org>"))
        store.add_digest_event("home", "2026-03-03", Event.APPENDING, Receipt("", 0, 0, "d", "<2@example.org>"))
        assert [table for table, _ in store.rows()].count("digest_event") == 2
        assert store.digests("home")["2026-03-02"][1].sha256 == "c"

    # --- interviews ---

    def test_the_first_run_is_the_oldest_that_a_right_clock_made(self, store: Store) -> None:
        assert store.first_run() is None
        for at in (NOON, datetime(1970, 1, 1, tzinfo=UTC), NOON - timedelta(days=1), NOON + timedelta(days=9)):
            store.add_run(Run("home", at, at, 1, 0, 0, ""))
        assert store.first_run() == NOON - timedelta(days=1)

    def test_a_later_kind_counts(self, store: Store) -> None:
        (key,) = store.record([recorded(1)])
        for kind in (Kind.OUTREACH, Kind.INTERVIEW):
            store.assess(key, kind, an_assessment(opportunity=an_opportunity(kind=kind)))
        assert [(one.sign, one.day) for one in store.interviews()] == [("mail", NOON.date())]
        store.assess(key, "again", an_assessment())
        assert store.interviews() == []

    def test_an_accept_counts_once_it_is_sent_and_stands(self, store: Store) -> None:
        key = self.offer(store)
        declined = self.offer(store, 2, text="Another one.", message_id="<2@agency.example>")
        store.add_event(declined, Event.DECLINE)
        store.add_event(declined, Event.SENT)
        store.add_event(key, Event.ACCEPT)
        assert store.interviews() == []
        store.add_event(key, Event.SENT)
        assert [(one.sign, one.key) for one in store.interviews()] == [("accepted", key)]

    def test_notes_belong_to_a_mail_and_go_with_it(self, store: Store) -> None:
        key, day = self.offer(store), NOON.date()
        store.add_interview(day)
        store.add_interview(day, key, "Went well.")
        store.add_interview(day + timedelta(days=7), key, "Went on.")
        assert [one.notes for one in store.debriefs()] == ["Went on.", "Went well."]
        assert store.drop_interview(day), "of the notes it takes none"
        assert len(store.debriefs()) == 2
        assert store.drop_debriefs(key) == 2
        store.add_interview(day, key, "Once more.")
        store.forget([key])
        assert (store.debriefs(), store.interviews()) == ([], [])
