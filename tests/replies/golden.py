"""Reads a golden reply, and drafts it from the facts that were understood when it was made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from triage.codec import decode, encode
from triage.config import Answer, Configuration, Me, Policy, Replies
from triage.domain import Action, Interests, Level, MessageRef, Opportunity, PayFloor, Period, RawMessage, Score, Term
from triage.draft import Drafter
from triage.parse import parse
from triage.pipeline.engine import Engine
from triage.pipeline.requesting import request_for
from triage.resources import templates_dir

if TYPE_CHECKING:
    from triage.domain import Draft, Message

FOLDER = Path(__file__).parent
LANGUAGES = ("en", "de", "fr", "es", "nl", "it", "pt", "pl")

_INTERESTS = Interests(
    about="Backend engineering on data-heavy systems, close to the database.",
    want=(Term("python"), Term("distributed systems"), Term("postgresql", 2.0), Term("kubernetes")),
    avoid=(Term("php"), Term("gambling", 3.0)),
    titles=("backend engineer", "platform engineer"),
    level=Level.SENIOR,
    locations=("Berlin", "Germany"),
    pay_floor=PayFloor(85000, "EUR", Period.YEAR),
)
_ANSWERS = (
    *(Answer("notice_period", "three months to the end of a month", code) for code in ("en",)),
    Answer("notice_period", "drei Monate zum Monatsende", "de"),
    Answer("notice_period", "trois mois", "fr"),
    Answer("notice_period", "tres meses", "es"),
    Answer("notice_period", "drie maanden", "nl"),
    Answer("notice_period", "tre mesi", "it"),
    Answer("notice_period", "três meses", "pt"),
    Answer("notice_period", "trzy miesiące", "pl"),
    Answer("work_permit", "not needed, I'm an EU citizen", "en"),
    Answer("work_permit", "no lo necesito, tengo ciudadanía de la UE", "es"),
    Answer("languages", "Deutsch C1, Englisch fließend", "de"),
)


@dataclass(frozen=True, slots=True)
class Golden:
    """A mail, what is asked for (an action and options), the facts read from it, and the reply it gets."""

    path: Path
    wanted: tuple[str, ...]
    mail: str
    reply: str
    facts: str

    @property
    def name(self) -> str:
        """Language and name."""
        return f"{self.path.parent.name}/{self.path.stem}"


def read(path: Path) -> Golden:
    """The golden reply in a file."""
    wanted, mail, reply, facts = (part.strip("\n") for part in path.read_text("utf-8").split("\n=====\n"))
    return Golden(path, tuple(wanted.split()), mail, reply + "\n", facts)


def write(golden: Golden) -> None:
    """Puts it into its file."""
    parts = (" ".join(golden.wanted), golden.mail, golden.reply.strip("\n"), golden.facts)
    golden.path.write_text("\n=====\n".join(parts) + "\n", "utf-8")


def every() -> list[Golden]:
    """All of them, language by language."""
    return [read(path) for code in LANGUAGES for path in sorted((FOLDER / code).glob("*.txt"))]


def message_of(golden: Golden) -> Message:
    """The incoming mail, parsed."""
    extra = (
        f"To: Dana Whitfield <dana@example.org>\nMessage-ID: <{golden.path.stem}@golden.example>\n"
        "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n"
    )
    octets = (extra + golden.mail + "\n").encode()
    return parse(RawMessage(MessageRef("golden", "INBOX", 1, 1), None, octets, len(octets)))


def redrafted(golden: Golden) -> Golden:
    """With the reply that its facts give now."""
    return replace(golden, reply=draft(golden).body)


def understood(golden: Golden) -> Golden:
    """With the facts that are read from the mail now, and the reply they give."""
    engine = _engine()
    message = message_of(golden)
    assessment = engine.assess(message, engine.understand(message))
    facts = f"{encode(assessment.opportunity)}\n{encode(assessment.score)}"
    return redrafted(replace(golden, facts=facts))


def draft(golden: Golden) -> Draft:
    """The reply to the mail by its facts."""
    opportunity, score = golden.facts.split("\n")
    told, fit = decode(Opportunity, opportunity), decode(Score, score)
    configuration = _configuration(golden)
    message = message_of(golden)
    request = request_for(configuration, message, told, Action(golden.wanted[0]))
    template = next((word.partition("=")[2] for word in golden.wanted if word.startswith("template=")), "")
    return _drafter().draft(message, told, fit, replace(request, template=template), configuration.me)


def _configuration(golden: Golden) -> Configuration:
    me = Me("Dana Whitfield", ("dana@example.org",), Level.SENIOR, languages=LANGUAGES, signature="Dana Whitfield")
    replies = Replies(
        reasons="full" if "full" in golden.wanted else "kind",
        cv=Path("cv.pdf") if "cv" in golden.wanted else None,
        answers=_ANSWERS if "answers" in golden.wanted else (),
    )
    policy = Policy(availability="" if "nowhen" in golden.wanted else "Tue-Thu 16:00-18:00 Europe/Berlin")
    return Configuration(FOLDER / "config.toml", me, _INTERESTS, policy, replies=replies)


@cache
def _drafter() -> Drafter:
    return Drafter.load(templates_dir(), FOLDER / "templates")


@cache
def _engine() -> Engine:
    return Engine.load(Configuration(FOLDER / "config.toml", Me(addresses=("dana@example.org",)), _INTERESTS))
