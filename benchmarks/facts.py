"""How often pay, place, workplace and contract are read exactly, how often falsely: `python -m benchmarks.facts [-v]`.

Measured on ../shared/data, where gold or silver labels exist; without that folder it says so and stops. Only rows whose
text holds the fact count; "false" are readings that contradict the label.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from triage.understand.employment import read_employment
from triage.understand.passages import passage
from triage.understand.pay import read_salary
from triage.understand.place import read_places
from triage.understand.workplace import read_workplace

if TYPE_CHECKING:
    from triage.understand.passages import Passage

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
VERBOSE = "-v" in sys.argv
_REED = re.compile(r"£([\d,]+)(?: - £([\d,]+))?")
_STATED_PAY = re.compile(r"(?:They pay|Compensation:|The budget is|Salary range)[^\n]*\d")
_HN_PLACES = {"remote": "remote", "hybrid": "hybrid", "onsite": "onsite", "world-wide remote": "remote"}


def rows(name: str) -> list[dict[str, Any]]:
    with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


class Tally:
    """Right, missed and false readings of one fact in one source."""

    def __init__(self, name: str) -> None:
        self.name, self.right, self.missed, self.false = name, 0, 0, 0

    def add(self, *, right: bool, missed: bool, about: object) -> None:
        self.right += right
        self.missed += missed and not right
        self.false += not right and not missed
        if VERBOSE and not right:
            print("  missed" if missed else "  FALSE", self.name, str(about)[:400])

    def report(self) -> None:
        total = self.right + self.missed + self.false
        if total:
            shares = (f"{name} {count / total:.3f}" for name, count in vars(self).items() if name != "name")
            print(f"{self.name:46} n {total:5}  ", "  ".join(shares))


def mail(subject: str, text: str) -> tuple[Passage, ...]:
    return (passage("subject", subject), passage("text", text))


def line(text: str) -> tuple[Passage, ...]:
    return (passage("text", text),)


def ads() -> None:
    country, pay, remote = (
        Tally("ads: countries, exact set"),
        Tally("ads: pay as rendered"),
        Tally("ads: remote column"),
    )
    for ad in rows("fit_dev_ads"):
        columns, passages = ad["columns"], mail(ad["mail_subject"], ad["mail_body"])
        head = ad["mail_subject"] + ad["mail_body"][:400]
        if columns.get("country") and ad["location"] and ad["location"] in head:
            places, codes, _ = read_places(passages)
            country.add(
                right=set(codes) == set(columns["country"]),
                missed=not codes,
                about=(columns["country"], ad["location"], places, codes, head),
            )
        if columns.get("sal_max") and (stated := _STATED_PAY.search(ad["mail_body"][:900])):
            check_pay(pay, passages, columns, stated.group())
        if columns.get("remote") and "remote" in head.lower():
            found = read_workplace(passages)
            remote.add(right=found is not None and found[0] == "remote", missed=found is None, about=(found, head))
    for tally in (country, pay, remote):
        tally.report()


def check_pay(tally: Tally, passages: tuple[Passage, ...], columns: dict[str, Any], stated: str) -> None:
    found = read_salary(passages)
    salary = found[0] if found else None
    low = None if "up to" in stated else columns["sal_min"]
    right = salary is not None and (salary.min, salary.max, salary.currency) == (
        low,
        columns["sal_max"],
        columns["cur"],
    )
    covered = "PLN" not in stated or salary is None or salary.period == "month"
    tally.add(
        right=right and covered,
        missed=salary is None,
        about=(salary, columns["sal_min"], columns["sal_max"], columns["cur"], stated),
    )


def reed() -> None:
    pay, contract = Tally("reed: salary strings"), Tally("reed: job type strings")
    forms = {"Permanent": "permanent", "Contract": "contract", "Temporary": "temporary"}
    for row in rows("jobs_reed_titles")[::20]:
        stated = _REED.search(row["salary_offered"])
        if stated:
            high = float((stated[2] or stated[1]).replace(",", ""))
            low = None if "up to" in row["salary_offered"] else float(stated[1].replace(",", ""))
            found = read_salary(line(f"Salary: {row['salary_offered'].strip()}"))
            salary = found[0] if found else None
            right = salary is not None and (salary.min, salary.max, salary.currency, salary.period) == (
                low,
                high,
                "GBP",
                "year",
            )
            pay.add(right=right, missed=salary is None, about=(row["salary_offered"], salary))
        kind = read_employment(line(f"Type: {row['job_type']}"))
        contract.add(
            right=kind is not None and kind[0] == forms[row["job_type"].split(",")[0]],
            missed=kind is None,
            about=row["job_type"],
        )
    pay.report()
    contract.report()


def hn() -> None:
    workplace, pay = Tally("hn: workplace (silver)"), Tally("hn: lowest pay and currency (silver)")
    none = Tally("hn: no pay where silver has none")
    for row in rows("jobs_hn"):
        labels = row["machine_labels"] or {}
        policy = _HN_PLACES.get(str(labels.get("remote work policy")).lower())
        head = row["text"].split("\n")[0]
        passages = mail(head, row["text"])
        if policy:
            found = read_workplace(passages)
            workplace.add(
                right=found is not None and found[0] == policy, missed=found is None, about=(policy, found, head)
            )
        salaries = {role["salary"] for role in labels.get("roles", []) if role.get("salary")}
        check_silver(pay, none, passages, salaries)
    for tally in (workplace, pay, none):
        tally.report()


def check_silver(pay: Tally, none: Tally, passages: tuple[Passage, ...], salaries: set[float]) -> None:
    found = read_salary(passages)
    if salaries:
        ends = {found[0].min, found[0].max} if found else set()
        pay.add(right=bool(ends & salaries), missed=found is None, about=(salaries, found))
    else:
        none.add(right=found is None, missed=False, about=found)


def pythonjobs() -> None:
    contract = Tally("pythonjobs: contract")
    for row in rows("jobs_pythonjobs"):
        gold = str(row["meta"].get("contract")).lower()
        form = next((form for form in ("permanent", "contract", "temporary") if gold.startswith(form[:4])), None)
        found = read_employment(mail(row["meta"]["title"], row["text"]))
        if form:
            contract.add(right=found is not None and found[0] == form, missed=found is None, about=(gold, found))
    contract.report()
    place = Tally("pythonjobs: location line names a place")
    for row in rows("jobs_pythonjobs"):
        gold = str(row["meta"].get("location"))
        places, _, _ = read_places(line(f"Location: {gold}"))
        if "remote" not in gold.lower():
            place.add(right=bool(places), missed=not places, about=(gold, places))
    place.report()


def not_offers() -> None:
    for read, name in ((read_salary, "pay"), (read_employment, "contract"), (read_workplace, "workplace")):
        tally = Tally(f"kind_dev, personal and work mail: no {name}")
        for row in rows("kind_dev"):
            if row["subtype"] in {"work", "list_or_personal", "transactional_notice"}:
                found = read(mail(row["subject"], row["text"]))
                tally.add(right=found is None, missed=False, about=found)
        tally.report()


def main() -> None:
    if not DATA.is_dir():
        print(f"skipped: {DATA} is not there")
        return
    for part in (ads, reed, hn, pythonjobs, not_offers):
        part()


if __name__ == "__main__":
    main()
