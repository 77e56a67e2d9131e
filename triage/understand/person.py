"""Finds the name of the person who writes: from the From display name, the sign-off or "my name is"."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from triage.domain import Evidence
from triage.understand import senders
from triage.understand.gazetteer import is_town, plain
from triage.understand.passages import is_closing, one_line
from triage.understand.person_names import AFTER, PARTICLES, is_name_word, names_department, person_name

if TYPE_CHECKING:
    from triage.domain import Address

_SAYS = re.compile(
    r"\b(?:my name is|mein name ist|je m['’]appelle|me llamo|mi nombre es|mijn naam is|mi chiamo|il mio nome è"
    r"|(?:o )?meu nome é|(?:me )?chamo-me|nazywam się|mam na imię|ich heiße|i['’]m|i am|this is|it['’]s|ich bin|soy"
    r"|sou [oa]|sono|ik ben|je suis|jestem|aqui é [oa])\s+([^\s,.;!]+(?:[ \t]+[^\s,.;!]+){0,3})",
    re.IGNORECASE,
)
#: Without a verb, or in one that is also an ordinary word: "its Donna at", "c'est Nadège de", "Tu Patrycja z".
_THIS_IS = re.compile(
    r"^[\s\S]{0,60}?\b(?:[Ii]ts|[Cc]['’]est|[Dd]aqui(?: é [oa])?|[Tt]u|[Tt]utaj|[Hh]ier is|[Mm]et|[Mm]yself"
    r"|[Ll]e saluda|[TtLl]e escribe|z tej strony|[Qq]ui|[Aa]quí) ((?:[A-ZÀ-Ž][a-zà-ž]+ ?){1,3})"
    r"(?:,|[.!]|\b(?:at|from|here|de|d['’]|du|des|da|do|di|del|dell[ae]|van|z|ze|von|vom)\b)"
)
_HERE = re.compile(r"^[\s\S]{0,60}?\b([A-ZÀ-Ž][a-zà-ž]+) (?:hier|here|vom|von der|from) (?:von|from|bei|vom|the|[A-Z])")
#: Before a name on the same line: "Gruß Manfred Kruse", "Um abraço, Cida", "Ihre Vroni".
_REGARDS = re.compile(
    r"(?:gr(?:u|ü)(?:ß|ss)e?n?|regards|wishes|cheers|thanks|thx|best|lg|vg|mfg|cordialement|cdlt"
    r"|salutations|merci|bises|saludos?|slds|gracias|abrazo|groet\w*|mvg|saluti|grazie|abraços?|abs|abç|att|obrigad[oa]"
    r"|cumprimentos|beijos?|pozdrawiam|pozdr\w*|pzdr|ihre?|eure?|deine?|yours)[ ,.!:–-]{1,3}(?=[A-ZÀ-Ž])",
    re.IGNORECASE,
)
#: With the words that lead up to it: "Mit den besten Grüßen".
_FORMULA = re.compile(rf"^(?:[\w-]+ ){{0,3}}?{_REGARDS.pattern}", re.IGNORECASE)
#: Before who signs for another: "i. A. Heike Lorentz".
_ON_BEHALF = re.compile(r"^(?:i\. ?[AV]\.|ppa\.?|p\.p\.|gez\.?|namens|van|wz\.)\s+(?=[A-ZÀ-Ž])")
#: Around a name among friends, and signs behind it: "Donna x", "xx Cindy".
_KISSES = re.compile(r"^[xX]{1,3}[o ]*\s(?=[A-ZÀ-Ž])|\s+[xX]{1,3}[oX]*$|[^\w\s.)]+$")
#: What ends as a sentence does, with more than an initial, is no line with a name.
_SENTENCE = re.compile(r"\w\w[.!?]$")
#: Behind the last sentence: "… any morning!! Donna x".
_TAIL = re.compile(r"(?:[.!?…)]|[^\w\s.,;:!?'’\"–—|/&+@-])\s+(?:[–—-]\s*)?([^\W\d_][^.!?…\n]{1,58})$")
#: Between a firm and a name on one line: "Acme, Kim", "HR – Kim".
_LINE_PARTS = re.compile(r",\s|\s[–—|/·-]\s")
#: In how many characters of a text an introduction stands.
_OPENING = 1_500
#: On how many of the first lines of a sign-off a name stands, and on how many of the last of a text.
_FIRST_LINES, _LAST_LINES = 4, 6
#: A line of so many characters is a sentence.
_LINE = 60
#: What every introduction that `_SAYS` finds contains one of; looking for these first is ten times faster.
_INTRODUCTIONS = (
    "name i",
    "name e",
    "name è",
    "m'appelle",
    "m’appelle",
    " llamo",
    "nombre es",
    "naam is",
    "mi chiamo",
    "nome ",
    "chamo-me",
    "nazywam",
    "mam na",
    "ich heiße",
    "i'm ",
    "i’m ",
    "i am ",
    "this is ",
    "it's ",
    "ich bin ",
    "soy ",
    "sou ",
    "sono ",
    "ik ben ",
    "je suis ",
    "jestem ",
    "aqui é ",
)


def read_recruiter(sender: Address, text: str, sign_off: str) -> tuple[str, Evidence] | None:
    """The writer's name, the fullest one given; None when a team or a machine writes and nobody signs.

    A display name is its sender's if the address or who signs repeats a word of it; else who signs comes first.
    """
    shown = (senders.displayed(sender), sender.display_name)
    introduced, signed = _introduced(text[:_OPENING], sender), _signed(sign_off, sender)
    if not shown[0]:
        of_firm = senders.names_trade(sender) or senders.spells_domain(sender)
        signed = [one for one in signed if not (of_firm and _repeats_firm(one[0], sender))]
        signed = [one for one in signed if not _begins_display(one[0], sender)]
    own = [one for one in (*introduced, *signed) if one[0]]
    if not shown[0]:
        own += _last_lines(text, sender)
    elif _is_doubtful(shown[0], sender, signed) and not any(_fits(name, shown[0]) for name, _ in own):
        own = own or [one for one in _last_lines(text, sender) if " " in one[0]]
        shown = ("", "") if own and not any(_fits(name, shown[0]) for name, _ in own) else shown
    given = [one for one in (shown, *own) if one[0]]
    if not given:
        return None
    same = [one for one in given if _fits(one[0], given[0][0])]
    name, quote = max(same, key=lambda one: (min(2, len(one[0].split())), "." not in one[0].partition(" ")[0]))
    return name, Evidence("recruiter", one_line(quote))


def _introduced(text: str, sender: Address) -> list[tuple[str, str]]:
    """(name, words) where the text gives the writer's name."""
    lowered = text.lower()
    spots = sorted({spot for words in _INTRODUCTIONS if (spot := lowered.find(words)) >= 0})
    found = (_SAYS.search(text, max(0, spot - 16), spot + 80) for spot in spots)
    here = (pattern.search(text) for pattern in (_HERE, _THIS_IS))
    matches = [match for match in (*found, *here) if match]
    return [(_leading_name(senders.without_firm(match[1], sender)), match[0]) for match in matches]


