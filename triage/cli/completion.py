"""`triage completion`: the script that lets a shell complete commands and options."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from triage.cli.app import Command, cli, pass_session

if TYPE_CHECKING:
    from triage.cli.app import Session


_HELP = """Print the completion script for a shell.

\b
bash:  triage completion bash > ~/.local/share/bash-completion/completions/triage
zsh:   triage completion zsh > ~/.zfunc/_triage
fish:  triage completion fish > ~/.config/fish/completions/triage.fish
"""


@click.command("completion", cls=Command, help=_HELP)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@pass_session
def completion_command(session: Session, shell: str) -> None:  # noqa: ARG001 - every command gets the session
    """Prints the script that click makes."""
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(cli, {}, "triage", "_TRIAGE_COMPLETE").source())
