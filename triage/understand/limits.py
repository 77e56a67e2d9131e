"""Tells which end of a range a single figure is: "up to 80k", "from 70k", "90k max"."""

from __future__ import annotations

import re

from triage.understand.wordings import wordings

_WORDINGS = wordings("pay_wordings")
_UP_TO = re.compile(
    r"(?:\bup ?to|\bllegar\w* a|\breach(?:es|ing)?|\barriva(?:re)? a|\bchega\w* a|\bgoes to"
    r"|\b(?:salary|rate|pay|package) to|\bm[aá]x(?:im\w*|\.)?|\bmassim[oai]|\bbis(?: zu)?|jusqu['’]?[àa]u?"
    r"|\bhasta(?: (?:los|las|unos))?|\btot(?: max\.?)?|\bfino a(?:i|d)?"
    r"|\baté|\bupto|\bcapped at|\bunder|≤|<|\bmax\. tot|\btil"
    rf"|\b{_WORDINGS['at_most']})[ :]{{0,3}}(?:around |a |ca\. |circa |about )?$"
)
_AT_MOST = re.compile(
    r"[ ]?(?:/ ?\w{1,7}|(?:per|par|pro|je|al|por|za) \w{1,8}|ht)?[ ]?\(?"
    r"(?:max(?:imum|imal|imaal|\.)?|massimo|máx(?:imo|\.)?|tops)(?!\w)"
)
_DO = re.compile(r"\bdo[ :]{0,2}$")  # "up to" in Polish and Czech; in English it is only a verb
_FROM = re.compile(
    r"(?:\bfrom|\b(?:begins?|commence|arranca|empieza|começa|zaczyna się) (?:at|à|en|em|od)"
    r"|\bstart(?:s|ing)? (?:at|from)"
    r"|\b(?:beginnt|startet|start) bei|\bbeginning at|\bbegint bij|\bat least|\bmin(?:imum|\.)?|\bab|\bmindestens"
    r"|à partir de|\bdès|\bau moins|\bdesde|\ba partir de|\bda|\ba partire da|\bvanaf|\bminimaal|\bod|\bpowyżej"
    r"|mindest(?:gehalt|entgelt|lohn)(?:[ :]+[\w-]+\.?){0,3}"
    rf"|\b{_WORDINGS['starting_pay']}"
    r"|\bover|\bupwards of|\bnorth of|≥|>)[ :]{0,2}$"
)
_PLUS = re.compile(
    r"(?: ?(?:/|per |an? |p/?)(?:h|hr|hour|day|d|year|yr|month)\b)?[ ]?(?:\+(?! ?\w)"
    r"|\+(?= (?:base|basic|plus|a year|an hour))|\+\+|and up\b|and above|plus\b(?= per| p\.?a)|upwards"
    r"|or (?:more|better)"
    r"|(?: \w+){0,4} (?:para cima|in su\b|y más\b|en adelante|et plus\b|und mehr\b|i więcej|e oltre)"
    r"|\+(?= ?(?:per|p\.a|a year))|[^.;\n]{0,45}\büberzahl)"
)
_ABOUT = re.compile(
    r"\b(?:circa|ca\.?|around|about|roughly|rund|etwa|um die|environ|autour de|unos|sobre|cerca d[ei]|około|ok\.) ?$"
)
#: No "up to" or "from" is longer, in characters; looking no further back takes a third of the time.
_JUST_BEFORE = 36


def is_most(before: str, after: str, currency: str | None) -> bool:
    """Whether the words around a figure, in lower case, make it the most that is paid."""
    if _UP_TO.search(before[-_JUST_BEFORE:]) or _AT_MOST.match(after):
        return True
    return currency in {"PLN", "CZK"} and _DO.search(before) is not None


def is_least(before: str, after: str) -> bool:
    """Whether they make it the least."""
    return bool(_FROM.search(before[-_JUST_BEFORE:]) or _PLUS.match(after))


def is_limited(before: str) -> bool:
    """Whether "up to", "from" or "about" stands before it."""
    just_before = before[-_JUST_BEFORE:]
    return any(pattern.search(just_before) for pattern in (_UP_TO, _FROM, _ABOUT))