def _begins_display(name: str, sender: Address) -> bool:
    """Whether a display name that is nobody's begins with a name: "Halcyon Rail" of "Halcyon Rail Careers"."""
    return " " in name and sender.display_name.startswith(name)


def _is_doubtful(name: str, sender: Address, signed: list[tuple[str, str]]) -> bool:
    """Whether a display name may be no person's: the domain has a word of it, or somebody else signs."""
    if senders.shares_domain(name, sender):
        return True
    known = senders.is_in_mailbox(name, sender) or "reply" in sender.addr_spec.partition("@")[0]
    return not known and any(len(one[0].split()) > 1 for one in signed)


def _last_lines(text: str, sender: Address) -> list[tuple[str, str]]:
    """(name, line) for the last lines that are a name: "Theo", and below it what he does; no name of the sender's firm.

    Names that the mailbox has come first.
    """
    every = [line.strip() for line in text.rstrip().split("\n") if line.strip()]
    lines = every[1:][-_LAST_LINES:]
    lines = [line for line, below in zip_longest(lines, lines[1:]) if not _is_office(line, below)]
    lines = [line for line in lines if len(line) < _LINE and ":" not in line and not _SENTENCE.search(line)]
    lines += [tail[1] for line in every[-1:] if (tail := _TAIL.search(line)) and ":" not in tail[1]]
    named = [(name, line) for line in lines if (name := _in_line(line, sender))]
    found = [one for one in named if not _repeats_firm(one[0], sender) and not (" " in one[0] and is_town(one[0]))]
    return sorted(found, key=lambda one: not senders.is_in_mailbox(one[0], sender))


