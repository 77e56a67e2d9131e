"""The `triage` command: options every command has, commands loaded by name, and the one handler of errors."""

from __future__ import annotations

import importlib
import json
import os
import select
import signal
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import triage
from triage.contract import SCHEMA
from triage.errors import CannotWriteError, ConfigurationError, DefectError, TriageError, TryLaterError, UsageError
from triage.visible import one_line, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triage.config import Configuration
    from triage.store import Store

#: The commands in the order of their use, and the module of `triage.cli` that each is in.
COMMANDS = {
    "demo": "demo",
    "init": "init",
    "doctor": "doctor",
    "login": "doctor",
    "scan": "scan",
    "watch": "scan",
    "schedule": "schedule",
    "list": "look",
    "show": "look",
    "why": "look",
    "review": "review",
    "accept": "decide",
    "ask": "decide",
    "decline": "decide",
    "skip": "decide",
    "undo": "decide",
    "web": "web",
    "classify": "classify",
    "learn": "learn",
    "tune": "tune",
    "evaluate": "evaluate",
    "goal": "goal",
    "debrief": "debrief",
    "market": "market",
    "wording": "wording",
    "templates": "templates",
    "forget": "keep",
    "export": "keep",
    "repair": "keep",
    "completion": "completion",
}


_HELP = """Reads recruiter mail, scores how each role fits you, and drafts the reply. You send it; triage cannot.

\b
To begin:
  triage demo      see it work on a sample mailbox
  triage init      write your configuration
  triage doctor    check it: sign-in, mailboxes, Drafts
  triage scan      fetch and assess new mail
  triage list      what waits for you
  triage show ID   the mail, the role, the suggested reply
  triage accept ID (or ask, decline, skip, undo)
"""


@dataclass
class Session:
    """What the options of every command say; configuration and store are opened when a command asks for them."""

    config_option: Path | None = None
    data_option: Path | None = None
    json: bool = False
    verbose: int = 0
    quiet: bool = False

    @cached_property
    def config_path(self) -> Path:
        """Where the configuration is looked for."""
        from triage import locations

        return locations.config_path(self.config_option)

    @cached_property
    def configuration(self) -> Configuration:
        """The configuration. Raises `ConfigurationError`."""
        from triage.config import load

        return load(self.config_path)

    def check_configuration(self) -> None:
        """For commands that can do without one: a mistake in it may be why something is not there. Raises
        `ConfigurationError` with what is wrong in the file, if there is one.
        """
        if self.config_path.exists():
            self.configuration  # noqa: B018 - reading it is the check

    @cached_property
    def data_dir(self) -> Path:
        """The data directory, made private. Raises `CannotWriteError`."""
        from triage import locations

        return locations.private_dir(locations.data_dir(self.data_option))

    @cached_property
    def store(self) -> Store:
        """The store, closed with the command."""
        from triage.store import open_store

        if self.config_option is not None and not self.config_option.exists():
            self.configuration  # noqa: B018 - says that the file is not there: a mistyped --config must not go unnoticed
        store = open_store(self.data_dir)
        click.get_current_context().call_on_close(store.close)
        return store


pass_session = click.make_pass_decorator(Session)


class Command(click.Command):
    """A command with the options that every command has."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.extend(_common_options())


class Commands(click.Group):
    """The group of all commands; a command's module is imported when it is named."""

    command_class = Command

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.extend(_common_options())

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names in the order of their use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"triage.cli.{COMMANDS[cmd_name]}")
        found = getattr(module, f"{cmd_name}_command")
        assert isinstance(found, click.Command)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with the nearest name when there is none."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            import difflib

            near = difflib.get_close_matches(name, COMMANDS, n=1)
            ctx.fail(f"there is no command {name!r}" + (f" (did you mean {near[0]!r}?)" if near else ""))
        return super().resolve_command(ctx, args)


def _common_options() -> list[click.Option]:
    path = click.Path(path_type=Path)
    return [
        click.Option(["--config"], type=path, expose_value=False, callback=_remember("config_option"),
                     help="The configuration file.", metavar="FILE"),
        click.Option(["--data-dir"], type=path, expose_value=False, callback=_remember("data_option"),
                     help="Where triage keeps its database.", metavar="DIR"),
        click.Option(["--json"], is_flag=True, expose_value=False, callback=_remember("json"),
                     help="Print JSON (schema 1) for other programs."),
        click.Option(["-v", "--verbose"], count=True, expose_value=False, callback=_remember("verbose"),
                     help="Say more on stderr; tracebacks too."),
        click.Option(["-q", "--quiet"], is_flag=True, expose_value=False, callback=_remember("quiet"),
                     help="Say only what went wrong."),
        click.Option(["--version"], is_flag=True, expose_value=False, is_eager=True, callback=_print_version,
                     help="Print the version."),
    ]  # fmt: skip


