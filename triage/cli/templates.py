"""`triage templates`: the wording of replies, to look at, to try and to make one's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from triage.cli import output
from triage.cli.app import Command, pass_session
from triage.errors import ConfigurationError, UsageError

if TYPE_CHECKING:
    from triage.cli.app import Session
    from triage.domain import Assessment, Message


@click.command("templates", cls=Command)
@click.argument("what", type=click.Choice(["list", "show", "test", "new"]))
@click.argument("name", metavar="[NAME]", required=False)
@click.option("--on", metavar="ID|PATH", help="With test: the mail to answer, a suggestion or a file.")
@pass_session
def templates_command(session: Session, what: str, name: str | None, on: str | None) -> None:
    """Show, try and copy the templates that replies are made from.

    NAME is `en/accept`, or `accept` in your first language; `en/phrases` holds the sentences. `test` reports what is
    wrong and shows the reply to a mail; `new` copies a template into your own folder, where it comes first.
    """
    if what == "list":
        _list(session)
    elif what == "test":
        _test(session, name, on)
    elif name is None:
        raise click.UsageError(f"which template? `triage templates {what} en/accept`")
    elif what == "show":
        _show(session, name)
    else:
        _new(session, name)


def _list(session: Session) -> None:
    from triage.pipeline.templates import sources

    found = sources(session.configuration)
    if session.json:
        for source in found:
            row = {"name": source.name, "language": source.language, "purpose": source.purpose, "own": source.own}
            paths = [str(file.path) for file in source.files]
            output.echo_json({**row, "path": paths[0], "phrases": next(iter(paths[1:]), None)})
        return
    mine = session.configuration.me.languages
    for source in found:
        if source.language in mine:
            files = [f"{file.name} (yours)" if file.own else file.name for file in source.files]
            output.echo(f"{source.name:<14} {' with '.join(files)}", bold=source.own)
    _say_where(session, sorted({source.language for source in found} - set(mine)))


def _say_where(session: Session, others: list[str]) -> None:
    """Beside the list, not in it."""
    from triage.resources import templates_dir

    lines = [f"yours come first: {session.configuration.templates_dir}", f"shipped: {templates_dir()}"]
    if others:
        lines.append(f"languages not in me.languages: {', '.join(others)}")
    for line in lines:
        output.echo(line, style="bright_black", err=True)


def _show(session: Session, name: str) -> None:
    from triage.pipeline.templates import file_of

    path = file_of(session.configuration, name)
    text = path.read_text("utf-8")
    if session.json:
        output.echo_json({"name": name, "path": str(path), "text": text})
        return
    output.echo(str(path), style="bright_black", err=True)
    output.echo(text.rstrip())


def _new(session: Session, name: str) -> None:
    from triage.pipeline.templates import copy

    path = copy(session.configuration, name)
    if session.json:
        output.echo_json({"name": name, "path": str(path)})
    else:
        output.echo(f"{path} is yours to change; `triage templates test {name}` tries it.")


def _test(session: Session, name: str | None, on: str | None) -> None:
    from triage.pipeline.templates import problems, sources, test

    configuration = session.configuration
    mine = [source.name for source in sources(configuration) if source.language in configuration.me.languages]
    found = problems(configuration, [name] if name else mine)
    if wrong := [problem for each in found.values() for problem in each]:
        raise ConfigurationError(list(dict.fromkeys(wrong)))
    mail = _mail(session, on)
    for each in found:
        text = test(configuration, each, *mail) if mail and (name or on) else ""
        if session.json:
            output.echo_json({"name": each, "ok": True, "text": text or None})
        else:
            output.echo(f"{each}: ok" + (f"\n\n{text}" if text else ""))


def _mail(session: Session, on: str | None) -> tuple[Message, Assessment] | None:
    """The mail to try a template on: a file, a suggestion, or the newest with its words; None if there is none."""
    if on is not None and Path(on).exists():
        from triage.pipeline.engine import Engine, classify

        _, message, assessment = next(iter(classify(Engine.load(session.configuration), [Path(on)])))
        return message, assessment
    if on is not None:
        from triage.cli.look import review

        items = [review(session).find(on)]
    else:
        items = session.store.items()
    found = next(((item.message, item.assessment) for item in items if item.message is not None), None)
    if found is None and on is not None:
        raise UsageError(f"{on}: the words of this mail are not kept any more", hint="name a file instead")
    return found
