"""The tuning page: the same figures as `triage tune`, saved and taken back the same way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triage.config import load
from triage.domain import Term

if TYPE_CHECKING:
    import pytest

    from tests.review.web.caller import Inside


def test_the_page_shows_what_the_command_says(page: Inside) -> None:
    told = page.lab.triage("tune", "--avoid", "python=3", "--accept-at", "0.9", "--json").objects[0]
    body = page.page("tune?avoid=python%3D3&accept_at=90").body
    assert told["flips"]
    assert f"{len(told['flips'])} of 2 suggestions would flip" in body
    for flip in told["flips"]:
        assert f"item/{flip['id']}" in body
        assert f"{flip['before']['fit']:.0%} →" in body


def test_what_the_decisions_speak_for_is_offered_with_its_effect(page: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    from triage.learn import tastes

    seen = tastes.Proposal("on call", "avoid", 10, 9, 3, 1, 0.9, "", "you declined 9 of 10 mails that name on call")
    monkeypatch.setattr(tastes, "propose", lambda _examples, _interests: (seen,))
    body = page.page("tune").body
    assert "You declined 9 of 10 mails that name on call: avoid it?" in body
    assert "suggestions would flip; as you decided: 0 → 0 of 0" in body
    assert "tune?avoid=on%20call" in body
    assert "avoid it?" not in page.page("tune?avoid=on%20call").body


def test_a_save_keeps_the_comments_and_is_in_force_at_once(page: Inside) -> None:
    config = page.lab.folder / "config.toml"
    before = config.read_text(encoding="utf-8")
    fields = {"form_token": page.page("tune").field("form_token"), "want": "rust=2", "workplace": "onsite"}
    answer = page.post(f"{page.home}tune", fields)
    assert (answer.status, answer.header("location")) == (303, f"{page.home}tune")
    assert Term("rust", 2.0) in load(config).interests.want
    assert "rust (2)" in page.page("tune").body
    assert "# The configuration of `triage demo`" in config.read_text(encoding="utf-8")
    page.post(f"{page.home}tune/undo", fields)
    assert config.read_text(encoding="utf-8") == before


def test_what_cannot_be_read_is_said_beside_the_form(page: Inside) -> None:
    body = page.page("tune?want=rust%3Dmuch&pay_floor=lots").body
    assert "'rust=much': 'much' is no weight" in body.replace("&#39;", "'")
    assert 'value="lots"' in body, "what was typed stays"
    assert "config.toml</button>" not in body


def test_nothing_filled_in_is_not_saved(page: Inside) -> None:
    answer = page.post(f"{page.home}tune", {"form_token": page.page("tune").field("form_token")})
    assert "there is nothing to save" in answer.body
