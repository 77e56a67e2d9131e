"""triage.config.editing: config.toml is changed in place, and as it was again after an undo."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from triage.config import editing, load
from triage.config.changes import Changes, changed
from triage.domain import Level, PayFloor, Period, Term
from triage.errors import CannotWriteError, ConfigurationError, UsageError

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
MANY = Changes(
    want=(Term("postgresql", 3.0), Term("rust"), Term("c#", 0.5)),
    avoid=(Term("on-call"),),
    drop=("php", "Germany"),
    level=Level.STAFF,
    about='Rust, "quoted".\nSecond line.',
    pay_floor=PayFloor(95500.5, "CHF", Period.YEAR),
    accept_at=0.7,
)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_bytes(EXAMPLE.read_bytes())
    path.chmod(0o600)
    return path


def test_only_the_lines_in_question_change_and_comments_and_order_stay(config: Path) -> None:
    before = config.read_text("utf-8").splitlines()
    editing.apply(config, MANY)
    after = config.read_text("utf-8").splitlines()
    keys = {old.split(" = ")[0] for old, new in zip(before, after, strict=True) if old != new}
    assert keys == {"level", "about", "want", "avoid", "locations", "pay_floor", "accept_at"}
    comments = ["#" + line.partition("#")[2] for line in before if "#" in line]
    assert all(comment in "\n".join(after) for comment in comments)
    assert '{ term = "postgresql", weight = 3.0 }' in "\n".join(after).replace("3.0}", "3.0 }")


def test_the_file_means_exactly_what_was_asked_for(config: Path) -> None:
    expected = changed(load(config), MANY)
    edited = editing.apply(config, MANY)
    assert load(config) == edited.configuration == expected
    assert config.stat().st_mode & 0o777 == 0o600
    assert edited.backup.stat().st_mode & 0o777 == 0o600
    assert edited.backup.read_bytes() == EXAMPLE.read_bytes()


def test_undo_puts_back_every_version_in_turn(config: Path) -> None:
    versions = [config.read_bytes()]
    for term in ("rust", "go", "zig"):
        editing.apply(config, Changes(want=(Term(term),)))
        versions.append(config.read_bytes())
    for version in reversed(versions[:-1]):
        editing.undo(config)
        assert config.read_bytes() == version
    with pytest.raises(UsageError, match="no earlier version"):
        editing.undo(config)
    assert list(config.parent.iterdir()) == [config]


def test_undo_leaves_a_file_alone_that_was_changed_since(config: Path) -> None:
    backup = editing.apply(config, Changes(want=(Term("rust"),))).backup
    mine = config.read_bytes() + b"# mine\n"
    config.write_bytes(mine)
    with pytest.raises(UsageError, match=backup.name.replace(".", r"\.")):
        editing.undo(config)
    assert config.read_bytes() == mine


def test_so_many_versions_are_kept(config: Path) -> None:
    for number in range(editing.BACKUPS + 5):
        editing.apply(config, Changes(accept_at=0.6 + (number + 1) / 100))
    assert len(list(config.parent.glob("config.toml.before-*"))) == editing.BACKUPS


def test_a_link_to_a_file_kept_elsewhere_stays_one(config: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "dotfiles"
    elsewhere.mkdir()
    config.rename(elsewhere / "config.toml")
    config.symlink_to(elsewhere / "config.toml")
    editing.apply(config, Changes(want=(Term("rust"),)))
    assert config.is_symlink()
    assert Term("rust") in load(config).interests.want
    editing.undo(config)
    assert config.read_bytes() == EXAMPLE.read_bytes()


def test_nothing_is_written_where_nothing_would_change_or_the_file_is_wrong(config: Path) -> None:
    with pytest.raises(UsageError, match="nothing would change"):
        editing.apply(config, Changes(want=(Term("python"),)))
    with pytest.raises(UsageError, match="zebra"):
        editing.apply(config, Changes(drop=("zebra",)))
    config.write_text("[me\n", encoding="utf-8")
    with pytest.raises(ConfigurationError):
        editing.apply(config, MANY)
    assert list(config.parent.iterdir()) == [config]


def test_a_folder_that_cannot_be_written_leaves_the_file_as_it_was(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, _octets: bytes) -> None:
        raise CannotWriteError(f"{path} cannot be written", hint="make room")

    monkeypatch.setattr(editing, "write_private", full)
    with pytest.raises(CannotWriteError):
        editing.apply(config, MANY)
    assert config.read_bytes() == EXAMPLE.read_bytes()


@pytest.mark.parametrize(
    "text",
    [
        "# nothing but a comment\n[me]\n",
        'interests = { want = ["a", "b"] }\r\n[me]\r\nname = "D"\r\n',
        'interests.want = [\n  # first\n  "a", # mine\n\n  { term = "postgresql" },\n]\ninterests.about = "x"\n',
        "[interests]\npay_floor = { amount = 1, currency = 'EUR', period = 'day' }\nwant = [{ term = 'php' }, 'a']\n",
        "[policy]\naccept_at = 1\n",
        '[interests.pay_floor]\namount = 50\ncurrency = "USD"\nperiod = "hour"\n[interests]\nwant = []\n',
        '\ufeff[me]\nlevel = "mid"',
    ],
)
def test_however_the_file_is_written(tmp_path: Path, text: str) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(text.encode())
    changes = Changes(
        want=(Term("a", 2.0), Term("new")),
        avoid=(Term("b"),),
        level=Level.LEAD,
        about="y",
        pay_floor=PayFloor(60.0, "EUR", Period.HOUR),
        decline_at=0.1,
    )
    expected = changed(load(path), changes)
    editing.apply(path, changes)
    assert load(path) == expected
    editing.undo(path)
    assert path.read_bytes() == text.encode()


@example(term=" a ", weight=1.0)
@given(term=st.text(min_size=1, max_size=20), weight=st.floats(1e-6, 1e6))
def test_any_term_and_weight_is_written_or_refused(
    tmp_path_factory: pytest.TempPathFactory, term: str, weight: float
) -> None:
    path = tmp_path_factory.mktemp("c") / "config.toml"
    path.write_text('[interests]\nwant = ["python"]\n', encoding="utf-8")
    changes = Changes(avoid=(Term(term, weight),))
    try:
        editing.apply(path, changes)
    except UsageError:
        assert not term.strip() or not term.isprintable()
    else:
        assert [(one.text, one.weight) for one in load(path).interests.avoid] == [(term.strip(), weight)]
