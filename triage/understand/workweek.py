"""Reads how a working week is split: a sentence becomes one letter a known word, a small grammar reads the letters."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from triage.domain import Workplace
from triage.understand.toponyms import hits
from triage.understand.words import table
from triage.vocabulary import tokenise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triage.understand.gazetteer import Hit
    from triage.understand.passages import Passage

    Phrases = tuple[tuple[tuple[str, ...], str], ...]

_MOST_TOKENS = 6_000  # read of one passage


class Said(NamedTuple):
    """What one sentence says about the workplace, from token `first` to `last`; the lowest rank is the surest."""

    rank: int
    workplace: Workplace
    first: int
    last: int


#: The rank of a home or "remote" that is named beside the job, and nothing more.
NAMED = 7

_HYBRID, _REMOTE, _ONSITE = Workplace.HYBRID, Workplace.REMOTE, Workplace.ONSITE

#: A number of days ("2-3 days", not the "4 days" of "a 4-day week") or a number of times; days of the week as a habit.
_DAYS = r"[1-5](?:[-CIT,/][1-5])?"
_COUNT = rf"(?:{_DAYS}[-xLTD]?D(?!-?K)|(?:[1-4]-)?Y|X)"
_TIMES = rf"(?:{_DAYS}x?D|[XY])"
_HABIT = r"(?:W|v(?:[-,I]{1,2}|,[IT]{1,2})v)"
_OFFICE_DAYS = rf"{_DAYS}x?-?(?:[Os]-?D(?!-?K)|d)"
_COUNTED_THERE = re.compile(
    rf"(?<!KI)(?P<count>{_COUNT})(?P<gap>[^SQ]{{0,8}}?)(?P<where>[OsHmi])(?P<tail>[^S,]{{0,4}})"
)
_THERE_COUNTED = re.compile(
    rf"(?P<where>[OsHmi])(?P<gap>[^SQ]{{0,8}}?)(?<!KI)(?P<count>{_COUNT})(?P<tail>[^S,]{{0,4}})"
)

#: Rank, what it says, the letters, and words that read so. Gaps are bounded, so that each rule takes linear time.
_RULES = (
    (
        0,
        _ONSITE,
        r"(?<![1-4]-)(?<!C)5[-xLTD]?D(?!-?K-)[^SQM,]{0,6}K?[^SQM,]{0,3}(?:IT?)?(?:Px?O|[POs])(?!C)",
    ),  # five days in Leeds
    (0, _ONSITE, r"(?<!G)(?<!G.)L[IT]{0,2}s(?![CI]?[HD])"),  # fully on site, Monday to Thursday
    (1, _HYBRID, rf"{_OFFICE_DAYS}(?![^S,K]{{0,3}}M)"),  # two office days
    (1, _HYBRID, rf"{_DAYS}x?-?H-?D(?!-?K)"),  # 3 Homeoffice-Tage
    (1, _REMOTE, rf"{_OFFICE_DAYS}[^S,K]{{0,3}}M"),  # one on-site day per month
    (1, _HYBRID, rf"{_HABIT}[^SQ]{{0,8}}[OsHmi]|d[^SQ]{{0,3}}{_HABIT}"),  # martes y jueves en la oficina
    (1, _HYBRID, rf"[OsHi][^SQ]{{0,15}}{_HABIT}|m[^SQ]{{0,4}}{_HABIT}"),  # in the office Tuesdays and Thursdays
    (1, _HYBRID, r"X[IT]{0,2}[OsHm][^SQ]{0,3}X[IT]{0,2}[OsHm]"),  # 3x presencial e 2x home
    (1, _HYBRID, r"[1-4][IT]{0,2}[Os],[1-4][IT]{0,2}[Hm]|[1-4][IT]{0,2}[Hm],[1-4][IT]{0,2}[Os]"),  # 3 in plant, 2 home
    (1, _HYBRID, r"hI?T?K[^S]{0,8}h[^S]{0,5}[AHm]"),  # half the week at the pool, half where you like
    (1, _HYBRID, r"W[^SQ]{0,16}R"),  # shows up on Tuesdays, the rest …
    (1, _HYBRID, r"v[^SQ]{0,10}R"),  # am Donnerstag hier, den Rest …
    (1, _HYBRID, r"[OsPV]I?T?v[^SQ]{0,6}R"),  # présence au bureau le mardi, le reste …
    (1, _HYBRID, rf"(?<!z){_COUNT}[^SQM,]{{0,6}}K?[^SQM,]{{0,3}}IT?P"),  # three days a week in Leeds
    (1, _HYBRID, rf"{_HABIT}[^SQ]{{0,8}}IT?P"),  # Mon to Wed in Bergen
    (1, _HYBRID, rf"P[IT]{{0,2}}{_HABIT}(?!S?[QV])"),  # Utrecht op maandag en donderdag
    (1, _HYBRID, r"P[^S]?[^SQ]{0,2}[2-4]DI(?=[S,]|$)"),  # Manchester, two days in.
    (1, _HYBRID, r"P,?(?:XC)?[XY]I?T?K"),  # London, once or twice a week
    (1, _HYBRID, r"p%[^SQ,]{0,3}[OsHm]"),  # 60 % Homeoffice
    (1, _HYBRID, r"[OsH][^SQO]{0,2}p%"),  # Homeoffice: 60 %
    (1, _HYBRID, r"h[IT]{0,2}[KD][^S]{0,5}[OsHmiP]|[OsHmP][^S,]{0,5}h[IT]{0,2}[KD]"),  # half the week with the team
    (1, _HYBRID, r"v[IT]{0,2}H(?!x?Q)|H[IT]{1,2}v"),  # le vendredi en télétravail, teletrabajo los viernes
    (1, _HYBRID, r"[1-4]DI,[1-4]D"),  # three days in, two days out
    (1, _HYBRID, rf"{_DAYS}D[^SQ]{{0,8}},{_DAYS}D?A"),  # three days in Leeds and two wherever you like
    (1, _HYBRID, r"[1-4]D[^SQ]{0,14},I?[1-4]D?x?[IT]{0,2}[Hm]"),  # two days on the quay, three at home
    (1, _HYBRID, rf"P,I?{_HABIT}(?!S?[QV])"),  # Glasgow, Tuesdays and Thursdays
    (1, _HYBRID, r"(?<!M)(?<!MI)(?<!MIT)[OsP][^SQ]{0,8}R[^S]{0,5}[HmA]"),  # some of it in Leeds, the rest from home
    (
        1,
        _HYBRID,
        r"B[IT]{0,2}[Os][^SQ]{0,6}[HD]|[Os][^SQG]{0,2},1D[^SQM]{0,2}H|[Os][^SQ]{0,2}B[^SQM]{0,6}H",
    ),  # mostly office, a day from home
    (1, _HYBRID, r"1D[IT]{0,2}H(?![^S]{0,4}[MQ])"),  # un jour de télétravail
    (1, _HYBRID, r"ND[IT]{0,2}M[^S]{0,3}[POs]|[POs][^S,]{0,4}ND[IT]{0,2}M"),  # 8 days a month in the London office
    (1, _HYBRID, r"p/p[^S]{0,3}[OsH]|[OsH][^S]{0,4}p/p"),  # 60/40 office/home
    (1, _REMOTE, rf"{_TIMES}[^SQ]{{0,4}}M[^S]{{0,4}}[POs]"),  # one day a month in Bristol
    (1, _REMOTE, rf"[POsV][^SQ]{{0,6}}{_TIMES}[^SK]{{0,3}}M"),  # we meet in Stockholm two days a month
    (
        1,
        _REMOTE,
        r"[OsP][^S]{0,14}v[ITx]{1,2}M|v[ITx]{1,2}M[^S]{0,6}[OsP]",
    ),  # in Deventer on the first Monday of the month
    (1, _REMOTE, r"O[^SQ]{0,2}M(?=S|,|$)"),  # at the office monthly
    (2, _ONSITE, r"G[^S,Lnk]{0,3}[H](?![Qk])"),  # kein Homeoffice
    (2, _ONSITE, r"Gxw[Hm]|GI?m(?=[S,]|$)"),  # niet thuis
    (2, _ONSITE, r"H[^S,k]{0,4}G[^Sk]{0,3}f|HfG"),  # Homeoffice ist leider nicht vorgesehen
    (2, _ONSITE, r"H[^S,kC]{0,4}G(?=[S,]|$)"),  # Homeoffice ist bei uns nicht
    (2, _ONSITE, r"[Hm][^S,kC]{0,4}Z|y[^S,kC]{0,5}[Hm]"),  # von zu Hause aus geht das nicht, we don't do home office
    (3, _HYBRID, r"R[^S,M]{0,6}A"),  # nos outros dois onde quiser
    (3, _REMOTE, r"[HA][^SG]{0,3}C[^S]{0,3}[Os]"),  # from home or at the office
    (3, _REMOTE, r"[OsP][^SG]{0,2}CI?[Hm]"),  # Berlin or from home
    (3, _REMOTE, r"O[^SG]{0,3},[Hm]C"),  # op kantoor, thuis of in de trein
    (3, _REMOTE, r"[OsH][^S]{0,8}F[^S]{0,8}[OsHm]|A[^S]{0,3}F|F[^S]{0,3}A"),  # au bureau, chez vous, ça m'est égal
    (4, _REMOTE, r"G[T1x]?O(?!D)(?!I[TI]?[PO])|OG[^S,]{0,5}(?=S|$)|O?GTO"),  # no office
    (4, _REMOTE, r"g[^SO,1-5YEDK]{0,4}O(?![^S]{0,8}[DK])"),  # no need to be in the office
    (4, _REMOTE, r"(?<!G)(?<!G.)[Lq]%?I?H|H-?L(?![IT]?[Os])|H[-xI]{1,2}L%"),  # fully remote, remote 100
    (4, _REMOTE, r"(?<!G)(?<!GI)A"),  # from wherever you like
    (4, _ONSITE, r"s[^S,G]?L%"),  # presence on site is 100 %
    (4, _ONSITE, r"(?<!G)L%?[IT]{0,3}s"),  # 100 % on site
    (4, _ONSITE, r"[Uw]{2}[^S,]{0,2}[Os]|U[^S,]{0,2}[Os](?!CI?H)"),  # we all work in the studio
    (4, _ONSITE, r"(?<!G)(?<!G.)L%?I[IT]{0,2}O(?![^S]{0,3}[CHFM])"),  # entirely in the plant
    (4, _ONSITE, r"w[^S,G]{0,3}n[IT]{0,2}[Os](?![^S]{0,4}[DKM])"),  # praca tylko z biura
    (4, _ONSITE, r"w[^S,G]?L[^SG,]{0,2}[Os]"),  # o trabalho é todo aqui na oficina
    (6, _ONSITE, r"E[^S,]{0,4}[Os]|[Os][^S,]{0,4}E|s[IP]{0,2},E|[Os]l"),  # in the office every day
    (6, _ONSITE, r"w[^S,GC]{0,3}s(?![CI]?[HD])|sw(?![^S]{0,3}F)|a"),  # on travaille sur place
    (NAMED, _REMOTE, r"U[^S,GKMD]{0,2}[Hm]"),  # everyone at home
    (NAMED, _REMOTE, r"w[^S,GzT]{0,3}(?:IT)?[Hm](?![^S,]{0,6}[QM])"),  # Sie arbeiten aus dem Homeoffice
    (NAMED, _REMOTE, r"H-?[wf]|(?:^|[-S,(/])H(?=$|[-S,(/])"),  # remote position
    (8, _REMOTE, r"V[^SQ]{0,6}M"),  # we meet once a quarter
)
#: The rules of one rank and meaning in one pattern: a sentence is then read 13 times instead of 40.
_GRAMMAR = tuple(
    (rank, workplace, re.compile("|".join(f"(?:{letters})" for *_, letters in rules)))
    for (rank, workplace), rules in groupby(_RULES, key=itemgetter(0, 1))
)

PATTERNS = (_COUNTED_THERE, _THERE_COUNTED, *(rules for *_, rules in _GRAMMAR))

#: A sentence says something only with a word of one of these letters.
_TELLING = "OsHmAWvhdiaXD"
#: What ends a sentence.
_END = "S"
#: Each of `PATTERNS` has one of these letters: a sentence without them, as most are, says nothing.
SAYING = frozenset("OsHmiAaWvhdXDPRV")


@functools.cache
def _vocabulary() -> dict[str, Phrases]:
    """Word in lower case → the phrases that begin with it, longest first, each with its letter."""
    by_first: dict[str, Phrases] = {}
    for letter, lines in table("workweek_words.txt").items():
        for written in (phrase.strip() for line in lines for phrase in line.split(" | ")):
            tokens = tuple(token.strip() for token in tokenise(written))
            longer = (*by_first.get(tokens[0], ()), (tokens, letter))
            by_first[tokens[0]] = tuple(sorted(longer, key=lambda phrase: -len(phrase[0])))
    return by_first | {"\n": ((("\n",), _END),)}


@functools.cache
def _words_of(letters: str) -> frozenset[str]:
    """The longest word of each phrase of one of `letters`: the rarest, so that few sentences are looked at."""
    phrases = (phrase for longer in _vocabulary().values() for phrase in longer)
    return frozenset(max(reversed(tokens), key=len) for tokens, letter in phrases if letter in letters)


def read_week(passage: Passage) -> Iterator[Said]:
    """What the sentences of `passage` say, in the passage's tokens."""
    letters, at = _letters(passage)
    if not letters:
        return
    for pattern in (_COUNTED_THERE, _THERE_COUNTED):
        for match in pattern.finditer(letters):
            if workplace := _by_days(match, letters):
                yield Said(1, workplace, at[match.start()], at[match.end() - 1])
    for rank, workplace, rules in _GRAMMAR:
        for match in rules.finditer(letters):
            if _WEEKDAY.search(match.group()) and "Q" in _before(letters, match):
                continue  # an interview on Tuesday
            yield Said(rank, workplace, at[match.start()], at[match.end() - 1])


