"""Reads how a working week is split: a sentence becomes one letter a known word, a small grammar reads the letters."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, NamedTuple

from triage.domain import Workplace
from triage.understand.toponyms import hits
from triage.understand.words import table
from triage.vocabulary import tokenise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triage.understand.passages import Passage

    Phrases = tuple[tuple[tuple[str, ...], str], ...]

_LONGEST_WORD = 40
_MOST_WORDS = 20_000  # remembered
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
_TIMES = rf"(?:{_DAYS}x?D|X)"
_HABIT = r"(?:W|v[-,CI]{1,2}v)"
_OFFICE_DAYS = rf"{_DAYS}x?-?(?:[Os]-?D(?!-?K)|d)"
_COUNTED_THERE = re.compile(
    rf"(?<!KI)(?P<count>{_COUNT})(?P<gap>[^SQ]{{0,8}}?)(?P<where>[OsHmi])(?P<tail>[^S,]{{0,4}})"
)
_THERE_COUNTED = re.compile(
    rf"(?P<where>[OsHmi])(?P<gap>[^SQ]{{0,8}}?)(?<!KI)(?P<count>{_COUNT})(?P<tail>[^S,]{{0,4}})"
)

#: Rank, what it says, the letters, and words that read so. Gaps are bounded, so that each rule takes linear time.
_RULES = (
    (1, _HYBRID, rf"{_OFFICE_DAYS}(?![^S,K]{{0,3}}M)"),  # two office days
    (1, _HYBRID, rf"{_DAYS}x?-?H-?D(?!-?K)"),  # 3 Homeoffice-Tage
    (1, _REMOTE, rf"{_OFFICE_DAYS}[^S,K]{{0,3}}M"),  # one on-site day per month
    (1, _HYBRID, rf"{_HABIT}[^SQ]{{0,8}}[OsHmi]"),  # martes y jueves en la oficina
    (1, _HYBRID, rf"[OsHmi][^SQ]{{0,15}}{_HABIT}"),  # in the office Tuesdays and Thursdays
    (1, _HYBRID, r"v[^SQ]{0,10}R"),  # am Donnerstag hier, den Rest …
    (1, _HYBRID, r"[OsPV]I?T?v[^SQ]{0,6}R"),  # présence au bureau le mardi, le reste …
    (1, _HYBRID, rf"{_COUNT}[^SQM]{{0,6}}K?[^SQM]{{0,3}}IT?P"),  # three days a week in Leeds
    (1, _HYBRID, rf"{_HABIT}[^SQ]{{0,8}}IT?P"),  # Mon to Wed in Bergen
    (1, _HYBRID, rf"PI?{_HABIT}(?!S?[QV])"),  # Utrecht op maandag en donderdag
    (1, _HYBRID, r"P[^S]?[^SQ]{0,2}[2-4]DI(?=[S,]|$)"),  # Manchester, two days in.
    (1, _HYBRID, r"p%[^SQ,]{0,3}[OsHm]"),  # 60 % Homeoffice
    (1, _HYBRID, r"[OsH][^SQO]{0,2}p%"),  # Homeoffice: 60 %
    (1, _HYBRID, r"h[IT]{0,2}(?:K|D)"),  # half the week with the team
    (1, _HYBRID, r"[OsP][^SQ]{0,8}R[^S]{0,5}[HmA]"),  # some of it in Leeds, the rest from home
    (1, _REMOTE, rf"{_TIMES}[^SQ]{{0,4}}M[^S]{{0,4}}[POs]"),  # one day a month in Bristol
    (1, _REMOTE, rf"[POsV][^SQ]{{0,6}}{_TIMES}[^SK]{{0,3}}M"),  # we meet in Stockholm two days a month
    (1, _REMOTE, r"O[^SQ]{0,2}M(?=S|,|$)"),  # at the office monthly
    (2, _ONSITE, r"G[^S,Lnk]{0,2}[H](?![Qk])"),  # kein Homeoffice
    (2, _ONSITE, r"Gxw[Hm]|GI?m(?=[S,]|$)"),  # niet thuis
    (2, _ONSITE, r"H[^S,k]{0,4}G[^Sk]{0,3}f|HfG"),  # Homeoffice ist leider nicht vorgesehen
    (3, _REMOTE, r"[HA][^SG]{0,3}C[^S]{0,3}[Os]"),  # from home or at the office
    (3, _REMOTE, r"[OsP][^SG]{0,2}CI?[Hm]"),  # Berlin or from home
    (3, _REMOTE, r"O[^SG]{0,3},[Hm]C"),  # op kantoor, thuis of in de trein
    (3, _REMOTE, r"[OsH][^S]{0,8}F[^S]{0,8}[OsHm]|A[^S]{0,3}F|F[^S]{0,3}A"),  # au bureau, chez vous, ça m'est égal
    (4, _REMOTE, r"G[T1x]?O(?![DI])|OG(?![^S]{0,2}[HmL])|O?GTO"),  # no office
    (4, _REMOTE, r"(?<!G)(?<!G.)[Lq]%?I?H|H-?L(?![IT]?[Os])"),  # fully remote, remote 100
    (4, _REMOTE, r"(?<!G)(?<!GI)A"),  # from wherever you like
    (4, _ONSITE, r"(?<!G)L%?[IT]{0,3}s"),  # 100 % on site
    (4, _ONSITE, r"[Uw]{2}[^S,]{0,2}[Os]|U[^S,]{0,2}[Os](?!CI?H)"),  # we all work in the studio
    (4, _ONSITE, r"w[^S,G]?L[^SG,]{0,2}[Os]"),  # o trabalho é todo aqui na oficina
    (6, _ONSITE, r"E[^S,]{0,4}[Os]|[Os][^S,]{0,4}E|[Os]l"),  # in the office every day
    (6, _ONSITE, r"w[^S,GC]{0,3}s(?![CI]?[HD])|sw(?![^S]{0,3}F)|a"),  # on travaille sur place
    (NAMED, _REMOTE, r"U[^S,GKMD]{0,2}[Hm]"),  # everyone at home
    (NAMED, _REMOTE, r"w[^S,GzT]{0,3}(?:IT)?[Hm](?![^S,]{0,6}[QM])"),  # Sie arbeiten aus dem Homeoffice
    (NAMED, _REMOTE, r"H-?[wf]|(?:^|[-S,(/])H(?=$|[-S,(/])"),  # remote position
    (8, _REMOTE, r"V[^SQ]{0,6}M"),  # we meet once a quarter
)
_GRAMMAR = tuple((rank, workplace, re.compile(letters)) for rank, workplace, letters in _RULES)

#: Letters of which a passage must hold one to say anything.
_TELLING = "OsHmAXWvhRPdia"


class _Vocabulary(dict[str, "Phrases"]):
    """Word in lower case → the phrases that begin with it, longest first, each with its letter; () if there is none."""

    def __init__(self, sections: dict[str, tuple[str, ...]]) -> None:
        super().__init__()
        self.prefixes: tuple[tuple[str, str], ...] = ()
        for letter, lines in sections.items():
            for written in (phrase.strip() for line in lines for phrase in line.split(" | ")):
                if written.endswith("*"):
                    self.prefixes += ((written[:-1], letter),)
                    continue
                tokens = tuple(token.strip() for token in tokenise(written))
                longer = (*self.get(tokens[0], ()), (tokens, letter))
                self[tokens[0]] = tuple(sorted(longer, key=lambda phrase: -len(phrase[0])))

    def __missing__(self, word: str) -> Phrases:
        letter = next((letter for prefix, letter in self.prefixes if word.startswith(prefix)), "")
        phrases: Phrases = (((word,), letter),) if letter else ()
        if len(word) <= _LONGEST_WORD and len(self) < _MOST_WORDS:
            self[word] = phrases
        return phrases


@functools.cache
def _vocabulary() -> _Vocabulary:
    return _Vocabulary(table("workweek_words.txt"))


def read_week(passage: Passage) -> Iterator[Said]:
    """What the sentences of `passage` say, in the passage's tokens."""
    letters, at = _letters(passage)
    if not any(letter in letters for letter in _TELLING):
        return
    for pattern in (_COUNTED_THERE, _THERE_COUNTED):
        for match in pattern.finditer(letters):
            if workplace := _by_days(match, letters):
                yield Said(1, workplace, at[match.start()], at[match.end() - 1])
    for rank, workplace, rule in _GRAMMAR:
        for match in rule.finditer(letters):
            if _WEEKDAY.search(match.group()) and "Q" in _before(letters, match):
                continue  # an interview on Tuesday
            yield Said(rank, workplace, at[match.start()], at[match.end() - 1])


