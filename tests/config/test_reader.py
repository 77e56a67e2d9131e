"""triage.config: what a configuration means, and what is said about a wrong one."""

from __future__ import annotations

import dataclasses
import os
import re
import shutil
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.config import Account, Configuration, Drafts, Goal, Me, Policy, load
from triage.config.lines import key_lines
from triage.domain import Employment, Fact, Interests, Level, PayFloor, Period, Term, Workplace
from triage.errors import ConfigurationError

ROOT = Path(__file__).parents[2]
CASES = Path(__file__).with_name("cases")
EXAMPLE = ROOT / "config.example.toml"
BAD = sorted(CASES.glob("*.toml"))

ACCOUNT = """
[me]
addresses = ["dana@example.org"]
[[accounts]]
name = "home"
host = "{host}"
user = "dana"
{rest}
"""


def written(tmp_path: Path, text: str, mode: int = 0o600) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def problems(path: Path) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        load(path)
    assert caught.value.exit_code == 78
    return str(caught.value).replace(str(path), "FILE").splitlines()


# --- bad ones -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_every_problem_of_a_bad_configuration_is_named_with_its_line(path: Path, tmp_path: Path) -> None:
    if path.stem == "availability_zone" and not available_timezones():
        pytest.skip("no time zone data is installed here")
    copy = Path(shutil.copy(path, tmp_path))
    copy.chmod(0o644)
    said = problems(copy)
    expected = path.with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    assert len(said) == len(expected), said
    for line, wanted in zip(said, expected, strict=True):
        # The words after "not TOML: " are the parser's and differ between versions of Python.
        assert line.startswith(wanted.removesuffix("…")) if wanted.endswith("…") else line == wanted


def test_there_are_enough_bad_configurations_and_each_has_its_text() -> None:
    assert len(BAD) >= 40
    assert {path.stem for path in BAD} == {path.stem for path in CASES.glob("*.txt")}


def test_a_missing_file_says_how_to_create_it(tmp_path: Path) -> None:
    (said,) = problems(tmp_path / "config.toml")
    assert "triage init" in said
    assert "config.example.toml" in said


def test_a_directory_is_not_a_configuration(tmp_path: Path) -> None:
    (said,) = problems(tmp_path)
    assert said.startswith("FILE: is a directory, not a file (did you mean ")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    assert problems(written(tmp_path, "", 0o000)) == ["FILE: cannot be read: Permission denied"]


@pytest.mark.parametrize("text", ["a = " + "[" * 5000, "a = " + "9" * 5000, "a = 1\n" * 300_000])
def test_absurd_files_are_refused_without_a_traceback(tmp_path: Path, text: str) -> None:
    assert len(problems(written(tmp_path, text))) == 1


def test_a_secret_is_never_quoted(tmp_path: Path) -> None:
    text = ACCOUNT.format(host="imap.example.org", rest='password = "canary\\u0007-8f3a"\ntoken_command = 7\nport = 0')
    assert "canary" not in "\n".join(problems(written(tmp_path, text, 0o644)))


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o644])
def test_a_password_needs_a_private_file(tmp_path: Path, mode: int) -> None:
    text = ACCOUNT.format(host="imap.example.org", rest='password = "canary-8f3a"')
    (said,) = problems(written(tmp_path, text, mode))
    assert said == f"FILE:8: accounts.password: others can read this file (mode {mode:o}): run `chmod 600 FILE`"
    account = load(written(tmp_path, text)).accounts[0]
    assert account.password == "canary-8f3a"
    assert "canary" not in repr(account)


# --- good ones ------------------------------------------------------------------------------------------------------


