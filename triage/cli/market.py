"""`triage market`: what recruiters offer, in figures that name the mails behind them."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from triage.cli import output, pictures
from triage.cli.app import Command, pass_session
from triage.insight import market_plots

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triage.cli.app import Session
    from triage.insight.market import Market, Span, Topic

#: So many values of a topic are printed.
_MOST = 8


@click.command("market", cls=Command)
@click.option("--plot", metavar="FILE", type=click.Path(path_type=Path), help="Draw the figures into a .png or .svg.")
@click.option("--ids", is_flag=True, help="Name the mails behind each figure.")
@pass_session
def market_command(session: Session, *, plot: Path | None, ids: bool) -> None:
    """Show what recruiters offer: pay, level, workplace, contract, place and skills, by quarter."""
    from triage.pipeline.surveying import market_of

    session.check_configuration()
    if plot is not None:
        pictures.check_name(plot)
    found = market_of(session.store)
    if plot is not None:
        pictures.write(partial(market_plots.save, found), plot)
    if session.json:
        output.echo_json({**_json(found.whole), "quarters": [_json(span) for span in found.quarters]})
    elif not session.quiet:
        _print(found, plot, ids=ids)


def _json(span: Span) -> dict[str, Any]:
    topics = {
        topic.name: {"n": topic.n, "values": [asdict(value) | {"n": value.n} for value in topic.values]}
        for topic in span.topics
    }
    return {"span": span.name, "n": span.n, "pay": [asdict(pay) | {"n": pay.n} for pay in span.pay], **topics}


def _print(found: Market, plot: Path | None, *, ids: bool) -> None:
    whole = found.whole
    output.echo(f"{whole.n} offer{'' if whole.n == 1 else 's'}", bold=True)
    if not whole.n:
        return
    _print_pay(whole, ids=ids)
    for topic in whole.topics:
        _print_topic(topic, ids=ids)
    if len(found.quarters) > 1:
        output.echo("\nquarter  offers", bold=True)
        for span in found.quarters:
            output.echo(output.hanging(f"{span.name}  {span.n:>6}  ", _quarter(span, whole)))
    if plot is not None:
        output.echo(f"The figures are drawn in {plot}.")
    else:
        pictures.draw(partial(market_plots.on_terminal, found))


def _line(name: str, text: str, ids: Sequence[str]) -> None:
    output.echo(output.hanging(f"{name:<14}  ", text))
    if ids:
        output.echo(output.hanging(" " * 16, " ".join(ids)), style="bright_black")


def _print_pay(whole: Span, *, ids: bool) -> None:
    few = 0
    for pay in whole.pay:
        if pay.median is None:
            few += pay.n
            continue
        said = f"{pay.median:,.0f}, half of them {pay.lower:,.0f} to {pay.upper:,.0f} (n = {pay.n})"
        _line(f"pay {pay.unit}", said, pay.ids if ids else ())
    if few or not whole.pay:
        other = "in other units, " if few < sum(pay.n for pay in whole.pay) else ""
        _line("pay", f"{other}not enough yet (n = {few})", ())


def _print_topic(topic: Topic, *, ids: bool) -> None:
    if not topic.enough:
        _line(topic.name, f"not enough yet (n = {topic.n})", ())
        return
    shown = topic.values[:_MOST]
    if not ids:
        said = ", ".join(f"{value.value} {value.n / topic.n:.0%} ({value.n})" for value in shown)
        _line(topic.name, f"{said} (n = {topic.n})", ())
        return
    for value in shown:
        _line(topic.name, f"{value.value} {value.n / topic.n:.0%}  (n = {value.n} of {topic.n})", value.ids)


def _quarter(span: Span, whole: Span) -> str:
    """Its pay in the commonest unit of all, and what else is commonest in it."""
    unit = whole.pay[0].unit if whole.pay else ""
    pays = (f"{pay.median:,.0f} {unit} (n = {pay.n})" for pay in span.pay if pay.unit == unit and pay.median)
    tops = (
        f"{topic.values[0].value} {topic.values[0].n / topic.n:.0%} (n = {topic.n})"
        for topic in span.topics
        if topic.enough
    )
    return " · ".join((*pays, *tops)) or "not enough yet to say more"
