"""Learns how the clues for title, employer and recruiting firm weigh: `python -m training.roles [-v]`.

Learns from training/mail, training/short, training/cases and real ads of ../shared/data, and judges by leaving
authors out. Writes triage/understand/tables/weights_*.tsv; without those ads the shipped ones stay. Authors in `KEPT`
are for judging only, by benchmarks/mail_roles.py.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import triage.understand
from training import corpus, firms, recruits, shorts
from training.choice import Question, fit, scores
from training.mails import cases
from training.mails import message as mail
from triage.understand import organisation
from triage.understand.domains import label_of
from triage.understand.names import squeeze, without_legal_form
from triage.understand.passages import parts, passage
from triage.understand.place import read_places
from triage.understand.recruits import FIELD as RECRUITS
from triage.understand.recruits import words_of
from triage.understand.role import recruiter, who_writes
from triage.understand.title import LEAST, candidates
from triage.understand.title_words import is_head

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from triage.domain import Message
    from triage.understand import role

KEPT = frozenset({"lindqvist", "norrby", "oduya"})
#: The kinds that offer a role, and how much those count that do not: their labels name no title although many hold one.
OFFERS, OTHERS = frozenset({"outreach", "application", "interview"}), 0.06
FOLDS = 9
#: In so many groups authors are judged, for what learns kinds from them, by weights that they had no part in.
PARTS = 5
#: How much a real ad counts: there are many, and they are worded alike.
ADS = 0.3
#: How strongly the weights are held at zero; chosen by leaving authors out among 0.4, 0.7, 1, 1.5.
RIDGE = {"title": 1.0, "firms": 1.0}
#: Weights nearer to zero than this are left out.
SMALL = 0.02
_LEVEL = re.compile(rf"^{organisation.LEVEL}-?\d")
_TABLES = Path(triage.understand.__file__).parent / "tables"
_ADS = Path(__file__).parents[1].parent / "shared" / "data" / "fit_dev_ads.jsonl.gz"
_ADS_GROUP = "ads"
_HEADER = "# How the clues for one field of the role weigh, in log-odds; written by `python -m training.roles`.\n"
_SUBJECTS = ("{title} at {company}", "{title}", "{title} - {company}", "{company}: {title}", "{title} ({company})")
_INFLECTION = re.compile(r"(?<=\w{3})[:*·/_]-?(?:innen|in|a|ra|o|os|as|e|se|euse|rice|trice|ne)\b")
_AND = re.compile(r"\s+(?:&|\+|and|und|et|y|e|en|i)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """One message as three questions, and its words."""

    title: Question
    company: Question
    agency: Question
    writing: recruits.Writing


def available() -> bool:
    """Whether the real ads are there, without which other weights than the shipped ones would come out."""
    return _ADS.is_file()


def main() -> int:
    """Prints how often left-out authors are read right, and writes the weights."""
    if not available():
        print(f"titles and employers: {_ADS} is not there; the shipped weights stay")
        return 0
    learnt = [read for read in readings() if read.title.author not in KEPT]
    for field, weights in _fit(learnt).items():
        _write(field, weights)
    answers = _left_out(learnt)
    for field in ("title", "company", "agency"):
        pairs = [(getattr(read, field), answer[field]) for read, answer in zip(learnt, answers, strict=True)]
        _report(field, pairs, verbose="-v" in sys.argv)
    return 0


def _fit(learnt: Sequence[Reading]) -> dict[str, dict[str, float]]:
    """The weights of each field; employer and recruiting firm are learnt together.

    How much a message reads as of a recruiter is told by weights that its author had no part in: by those that it had,
    it would be told too well.
    """
    writings = [read.writing for read in learnt]
    levels = recruits.left_out(writings)
    told = [(_told(read.company, level), _told(read.agency, level)) for read, level in zip(learnt, levels, strict=True)]
    pair = firms.fit(told, RIDGE["firms"])
    return {
        "title": fit((read.title for read in learnt), RIDGE["title"]),
        "company": {**pair.company, organisation.BOTH: pair.both, organisation.OWN_AGENCY: pair.own_agency},
        "agency": pair.agency,
        RECRUITS: recruits.fit(writings),
    }


def _told(question: Question, level: int) -> Question:
    """A question about a firm with another level of how much the message reads as of a recruiter."""
    told = [frozenset(_LEVEL.sub(f"{organisation.LEVEL}{level}", clue) for clue in clues) for clues in question.clues]
    return replace(question, clues=tuple(told))


def judges() -> dict[str, dict[str, float]]:
    """Author → weights of the clues for titles that they had no part in, for every author of examples."""
    titles = [read.title for read in readings()]
    authors = sorted({title.author for title in titles})
    found = {}
    for part in (frozenset(authors[number::PARTS]) for number in range(PARTS)):
        weights = fit((title for title in titles if title.author not in part | KEPT), RIDGE["title"])
        found.update(dict.fromkeys(part, weights))
    return found


def judged(read: role.Reading, message: Message, weights: Mapping[str, float]) -> role.Reading:
    """What was read of a message, with the score of its title by other weights than those that ship."""
    if read.title_score is None:
        return read
    passages = tuple(passage(*pair) for pair in parts(message))
    titles = candidates(passages, frozenset(name.lower() for name in read.role.locations))
    score = max(sum(weights.get(clue, 0.0) for clue in sorted(title.clues)) for title in titles)
    return replace(read, title_score=score)


def readings() -> list[Reading]:
    """Every message with its questions."""
    return [_reading(*told) for told in _messages()]


def _reading(author: str, kind: str, group: str, message: Message, gold: dict[str, Any]) -> Reading:
    passages = tuple(passage(*pair) for pair in parts(message))
    places = frozenset(name.lower() for name in read_places(passages)[0])
    writes = who_writes(message, recruiter(message, passages), places)
    titles, named = candidates(passages, places), organisation.candidates(passages, *writes)
    found = {
        "title": ([plain(one.title) for one in titles], [one.clues for one in titles]),
        "company": ([firm(one.name) for one in named], [one.clues | one.of_mail for one in named]),
    }
    asked = {}
    for field in ("title", "company", "agency"):
        keys, clues = found.get(field, found["company"])
        right = plain(gold.get(field)) if field == "title" else firm(gold.get(field))
        weight = _weight(kind, field, gold)
        asked[field] = Question(author, group, right, tuple(keys), tuple(map(frozenset, clues)), weight)
    told = bool(gold.get("agency")) if kind != "ad" and (gold.get("agency") or gold.get("company")) else None
    words = tuple(sorted(words_of(passages)))
    return Reading(**asked, writing=recruits.Writing(author, words, label_of(writes[1]), told))


def plain(value: object) -> str:
    """A title without case, punctuation, brackets and gendered endings."""
    text = re.sub(r"\([^)]*\)", " ", str(value or "").casefold())
    return " ".join(re.findall(r"\w+|[+#]", _INFLECTION.sub("", text)))


def same_occupation(right: str, answer: str) -> bool:
    """Whether two plain titles are equal, or one stands within the other and both name the same occupations.

    "nurse" and "senior nurse" are the same occupation; "nurse" and "nurse manager" are not.
    """
    shorter, longer = sorted((f" {right} ", f" {answer} "), key=len)
    named = [frozenset(filter(is_head, title.split())) for title in (shorter, longer)]
    return right == answer or (shorter in longer and named[0] == named[1] != frozenset())


def firm(value: object) -> str:
    """A name of an organisation without case, blanks, accents, "&" or "and", and legal form."""
    return squeeze(" ".join(_AND.split(without_legal_form(str(value or "")))))


def _messages() -> Iterator[tuple[str, str, str, Message, dict[str, Any]]]:
    """(author, kind, group of the report, message, what it says) of all there is."""
    for example in corpus.examples():
        group = f"outreach {example.label['language']}" if example.kind == "outreach" else "no outreach"
        yield example.author, str(example.kind), group, example.message, example.label.get("role") or {}
    for example in shorts.examples():
        yield example.author, str(example.kind), "short", example.message, example.label["role"]
    if available():
        yield from _ads()
    for number, case in enumerate(cases("title_mails.toml", "title_mails_fresh.toml", "title_mails_third.toml")):
        yield f"cases {number % FOLDS}", "outreach", "cases", case.message, case.said


def _ads() -> Iterator[tuple[str, str, str, Message, dict[str, Any]]]:
    """Every tenth real ad as a mail: as rendered, without the title in its subject, or as the bare ad."""
    with gzip.open(_ADS, "rt", encoding="utf-8") as rows:
        for number, row in enumerate(islice(rows, 0, None, 10)):
            ad = json.loads(row)
            subject, text = _rendered(number, ad)
            gold = {"title": ad["title"].removeprefix("Remote "), "company": ad["company"]}
            written = mail("Kim Lee <kim@example.org>", subject, text)
            yield f"ads {number % FOLDS}", "ad", _ADS_GROUP, written, gold


def _rendered(number: int, ad: dict[str, Any]) -> tuple[str, str]:
    """(subject, text) of a mail with an ad; one in three is nothing but the ad, under several forms of subject."""
    if number % 3 == 2:
        form = _SUBJECTS[number // 3 % len(_SUBJECTS)]
        return form.format(title=ad["title"], company=ad["company"]), ad["body"]
    return (ad["mail_subject"] if number % 3 else "Opportunity"), ad["mail_body"]


def _weight(kind: str, field: str, gold: dict[str, Any]) -> float:
    """How much a message counts. Authors differ in whether they label the role that was applied for: then not."""
    if kind == "outreach":
        return 1.0
    if kind == "ad":
        return ADS
    if gold.get(field):
        return 0.6
    if kind in OFFERS:
        return 0.3 if gold.get("title") else 0.0
    return OTHERS


def _left_out(learnt: Sequence[Reading]) -> list[dict[str, str]]:
    """What is read of every message, by field, by weights that its author had no part in."""
    authors = sorted({read.title.author for read in learnt})
    folds = {author: number % FOLDS for number, author in enumerate(authors)}
    weights = [_fit([read for read in learnt if folds[read.title.author] != fold]) for fold in range(FOLDS)]
    return [_answers(read, weights[folds[read.title.author]]) for read in learnt]


def _answers(read: Reading, weights: Mapping[str, dict[str, float]]) -> dict[str, str]:
    """What is read of one message, by field, "" for none."""
    level = recruits.judged(read.writing, weights[RECRUITS])
    title = scores(read.title, weights["title"])
    firms = {field: scores(_told(getattr(read, field), level), weights[field]) for field in ("company", "agency")}
    pair = weights["company"][organisation.BOTH], weights["company"][organisation.OWN_AGENCY]
    own = [organisation.OWN in clues for clues in read.company.clues]
    company, agency = organisation.chosen(read.company.keys, firms, pair, own)
    best = max(range(len(title)), key=title.__getitem__, default=-1)
    found = {"title": best if best >= 0 and title[best] > LEAST else -1, "company": company, "agency": agency}
    return {field: getattr(read, field).keys[at] if at >= 0 else "" for field, at in found.items()}


def _report(field: str, answers: Sequence[tuple[Question, str]], *, verbose: bool) -> None:
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for question, answer in answers:
        for group in {question.group, question.group.split()[0]}:
            groups[group].append((question.right, answer))
    for group, pairs in sorted(groups.items()):
        stated = [(right, answer) for right, answer in pairs if right]
        exact = sum(right == answer for right, answer in stated) / max(1, len(stated))
        same = sum(same_occupation(right, answer) for right, answer in stated) / max(1, len(stated))
        silent = sum(not answer for _, answer in stated) / max(1, len(stated))
        invented = sum(bool(answer) for right, answer in pairs if not right)
        occupation = f"same occupation {same:.3f}  " if field == "title" else ""
        print(
            f"{field:8} {group:12} stated {len(stated):4}  exact {exact:.3f}  {occupation}"
            f"wrong {1 - exact - silent:.3f}  silent {silent:.3f}   "
            f"unstated {len(pairs) - len(stated):4}  invented {invented}"
        )
    for question, answer in answers if verbose else ():
        if question.group != "no outreach" and question.right != answer:
            print(f"{field:8} {question.author:12} want {question.right!r} got {answer!r}")


def _write(field: str, weights: dict[str, float]) -> None:
    lines = [f"{clue}\t{weight:.2f}\n" for clue, weight in sorted(weights.items()) if abs(weight) >= SMALL]
    (_TABLES / f"weights_{field}.tsv").write_text(_HEADER + "".join(lines), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
