from __future__ import annotations

from pathlib import Path

import click
import pytest

from triage.cli.app import COMMANDS, cli, run

README = Path(__file__).parents[2] / "README.md"


def commands() -> dict[str, click.Command]:
    """Every command by name."""
    context = click.Context(cli)
    return {name: command for name in COMMANDS if (command := cli.get_command(context, name))}


def readme_table() -> str:
    """The table of commands as README.md must have it."""
    rows = []
    for name, command in commands().items():
        context = click.Context(command, info_name=name)
        usage = " ".join(piece for piece in command.collect_usage_pieces(context) if piece != "[OPTIONS]")
        common = {"--config", "--data-dir", "--json", "--verbose", "--quiet", "--version", "-v", "-q", "-h", "--help"}
        options = " ".join(
            f"`{parameter.opts[0]}`"
            for parameter in command.params
            if isinstance(parameter, click.Option) and not set(parameter.opts) & common
        )
        text = command.get_short_help_str(limit=200)
        called = f"triage {name} {usage}".strip().replace("|", "\\|")
        rows.append(f"| `{called}` {options}".rstrip() + f" | {text} |")
    return "\n".join(["| command | what it does |", "|---|---|", *rows])


def test_the_readme_says_what_the_program_says() -> None:
    text = README.read_text(encoding="utf-8")
    shown = text.partition("test_help.py -->\n")[2].partition("\n<!-- /commands -->")[0]
    assert shown == readme_table(), f"README.md's table of commands should be:\n{readme_table()}"


@pytest.mark.parametrize("name", [*COMMANDS, ""])
def test_every_command_has_help_and_the_common_options(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*filter(None, [name]), "--help"]) == 0
    text = capsys.readouterr().out
    for option in ("--config", "--data-dir", "--json", "--verbose", "--quiet", "--version", "--help"):
        assert option in text


@pytest.mark.parametrize("name", [*COMMANDS, ""])
def test_every_command_tells_the_version(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*filter(None, [name]), "--version"]) == 0
    assert capsys.readouterr().out.startswith("triage 0.")