def _is_office(line: str, below: str | None) -> bool:
    """Whether a line has the office of somebody whose name stands below it: "Le Maire," above "Annick Le Goff"."""
    return line.endswith(",") and below is not None and " " in person_name(_before_role(below))


def _repeats_firm(name: str, sender: Address) -> bool:
    """Whether a name is a part of the domain or of the display name, and no word of it is in the mailbox: a firm's."""
    named = senders.letters(plain(f"{sender.domain} {sender.display_name}"))
    return senders.letters(plain(name)) in named and not senders.is_in_mailbox(name, sender)


def _in_line(line: str, sender: Address) -> str:
    """The name on a line of a sign-off, also behind the sender's firm or a department: "Acme, Kim", "HR – Kim"."""
    name = person_name(senders.without_firm(_before_role(line), sender))
    if name and not senders.is_of_firm(name, sender):
        return name
    first, *others = (part.strip() for part in _LINE_PARTS.split(line, maxsplit=2))
    if len(others) != 1 or not first or not (names_department(first) or _repeats_firm(first, sender)):
        return ""
    behind = person_name(AFTER.sub("", others[0])) if PARTICLES.isdisjoint(others[0].split()) else ""
    return "" if is_town(behind) or senders.is_of_firm(behind, sender) else behind


def _before_role(line: str) -> str:
    """A line of a sign-off up to what its writer does: "Antonella" of "Gruß Antonella, filiale di Bari"."""
    if _REGARDS.search(line):  # few lines have one, and to look for words before it takes five times as long
        line = _FORMULA.sub("", line, count=1)
    return AFTER.sub("", _ON_BEHALF.sub("", _KISSES.sub("", line)).split(",")[0])


def _leading_name(text: str) -> str:
    """The words of `text` up to the first that cannot belong to a name."""
    words = text.split()
    ends = (
        at for at, word in enumerate(words) if not is_name_word(word) or word.lower() in {"and", "und", "i", "from"}
    )
    return person_name(" ".join(words[: next(ends, len(words))]))


def _fits(name: str, first: str) -> bool:
    """Whether a name is the same person's as the first one found, so that a fuller form may replace it."""
    one, other = name.lower().split(), first.lower().split()
    shortened = one[-1] == other[-1] and one[0][0] == other[0][0] and "." in {one[0][1:], other[0][1:]}
    return one[0] == other[0] or shortened or set(one) == set(other)


def _signed(sign_off: str, sender: Address) -> list[tuple[str, str]]:
    """(name, line) for the first lines of a sign-off that are a person's name."""
    lines = [line.strip() for line in sign_off.split("\n") if line.strip()]
    lines = [line for line in lines if not is_closing(line) or _FORMULA.match(line)][:_FIRST_LINES]
    return [(name, line) for line in lines if len(line) < _LINE and (name := _in_line(line, sender))]