def test_the_example_loads_to_the_documented_values() -> None:
    assert load(EXAMPLE) == Configuration(
        path=EXAMPLE,
        me=Me(
            "Dana Whitfield",
            ("dana@example.org", "dw@example.org"),
            Level.SENIOR,
            languages=("en", "de"),
            signature="Dana",
        ),
        interests=Interests(
            about="Backend engineering on data-heavy systems, close to the database.",
            want=(Term("python"), Term("distributed systems"), Term("postgresql", 2.0)),
            avoid=(Term("php"), Term("gambling", 3.0)),
            titles=("backend engineer", "platform engineer"),
            level=Level.SENIOR,
            step_up=True,
            levels=(Level.SENIOR, Level.STAFF),
            locations=("Berlin", "Germany"),
            workplace=(Workplace.REMOTE, Workplace.HYBRID),
            employment=(Employment.PERMANENT,),
            pay_floor=PayFloor(85000, "EUR", Period.YEAR),
            companies_avoid=("Initech",),
        ),
        policy=Policy(
            accept_at=0.60,
            decline_at=0.25,
            must_know=(Fact.COMPANY, Fact.PAY, Fact.LOCATION),
            goal=Goal(1, "year"),
            availability="Tue-Thu 16:00-18:00 Europe/Berlin",
            max_drafts_per_scan=20,
        ),
        drafts=Drafts(enabled=False, when="approved", mailbox="auto"),
        accounts=(
            Account(
                name="home",
                host="imap.example.org",
                user="dana@example.org",
                password_command="pass show mail/home",
                since=date(2026, 1, 1),
                authserv_id="mx.example.org",
            ),
            Account(name="takeout", kind="mbox", path=Path.home() / "Downloads/All mail.mbox"),
        ),
    )


#: Keys of the example that show what one may write; everything else in it is the default.
SHOWN = {
    "me": {"name", "addresses", "level", "languages", "signature"},
    "interests": {field.name for field in dataclasses.fields(Interests)} - {"step_up"},
    "policy": {"availability"},
    "drafts": set[str](),
    "accounts": {"name", "host", "user", "password_command", "since", "authserv_id", "path"},
}


def test_what_the_example_does_not_merely_show_is_the_default() -> None:
    shown, default = load(EXAMPLE), Configuration(EXAMPLE, accounts=(Account("home"),))
    for section, keys in SHOWN.items():
        value, plain = getattr(shown, section), getattr(default, section)
        if section == "accounts":
            value, plain = value[0], plain[0]
        for field in dataclasses.fields(plain):
            if field.name not in keys and (section, field.name) != ("interests", "level"):
                assert getattr(value, field.name) == getattr(plain, field.name), f"{section}.{field.name}"


def test_the_example_shows_every_key_that_there_is() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    nouns: list[type[Any]] = [Me, Policy, Drafts, Goal, Account, Interests]
    for name in {field.name for noun in nouns for field in dataclasses.fields(noun)}:
        assert re.search(rf"\b{name} = ", text), name
        assert f"`{name}`" in (ROOT / "docs/configuration.md").read_text(encoding="utf-8"), name


def test_a_short_configuration_gives_the_defaults(tmp_path: Path) -> None:
    path = written(tmp_path, '[me]\nname = "Dana"\n')
    assert load(path) == Configuration(path, me=Me(name="Dana", signature="Dana"))


def test_a_byte_order_mark_and_windows_line_ends_are_no_problem(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b'\xef\xbb\xbf[me]\r\nname = "Zo\xc3\xab"\r\n')
    assert load(path).me.name == "Zoë"


def test_a_configuration_can_come_from_a_pipe() -> None:
    program = (
        "import sys; from pathlib import Path; from triage.config import load; print(load(Path('/dev/stdin')).me.name)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], input='[me]\nname = "Dana"', text=True, capture_output=True, check=True
    )
    assert done.stdout == "Dana\n"


def test_values_are_put_into_their_plain_form(tmp_path: Path) -> None:
    configuration = load(
        written(
            tmp_path,
            '[me]\naddresses = ["Dana@Example.ORG", "dana@example.org"]\nlanguages = ["cy", "ja"]\n'
            '[interests]\nwant = [" python ", { term = "go" }]\nlevels = ["staff", "staff"]\nworkplace = []\n'
            "[policy]\nmust_know = []\naccept_at = 1\ndecline_at = 0\n",
        )
    )
    assert configuration.me.addresses == ("dana@example.org",)
    assert configuration.me.languages == ("cy", "ja")
    assert configuration.interests.want == (Term("python"), Term("go"))
    assert configuration.interests.levels == (Level.STAFF,)
    assert configuration.policy.must_know == ()
    assert (configuration.policy.accept_at, configuration.policy.decline_at) == (1.0, 0.0)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.9.9.9", "::1"])
