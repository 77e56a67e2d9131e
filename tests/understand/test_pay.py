"""Base pay is read from prose in many forms, and nothing else is taken for it."""

from __future__ import annotations

import time

import pytest

from tests.understand.fact_cases import passages, rows, text
from triage.domain import Period, Salary
from triage.understand.amounts import amounts
from triage.understand.passages import passage
from triage.understand.pay import read_salary


def in_words(salary: Salary | None) -> str:
    if salary is None:
        return "none"
    ends = [f"{end:.15g}" if end is not None else "-" for end in (salary.min, salary.max)]
    return " ".join([*ends, salary.currency or "-", salary.period or "-"])


@pytest.mark.parametrize(("expected", "case"), rows("pay", "pay_fresh", "pay_third", "pay_fourth"))
def test_reads_the_base_pay(expected: str, case: str) -> None:
    found = read_salary(passages(case))
    assert in_words(found[0] if found else None) == expected


def test_evidence_is_the_line_the_figure_stands_on() -> None:
    found = read_salary(text("Hello,\nthe salary is 80k-90k EUR.\nBye"))
    assert found is not None
    assert (found[1].field, found[1].quote) == ("salary", "the salary is 80k-90k EUR.")


def test_a_sure_figure_in_the_quoted_mail_is_read_when_the_reply_has_none() -> None:
    found = read_salary(
        (passage("subject", "Re: role"), passage("text", "Any news?"), passage("quoted", "Gehalt: 70.000 € pro Jahr"))
    )
    assert found is not None
    assert found[0] == Salary(70_000, 70_000, "EUR", Period.YEAR)


@pytest.mark.parametrize(
    "hostile",
    ["1" * 65_536, "1 " * 32_768, "€" * 65_536, "1.000." * 10_922, "$1k-" * 16_384, " " * 65_536, "€ 1 000 " * 8_192],
)
def test_hostile_figures_take_linear_time(hostile: str) -> None:
    started = time.perf_counter()
    read_salary(text(hostile))
    amounts(hostile)
    assert time.perf_counter() - started < 1.0
