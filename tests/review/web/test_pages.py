"""The page over HTTP: what it shows, what its forms do, and what they refuse."""

from __future__ import annotations

import html
import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from tests.pipeline.test_scan import offer
from tests.review.test_actions import OFFER, drafts, item
from tests.review.web.caller import Inside, words
from triage.config import load
from triage.demo.mailboxes import Delivered
from triage.review.actions import Review
from triage.review.queue import Order, View
from triage.store.lock import run_lock

if TYPE_CHECKING:
    from tests.lab import Lab
    from tests.review.web.caller import Answer


def decide(page: Inside, id_: str, action: str, **changes: str) -> Answer:
    """Presses a button of a suggestion's page."""
    return page.post(f"{page.home}item/{id_}", page.form(id_, action, **changes))


@pytest.mark.parametrize("action", ["accept", "ask", "decline", "skip"])
def test_a_button_does_what_the_command_does(page: Inside, action: str) -> None:
    lab = page.lab
    id_ = item(lab)["id"]
    answer = decide(page, id_, action)
    other = next(entry["id"] for entry in lab.listed() if entry["id"] != id_)
    assert (answer.status, answer.header("location")) == (303, f"{page.home}item/{other}")
    assert item(lab)["decision"]["action"] == action
    assert item(lab)["state"] == ("closed" if action == "skip" else "drafted")
    assert len(drafts(lab)) == (0 if action == "skip" else 1)
    told = {"accept": "Accepted", "ask": "Asked", "decline": "Declined", "skip": "Skipped"}[action]
    assert f"{told}: Senior Backend Engineer · Acme." in page.page("").body
    assert told not in page.page("").body, "it is told once"


def test_the_words_in_the_editor_are_the_words_of_the_draft(page: Inside) -> None:
    id_ = item(page.lab)["id"]
    decide(page, id_, "accept", body="Hello Robin,\r\n\r\ngladly: {{7*7}} & <b>.\r\n")
    ((_, octets, _),) = page.lab.mailbox("Drafts")
    assert b"\r\n\r\nHello Robin,\r\n\r\ngladly: {{7*7}} & <b>.\r\n" in octets


def keep(page: Inside, id_: str, how: str, **changes: str) -> Answer:
    """Presses one of the buttons below the words of a reply."""
    return page.post(f"{page.home}item/{id_}/words", page.form(id_, "", **changes) | {"keep": how})


def test_words_are_kept_for_later_and_used_by_every_front_end(page: Inside) -> None:
    id_ = item(page.lab)["id"]
    answer = keep(page, id_, "keep", body="Hello Robin, not now.\r\n", shown="decline")
    assert (answer.status, answer.header("location")) == (303, f"{page.home}item/{id_}?reply=decline")
    shown = page.page(f"item/{id_}")
    assert words(shown) == "Hello Robin, not now.\n"
    assert shown.field("shown") == "decline"
    assert "Your words are kept." in shown.body
    assert item(page.lab)["state"] == "suggested"
    assert page.lab.triage("decline", id_).code == 0
    ((_, octets, _),) = page.lab.mailbox("Drafts")
    assert b"Hello Robin, not now." in octets
    page.lab.triage("undo", id_)
    assert "not now" not in page.page(f"item/{id_}").body, "they were decided on"


def test_words_are_given_up_and_what_is_typed_is_kept_without_a_word(page: Inside) -> None:
    id_ = item(page.lab)["id"]
    before = words(page.page(f"item/{id_}"))
    answer = keep(page, id_, "typed", body="Hello.")
    assert (answer.status, answer.body) == (204, "")
    assert words(page.page(f"item/{id_}")) == "Hello."
    keep(page, id_, "drop")
    shown = page.page(f"item/{id_}")
    assert words(shown) == before
    assert "Give my words up" not in shown.body
    assert keep(page, id_, "typed", body="  \n").status == 409, "no words"
    assert keep(page, id_, "typed", body="Late.", mark="another").status == 409, "it has changed meanwhile"
    assert words(page.page(f"item/{id_}")) == before


def test_words_kept_for_one_answer_are_not_dropped_unasked_by_another(page: Inside) -> None:
    id_ = item(page.lab)["id"]
    keep(page, id_, "keep", body="Hello Robin, not now.", shown="decline")
    answer = page.post(f"{page.home}item/{id_}", page.form(id_, "accept"))
    assert "The reply you edited is one to decline" in answer.body
    assert item(page.lab)["decision"] is None