def _by_days(match: re.Match[str], letters: str) -> Workplace | None:
    """One to four days in the office a week are hybrid, at most a few a month are remote; so many at home likewise."""
    count, gap, tail = match["count"], match["gap"], match["tail"]
    at_employer = match["where"] in "Osi"
    if "K" not in gap + tail and ("M" in gap or "M" in tail[:3]):
        return Workplace.REMOTE if at_employer else None
    if not at_employer and ("G" in gap or (match.start("where") < match.start("count") and "," in gap)):
        return None  # "five days, no home working"; "Remote, 4 days a week" is how much, not where
    days = max((int(digit) for digit in count if digit.isdigit()), default=2 if "Y" in count else 1)
    if days == 1 and "K" not in _before(letters, match)[-4:] + gap + tail:
        return None
    if days < _WHOLE_WEEK:
        return Workplace.HYBRID
    return Workplace.ONSITE if at_employer else Workplace.REMOTE


_WHOLE_WEEK = 5
_WEEKDAY = re.compile(r"[Wv]")


def _before(letters: str, match: re.Match[str]) -> str:
    """The sentence as far as the match."""
    return letters[max(0, match.start() - 20) : match.start()].rpartition("S")[2]


def _is_surely_a_town(hit: Hit) -> bool:
    return hit.place.kind == "town" and not hit.place.doubtful


