"""TOML text → Configuration: reads every section, then reports all that is wrong with it at once."""

from __future__ import annotations

import os
import re
import stat
import tomllib
from datetime import time
from typing import TYPE_CHECKING, Any

from triage.config import checks
from triage.config.accounts import read_accounts
from triage.config.nouns import Configuration, Drafts, Goal, Me, Policy
from triage.config.replies import read_replies
from triage.config.table import Problems, Table, any_text, filled_line, type_name
from triage.domain import Employment, Fact, Interests, Level, PayFloor, Period, Term, Workplace
from triage.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path

#: A configuration is a few kilobytes; whatever is longer than this was named by mistake.
LONGEST_FILE = 1 << 20

_CREATE_IT = "create it with `triage init`, or copy config.example.toml and edit it"
_TOML_POSITION = r" \(at (?:line (\d+), column (\d+)|end of document)\)$"
_KEY = r"[ \t]*([A-Za-z0-9_.-]+)[ \t]*="


def load(path: Path) -> Configuration:
    """Reads and checks a configuration file; contacts nothing and depends on no clock.

    Raises `ConfigurationError` with one `file:line: key: what is wrong (did you mean …?)` for every problem in it.
    """
    return read(path, *_octets(path))


def read(path: Path, octets: bytes, mode: int = stat.S_IFREG | 0o600) -> Configuration:
    """The configuration that a file at `path` with these octets and this mode holds. Raises as `load` does."""
    text = _decoded(path, octets)
    values = _parsed(path, text)
    if not values:
        raise ConfigurationError([f"{path}:1: me: the file is empty; {_CREATE_IT}"])
    problems = Problems()
    configuration = _read(Table(values, (), problems), path)
    _check_mode(configuration, mode, problems)
    problems.add_unknown_keys()
    if problems.found:
        raise ConfigurationError(_located(path, text, problems))
    return configuration


# --- the file -------------------------------------------------------------------------------------------------------


def _octets(path: Path) -> tuple[bytes, int]:
    """The file's content and its mode; read once, so that a pipe (`--config <(…)`) works too."""
    try:
        with path.open("rb") as file:
            return file.read(LONGEST_FILE + 1), os.fstat(file.fileno()).st_mode
    except FileNotFoundError:
        raise ConfigurationError([f"{path}: there is no configuration; {_CREATE_IT}"]) from None
    except IsADirectoryError:
        problem = f"{path}: is a directory, not a file (did you mean {path}/config.toml?)"
        raise ConfigurationError([problem]) from None
    except OSError as error:
        raise ConfigurationError([f"{path}: cannot be read: {error.strerror or error}"]) from None


def _decoded(path: Path, octets: bytes) -> str:
    if len(octets) > LONGEST_FILE:
        raise ConfigurationError([f"{path}: is longer than 1 MiB, so it is no configuration"])
    try:
        return octets.decode("utf-8-sig")  # editors on Windows write a byte order mark
    except UnicodeDecodeError as error:
        line = octets.count(b"\n", 0, error.start) + 1
        raise ConfigurationError([f"{path}:{line}: not UTF-8: save the file in that encoding"]) from None