def test_words_kept_for_one_template_are_not_dropped_unasked_by_another(page: Inside) -> None:
    id_ = item(page.lab)["id"]
    keep(page, id_, "keep", body="Hello Robin, not now.", shown="decline")
    shown = page.page(f"item/{id_}?reply=decline&template=de/decline")
    fields = {name: shown.field(name) for name in ("form_token", "mark", "shown", "template", "was")}
    pressed = fields | {"action": "decline", "body": words(shown)}
    answer = page.post(f"{page.home}item/{id_}", pressed)
    assert "The reply you edited would not be used: it is not made from de/decline." in answer.body
    assert item(page.lab)["decision"] is None
    assert page.post(f"{page.home}item/{id_}", pressed | {"confirmed": "yes"}).status == 303
    assert item(page.lab)["reply"]["text"] == words(shown)


def test_another_template_is_what_is_shown_and_sent(page: Inside) -> None:
    id_ = item(page.lab)["id"]
    shown = page.page(f"item/{id_}?reply=decline&template=de/decline")
    fields = {name: shown.field(name) for name in ("form_token", "mark", "shown", "template", "was")}
    assert fields["template"] == "de/decline"
    page.post(f"{page.home}item/{id_}", fields | {"action": "decline", "body": words(shown)})
    assert item(page.lab)["reply"]["text"] == words(shown)
    assert "Guten Tag" in words(shown)


def test_changed_words_are_never_sent_as_another_answer(page: Inside) -> None:
    lab = page.lab
    id_ = item(lab)["id"]
    answer = decide(page, id_, "decline", body="Yes, gladly!")
    assert answer.status == 409
    assert "You had changed the words of another reply" in answer.body
    assert "Yes, gladly!" in answer.body
    assert 'name="shown" value="decline"' in answer.body
    assert item(lab)["decision"] is None


def test_changed_words_are_not_dropped_by_a_skip_unasked(page: Inside) -> None:
    id_ = item(page.lab)["id"]
    answer = decide(page, id_, "skip", body="Yes, gladly!")
    assert (answer.status, item(page.lab)["decision"]) == (409, None)
    assert "Yes, gladly!" in answer.body
    assert decide(page, id_, "skip").status == 303


def test_an_empty_reply_is_refused(page: Inside) -> None:
    id_ = item(page.lab)["id"]
    assert "the reply is empty" in decide(page, id_, "accept", body=" \r\n").body
    assert item(page.lab)["decision"] is None


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE message_text SET value = replace(value, 'Berlin', 'Munich')",
        "UPDATE draft SET value = replace(value, 'Robin', 'Robyn')",
    ],
)
def test_what_has_changed_since_is_shown_again_and_not_decided(page: Inside, change: str) -> None:
    lab = page.lab
    id_ = item(lab)["id"]
    form = page.form(id_, "accept")
    with sqlite3.connect(lab.folder / "data" / "triage.db") as database:
        database.execute(change)
    answer = page.post(f"{page.home}item/{id_}", form)
    assert answer.status == 409
    assert "This has changed since you opened it" in answer.body
    assert "Munich" in answer.body or "Robyn" in answer.body
    assert (item(lab)["decision"], drafts(lab)) == (None, [])
    again = {name: answer.field(name) for name in ("form_token", "mark", "shown", "was")}
    assert page.post(f"{page.home}item/{id_}", again | {"action": "accept", "body": words(answer)}).status == 303


def test_the_same_role_through_another_agency_is_told(page: Inside) -> None:
    lab = page.lab
    octets = offer().octets.replace(b"brightpath", b"lindenhof").replace(b"Brightpath", b"Lindenhof")
    lab.deliver(Delivered(octets.replace(b"Robin Vale", b"Jo Linde"), offer().internal_date))
    lab.triage("scan")
    related = [entry for entry in lab.listed() if entry["related"]]
    assert related
    shown = html.unescape(page.page(f"item/{related[0]['id']}").body)
    assert related[0]["related"][0]["text"] in shown