def test_no_encryption_is_for_the_loopback_only(tmp_path: Path, host: str) -> None:
    account = load(written(tmp_path, ACCOUNT.format(host=host, rest='security = "none"\nkeyring = true'))).accounts[0]
    assert (account.security, account.port) == ("none", 143)


@pytest.mark.parametrize("host", ["imap.example.org", "10.0.0.1", "localhost.example.org", "0.0.0.0"])
def test_no_encryption_to_anywhere_else_is_refused(tmp_path: Path, host: str) -> None:
    (said,) = problems(written(tmp_path, ACCOUNT.format(host=host, rest='security = "none"\nkeyring = true')))
    assert said.startswith('FILE:8: accounts.security: "none" would send the secret in the clear')


@pytest.mark.parametrize(("security", "port"), [("tls", 993), ("starttls", 143)])
def test_the_port_follows_the_security(tmp_path: Path, security: str, port: int) -> None:
    rest = f'security = "{security}"\noauth = "google"\nkeyring = false'
    assert load(written(tmp_path, ACCOUNT.format(host="imap.example.org", rest=rest))).accounts[0].port == port


def test_paths_are_relative_to_the_configuration(tmp_path: Path) -> None:
    text = '[me]\naddresses = ["d@example.org"]\n[[accounts]]\nname = "old"\nkind = "maildir"\npath = "mail/old"\n'
    assert load(written(tmp_path, text)).accounts[0].path == tmp_path / "mail/old"


# --- lines ----------------------------------------------------------------------------------------------------------


def test_lines_of_everything_toml_can_say() -> None:
    text = '''# a comment with [brackets] and = signs
top = 1
"quoted key" = 'a # no comment'
[a.b]
c.d = """
[not.a.header]
"""   # but a comment
e = [ 1, [2,
  3], { f = 4, g = [
  "]" ] } ]
[[list]]
x = 2026-01-01 10:00:00
[[list]]
x = -1.5e3
[list.sub]
y = \'\'\'it's\'\'\'
'''
    tomllib.loads(text)
    lines = key_lines(text)
    assert {path: lines[path] for path in lines if path[-1] != "a"} == {
        ("top",): 2, ("quoted key",): 3, ("a", "b"): 4, ("a", "b", "c"): 5, ("a", "b", "c", "d"): 5,
        ("a", "b", "e"): 8, ("a", "b", "e", 0): 8, ("a", "b", "e", 1): 8, ("a", "b", "e", 1, 0): 8,
        ("a", "b", "e", 1, 1): 9, ("a", "b", "e", 2): 9, ("a", "b", "e", 2, "f"): 9, ("a", "b", "e", 2, "g"): 9,
        ("a", "b", "e", 2, "g", 0): 10, ("list",): 11, ("list", 0): 11, ("list", 0, "x"): 12, ("list", 1): 13,
        ("list", 1, "x"): 14, ("list", 1, "sub"): 15, ("list", 1, "sub", "y"): 16,
    }  # fmt: skip


@given(st.text(alphabet="[]{}=\",.\n# ab1'\\", max_size=60))
def test_the_line_index_ends_on_every_document_that_parses(text: str) -> None:
    try:
        values = tomllib.loads(text)
    except ValueError:
        return
    lines = key_lines(text)
    for key in values:
        assert 1 <= lines.get((key,), 1) <= text.count("\n") + 1


def test_loading_is_cheap_and_imports_nothing_heavy() -> None:
    program = (
        "import sys; from pathlib import Path; from triage.config import load; load(Path(sys.argv[1])); "
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", program, str(EXAMPLE)], capture_output=True, text=True, check=True)
    modules = set(done.stdout.split())
    assert not modules & {"tomlkit", "difflib", "ssl", "subprocess", "keyring", "sqlite3", "email", "jinja2", "rich"}
