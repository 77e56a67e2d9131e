"""Draws what recruiters offer: pay and numbers by quarter, workplace, level and skills."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from triage.insight.plots import picture

if TYPE_CHECKING:
    from pathlib import Path

    from triage.insight.market import Market, Pay, Span

#: So many values of a topic are drawn.
_MOST = 8


def save(market: Market, path: Path) -> None:
    """Writes four diagrams into a PNG or SVG file; the same octets for the same figures. Raises OSError."""
    with picture(path, (9, 6), 2, 2) as (pay, workplaces, levels, skills):
        _pay_by_quarter(pay, market)
        _workplaces_by_quarter(workplaces, market)
        _values(levels, market, "level")
        _values(skills, market, "skill")


def pay_by_quarter(market: Market) -> list[tuple[Span, Pay]]:
    """The quarters that have enough pay in the commonest currency and period, with it."""
    if not market.whole.pay:
        return []
    unit = market.whole.pay[0].unit
    return [(span, pay) for span in market.quarters for pay in span.pay if pay.unit == unit and pay.median is not None]


def _pay_by_quarter(axes: Any, market: Market) -> None:
    found = pay_by_quarter(market)
    unit = market.whole.pay[0].unit if market.whole.pay else ""
    axes.set(title=f"Pay {unit}: median and quartiles (n beside)".replace("  ", " "))
    if not found:
        _not_enough(axes)
        return
    places, medians = range(len(found)), [pay.median or 0.0 for _, pay in found]
    reach = [
        [(pay.median or 0.0) - (pay.lower or 0.0) for _, pay in found],
        [(pay.upper or 0.0) - (pay.median or 0.0) for _, pay in found],
    ]
    axes.errorbar(places, medians, yerr=reach, fmt="o-", capsize=4)
    for place, (_, pay) in zip(places, found, strict=True):
        axes.annotate(f"{pay.n}", (place, pay.median), textcoords="offset points", xytext=(6, 4))
    axes.set_xticks(places, [span.name for span, _ in found])
    axes.yaxis.set_major_formatter("{x:,.0f}")
    axes.margins(x=0.15)


def _workplaces_by_quarter(axes: Any, market: Market) -> None:
    axes.set(title="Offers by workplace")
    names, below = [span.name for span in market.quarters], [0] * len(market.quarters)
    for word in ("remote", "hybrid", "onsite", "unstated"):
        counts = [_workplace(span, word) for span in market.quarters]
        axes.bar(names, counts, bottom=below, label=word, color="0.85" if word == "unstated" else None)
        below = [sum(both) for both in zip(below, counts, strict=True)]
    axes.yaxis.get_major_locator().set_params(integer=True)
    axes.margins(y=0.2)
    axes.legend(fontsize=8, ncols=4, loc="upper center")


def _workplace(span: Span, word: str) -> int:
    topic = next(topic for topic in span.topics if topic.name == "workplace")
    if word == "unstated":
        return span.n - topic.n
    return next((value.n for value in topic.values if value.value == word), 0)


def _values(axes: Any, market: Market, name: str) -> None:
    topic = next(topic for topic in market.whole.topics if topic.name == name)
    axes.set(title=f"Offers by {name} (n = {topic.n})")
    if not topic.enough:
        _not_enough(axes)
        return
    shown = topic.values[:_MOST][::-1]
    axes.barh([value.value for value in shown], [value.n for value in shown])
    axes.xaxis.get_major_locator().set_params(integer=True)


def _not_enough(axes: Any) -> None:
    axes.text(0.5, 0.5, "not enough yet", ha="center", va="center", transform=axes.transAxes, color="0.5")
    axes.set_xticks([])
    axes.set_yticks([])


def on_terminal(market: Market, width: int, *, colour: bool) -> str:
    """Median pay by quarter with its quartiles, `width` columns wide; "" with fewer than two quarters of it."""
    import plotext

    found = pay_by_quarter(market)
    if len(found) < 2:
        return ""
    places = list(range(len(found)))
    plotext.clear_figure()
    plotext.theme("clear")
    plotext.plot_size(width, 15)
    plotext.plot(
        places, [pay.median or 0.0 for _, pay in found], marker="braille", color="cyan" if colour else "default"
    )
    plotext.scatter(places, [pay.lower or 0.0 for _, pay in found], marker="-")
    plotext.scatter(places, [pay.upper or 0.0 for _, pay in found], marker="-")
    plotext.xticks(places, [span.name for span, _ in found])
    plotext.title(f"Median pay and its quartiles, {found[0][1].unit}")
    text = plotext.build()
    return text if colour else str(plotext.uncolorize(text))