def _parsed(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError([_toml_problem(path, text, str(error))]) from None
    except (ValueError, RecursionError):  # a number of 5,000 digits, brackets 1,000 deep
        raise ConfigurationError([f"{path}:1: not TOML: a value is too long or nested too deeply"]) from None


def _toml_problem(path: Path, text: str, message: str) -> str:
    """The parser says where in words; the key is the one that the line begins with, if it does."""
    lines = text.split("\n")
    position = re.search(_TOML_POSITION, message)
    line = int(position[1]) if position and position[1] else len(text.rstrip("\n").split("\n"))
    key = re.match(_KEY, lines[line - 1])
    column = f" at column {position[2]}" if position and position[2] else ""
    return f"{path}:{line}: {f'{key[1]}: ' if key else ''}not TOML: {re.sub(_TOML_POSITION, '', message)}{column}"


def _check_mode(configuration: Configuration, mode: int, problems: Problems) -> None:
    if not stat.S_ISREG(mode) or not mode & 0o077:
        return
    for index, account in enumerate(configuration.accounts):
        for key in ("password", "oauth_client_secret"):
            if getattr(account, key):
                how = f"run `chmod 600 {configuration.path}`"
                problems.add(("accounts", index, key), f"others can read this file (mode {mode & 0o777:o}): {how}")


def _located(path: Path, text: str, problems: Problems) -> list[str]:
    """One line for each problem, in the order of the file; a missing key stands at the table it is missing from."""
    from triage.config.lines import key_lines

    lines = key_lines(text)
    found = []
    for where, what in problems.found:
        prefixes = (where[:length] for length in range(len(where), 0, -1))
        line = next((lines[prefix] for prefix in prefixes if prefix in lines), 1)
        key = ".".join(part for part in where if isinstance(part, str))
        found.append((line, f"{path}:{line}: {key}: {what}"))
    return [sentence for _, sentence in sorted(found, key=lambda each: each[0])]


# --- the sections ---------------------------------------------------------------------------------------------------


def _read(root: Table, path: Path) -> Configuration:
    me = _me(root.section("me"), has_accounts="accounts" in root)
    return Configuration(
        path=path,
        me=me,
        interests=_interests(root.section("interests"), me),
        policy=_policy(root.section("policy")),
        drafts=_drafts(root.section("drafts")),
        replies=read_replies(root.section("replies"), path.parent),
        accounts=read_accounts(root, path.parent),
    )


def _me(table: Table, *, has_accounts: bool) -> Me:
    name = table.text("name")
    addresses = table.texts("addresses", check=checks.address)
    _check_addresses(table, has_accounts=has_accounts)
    return Me(
        name=name,
        addresses=tuple(dict.fromkeys(address.lower() for address in addresses)),
        level=table.word("level", Level),
        step_up=table.flag("step_up", default=True),
        languages=table.texts("languages", Me().languages, check=checks.language) or Me().languages,
        signature=table.text("signature", check=any_text) or name,
    )


def _check_addresses(table: Table, *, has_accounts: bool) -> None:
    """`classify` works without own addresses; an account does not: own mail would be taken for somebody else's."""
    if table.given("addresses") == [] or (has_accounts and "addresses" not in table):
        table.wrong("addresses", 'missing: all your own addresses, such as ["dana@example.org"]')


def _interests(table: Table, me: Me) -> Interests:
    want, avoid = _terms(table, "want"), _terms(table, "avoid")
    for wrong in checks.wanted_and_avoided([term.text for term in want], [term.text for term in avoid]):
        table.wrong("avoid", f"{wrong}: leave one of them out")
    return Interests(
        about=table.text("about", check=any_text),
        want=want,
        avoid=avoid,
        titles=table.texts("titles"),
        level=me.level,
        step_up=me.step_up,
        levels=table.words("levels", Level),
        locations=table.texts("locations"),
        workplace=table.words("workplace", Workplace),
        employment=table.words("employment", Employment),
        pay_floor=_pay_floor(table),
        companies_avoid=table.texts("companies_avoid"),
    )


def _terms(table: Table, key: str) -> tuple[Term, ...]:
    """`"python"` or `{ term = "python", weight = 2.0 }`."""

    def read(index: int, value: object) -> Term | None:
        if isinstance(value, dict):
            item = Table(value, (*table.path, key, index), table.problems)
            if "term" not in item:
                item.wrong("term", 'missing: { term = "…", weight = 2.0 }')
            text = item.text("term", check=filled_line).strip()
            weight = item.number("weight", 1.0)
            return Term(text, weight) if text else None
        wrong = filled_line(value) if isinstance(value, str) else f"must be text or a table, not {type_name(value)}"
        if wrong:
            table.problems.add((*table.path, key, index), wrong)
            return None
        return Term(str(value).strip())

    return table.items(key, read)


def _pay_floor(table: Table) -> PayFloor | None:
    floor = table.table("pay_floor")
    if floor is None:
        return None
    for key in ("amount", "currency", "period"):
        if key not in floor:
            floor.wrong(key, 'missing: { amount = 85000, currency = "EUR", period = "year" }')
    amount = floor.number("amount", 1.0)
    currency = floor.text("currency", check=checks.currency)
    return PayFloor(amount, currency, floor.word("period", Period) or Period.YEAR)


def _policy(table: Table) -> Policy:
    default = Policy()
    accept_at = table.number("accept_at", default.accept_at, high=1.0)
    decline_at = table.number("decline_at", default.decline_at, high=1.0)
    if decline_at >= accept_at:
        key = "decline_at" if "decline_at" in table else "accept_at"
        table.wrong(key, f"decline_at ({decline_at:g}) must be below accept_at ({accept_at:g})")
    return Policy(
        accept_at=accept_at,
        decline_at=decline_at,
        must_know=table.words("must_know", Fact, default.must_know),
        goal=_goal(table.section("goal")),
        availability=table.text("availability", check=checks.availability).strip(),
        max_drafts_per_scan=table.whole("max_drafts_per_scan", default.max_drafts_per_scan, low=0, high=1000),
    )


def _goal(table: Table) -> Goal:
    return Goal(
        interviews=table.whole("interviews", Goal().interviews, low=1, high=1000),
        per=table.choice("per", ("year", "quarter", "month")),
    )


def _drafts(table: Table) -> Drafts:
    digest = table.text("digest", check=checks.clock)
    return Drafts(
        enabled=table.flag("enabled", default=False),
        when=table.choice("when", ("approved", "suggested")),
        mailbox=table.text("mailbox", "auto", check=filled_line),
        digest=time.fromisoformat(digest) if digest else None,
    )
