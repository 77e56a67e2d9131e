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


@pytest.mark.parametrize(
    ("expected", "case"), rows("pay", "pay_fresh", "pay_third", "pay_fourth", "pay_fifth", "pay_seventh", "pay_eighth")
)
def test_reads_the_base_pay(expected: str, case: str) -> None:
    found = read_salary(passages(case))
    assert in_words(found[0] if found else None) == expected


def test_evidence_is_the_line_the_figure_stands_on() -> None:
    found = read_salary(text("Hello,\nthe salary is 80k-90k EUR.\nBye"))
    assert found is not None
    assert (found[1].field, found[1].quote) == ("salary", "the salary is 80k-90k EUR")


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
    started = time.process_time()
    read_salary(text(hostile))
    amounts(hostile)
    assert time.process_time() - started < 1.0


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("contrato a tempo parcial, 10,50 € à hora.", (10.5, 10.5, "EUR", "hour")),
        ("RAL 35-42K commisurata all'esperienza", (35_000, 42_000, "EUR", "year")),
        ("1.750/1.900 euro lordi mensili", (1_750, 1_900, "EUR", "month")),
        ("Indépendant, TJM 400/450", (400, 450, "EUR", "day")),
        ("minimaal 4.100 en maximaal 5.700 euro bruto per maand", (4_100, 5_700, "EUR", "month")),
        ("budget : 480 €/j maximum", (None, 480, "EUR", "day")),
        ("1850 limpios en 14 pagas", (1_850, 1_850, "EUR", "month")),
        ("OTE is $280k-$300k (base 135-150), uncapped", (135_000, 150_000, "USD", "year")),
        ("OTE is $300k (base 150), uncapped", (150_000, 150_000, "USD", "year")),
        ("a salary between 96,000 and 104,000 Canadian dollars", (96_000, 104_000, "CAD", "year")),
        ("Salaris tussen € 3.400 en € 4.500 op basis van fulltime", (3_400, 4_500, "EUR", "month")),
        ("salary: 5.2 to 6 million yen", (5_200_000, 6_000_000, "JPY", "year")),
        ("Vineyard manager, R1.1 million per annum", (1_100_000, 1_100_000, "ZAR", "year")),
        ("Rate: RM480-550/day all in", (480, 550, "MYR", "day")),
        ("Gross is Kshs 70,000 to 82,000 per month", (70_000, 82_000, "KES", "month")),
        ("Salary to £61,500, two days at home", (None, 61_500, "GBP", "year")),
        ("Netto in busta dai 2300 ai 2600 euro al mese", (2_300, 2_600, "EUR", "month")),
        ("The scale runs from $64,083 up to about $91,000 NZD", (64_083, 91_000, "NZD", "year")),
        ("Werft in Wismar, 19,50 € die Stunde + Fahrgeld.", (19.5, 19.5, "EUR", "hour")),
        ("Tagsatz 1.600 bis 1.800 Euro zzgl. Reisekosten", (1_600, 1_800, "EUR", "day")),
        ("nine months, £37,099, from January.", (37_099, 37_099, "GBP", "year")),
        ("RAL tra 34.000 e 37.000 euro su quattordici mensilità", (34_000, 37_000, "EUR", "year")),
        ("450-500 per day, GBP", (450, 500, "GBP", "day")),
        ("Llegarían a 50.000 € de fijo", (None, 50_000, "EUR", "year")),
        ("£900k pre-seed from friends. £95-115k and 2%.", (95_000, 115_000, "GBP", "year")),
        ("We beat that by a good deal: Paralegal, remote, $61,000 to $66,000.", (61_000, 66_000, "USD", "year")),
    ],
)
def test_pay_as_people_word_it(said: str, expected: tuple[float | None, float | None, str, str]) -> None:
    found = read_salary(text(said))
    assert found is not None
    salary = found[0]
    assert (salary.min, salary.max, salary.currency, salary.period) == expected


def test_a_bare_dollar_is_the_country_s_own() -> None:
    for country, currency in (("MX", "MXN"), ("US", "USD"), ("CA", "CAD")):
        found = read_salary(text("Sueldo: $35,000 mensuales netos"), (country,))
        assert found is not None
        assert found[0].currency == currency


def test_the_country_s_own_dollar_may_stand_behind_its_figure() -> None:
    found = read_salary(text("de 32,50 $ à 54,20 $ l'heure"), ("CA",))
    assert found is not None
    assert (found[0].min, found[0].max, found[0].currency) == (32.5, 54.2, "CAD")


def test_millions_of_dollars_a_month_are_pesos() -> None:
    for countries, currency in ((("CO",), "COP"), ((), None)):
        found = read_salary(text("Salario $4.200.000 mensuales"), countries)
        assert found is not None
        assert (found[0].max, found[0].currency) == (4_200_000, currency)


def test_thousands_may_be_left_out_of_a_year() -> None:
    found = read_salary(text("130 to 145 a year, our dollars"), ("CA",))
    assert found is not None
    assert (found[0].min, found[0].max, found[0].period) == (130_000, 145_000, Period.YEAR)


def test_counted_things_are_no_pay() -> None:
    assert read_salary(text("Nous accompagnons 11.000 indépendants"), ("BE",)) is None
    assert read_salary(text("Entre 42 y 50k usuarios al mes"), ("ES",)) is None


@pytest.mark.parametrize(
    ("said", "country", "expected"),
    [
        ("React Native, híbrido, hasta 48k", "ES", (None, 48_000, "EUR", "year")),
        ("80k and a real slice of equity.", "GB", (80_000, 80_000, "GBP", "year")),
        ("Full remote, 50k circa", "IT", (50_000, 50_000, "EUR", "year")),
        ("12-15k na B2B, robota od zaraz.", "PL", (12_000, 15_000, "PLN", "month")),
        ("Vast contract, 3.600 tot 4.400, vrijdagmiddag vrij.", "NL", (3_600, 4_400, "EUR", "month")),
        ("PJ, remoto, até R$ 16.000. Stack: Cypress", "BR", (None, 16_000, "BRL", "month")),
        ("I need a plumber, yard in Leeds, 21 an hour, van home", "GB", (21, 21, "GBP", "hour")),
        ("they bumped it: 34-38/hr now, four tens", "US", (34, 38, "USD", "hour")),
        ("88 €/h; Stundensatz: bis 88 €", "DE", (None, 88, "EUR", "hour")),
    ],
)
def test_figures_that_say_little(
    said: str, country: str, expected: tuple[float | None, float | None, str, str]
) -> None:
    found = read_salary(text(said), (country,))
    assert found is not None
    salary = found[0]
    assert (salary.min, salary.max, salary.currency, salary.period) == expected


@pytest.mark.parametrize(
    "said",
    [
        "We grew to 80k last year",
        "we raised ¥14M",
        "90 km/h",
        "40 calls an hour",
        "40k nodes",
        "1.200 tot 1.500 medewerkers, in Zwolle",
    ],
)
def test_figures_that_are_no_pay(said: str) -> None:
    assert read_salary(text(said), ("NL",)) is None
