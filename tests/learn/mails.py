"""Invented recruiter mails for one taste: whoever decides here declines every role with on-call duty."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_FIRMS = ("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gingko", "Hazel", "Ivy", "Juniper", "Kauri", "Larch")
_WORK = (
    "You would look after the billing service and its database.",
    "The team rewrites the search index, and you would lead that.",
    "It is about the ingestion pipeline, in small services.",
    "You would build the interface that partners use.",
)
_DUTY = (
    "The team shares an on-call rotation.",
    "There is on-call duty one week in six.",
    "You take part in on-call, which is paid.",
)

CONFIG = """
[me]
name = "Dana Whitfield"
addresses = ["dana@example.org"]
level = "senior"

[interests]
want = ["python"]
avoid = ["php"]
titles = ["backend engineer"]
locations = ["Berlin"]
"""


def offer(number: int, *, duty: bool) -> str:
    """A mail from one of twelve agencies; all of them fit, but for what the configuration does not say."""
    firm = _FIRMS[number % len(_FIRMS)]
    lines = [
        f"From: Robin {firm} <robin@{firm.lower()}-talent.example>",
        "To: Dana Whitfield <dana@example.org>",
        f"Subject: Senior Backend Engineer at {firm} Systems",
        f"Date: Mon, 2 Mar 2026 09:{number:02}:00 +0000",
        f"Message-ID: <offer-{number}@{firm.lower()}-talent.example>",
        "Content-Type: text/plain; charset=utf-8",
        "",
        "Hi Dana,",
        "",
        f"{firm} Systems in Berlin is looking for a Senior Backend Engineer, permanent. {_WORK[number % 4]}",
        f"They work with Python.{f' {_DUTY[number % 3]}' if duty else ''} The salary is 90,000 EUR a year.",
        "",
        "Shall we have a call this week?",
        "",
        f"Robin {firm}",
        "",
    ]
    return "\r\n".join(lines)


def write(folder: Path, numbers: range, *, duty: bool) -> Path:
    """A folder of such mails."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        (folder / f"{number:02}.eml").write_text(offer(number, duty=duty), "utf-8", newline="")
    return folder
