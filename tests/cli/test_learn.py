from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.learn import mails
from triage.cli.app import run
from triage.learn import keeping

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Triage = Callable[..., tuple[int, str, str]]


@pytest.fixture
def triage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Triage:
    config = tmp_path / "config.toml"
    config.write_text(mails.CONFIG, "utf-8")

    def call(*arguments: str) -> tuple[int, str, str]:
        code = run([*arguments, "--config", str(config), "--data-dir", str(tmp_path / "data")])
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.fixture
def sorted_mail(tmp_path: Path) -> list[str]:
    """Options that name eight mails of either kind."""
    yes = mails.write(tmp_path / "yes", range(8), duty=False)
    no = mails.write(tmp_path / "no", range(8, 16), duty=True)
    return ["--accepted", str(yes), "--declined", str(no)]


def classified(triage: Triage, path: Path) -> dict[str, Any]:
    code, out, _ = triage("classify", "--json", str(path))
    assert code == 0
    found: dict[str, Any] = json.loads(out)
    return found


def test_a_taste_is_learned_told_and_forgotten(triage: Triage, sorted_mail: list[str], tmp_path: Path) -> None:
    fresh = mails.write(tmp_path / "fresh", range(17, 18), duty=True) / "17.eml"
    plain = mails.write(tmp_path / "plain", range(19, 20), duty=False) / "19.eml"
    before, before_plain = classified(triage, fresh), classified(triage, plain)
    code, out, err = triage("learn", *sorted_mail)
    assert (code, err) == (0, "")
    assert "Learned from 16 decisions (8 accepted, 8 declined); held-out AP" in out
    assert "you declined 8 of 8 mails that name on-call" in out
    assert 'avoid = ["php", "on-call"]' in out
    after, after_plain = classified(triage, fresh), classified(triage, plain)
    assert after["fit"] < before["fit"] - 0.3
    assert after_plain["fit"] > before_plain["fit"] - 0.05
    reason = next(one for one in after["reasons"] if one["feature"] == "learned:on-call")
    assert reason["contribution"] < -0.5
    assert "on-call" in reason["evidence"]
    assert reason["text"] == "you tend to decline mails that name on-call"
    total = math.fsum(one["contribution"] for one in after["reasons"])
    assert total == pytest.approx(math.log(after["fit"] / (1 - after["fit"])), abs=1e-6)

    lessons = [json.loads(line) for line in triage("learn", "--list", "--json")[1].splitlines()]
    assert all(re.fullmatch(r"[-\d]{10}T[:\d]{8}\+00:00", lesson["at"]) for lesson in lessons)
    ids = [lesson["id"] for lesson in lessons]
    assert len(ids) == 16
    for id_ in ids:
        assert triage("learn", "--forget", id_)[0] == 0
    assert triage("learn", "--list")[1].startswith("Nothing is learned from yet")
    assert classified(triage, fresh) == before


def test_several_are_forgotten_at_once_or_none(triage: Triage, sorted_mail: list[str]) -> None:
    triage("learn", *sorted_mail)
    one, two, *rest = (json.loads(line)["id"] for line in triage("learn", "--list", "--json")[1].splitlines())
    assert triage("learn", "--forget", one, "--forget", "zzz")[0] == 2
    assert triage("learn", "--forget", one, "--forget", two)[0] == 0
    assert [json.loads(line)["id"] for line in triage("learn", "--list", "--json")[1].splitlines()] == rest
    assert triage("learn", *sorted_mail[:2])[1].splitlines()[0].endswith("2 accepted, 6 known already"), "named anew"


def test_who_changes_their_mind_is_told_how_often(triage: Triage, sorted_mail: list[str], tmp_path: Path) -> None:
    yes = tmp_path / "yes"
    triage("learn", *sorted_mail)
    (yes / "07.eml").unlink()
    mails.write(yes, range(30, 31), duty=False)
    out = triage("learn", "--declined", str(yes))[1]
    assert out.startswith(f"{yes}: 8 declined (7 of them accepted until now)\n")
    (taught,) = json.loads(triage("learn", "--json", "--declined", str(yes))[1])["taught"]
    assert (taught["new"], taught["changed"], taught["known"]) == (0, 0, 8)
    (taught,) = json.loads(triage("learn", "--json", "--accepted", str(yes))[1])["taught"]
    assert (taught["new"], taught["changed"], taught["known"]) == (8, 8, 0)


