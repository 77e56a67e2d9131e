"""`triage tune` as it is used: what it prints, saves and takes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import lab as labs
from triage.config import load
from triage.demo import sample
from triage.domain import PayFloor, Period, Term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.lab import Lab


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """The sample mailbox, scanned, with some decisions."""
    made = labs.start(tmp_path_factory.mktemp("tune"), sample.messages())
    with made.server:
        made.configure()
        assert made.triage("scan").code == 0
        for one in made.listed():
            if one["suggestion"] in {"accept", "decline"}:
                assert made.triage(one["suggestion"], one["id"], "--yes").code == 0
        yield made


def test_without_changes_it_says_how_suggestions_and_decisions_agree(lab: Lab) -> None:
    ran = lab.triage("tune")
    assert ran.code == 0
    assert "as suggested" in ran.out
    assert "→" not in ran.out
    assert "Your decisions speak for no change so far" in ran.out


def test_what_the_decisions_speak_for_is_offered_with_its_effect(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    from triage.learn import tastes

    seen = tastes.Proposal("on call", "avoid", 10, 9, 3, 1, 0.9, "", "you declined 9 of 10 mails that name on call")
    monkeypatch.setattr(tastes, "propose", lambda _examples, _interests: (seen,))
    ran = lab.triage("tune")
    assert "You declined 9 of 10 mails that name on call: avoid it?" in ran.out
    assert "triage tune --avoid 'on call' --save" in ran.out
    assert "suggestions would flip" in ran.out
    (found,) = lab.triage("tune", "--json").objects
    assert found["proposals"][0]["changes"] == {"avoid": [{"text": "on call", "weight": 1.0}]}


def test_a_change_is_shown_and_not_saved(lab: Lab) -> None:
    before = (lab.folder / "config.toml").read_bytes()
    ran = lab.triage("tune", "--drop", "hybrid", "--accept-at", "0.99", "--decline-at", "0.98")
    assert "suggestions flip" in ran.out
    assert "Then not as you decided" in ran.out
    assert "Nothing is saved" in ran.out
    assert (lab.folder / "config.toml").read_bytes() == before


def test_json_holds_the_flips_and_the_figures(lab: Lab) -> None:
    (found,) = lab.triage("tune", "--avoid", "kubernetes=2", "--accept-at", "0.99", "--json").objects
    assert found["schema"] == 1
    assert found["changes"] == {"avoid": [{"text": "kubernetes", "weight": 2.0}], "accept_at": 0.99}
    assert found["flips"]
    assert 0 < found["moved"] <= found["stay"] + len(found["flips"])
    assert {one["before"]["suggestion"] != one["after"]["suggestion"] for one in found["flips"]} == {True}
    assert set(found["then_agree"]) | set(found["then_disagree"]) <= {one["id"] for one in found["flips"]}
    assert found["before"]["decided"] == found["after"]["decided"] > 0
    assert found["saved"] is None


def test_saved_and_taken_back(lab: Lab) -> None:
    path = lab.folder / "config.toml"
    before = path.read_bytes()
    ran = lab.triage("tune", "--want", "a=b=2", "--pay-floor", "90k chf per year", "--title", "SRE", "--save")
    assert "Saved in" in ran.out
    interests = load(path).interests
    assert interests.want[-1] == Term("a=b", 2.0)
    assert interests.pay_floor == PayFloor(90000.0, "CHF", Period.YEAR)
    assert interests.titles[-1] == "SRE"
    assert lab.triage("tune", "--undo").code == 0
    assert path.read_bytes() == before
    assert lab.triage("tune", "--undo").code == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--drop", "pyhton"), "did you mean 'python'?"),
        (("--want", "go=much"), "'much' is no weight"),
        (("--pay-floor", "a lot"), "cannot be read"),
        (("--pay-floor", "5 ZZZ"), "the pay floor: unknown currency"),
        (("--accept-at", "1.5"), "--accept-at"),
        (("--save",), "there is nothing to save"),
        (("--undo", "--want", "go"), "--undo takes no other changes"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_code_2(lab: Lab, arguments: tuple[str, ...], said: str) -> None:
    ran = lab.triage("tune", *arguments)
    assert ran.code == 2
    assert said in ran.err
    assert len(ran.err.splitlines()) == 1