def _letters(passage: Passage) -> tuple[str, list[int]]:
    """The letters of the sentences that can say something, and the token each letter begins at."""
    letters: list[str] = []
    at: list[int] = []
    ends = passage.where(_words_of(_END))
    places = {hit.start for hit in hits(passage) if hit.place.kind in {"city", "area"} or _is_surely_a_town(hit)}
    done = 0
    for mark in passage.where(_words_of(_TELLING), _MOST_TOKENS):
        if mark < done:
            continue
        behind = bisect_left(ends, mark)
        first = ends[behind - 1] + 1 if behind else 0
        done = ends[behind] + 1 if behind < len(ends) else len(passage.lows)
        spelt, begins = _spelt(passage, first, done, places)
        if SAYING.isdisjoint(spelt):  # how it ended is as far as a rule looks back
            spelt, begins = spelt[-2:], begins[-2:]
        letters += spelt
        at += begins
    return "".join(letters), at


def _spelt(passage: Passage, first: int, end: int, places: set[int]) -> tuple[list[str], list[int]]:
    """A letter for each word or phrase from token `first` to `end`, "x" for what means nothing here, and its token."""
    lows, starts, vocabulary = passage.lows, passage.starts, _vocabulary()
    letters, at = [], []
    position = first
    while position < end:
        letter, length = "x", 1
        for tokens, meaning in vocabulary.get(lows[position], ()):
            if len(tokens) == 1 or lows[position : position + len(tokens)] == tokens:
                letter, length = meaning, len(tokens)
                break
        letters.append("P" if starts[position] in places else letter)
        at.append(position)
        position += length
    return letters, at