def _remember(name: str) -> Any:
    """An option's callback that puts a value given anywhere on the line into the one session."""

    def callback(ctx: click.Context, _parameter: click.Parameter, value: Any) -> None:
        session = ctx.ensure_object(Session)
        if value:
            setattr(session, name, value)

    return callback


def _print_version(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's signature
    if value and not ctx.resilient_parsing:
        click.echo(f"triage {triage.__version__}")
        ctx.exit()


@click.group(
    cls=Commands,
    help=_HELP,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.pass_context
def cli(context: click.Context) -> None:
    """Reads recruiter mail, scores how each role fits you, and drafts the reply. You send it; triage cannot."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def run(arguments: Sequence[str]) -> int:  # noqa: PLR0911 - one way out for each kind of end
    """Runs one command line; returns its exit code (contract.md, section 5). Every error is one line on stderr."""
    for end in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(end) is signal.SIG_DFL:  # ignored under nohup
            signal.signal(end, _stop)
    session = Session(json="--json" in arguments)  # also when the line cannot be parsed
    try:
        result = cli.main(list(arguments), prog_name="triage", standalone_mode=False, obj=session)
        sys.stdout.flush()
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _fail(session, TryLaterError("stopped", hint="nothing is lost: run it again"))
    except click.ClickException as error:
        return _usage(session, error)
    except TriageError as error:
        return _fail(session, error)
    except (BrokenPipeError, SystemExit) as error:  # click makes an exit of the first
        return 0 if _reader_has_gone() else _fail(session, DefectError(OSError(str(error))))
    except OSError as error:
        return _fail(session, _output_error(error))
    except Exception as error:  # noqa: BLE001 - the last resort: one line, and the traceback only when asked for
        return _fail(session, DefectError(error))
    return result if isinstance(result, int) else 0


def _stop(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _output_error(error: OSError) -> TriageError:
    """An error of the system that no part of triage has named: most likely the output cannot be written."""
    _silence()
    return CannotWriteError(f"the output cannot be written: {error.strerror}", hint="free the disk or mend the pipe")


def _reader_has_gone() -> bool:
    """Whether nobody reads our output any more (`| head -1`): that is no fault."""
    poller = select.poll()
    poller.register(sys.stdout.fileno(), 0)
    gone = any(event & (select.POLLERR | select.POLLHUP) for _, event in poller.poll(0))
    _silence()
    return gone


def _silence() -> None:
    """Python must not try to flush once more, at its end, what nobody takes."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _usage(session: Session, error: click.ClickException) -> int:
    context = getattr(error, "ctx", None)
    hint = f"`{context.command_path} --help` tells more" if context else ""
    return _fail(session, UsageError(error.format_message().rstrip("."), hint=hint))


def _fail(session: Session, error: TriageError) -> int:
    if session.verbose:
        click.echo(visible(traceback_of(error)), err=True)
    for line in lines_of(error):
        click.echo(line, err=True)
    if session.json:
        try:
            click.echo(json.dumps({"schema": SCHEMA, "error": error_json(error)}))
        except OSError:
            _silence()
    return error.exit_code


def traceback_of(error: Exception) -> str:
    """Where an error came from, without secrets."""
    import traceback

    from triage.credentials import redacted

    return redacted("".join(traceback.format_exception(error)))


def lines_of(error: TriageError) -> list[str]:
    """The lines to print for an error: one, or one for each problem of a configuration."""
    if isinstance(error, ConfigurationError) and len(error.problems) > 1:
        return [f"triage: {safe(problem)}" for problem in error.problems]
    account = f"{error.account}: " if error.account else ""  # no secret, though it may be spelt like one
    return [f"triage: {visible(account)}{safe(str(error).removeprefix(account))}"]


def error_json(error: TriageError) -> dict[str, Any]:
    """The error as other programs read it."""
    return {
        "code": error.exit_code,
        "account": error.account or None,
        "message": error.what,
        "hint": error.hint or None,
    }


def safe(text: str) -> str:
    """One line of text without secrets and without anything that a terminal acts on."""
    from triage.credentials import redacted

    return one_line(redacted(text))