def test_two_tabs_give_one_delivery(page: Inside) -> None:
    id_ = item(page.lab)["id"]
    form = page.form(id_, "accept")
    with ThreadPoolExecutor(8) as tabs:
        answers = list(tabs.map(lambda _: page.post(f"{page.home}item/{id_}", form).status, range(8)))
    assert sorted(answers) == [303, *[409] * 7]
    assert len(drafts(page.lab)) == 1


def test_undo_takes_back_the_last_decision_or_that_one(page: Inside) -> None:
    lab = page.lab
    first, second = (entry["id"] for entry in lab.listed())
    decide(page, first, "accept")
    decide(page, second, "decline")
    token = page.page("").field("form_token")
    answer = page.post(f"{page.home}undo", {"form_token": token, "id": first})
    assert answer.header("location") == f"{page.home}item/{first}"
    page.post(f"{page.home}undo", {"form_token": token})
    assert [entry["state"] for entry in lab.listed()] == ["suggested", "suggested"]
    assert drafts(lab) == []
    page.post(f"{page.home}undo", {"form_token": token})
    assert "Nothing is undone: there is no decision to undo; nothing was changed." in page.page("").body


def test_a_batch_is_looked_at_before_it_is_declined(page: Inside) -> None:
    lab = page.lab
    shown = page.page("batch?below=100")
    ticked = re.findall(r'name="id" id="[^"]+" value="([^"]+)"', shown.body)
    assert len(ticked) == 2
    assert all(entry["decision"] is None for entry in lab.listed())
    with sqlite3.connect(lab.folder / "data" / "triage.db") as database:
        database.execute("UPDATE draft SET value = replace(value, 'Robin', 'Robyn')")
    body = "&".join([f"form_token={shown.field('form_token')}", *(f"id={value.replace(' ', '+')}" for value in ticked)])
    page.request("POST", f"{page.home}batch", {}, body)
    assert item(lab)["decision"] is None, "it has changed since"
    assert {entry["decision"]["action"] for entry in lab.listed() if entry["id"] != item(lab)["id"]} == {"decline"}
    assert "Declined 1. The draft is in Drafts. 1 had changed meanwhile and were left alone." in page.page("").body


def test_a_warned_mail_needs_a_second_step(page: Inside) -> None:
    lab = page.lab
    with sqlite3.connect(lab.folder / "data" / "triage.db") as database:
        database.execute(
            """UPDATE opportunity SET value =
            json_set(value, '$.warnings', json('[{"code": "asks_money", "text": "It asks you to pay."}]'))"""
        )
    id_ = item(lab)["id"]
    answer = decide(page, id_, "accept", body="My own words.")
    assert (answer.status, item(lab)["decision"]) == (200, None)
    assert "It asks you to pay." in answer.body
    names = ("form_token", "mark", "action", "shown", "template", "was", "confirmed")
    fields = {name: html.unescape(answer.field(name)) for name in names}
    fields["body"] = html.unescape(answer.field("body"))
    back = page.post(f"{page.home}item/{id_}", fields | {"back": "yes"})
    assert (words(back), item(lab)["decision"]) == ("My own words.", None)
    page.post(f"{page.home}item/{id_}", fields)
    assert (item(lab)["decision"]["action"], item(lab)["draft"]["text"]) == ("accept", "My own words.")


def test_filter_and_order_stay_in_the_address(page: Inside) -> None:
    body = page.page("?words=brightpath&order=oldest").body
    assert body.count('class="role"') == 1
    id_ = item(page.lab)["id"]
    assert f"item/{id_}?words=brightpath&amp;order=oldest" in body
    assert "No suggestion matches “php”" in page.page("?words=php").body
    assert "“is:foo” is no filter: fit&lt;30" in page.page("?words=is:foo").body
    assert page.page("?words=%22%3E%3Cb%3E&order=nonsense").body.count("<b>") == 0


def test_decided_suggestions_are_shown_with_what_became_of_them(page: Inside) -> None:
    id_ = item(page.lab)["id"]
    decide(page, id_, "accept")
    assert "drafted: accept" in page.page("?words=is:decided").body
    shown = page.page(f"item/{id_}").body
    assert "You decided to accept it; the draft is in Drafts, for you to send." in shown
    assert "<textarea" not in shown
    assert 'name="action"' not in shown


