"""`triage init` as a new user meets it: recognised, asked little, and nothing written before the end."""

from __future__ import annotations

import sys
from datetime import timedelta
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from tests import lab as labs
from triage.cli.asking import pick
from triage.config import load
from triage.demo import sample
from triage.domain import Level, PayFloor, Period, Term, Workplace
from triage.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.lab import Lab, Ran

CV = """# Dana Whitfield
Berlin, Germany

**Staff Backend Engineer**, Quillmark GmbH (2021-today)
- Python, PostgreSQL and Kafka
"""


@pytest.fixture
def lab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lab]:
    """A server with mail and no configuration; nothing else is reached."""
    monkeypatch.setattr("triage.checkup.reach.answering", lambda _hosts: None)
    made = labs.start(tmp_path, sample.messages())
    with made.server:
        yield made


def answers(lab: Lab) -> list[str]:
    """What a user types, Enter being ""."""
    (lab.folder / "cv.md").write_text(CV, encoding="utf-8")
    server = [f"127.0.0.1:{lab.server.port}", "none", "", "echo demo"]
    interests = [str(lab.folder / "cv.md"), "", "all", "1 3, rust", "php", "none, Munich", "remote", "90k chf", "en"]
    return ["dana@example.org", "Dana", *server, *interests, "n"]


def init(lab: Lab, monkeypatch: pytest.MonkeyPatch, typed: list[str], *arguments: str) -> Ran:
    monkeypatch.setattr(sys, "stdin", StringIO("".join(f"{line}\n" for line in typed)))
    return lab.triage("init", *arguments)


def test_from_a_cv_to_a_configuration_that_signs_in(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = init(lab, monkeypatch, answers(lab))
    assert ran.code == 0, ran.err
    path = lab.folder / "config.toml"
    assert path.stat().st_mode & 0o777 == 0o600
    configuration = load(path)
    assert configuration.me.level is Level.STAFF
    wish = configuration.interests
    assert wish.titles == ("backend engineer",)
    assert wish.want[-1] == Term("rust")
    assert len(wish.want) == 3
    assert (wish.avoid, wish.locations, wish.workplace) == ((Term("php"),), ("Munich",), (Workplace.REMOTE,))
    assert wish.pay_floor == PayFloor(90000.0, "CHF", Period.YEAR)
    assert "signed in to 127.0.0.1" in ran.out
    assert "#" in path.read_text("utf-8")


def test_at_the_end_it_shows_what_a_scan_would_suggest_and_keeps_nothing(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("triage.cli.init._PREVIEWED", timedelta(days=4000))
    ran = init(lab, monkeypatch, [*answers(lab)[:-1], "y"])
    assert ran.code == 0, ran.err
    assert "45 mails read, 20 suggestions" in ran.out
    assert lab.listed() == []


def test_the_end_of_input_at_any_question_leaves_nothing(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = answers(lab)
    for count in range(len(typed) - 1):
        ran = init(lab, monkeypatch, typed[:count])
        assert ran.code == 75
        assert "nothing was written" in ran.err
        assert not (lab.folder / "config.toml").exists()


def test_a_configuration_that_is_there_is_only_replaced_when_asked_and_kept(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = lab.folder / "config.toml"
    path.write_text("# mine\n", encoding="utf-8")
    assert init(lab, monkeypatch, ["", "y"]).code == 2  # Enter says no
    assert init(lab, monkeypatch, [], "--yes", "--address", "dana@example.org").code == 2
    assert path.read_text("utf-8") == "# mine\n"
    assert init(lab, monkeypatch, ["y", *answers(lab)]).code == 0
    (kept,) = lab.folder.glob("config.toml.before-init-*")
    assert kept.read_text("utf-8") == "# mine\n"


def test_what_no_configuration_could_hold_is_asked_again(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = answers(lab)
    languages = ["english", "xx, de", "EN, De", typed[-1]]
    ran = init(lab, monkeypatch, [*typed[:2], "http://mail.example.org", "my server", *typed[2:-2], *languages])
    assert ran.code == 0, ran.err
    assert ran.out.count("names no server") == 1  # what has a scheme names no port
    assert ran.out.count("unknown language") == 2
    assert load(lab.folder / "config.toml").me.languages == ("en", "de")


def test_without_questions(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = init(lab, monkeypatch, [], "--yes", "--address", "dana@gmail.com", "--name", "Dana",
               "--password-command", "false")  # fmt: skip
    assert ran.code in {69, 77}  # the check-up: the password command fails
    account = load(lab.folder / "config.toml").accounts[0]
    assert (account.host, account.user, account.authserv_id) == ("imap.gmail.com", "dana@gmail.com", "mx.google.com")
    assert init(lab, monkeypatch, [], "--yes").code == 2


def test_without_questions_a_name_that_the_address_does_not_tell_is_asked_for_by_its_option(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = init(lab, monkeypatch, [], "--yes", "--address", "dana@example.org", "--host", "127.0.0.1")
    assert (ran.code, "--name" in ran.err) == (2, True)
    assert not (lab.folder / "config.toml").exists()


@pytest.mark.parametrize(
    ("answer", "picked"),
    [
        ("all", ("a", "b", "c", "d")),
        ("none", ()),
        ("", ()),
        ("2", ("b",)),
        ("1-2 4", ("a", "b", "d")),
        ("3 - 4, kafka streams", ("c", "d", "kafka streams")),
        ("kafka, 1, a", ("kafka", "a")),
    ],
)
def test_picking(answer: str, picked: tuple[str, ...]) -> None:
    assert pick(answer, ("a", "b", "c", "d")) == picked


@pytest.mark.parametrize("answer", ["5", "0", "1-9", "1-99999999999", "-", "3-"])
def test_a_number_that_there_is_none_of(answer: str) -> None:
    if answer == "3-":
        assert pick(answer, ("a", "b", "c")) == ("c",)
        return
    with pytest.raises(UsageError):
        pick(answer, ("a", "b", "c", "d"))
