"""What triage never does, and a look at its own installed code for each promise that can be seen there."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import triage
from triage.resources import models_dir, templates_dir

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: Modules that send mail, run data as code, or fetch what a mail names.
_SENDING = {"smtplib", "aiosmtplib", "lmtplib", "sendgrid", "mailgun"}
_UNSAFE_LOADING = {"pickle", "cPickle", "dill", "joblib", "shelve", "marshal", "cloudpickle"}
_FETCHING = {"requests", "httpx", "aiohttp", "urllib3", "http", "http.client", "urllib.request"}
#: IMAP commands that change something (RFC 9051), and the one module that may use them.
_WRITING = re.compile(rb"\b(?:APPEND|STORE|EXPUNGE|COPY|MOVE|DELETE|RENAME|CREATE|SUBSCRIBE|SELECT)\b")
#: What no page may hold: unescaped values, code or style in the page, anything from elsewhere.
_OPEN_PAGE = re.compile(
    r"\|\s*safe\b|autoescape|<style|<script(?! src=.\{\{ home)|\s(?:style|on\w+)=|(?:https?|data|javascript):"
)
_WRITER = ("deliver/imap_drafts.py", "imap/connection.py")


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise of docs/privacy.md; `check` gives what speaks against it here, "" if nothing does."""

    name: str
    text: str
    held_by: str  # the test that holds it, where looking at the code is not enough
    check: Callable[[], str] | None = None


def promises() -> tuple[Promise, ...]:
    """Every promise, in the order of docs/privacy.md."""
    return (
        Promise("P1", "your mail is never changed", "tests/checkup/test_promises.py", _writes_only_drafts),
        Promise("P2", "every incoming message is seen", "tests/pipeline/test_kills.py"),
        Promise("P3", "there is at most one draft for a conversation", "tests/review/test_actions.py"),
        Promise("P4", "triage cannot send: it speaks no SMTP", "tests/checkup/test_promises.py", _cannot_send),
        Promise("P5", "a kill at any moment does no harm", "tests/pipeline/test_kills.py"),
        Promise("P6", "a run always ends: at most 300 s for an account", "tests/imap"),
        Promise("P7", "memory is bounded", "tests/parse"),
        Promise("P8", "one bad mail does not matter", "tests/parse"),
        Promise("P9", "a changed UIDVALIDITY costs nothing", "tests/pipeline/test_scan.py"),
        Promise("P10", "damage and a full disk are reported, never “fixed”", "tests/store"),
        Promise("P11", "every error is one line with a next step", "tests/cli"),
        Promise("P12", "nothing in a mail reaches the network", "tests/checkup/test_promises.py", _fetches_nothing),
        Promise("P13", "nothing in a mail, a template or a model runs code", "tests/draft", _runs_no_data),
        Promise("P14", "the local page answers only its user", "tests/review/web/test_gate.py", _page_is_closed),
        Promise("P15", "no header or recipient is written that you did not see", "tests/deliver/test_compose.py"),
        Promise("P16", "machines get no reply", "tests/understand/test_machine.py"),
        Promise("P17", "secrets stay out of logs, arguments, database and errors", "tests/test_credentials.py"),
        Promise("P18", "upgrades are safe; a newer database is refused", "tests/store"),
    )  # fmt: skip


@cache
def _sources() -> tuple[tuple[str, ast.Module], ...]:
    """(path inside the package, its code) of every module but the demo's server."""
    root = Path(triage.__file__).parent
    files = [file for file in sorted(root.rglob("*.py")) if "demo" not in file.relative_to(root).parts]
    return tuple((file.relative_to(root).as_posix(), ast.parse(file.read_bytes())) for file in files)


def _imports() -> Iterator[tuple[str, str]]:
    for name, tree in _sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                yield from ((name, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield name, node.module


def _importing(modules: set[str], but: str = "-") -> str:
    found = [(name, module) for name, module in _imports() if module in modules and not name.startswith(but)]
    return ", ".join(f"{name} imports {module}" for name, module in found)


def _cannot_send() -> str:
    return _importing(_SENDING)


def _fetches_nothing() -> str:
    """OAuth talks to the provider's sign-in page; nothing else talks HTTP."""
    return _importing(_FETCHING, but="oauth")


def _runs_no_data() -> str:
    shipped = [
        path.name
        for folder in (models_dir(), templates_dir())
        for path in folder.rglob("*")
        if path.suffix in {".pkl", ".pickle", ".joblib", ".npy", ".so", ".py"}
    ]
    return ", ".join(filter(None, (_importing(_UNSAFE_LOADING), *shipped)))


def _page_is_closed() -> str:
    """No template switches the escaping off, or has a script, a style or an address of its own in it."""
    pages = sorted((templates_dir() / "web").glob("*.html"))
    return ", ".join(page.name for page in pages if _OPEN_PAGE.search(page.read_text(encoding="utf-8")))


def _writes_only_drafts() -> str:
    found = [
        f"{name}:{node.lineno} has {node.value!r}"
        for name, tree in _sources()
        if name not in _WRITER and name.startswith(("imap/", "source/", "deliver/", "pipeline/"))
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, bytes) and _WRITING.search(node.value)
    ]
    return ", ".join(found)