def test_keys_can_be_turned_off(page: Inside) -> None:
    token = page.page("help").field("form_token")
    assert "keys.js" in page.page("").body
    page.post(f"{page.home}keys", {"form_token": token, "on": ""})
    assert "keys.js" not in page.page("").body


def test_an_error_is_told_in_plain_words(page: Inside, lab: Lab) -> None:
    (lab.folder / "data" / "triage.db").write_bytes(b"no database at all" * 100)
    answer = page.get(page.home)
    assert answer.status == 500
    assert "is not a database" in answer.body
    assert "Traceback" not in answer.body


def test_mail_whose_words_are_gone_can_still_be_skipped(page: Inside) -> None:
    lab = page.lab
    with sqlite3.connect(lab.folder / "data" / "triage.db") as database:
        database.execute("DELETE FROM message_text")
    id_ = item_by_state(lab)
    assert "The words of this mail have been removed." in page.page(f"item/{id_}").body
    shown = page.page(f"item/{id_}")
    fields = {name: shown.field(name) for name in ("form_token", "mark")}
    assert page.post(f"{page.home}item/{id_}", fields | {"action": "skip"}).status == 303


def item_by_state(lab: Lab) -> str:
    """The id of one that waits."""
    return str(next(entry["id"] for entry in lab.listed() if entry["state"] == "suggested"))


def test_the_offer_is_known(lab: Lab) -> None:
    assert item(lab)["message_id"] == OFFER


def test_a_scan_under_way_only_delays_the_draft(page: Inside) -> None:
    lab = page.lab
    id_ = item(lab)["id"]
    with run_lock(lab.folder / "data"):
        assert decide(page, id_, "accept").status == 303
        assert "The draft is kept here (another triage run is active" in page.page("").body
    assert lab.triage("scan").code == 0
    assert item(lab)["state"] == "drafted"


def test_a_template_of_ones_own_suits_every_answer(page: Inside) -> None:
    lab = page.lab
    own = lab.folder / "templates" / "reply" / "en"
    own.mkdir(parents=True)
    (own / "holiday.txt.j2").write_text("Hi {{ name }},\n\nI am away until Monday.\n", encoding="utf-8")
    id_ = item(lab)["id"]
    shown = page.page(f"item/{id_}?template=en/holiday")
    assert "I am away until Monday." in words(shown)
    fields = {name: shown.field(name) for name in ("form_token", "mark", "shown", "template", "was")}
    page.post(f"{page.home}item/{id_}", fields | {"action": "ask", "body": words(shown)})
    assert (item(lab)["decision"]["action"], item(lab)["draft"]["text"]) == ("ask", words(shown))


def test_a_template_that_fails_is_said_in_its_place(page: Inside) -> None:
    own = page.lab.folder / "templates" / "reply" / "en"
    own.mkdir(parents=True)
    (own / "accept.txt.j2").write_text("{{ nonsense }}", encoding="utf-8")
    id_ = item(page.lab)["id"]
    assert "&#39;nonsense&#39; is undefined" in page.page(f"item/{id_}").body


def test_a_defect_is_one_line_on_the_page_and_told_to_who_asks(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Exception] = []

    def broken(*_: object) -> None:
        raise ZeroDivisionError("seven")

    monkeypatch.setattr("triage.review.actions.Review.sheet", broken)
    page = Inside(lab, on_defect=told.append)
    page.enter()
    answer = page.get(page.home)
    assert answer.status == 500
    assert "a defect of triage: ZeroDivisionError: seven" in answer.body
    assert "Traceback" not in answer.body
    assert [type(error) for error in told] == [ZeroDivisionError]


@pytest.mark.parametrize("sheet", ["0", "-1", "2", "99999999999", "x", "²"])
def test_a_page_of_the_inbox_that_is_not_there_is_the_nearest(page: Inside, sheet: str) -> None:
    assert page.page(f"?sheet={sheet}").body == page.page("").body


def test_every_order_is_the_same_in_part_and_in_full(page: Inside) -> None:
    with Review.opened(load(page.lab.folder / "config.toml"), page.lab.folder / "data") as review:
        for order in Order:
            view = View(order=order)
            every = review.read(review.lines(view))
            assert every
            sheets = [review.sheet(view, number, 1) for number in range(1, len(every) + 1)]
            assert tuple(item for sheet in sheets for item in sheet.shown) == every
