"""`triage demo`: the whole job on a sample mailbox, served by a loopback IMAP server, in a temporary directory."""

from __future__ import annotations

import shlex
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from triage.cli import output
from triage.cli.app import Command, pass_session
from triage.errors import TriageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triage.cli.app import Session
    from triage.demo.server import DemoServer


@click.command("demo", cls=Command)
@click.option("--review", "screen", flag_value="review", help="Try `triage review` on it, instead of the tour.")
@click.option("--web", "screen", flag_value="web", help="Try `triage web` on it; Ctrl-C ends it.")
@pass_session
def demo_command(session: Session, *, screen: str | None) -> int:  # noqa: ARG001 - every command gets the session
    """Show the whole job on a sample mailbox.

    Starts an IMAP server on 127.0.0.1 with some forty invented mails, scans it, shows what it suggests, accepts one
    offer, shows the draft as it landed in Drafts, and takes that back. Everything happens in a temporary directory,
    which is removed in the end; your own configuration, data and mail are not touched.
    """
    from triage.demo.sample import configuration, messages
    from triage.demo.server import DemoServer

    started = time.monotonic()
    sample = messages()
    with tempfile.TemporaryDirectory(prefix="triage-demo-") as folder, DemoServer(sample) as server:
        config = Path(folder) / "config.toml"
        config.write_text(configuration(server.port), encoding="utf-8")
        config.chmod(0o600)
        _tell(f"A mailbox with {len(sample)} messages is served over IMAP on 127.0.0.1:{server.port}.")
        common = ["--config", str(config), "--data-dir", str(Path(folder) / "data")]
        if screen:
            _review(server, screen, common)
        else:
            _tour(server, common)
    _tell(
        f"\nThat took {time.monotonic() - started:.0f} s, and nothing of it is left.\n"
        "Next: `triage init` writes your own configuration, and `triage doctor` checks it."
    )
    return 0


def _tour(server: DemoServer, common: Sequence[str]) -> None:
    _tell("First pass: new mail is fetched read-only, understood and scored.\n")
    _run(["scan"], common)
    _tell("\nA second pass finds nothing new and says nothing.\n")
    _run(["scan"], common)
    _tell("\nWhat waits for Dana, who looks for senior backend work in or near Berlin:\n")
    _run(["list"], common)
    chosen = _best(common)
    _tell("\nOne of them in full, with the reply it suggests:\n")
    _run(["show", chosen], common)
    _tell("\nWhere its fit comes from:\n")
    _run(["why", chosen], common)
    _tell("\nDana says yes. The reply becomes a draft in her own Drafts mailbox, for her to send:\n")
    _run(["accept", chosen], common)
    _tell("\nThe draft as the server has it:\n")
    for octets in _drafts(server):
        output.echo(octets.decode("utf-8", "replace").replace("\r\n", "\n").rstrip())
    _tell("\nAnd back again: the unedited draft is withdrawn.\n")
    _run(["undo"], common)
    _tell(f"\nDrafts now holds {len(_drafts(server))} messages.")


def _review(server: DemoServer, screen: str, common: Sequence[str]) -> None:
    _tell("The mail is fetched read-only, understood and scored. You are Dana, who looks for senior backend work.\n")
    _run(["scan"], common)
    _run([screen], common)
    _tell(f"Dana's Drafts mailbox now holds {len(_drafts(server))} replies, for her to send.")


def _drafts(server: DemoServer) -> list[bytes]:
    with server.mailstore.lock:
        return [stored.octets for stored in server.mailstore.mailboxes["Drafts"].messages]


def _best(common: Sequence[str]) -> str:
    """The id of the offer that fits best among those it would accept."""
    from triage.domain import State, Suggestion
    from triage.store import open_store

    store = open_store(Path(common[-1]))
    try:
        waiting = store.items(states=(State.SUGGESTED,))
        accepts = [item for item in waiting if item.assessment.verdict.suggestion is Suggestion.ACCEPT]
        return max(accepts, key=lambda item: item.assessment.score.probability).id
    finally:
        store.close()


def _run(arguments: Sequence[str], common: Sequence[str]) -> None:
    """Runs a command as a user would, and shows what was typed."""
    from triage.cli.app import run

    output.echo(f"$ triage {shlex.join(arguments)}", style="cyan", bold=True)
    sys.stdout.flush()
    if code := run([*arguments, *common]):
        raise TriageError(f"`triage {shlex.join(arguments)}` ended with {code}", hint="report it: the demo should work")


def _tell(text: str) -> None:
    output.echo(text, bold=True)