def _by_days(match: re.Match[str], letters: str) -> Workplace | None:
    """One to four days in the office a week are hybrid, at most a few a month are remote; so many at home likewise."""
    count, gap, tail = match["count"], match["gap"], match["tail"]
    at_employer = match["where"] in "Osi"
    if "K" not in gap + tail and ("M" in gap or "M" in tail[:3]):
        return Workplace.REMOTE if at_employer else None
    if match.start("where") < match.start("count") and not at_employer and "," in gap:
        return None  # "Remote, 4 days a week" is how much, not where
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


def _letters(passage: Passage) -> tuple[str, list[int]]:
    """A letter for each word or phrase of the passage, "x" for what means nothing here, and the token it begins at."""
    places = {hit.start for hit in hits(passage) if hit.place.kind in {"city", "area"}}
    lows, starts, vocabulary = passage.lows[:_MOST_TOKENS], passage.starts, _vocabulary()
    letters: list[str] = []
    at: list[int] = []
    done = 0
    for position, low in enumerate(lows):
        if position < done:
            continue
        letter, done = "x", position + 1
        for tokens, meaning in vocabulary[low]:
            if len(tokens) == 1 or lows[position : position + len(tokens)] == tokens:
                letter, done = meaning, position + len(tokens)
                break
        if starts[position] in places:
            letter = "P"
        letters.append("S" if low == "\n" else letter)
        at.append(position)
    return "".join(letters), at
