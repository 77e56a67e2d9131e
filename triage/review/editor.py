"""Opens a reply in the editor of the user."""

from __future__ import annotations

import click

from triage.errors import UsageError


def in_editor(text: str) -> str | None:
    """The words as they were saved; None if they were not. Raises `UsageError` if there is no editor that works."""
    try:
        return click.edit(text, extension=".txt")
    except click.ClickException as error:
        raise UsageError(error.format_message(), hint="set $EDITOR to an editor that is installed") from error