def test_a_mail_on_both_sides_is_refused(triage: Triage, tmp_path: Path) -> None:
    yes, no = mails.write(tmp_path / "yes", range(4), duty=False), mails.write(tmp_path / "no", range(3, 6), duty=False)
    code, out, err = triage("learn", "--accepted", str(yes), "--declined", str(no))
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert f"'Senior Backend Engineer at Dogwood Systems' is among the accepted ({yes}) and the declined ({no})" in err
    assert triage("learn", "--list")[1].startswith("Nothing is learned from yet")


def test_the_order_of_decisions_makes_no_difference(triage: Triage, sorted_mail: list[str], tmp_path: Path) -> None:
    triage("learn", *sorted_mail)
    model = tmp_path / "data" / "learned.json"
    first = json.loads(model.read_bytes())["learned"]
    for file in tmp_path.glob("data/*"):
        file.unlink()
    triage("learn", *sorted_mail[2:])
    triage("learn", *sorted_mail[:2])
    assert json.loads(model.read_bytes())["learned"]["model"] == first["model"]


def test_too_little_is_said_to_be(triage: Triage, tmp_path: Path) -> None:
    few = mails.write(tmp_path / "few", range(3), duty=False)
    assert triage("learn", "--accepted", str(few))[1].splitlines() == [
        f"{few}: 3 accepted",
        "Not enough to learn from yet: 3 accepted, 0 declined; it takes five decisions, and both kinds.",
    ]
    code, out, _ = triage("learn", "--json", "--accepted", str(few))
    assert code == 0
    found = json.loads(out)
    assert found["taught"][0]["known"] == 3
    assert (found["learned"], found["missing"]) == (False, {"accepted": 2, "declined": 5})


def test_what_is_no_mail_is_passed_over(triage: Triage, tmp_path: Path) -> None:
    few = mails.write(tmp_path / "few", range(2), duty=False)
    (few / "90.eml").write_bytes(b"")
    (few / "91.eml").write_text("Milk, bread: two of each\n\nAnd tea.\n", "utf-8")
    out = triage("learn", "--accepted", str(few), "--accepted", str(tmp_path / "config.toml"))[1]
    assert out.splitlines()[:2] == [
        f"{few}: 2 accepted, 2 passed over (your own, unreadable, or no mail)",
        f"{tmp_path / 'config.toml'}: 0 accepted, 1 passed over (your own, unreadable, or no mail)",
    ]


def test_a_folder_without_mail_is_said_to_be_one(triage: Triage, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    out = triage("learn", "--declined", str(tmp_path / "empty"))[1]
    assert out.startswith(f"{tmp_path / 'empty'}: there is no mail in it\n")


def test_what_another_version_learned_is_left_alone_until_it_is_learned_anew(
    triage: Triage, sorted_mail: list[str], tmp_path: Path
) -> None:
    one = str(tmp_path / "yes" / "01.eml")
    shipped = triage("classify", "--json", one)[1]
    triage("learn", *sorted_mail)
    learned = triage("classify", "--json", one)[1]
    table = keeping.read(tmp_path / "data")
    assert table is not None
    table["model"]["weights"].popitem()
    keeping.write(tmp_path / "data", table | {"mark": f"{table['mark'].partition('.')[0]}.00000000"})
    assert triage("classify", "--json", one)[:2] == (0, shipped)
    assert triage("learn")[0] == 0
    assert triage("classify", "--json", one)[1] == learned != shipped


def test_damage_is_named_and_mended_by_learning_anew(triage: Triage, sorted_mail: list[str], tmp_path: Path) -> None:
    triage("learn", *sorted_mail)
    model = tmp_path / "data" / "learned.json"
    model.write_bytes(model.read_bytes().replace(b"-", b"+", 1))
    code, _, err = triage("classify", str(tmp_path / "yes" / "01.eml"))
    assert code == 65
    assert "learned.json is damaged" in err
    assert "triage learn" in err
    assert triage("learn")[0] == 0
    assert triage("classify", str(tmp_path / "yes" / "01.eml"))[0] == 0


def test_forgetting_a_sender_forgets_what_they_taught(triage: Triage, sorted_mail: list[str]) -> None:
    triage("learn", *sorted_mail)
    assert triage("forget", "robin@alder-talent.example")[0] == 0
    assert len(triage("learn", "--list")[1].splitlines()) == 14
    assert "alder" not in triage("export")[1].lower()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--accepted", "nowhere"], "no such file or folder"),
        (["--declined", "imap:work/No"], "no such mailbox"),
        (["--forget", "zzz"], "nothing learned from has the id"),
        (["--list", "--forget", "zzz"], "used alone"),
    ],
)
def test_what_cannot_be_done_is_said(triage: Triage, arguments: list[str], said: str) -> None:
    code, out, err = triage("learn", *arguments)
    assert (code, out) == (2, "")
    assert said in err
