"""What templates may use: the facts of the mail and the user's words, as plain strings and lists of them."""

from __future__ import annotations

import re
from datetime import timezone
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from triage.calendar_words import weekday, weekday_date
from triage.domain import Action
from triage.draft.address_form import is_informal, variety_of
from triage.draft.appeal import appeals, as_written, sector
from triage.draft.asked import asked_for, bumps
from triage.draft.names import academic_title, certain_name, first_name, gender, last_name, writer
from triage.draft.phrasing import picker
from triage.draft.slots import holds_until, offset_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, tzinfo

    from triage.config import Me
    from triage.domain import Message, Opportunity, Role, Score
    from triage.draft.request import Request, Slot

#: Reasons that can be given in words; `full` names more of some.
_SAID = frozenset({"avoid", "pay", "level", "location", "workplace", "employment", "title"})
#: Reasons that say little of a role of another profession, and from when it is one.
_TERMS, _OTHER = frozenset({"pay", "level", "location", "workplace", "employment"}), 0.5
#: A title longer than this is no title that somebody would repeat.
LONGEST_TITLE = 60

#: Values of the kind that templates get; each of the user's own is tried with them when it is loaded.
EXAMPLE_VALUES: dict[str, object] = {
    "language": "en",
    "purpose": "accept",
    "action": "accept",
    "name": "Kim",
    "full_name": "Kim Lee",
    "last_name": "Lee",
    "academic": "Dr.",
    "gender": "f",
    "greeting": "dear dana,",
    "title": "Senior Backend Engineer",
    "company": "Acme",
    "location": "Berlin",
    "employment": "permanent",
    "appeal": "Python",
    "appeals": ["Python", "PostgreSQL"],
    "questions": ["company", "pay", "location", "level", "employment"],
    "missing": ["pay"],
    "reason": "pay",
    "reason_term": "",
    "reason_sector": "",
    "availability": "Tue-Thu 16:00-18:00 Europe/Berlin",
    "slots": [{"day": "Tuesday 3 March", "time": "16:00–18:00", "zone": "CET", "theirs": "10:00–12:00", "where": ""}],
    "asked": ["cv", "availability", "notice_period"],
    "answers": [{"topic": "notice_period", "text": "three months"}],
    "unanswered": ["salary_expectation"],
    "cv": "attached",
    "follow_up": False,
    "relay": False,
    "signature": "Dana",
    "sign": "Dana",
    "my_name": "Dana Whitfield",
    "informal": False,
    "variety": "",
}

