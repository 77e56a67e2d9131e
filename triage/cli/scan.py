"""`triage scan` and `triage watch`: one pass over the accounts, or one every so often."""

from __future__ import annotations

import re
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from triage.cli import output
from triage.cli.app import Command, error_json, lines_of, pass_session
from triage.contract import time_json
from triage.errors import ConfigurationError, TryLaterError, UsageError
from triage.review.digest import lines, worded
from triage.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rich.progress import Progress, TaskID

    from triage.cli.app import Session
    from triage.config import Account
    from triage.domain import Item
    from triage.insight.digest import Digest
    from triage.pipeline.scanning import ScanReport


@click.command("scan", cls=Command)
@click.option("--account", "names", multiple=True, metavar="NAME", help="Only this account; may be repeated.")
@click.option("--dry-run", is_flag=True, help="Work on a copy of the state; write nothing, here or on a server.")
@click.option(
    "--digest", is_flag=True, help="Then print what waits, what was decided since yesterday, and who has no answer."
)
@pass_session
def scan_command(session: Session, names: tuple[str, ...], *, dry_run: bool, digest: bool) -> int:
    """Fetch new mail, assess it, and deliver what you decided.

    Prints one line for each new suggestion and nothing when there is none. Your mailbox is opened read-only;
    with drafts.enabled, approved replies are put into Drafts. Run it from a timer: see `triage schedule`.
    """
    return _pass(session, _chosen(session, names), dry_run=dry_run, digest=digest)


@click.command("watch", cls=Command)
@click.option("--every", default="15m", show_default=True, metavar="TIME", help="How often: 90s, 15m, 2h.")
@click.option("--account", "names", multiple=True, metavar="NAME", help="Only this account; may be repeated.")
@pass_session
def watch_command(session: Session, every: str, names: tuple[str, ...]) -> int:
    """Scan again and again until stopped (Ctrl-C or SIGTERM).

    A server that cannot be reached is tried again at the next pass; a wrong configuration ends it.
    """
    seconds = _seconds(every)
    accounts = _chosen(session, names)
    try:
        while True:
            started = time.monotonic()
            _watched_pass(session, accounts)
            time.sleep(max(0.0, seconds - (time.monotonic() - started)))
    except KeyboardInterrupt:
        return 0


def _watched_pass(session: Session, accounts: tuple[Account, ...]) -> None:
    try:
        _pass(session, accounts, dry_run=False)
    except TryLaterError as error:
        for line in lines_of(error):
            output.echo(line, err=True)


def _pass(session: Session, accounts: tuple[Account, ...], *, dry_run: bool, digest: bool = False) -> int:
    from triage.pipeline.scanning import scan

    with _Bar(session) as progress:
        report = scan(
            session.configuration, session.data_dir, accounts, dry_run=dry_run, progress=progress, worded=worded
        )
    overview = None
    if digest:
        from triage.pipeline.digesting import digest_of

        overview = digest_of(session.store, datetime.now(UTC))
    if session.json:
        output.echo_json(_report_json(report) | ({"digest": _digest_json(overview)} if overview is not None else {}))
    elif not session.quiet:
        for item in report.items if overview is None or dry_run else ():  # the digest names what is new
            output.echo_item(item)
        if overview is not None:
            _print_digest(overview)
    for entry in report.accounts:
        if session.verbose:
            output.echo(f"{entry.account}: {entry.new} new, {entry.suggested} suggested", err=True)
        for error in entry.errors:
            for line in lines_of(error):
                output.echo(line, err=True)
    return report.exit_code


def _report_json(report: ScanReport) -> dict[str, Any]:
    return {
        "accounts": [
            {
                "account": entry.account,
                "new": entry.new,
                "suggested": entry.suggested,
                "errors": [error_json(error) for error in entry.errors],
            }
            for entry in report.accounts
        ],
    }


def _print_digest(digest: Digest) -> None:
    """Part by part; nothing at all when there is nothing to say."""
    for said in lines(digest):
        output.echo(
            output.fitting(said.text) if said.item else said.text,
            bold=said.is_heading,
            style=output.style_of(said.item) if said.item else "",
        )


def _digest_json(digest: Digest) -> dict[str, Any]:
    """As ids; `list --json` tells more of each."""
    return {
        "waiting": {str(suggestion): _ids(items) for suggestion, items in digest.waiting},
        "decided": _ids(digest.decided),
        "unanswered": _ids(digest.unanswered),
        "failing": [{"account": one.account, "at": time_json(one.at), "error": one.error} for one in digest.failing],
    }


def _ids(items: Iterable[Item]) -> list[str]:
    return [item.id for item in items]


def _chosen(session: Session, names: tuple[str, ...]) -> tuple[Account, ...]:
    accounts = session.configuration.accounts
    if not accounts:
        raise ConfigurationError([f"{session.config_path}: there is no [[accounts]] to scan: add one"])
    known = {account.name for account in accounts}
    for name in names:
        if name not in known:
            raise UsageError(f"there is no account {name!r}", hint=f"the configuration has {', '.join(sorted(known))}")
    return tuple(account for account in accounts if not names or account.name in names)


def _seconds(text: str) -> float:
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([smhd]?)", text.strip())
    seconds = float(match[1]) * {"": 60, "s": 1, "m": 60, "h": 3600, "d": 86400}[match[2]] if match else 0.0
    if not 1 <= seconds <= 30 * 86400:
        raise UsageError(f"--every {text!r} is no time", hint="write for example 90s, 15m or 2h")
    return seconds


class _Bar:
    """A progress bar on the terminal, once a pass has taken a second; silent elsewhere."""

    def __init__(self, session: Session) -> None:
        self._shown = sys.stderr.isatty() and not session.quiet and not session.json
        self._started = time.monotonic()
        self._bar: Progress | None = None
        self._tasks: dict[str, TaskID] = {}
        self._read: dict[str, int] = {}

    def __enter__(self) -> Callable[[str, int, int | None], None]:
        return self._add

    def _add(self, account: str, count: int, left: int | None) -> None:
        self._read[account] = self._read.get(account, 0) + count
        if not self._shown or time.monotonic() - self._started < 1.0:
            return
        if self._bar is None:
            self._bar = _new_bar()
            self._bar.start()
        if account not in self._tasks:
            self._tasks[account] = self._bar.add_task(one_line(account), total=None)
        total = None if left is None else self._read[account] + left
        self._bar.update(self._tasks[account], completed=self._read[account], total=total)

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()


def _new_bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True, no_color=not output.has_colour(sys.stderr))
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, transient=True)