_SPACES = re.compile(r"\s+")
_GENDERS = re.compile(
    r"\s*[(\[](?:[mwfdxhi]\s*[/|,]\s*)+[mwfdxhi*]+[)\]]|\s+[mwfdhx](?:/[mwfdhx]){1,3}\b|\s*\((?:all genders|m/w)\)",
    re.IGNORECASE,
)
# "Staff Engineer, Data Platform": what follows is not repeated; "Entwickler:in" and "infirmier(e)" are one word.
_BESIDES = re.compile(
    r"\s+[-–—|/@]\s+.*|\s*[,;:(|\[](?!(?<=\w:)in(?:nen)?\b|(?<=\w\()(?:e|a|in|ne|se|euse|trice|ra)\)).*", re.IGNORECASE
)
_LEGAL_FORM = re.compile(
    r"(?:[\s,]+(?:gmbh(?: & co\.? ?kg(?:aa)?)?|ag|kg|se|e\.?v\.?|ltd|limited|llc|llp|inc|corp|plc|pty|b\.?v|n\.?v|"
    r"s\.?a\.?s|s\.?a\.?r\.?l|s\.?a|s\.?l\.?u?|s\.?r\.?l|s\.?p\.?a|lda|ltda|sp\. ?z ?o\. ?o|oy|ab|a/s|aps)\b\.?)+$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"[!?]$|\b(?:seeks|hiring|sucht|suchen|gesucht|recrute|cherchons|cherche|busca|buscamos|cerca|cerchiamo|zoekt|zoeken|"
    r"gezocht|procura|procuramos|szuka|szukamy|poszukujemy)\b|\b(?:looking for|we are|we're)\b",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^(?:an?|the|our|my|une?|[Mm]on|[Mm]a|[Nn]otre|eine?|[Uu]nser\w*|een|onze|uno?|una|nostr[oa]|uma?|noss[oa]) "
)
_LETTERS = re.compile(r"[^\W\d_]+")
_NAMED_TWICE = re.compile(r"\s+(?:role|position|job|opportunity|vacancy|opening)$", re.IGNORECASE)


def values_for(
    message: Message, opportunity: Opportunity, score: Score, request: Request, me: Me, language: str, purpose: str
) -> dict[str, object]:
    """Every variable of a template, and `pick` and `you`."""
    role = opportunity.role
    firms = tuple(filter(None, (role.company, role.agency)))
    sender = message.from_
    recruiter = "" if opportunity.forwarded_from else role.recruiter or ""  # of forwarded mail somebody else's name
    person = writer(recruiter, sender.display_name, sender.addr_spec, relay=request.relay)
    reason, term = _reason(score, request)
    asked = asked_for(message.text)
    informal, variety = is_informal(language, message.text), variety_of(language, message.text)
    title = _title(role, message)
    appealing = appeals(score, message, title, language)
    return {
        "language": language,
        "purpose": purpose,
        "action": str(request.action),
        **_sender(person, firms, message),
        "title": title,
        "company": spoken_company(role.company or ""),
        "location": _plain(role.locations[0] if role.locations else ""),
        "employment": str(role.employment or ""),
        "appeal": appealing[0] if appealing else "",
        "appeals": list(appealing),
        "questions": [str(fact) for fact in request.questions],
        "missing": _missing(role),
        "reason": reason,
        "reason_term": _plain(as_written(term, message) or term),
        "reason_sector": sector(term, language),
        "availability": request.availability,
        "slots": [_slot(slot, message, request, language, variety) for slot in request.slots],
        "asked": list(asked),
        **_answers(asked, request, language),
        "cv": _cv(asked, request),
        "follow_up": bumps(message) if request.follow_up is None else request.follow_up,
        "relay": request.relay,
        "signature": me.signature or me.name,
        "sign": _sign(me.signature or me.name, relay=request.relay),
        "my_name": me.name,
        "informal": informal,
        "variety": variety,
        **_functions(message, request, informal=informal),
    }


def _sender(person: str, firms: tuple[str, ...], message: Message) -> dict[str, object]:
    """Whom the reply greets, and how its mail greeted: its first line, in small letters, if that is as short as one."""
    text = message.text
    opening = next((line.strip() for line in text.splitlines() if line.strip()), "")
    address = message.from_.addr_spec
    known = certain_name(person, not_in=firms, address=address)
    return {
        "name": first_name(person, not_in=firms, text=text, address=address),
        "full_name": _plain(known),
        "last_name": _plain(last_name(person, not_in=firms, text=text, address=address)),
        "academic": academic_title(known, f"{message.from_.display_name}\n{text}"),
        "gender": gender(person) if known else "",
        "greeting": opening.lower() if len(opening) <= LONGEST_TITLE else "",
    }


def _functions(message: Message, request: Request, *, informal: bool) -> dict[str, object]:
    """`pick([…])`, one of several wordings; `you("du", "Sie")`, the one that the sender uses."""
    return {"pick": picker(message, request), "you": _you(informal=informal)}


def example_values(name: str) -> list[dict[str, object]]:
    """Values to try a template with: all that there can be in either form of address, and next to nothing."""
    language, _, purpose = name.partition("/")
    bare: dict[str, object] = {key: type(value)() for key, value in EXAMPLE_VALUES.items()}
    action = purpose if purpose in {"accept", "ask", "decline"} else "decline"
    here = {"language": language, "purpose": purpose, "action": action, "signature": "Dana", "sign": "Dana"}
    return [
        EXAMPLE_VALUES | here | _example_functions(informal=False),
        EXAMPLE_VALUES
        | here
        | {"informal": True, "follow_up": True, "relay": True}
        | _example_functions(informal=True),
        bare | here | _example_functions(informal=False),
    ]


def _example_functions(*, informal: bool) -> dict[str, object]:
    """Here `pick` looks at every wording."""
    return {"pick": lambda wordings: " ".join(map(str, wordings))[:500], "you": _you(informal=informal)}


def _you(*, informal: bool) -> Callable[[str, str], str]:
    return lambda familiar, polite: familiar if informal else polite


def spoken_title(title: str) -> str:
    """A title as one says it: without "(m/w/d)" and "role", not in capitals; "" for what nobody would repeat."""
    plain = _NAMED_TWICE.sub("", _BESIDES.sub("", _GENDERS.sub("", _plain(title)))).strip(" -–—:,;")
    plain = _LEADING.sub("", plain)
    if len(plain) > LONGEST_TITLE or _SENTENCE.search(plain):
        return ""
    if plain.isupper() and len(plain) > 4:
        return _LETTERS.sub(lambda word: word[0] if len(word[0]) <= 3 else word[0].capitalize(), plain)
    return plain


def _title(role: Role, message: Message) -> str:
    """The role's title as one says it, in the letters of the mail where it has capitals: "Développeur backend"."""
    title = spoken_title(role.title or "")
    if title.casefold() == spoken_company(role.company or "").casefold():
        return ""
    written = as_written(title, message)
    return spoken_title(written) if written != written.lower() else title


def spoken_company(company: str) -> str:
    """A company as one says it: "Acme" for "Acme GmbH & Co. KG"."""
    plain = _plain(company)
    return _LEGAL_FORM.sub("", plain).rstrip(" ,&") or plain


def _plain(text: str) -> str:
    return _SPACES.sub(" ", text).strip()[:160]


def _missing(role: Role) -> list[str]:
    stated = {"company": role.company, "pay": role.salary, "location": role.locations or role.workplace}
    return [name for name, value in stated.items() if not value]


def _reason(score: Score, request: Request) -> tuple[str, str]:
    """The strongest point against the role as far as the user allows it to be told: its feature, and its term."""
    against = [c for c in score.contributions if c.value < 0 and c.feature != "base"]
    name, _, term = against[0].feature.partition(":") if against else ("", "", "")
    if name in _TERMS and dict(score.numbers).get("title_other", 0.0) > _OTHER:
        name = "title"  # nobody declines to become a nurse because of the pay
    if request.replies.reasons == "none" or name not in _SAID:
        return "", ""
    return name, term if request.replies.reasons == "full" else ""


def _answers(asked: tuple[str, ...], request: Request, language: str) -> dict[str, object]:
    """What the configuration answers of what was asked, in this language, and which topics it leaves open."""
    known: dict[str, str] = {}
    for answer in request.replies.answers:
        if answer.language == language or (not answer.language and answer.topic not in known):
            known[answer.topic] = answer.text
    open_topics = [topic for topic in asked if topic not in known and topic not in {"cv", "availability"}]
    return {
        "answers": [{"topic": topic, "text": known[topic]} for topic in asked if topic in known],
        "unanswered": open_topics,
    }


def _sign(signature: str, *, relay: bool) -> str:
    """What stands under the closing: the first line, the name, and the others behind the delimiter "-- " (RFC 3676
    section 4.3); a relay is no mail, and gets the name alone.
    """
    name, _, rest = signature.strip().partition("\n")
    return name if relay or not rest.strip() else f"{name}\n\n-- \n{rest.strip()}"


def _cv(asked: tuple[str, ...], request: Request) -> str:
    """Of a CV that is asked for: "attached", or "later" if there is none or it cannot be sent this way; else ""."""
    if "cv" not in asked:
        return ""
    return "attached" if attaches(asked, request) else "later"


def attaches(asked: tuple[str, ...], request: Request) -> bool:
    """Whether the CV goes along: only with an accept, only if the mail asks for it, and not through a relay."""
    return request.action is Action.ACCEPT and "cv" in asked and request.replies.cv is not None and not request.relay


def _slot(slot: Slot, message: Message, request: Request, language: str, variety: str) -> dict[str, str]:
    """A slot in words: its day, its hours, and by the sender's clock where that is told by the mail and differs."""
    offset = None if request.relay else offset_of(message.header("date"))
    at = message.date or slot.start
    same = offset is not None and at.astimezone(slot.start.tzinfo).utcoffset() == offset
    theirs, where = "", ""
    if offset is not None and not same and holds_until(offset, at, slot.end):
        theirs = _hours_at(timezone(offset), slot, language)
    elif offset is None and not request.relay and variety == "PT":
        # The UTC that says nothing in a Date header is Portugal's winter time.
        lisbon = ZoneInfo("Europe/Lisbon")
        if slot.start.astimezone(lisbon).utcoffset() != slot.start.utcoffset():
            theirs, where = _hours_at(lisbon, slot, language), "Portugal"
    return {
        "day": weekday_date(slot.start.date(), language),
        "time": _hours(slot.start, slot.end),
        "zone": "" if same else _zone_name(slot.start),
        "theirs": theirs,
        "where": where,
    }


def _hours_at(zone: tzinfo, slot: Slot, language: str) -> str:
    start, end = slot.start.astimezone(zone), slot.end.astimezone(zone)
    other_day = f"{weekday(start.date(), language)} " if start.date() != slot.start.date() else ""
    return other_day + _hours(start, end)


def _hours(start: datetime, end: datetime) -> str:
    return f"{start:%H:%M}–{end:%H:%M}"


def _zone_name(moment: datetime) -> str:
    """As in "CET"; "UTC+03:00" for a zone without letters."""
    name = moment.tzname() or ""
    return name if name[:1].isalpha() else f"UTC{moment.isoformat()[-6:]}"
