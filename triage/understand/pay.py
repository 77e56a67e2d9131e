"""Reads the base pay a message offers: figures with a currency, a "k" or a pay word, in eight languages and more.

`amounts` finds the figures; this module joins them to ranges, throws out what is not base pay (bonus, funding, the
candidate's own salary) and takes the first of the surest.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from triage.domain import Evidence, Period, Salary
from triage.understand import limits, period
from triage.understand.amounts import amounts, only_currency
from triage.understand.anchors import anchors, merged
from triage.understand.currency import are_pesos, implied, least_pay, local_dollar, most_pay, settled
from triage.understand.passages import quote
from triage.understand.ranges import BETWEEN, is_range, same_units
from triage.understand.spelt import THOUSANDS
from triage.understand.wordings import wordings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from triage.understand.amounts import Amount
    from triage.understand.anchors import Stretches
    from triage.understand.passages import Passage

# --- words ------------------------------------------------------------------------------------------------------------

_WORDINGS = wordings("pay_wordings")
_PAY = re.compile(rf"\b(?:{_WORDINGS['pay']}|{_WORDINGS['strong_pay']})(?!\w)")
_STRONG_PAY = re.compile(rf"\b{_WORDINGS['strong_pay']}(?!\w)")
_BASE = _WORDINGS["base"]
_NOT_BASE = _WORDINGS["not_base"]
_BONUS_NEAR = re.compile(rf"\b{_NOT_BASE}(?!\w)")
_BASE_NEAR = re.compile(rf"\b{_BASE}(?!\w)")
_BONUS_AFTER = re.compile(
    rf"[ ]?(?:(?:eur|usd|gbp|per|a|an|pro|par|year|jahr|annual(?:ly)?|yearly|of|in|the|worth"
    rf"|cash|performance|target|potential|uncapped|first|year|de|d['’]|di|brut|p\.a\.|/ ?year"
    rf"|zum|als|für|welcome"
    rf"|monthly|home|office|personal|development) ?){{0,4}}\(?(?:{_NOT_BASE}|budget)(?!\w)"
)
_MONEY_OF_OTHERS = re.compile(rf"\b{_WORDINGS['money_of_others']}\b")
_NOT_FOR_THE_WORK = re.compile(f"{_WORDINGS['candidates_own']}|{_WORDINGS['for_a_name']}")
_YOU_ARE_ON = re.compile(r"\byou(?:['’]re| are| were) (?:on|at|making|earning|paid)\b")

#: The sureness of a figure beside a word for pay, or with a period.
_SUREST = 2


class _Offer(NamedTuple):
    """A figure or a range of the text, with the words around it that speak about it."""

    low: Amount
    high: Amount
    before: str
    after: str
    next_scaled: bool  # the next figure has a "k"
    covers: Period | None  # as the words say


def read_salary(passages: Iterable[Passage], countries: Sequence[str] = ()) -> tuple[Salary, Evidence] | None:
    """The base pay for the role (contract.md, section 4) in full units, and where it stands; None if unstated.

    `passages` come in order of authority. min is None for "up to", max for "from". A currency that is
    not said follows from words such as "RAL" or from the ISO 3166 codes of the role's `countries`, a period from the
    currency and the magnitude; each is None when that leaves a doubt.
    """
    best: tuple[int, Salary, _Offer, Passage] | None = None
    for passage in passages:
        for sureness, salary, offer in _read(passage, countries):
            if best is None or sureness > best[0] or _says_more(salary, best[1]):
                best = sureness, salary, offer, passage
    if best is None:
        return None
    _, salary, offer, passage = best
    return salary, Evidence("salary", quote(passage.text, offer.low.start, offer.high.end))


def _says_more(salary: Salary, known: Salary) -> bool:
    """Whether it words the same figure more closely: "88 €/h" in the subject, "up to 88 €" in the text."""
    same = salary.currency == known.currency and salary.period == known.period
    if salary.min == known.min and salary.max and known.max in {None, known.min}:
        return same and salary.max > (known.max or 0)
    if known.min is None and salary.min is not None:
        return same and salary.max == known.max and salary.min < (known.max or 0)
    return same and salary.max == known.max and known.min == known.max and salary.min != known.min


def _read(passage: Passage, countries: Sequence[str]) -> Iterator[tuple[int, Salary, _Offer]]:
    text, low = passage.text, passage.low
    figures = amounts(text, _stretches(passage), _worded(passage))
    number, total = 0, None
    while number < len(figures):
        last = number + is_range(low, figures, number)
        offer = _offer(low, figures, number, last)
        number = last + 1
        if total:
            offer, total = _part_of(total, offer), None
        elif _FIXED_PART_NEXT.match(low, offer.high.end) or _BASE_NEXT.match(low, offer.high.end):
            total = offer
            continue
        sureness = _sureness(low, offer, subject=passage.field == "subject")
        if sureness:
            yield sureness, _salary(text, low, offer, countries), offer


#: The fixed part of a total, as in "up to 210k (150k of it base)"; the total is no base pay.
_FIXED_PART_NEXT = re.compile(
    r"[^.\n\d]{0,12}\b(?:davon|of which|dont|di cui|waarvan|de los cuales|dos quais|w tym)\b[^.\n\d]{0,20}"
    rf"\d[\d.,' ]*k?[^.\n\d]{{0,12}}\b{_BASE}\b"
)


_BASE_NEXT = re.compile(rf"[^.\n\d]{{0,12}}[(,] ?(?:of which )?{_BASE}[^.\n\d]{{0,12}}\d")


def _part_of(total: _Offer, part: _Offer) -> _Offer:
    """The fixed part of a total, in the total's words and, where it has none, in its currency and thousands."""
    if _BASE_NEAR.search(part.before):
        if part.high.currency or part.high.value >= 1_000 or not total.high.scaled:
            return part
        high = part.high._replace(value=part.high.value * 1000, currency=total.high.currency, scaled=True)
        single = part.low is part.high
        return part._replace(low=high if single else part.low._replace(value=part.low.value * 1000), high=high)
    return part._replace(before=total.before)


def _stretches(passage: Passage) -> Stretches:
    """Where a figure may be money: near a currency, a scale, a round number, or a period with a digit before it."""
    low, starts = passage.low, passage.starts
    found = [starts[at] for kind in ("currency", "scale", "figure") for at in anchors(passage, kind)]
    rates = [starts[at] for at in anchors(passage, "rate")]
    found += [start for start in rates if _DIGIT.search(low, max(0, start - 20), start + 40)]
    return merged([(max(0, start - 60), start + 80) for start in found])


def _worded(passage: Passage) -> Stretches:
    """Where thousands may stand in words: before and behind a word for a thousand."""
    starts = [passage.starts[at] for at in anchors(passage, "scale") if passage.lows[at].endswith(THOUSANDS)]
    return merged([(max(0, start - 60), start + 60) for start in starts])


_DIGIT = re.compile(r"\d")


def _offer(text: str, figures: list[Amount], first: int, last: int) -> _Offer:
    low, high = figures[first], figures[last]
    if first != last:
        low, high = same_units(low, high)
    floor = figures[first - 1].end if first else 0
    ceiling = figures[last + 1].start if last + 1 < len(figures) else len(text)
    clauses = _CLAUSE_START.split(text[max(floor, low.start - 90) : low.start])
    before = period.without_leading(clauses[-1]) if floor and len(clauses) == 1 else clauses[-1]
    after = _CLAUSE_END.split(text[high.end : min(ceiling, high.end + 60)])[0]
    following = figures[last + 1] if last + 1 < len(figures) else None
    next_scaled = following is not None and following.scaled and following.start - high.end < 60
    covers = period.stated(before, after, high.value)
    if covers is None and first != last:
        covers = period.stated("", text[low.end : high.start], high.value)
    return _Offer(low, high, before, after, next_scaled, covers)


_CLAUSE_START = re.compile(r"[.!?;](?<!max.)(?<!min.)(?<!\bca.)(?<!p\.a.)(?<!inkl.)(?<!zzgl.)(?<!approx.)[ \n]|\n|•|\|")
_CLAUSE_END = re.compile(r"[.!?](?<!\bp.)(?<!\bp\.a.)(?<!\bpr.)(?:\s|$)|;|\n|•|\|")


def _sureness(text: str, offer: _Offer, *, subject: bool) -> int:
    """0: not base pay, or not surely; 1: by its form; 2: a pay word or a period stands with it."""
    if not _plausible(offer):
        return 0
    sureness = _by_form(offer, subject=subject)
    return 0 if sureness and _is_other_money(text, offer) else sureness


def _is_other_money(text: str, offer: _Offer) -> bool:
    """Whether it is the candidate's own pay, a bonus, a reward for a name, or the company's money."""
    label = _LABEL_START.split(offer.before)[-1] or offer.before
    if _YOU_ARE_ON.search(offer.before) or _is_extra(offer, label) or _NOT_FOR_THE_WORK.search(_sentence(text, offer)):
        return True
    if _MONEY_OF_OTHERS.search(offer.before) and not _STRONG_PAY.search(label):
        return True
    return bool(_MONEY_OF_OTHERS.match(offer.after.strip()) or _FUNDING.match(offer.after))


_LABEL_START = re.compile(r"[,(+]|\bplus\b|\bsowie\b|\bdazu\b")
_FUNDING = re.compile(
    rf" {_WORDINGS['amount_of']}|\s*(?:in|of|for|de|di|an)? ?(?:(?:monthly|annual|yearly|recurring|new|net"
    r"|gross|sales) ){0,3}"
    r"(?:funding|revenue|arr\b|(?:pre-?)?seed|series|valuation|round|raise[ds]?\b|backing"
    r"|turnover|umsatz|chiffre|fatturato|facturaci|omzet|faturamento|obrotu)"
)


#: From this on a range of euros or francs without a period is a month's pay.
_LEAST_MONTH = 1_000


def _by_form(offer: _Offer, *, subject: bool) -> int:
    high, ranged = offer.high, offer.low is not offer.high
    if not high.currency:
        return _SUREST if _in_thousands(offer) else _without_currency(offer)
    if offer.covers is not None and period.fits(high.value, offer.covers):
        return _SUREST
    if _PAY.search(offer.before) or _PAY.search(offer.after[:40]):
        return _SUREST
    if high.currency == "INR" and high.scaled:
        return _SUREST
    round_enough = high.scaled or high.value % 50 == 0 or (ranged and high.grouped)
    usual = (
        18_000 <= high.value <= most_pay(high.currency) or period.certain(high.value, high.currency, "") is Period.MONTH
    )
    item = _ITEM_END.match(offer.after) if high.grouped and _ITEM_START.search(offer.before) else None
    if (
        ranged
        and high.currency in {"EUR", "CHF"}
        and offer.low.value >= _LEAST_MONTH
        and high.value < 10 * _LEAST_MONTH
    ):
        return 1
    annual = usual and (round_enough or item is not None)
    return int(annual and (ranged or subject or len(_PART_START.split(offer.before)[-1].strip()) < _LABEL))


_PART_START = re.compile("[,:]")
#: A figure further from the beginning of its part of the sentence, in characters, is about something else.
_LABEL = 60


def _without_currency(offer: _Offer) -> int:
    """No currency: a "k" or a full number beside a strong word for pay, and no other noun behind it."""
    high, covers = offer.high, offer.covers
    if _COUNTED.match(offer.after) and not _STRONG_PAY.search(offer.before):
        return 0
    if high.value >= 800 and _GROSS_NEXT.match(offer.after):
        return _SUREST
    if not (high.value >= 10_000 or covers in {Period.DAY, Period.HOUR, Period.MONTH} or offer.low.grouped):
        return int(_elided(offer))
    if (high.scaled or high.grouped or covers or offer.before.rstrip().endswith(":")) and _names_pay(offer):
        return _SUREST
    return int(_is_a_rate(offer) or _looks_like_pay(offer))


def _is_a_rate(offer: _Offer) -> bool:
    """Whether it is by its form what an hour or a day pays: "14,50 per uur", "34-38/hr", "450-500 per day"."""
    if offer.covers is Period.HOUR:
        return 8 <= offer.high.value <= 250 and _AN_HOUR.match(offer.after) is not None
    return offer.covers is Period.DAY and 150 <= offer.high.value <= 2_000 and _A_DAY.match(offer.after) is not None


def _elided(offer: _Offer) -> bool:
    """Whether a range of a year leaves its thousands out: "130 to 145 a year"."""
    high = offer.high
    return offer.low is not high and not high.scaled and 30 <= high.value < 1_000 and offer.covers is Period.YEAR


_A_DAY = re.compile(
    r" ?(?:/|an? |per |pro |am |par |por |al |à la |la |za |na )? ?(?:day|tag|jour|día|dia|giorno|dag|dzień)\b"
)
#: "8h" is rather the time of day.
_AN_HOUR = re.compile(
    r" ?(?:/|an? |per |pro |die |à l['’]|de l['’]|la |por |all['’]|l['’]|za |na )? ?"
    r"(?:hr|hour|std|stunde|heure|hora|ora|uur|godz)"
    r"| ?/ ?h\b| p/?h\b"
)


def _looks_like_pay(offer: _Offer) -> bool:
    """Whether a figure with a "k" and nothing else is one: by its period, or as an item of its own."""
    high, covers, ranged = offer.high, offer.covers, offer.low is not offer.high
    if ranged and offer.low.grouped and 1_000 <= high.value < 10_000:  # "3.600 tot 4.400"
        return bool(_ITEM_START.search(offer.before) and _ITEM_END.match(offer.after))
    if not high.scaled:
        limited = limits.is_limited(offer.before) or _SON.search(offer.before) or _ITEM_START.search(offer.before)
        return bool(
            limited and covers is Period.MONTH and 1_000 <= high.value < 100_000 and _A_MONTH.match(offer.after)
        )
    if covers in {Period.MONTH, Period.YEAR} and period.fits(high.value, covers):
        return True
    if not (20_000 <= high.value <= 400_000 or (ranged and high.value >= 8_000)):
        return False
    alone = _ITEM_START.search(offer.before) or BETWEEN.search(offer.before) or limits.is_limited(offer.before)
    return bool((alone and (ranged or _ITEM_END.match(offer.after))) or (ranged and _ITEM_END.match(offer.after)))


#: "son 9,500 al mes", "desde 2.800 al mes": a month's pay by its form.
_SON = re.compile(rf"\b{_WORDINGS['it_is']} $")
_A_MONTH = re.compile(
    rf" ?(?:(?:net\w*|brut\w*|gross|lord[io]|limpi?os|l[ií]quid\w+|puliti) ?)?{_WORDINGS['a_month']}\b"
)
_GROSS_NEXT = re.compile(
    r" (?:net\b|na r[ęe]k[ęe]|na łapę|do r[ęe]ki|in hand|in busta|na (?:mão|conta)|brut\w*|gross|lord[io]"
    r"|nett?[io]s?|netto|limpi?os|puliti|líquidos|libres|ya libres|paye|clt|pj)\b"
)
_ITEM_END = re.compile(
    r"[ \t*]*(?:$|[,;|)+\n]|\.(?:\s|$)| in [a-z]| (?:and|or better|or more|und|et|y|e|plus"
    r"|circa|na|all|doe|dipende)(?!\w))"
)
_ITEM_START = re.compile(r"(?:^|[^\w\s.?!])[ \t*]*$")


def _names_pay(offer: _Offer) -> bool:
    """Whether a strong word for pay stands beside the figure, or any word for pay and a period."""
    if _STRONG_PAY.search(offer.before) or _STRONG_PAY.match(offer.after.strip()):
        return True
    return offer.covers is not None and bool(_PAY.search(offer.before) or _PAY.search(offer.after[:40]))


_COUNTED = re.compile(
    r"\+?[ ](?!gross|net|brut|base|basic|per\b|p\.|a\b|an\b|plus|depending|doe|annual|annu|anuais|anuales|yearly"
    r"|monthly|clt\b|pj\b|b2b\b|uop\b|cdi\b|tops\b|max"
    r"|je |im |die |der |de |par |pro |selon|según|in base|dependendo|w zale|or\b|und\b|and\b|et\b|fix|ote|on "
    r"|dollars|euro|bonus|all\b|all['’]|inkl|incl|ex|excl|hors|ht\b|na |za |mies|rocz|with|zzgl"
    r"|lord|ilíq|limp|líq|puliti|paye|pesos|up\b|to\b|for\b|range|salary|comp|pay|remote|hybrid|w2|c2c|ral\b|year|hour|day"
    r"|month|the|at\b|in\b|mit\b|nach\b|por\b|al\b|circa|indicativ|mensual|mensa[il]|monat|jähr|jaar|afhank)[a-zà-ž]{3,}"
)


def _is_extra(offer: _Offer, label: str) -> bool:
    """Bonus, OTE, equity, allowances: named right before or right behind, unless the base is named nearer."""
    after = offer.after
    if re.match(r"\W{0,3}" + _BASE + r"\b", after) or _STRONG_PAY.match(after.strip()):
        return False
    extra = max((match.end() for match in _BONUS_NEAR.finditer(label)), default=-1)
    base = max((match.start() for match in (*_BASE_NEAR.finditer(label), *_STRONG_PAY.finditer(label))), default=-1)
    return extra > base or bool(_BONUS_AFTER.match(after))


def _plausible(offer: _Offer) -> bool:
    amount = offer.high
    pesos = amount.currency == "USD" and are_pesos(amount.value, offer.covers)
    millions = not amount.currency and amount.factor == 1e6
    return least_pay(amount.currency) <= amount.value <= most_pay("COP" if pesos or millions else amount.currency)


def _sentence(text: str, offer: _Offer) -> str:
    """The offer's sentence and the question before it, within 120 characters each way."""
    before = text[max(0, offer.low.start - 120) : offer.low.start]
    start = max(before.rfind("\n"), before.rfind(". "), before.rfind("! "))
    after = text[offer.high.end : offer.high.end + 80]
    return before[start + 1 :] + re.split(r"[.!\n]", after)[0]


def _salary(text: str, low_text: str, offer: _Offer, countries: Sequence[str]) -> Salary:
    factor = 1000 if not offer.high.currency and _in_thousands(offer) else 1
    low, high = offer.low.value * factor, offer.high.value * factor
    currency = offer.high.currency or offer.low.currency or _currency_elsewhere(text, offer)
    near = low_text[max(0, offer.low.start - 400) : offer.high.end + 400]
    currency = settled(currency, near, countries) if currency else implied(near, countries)
    bare = currency == "USD" and (text.startswith("$", offer.low.start) or text[offer.high.end - 1] == "$")
    if bare and "US" not in text[offer.low.start : offer.high.end + 5]:
        currency = local_dollar(countries) or (None if are_pesos(high, offer.covers) else currency)
    covers = _period(offer, high, currency or "")
    if offer.low is not offer.high:
        return Salary(min(low, high), max(low, high), currency, covers)
    if limits.is_most(offer.before, offer.after, currency):
        return Salary(None, high, currency, covers)
    if limits.is_least(offer.before, offer.after):
        return Salary(high, None, currency, covers)
    return Salary(high, high, currency, covers)


def _in_thousands(offer: _Offer) -> bool:
    """A phrase such as "base 150–170, OTE 300k" speaks in thousands throughout."""
    if _elided(offer) and not offer.high.currency:
        return True
    if offer.high.scaled or not 30 <= offer.high.value < 1_000 or offer.covers not in {None, Period.YEAR}:
        return False
    ends = _ITEM_END.match(offer.after)
    yearly = (ends and _A_YEARS_PAY.search(offer.before)) or _BASE_RIGHT_BEHIND.match(offer.after)
    return bool(yearly or (offer.next_scaled and _STRONG_PAY.search(offer.before)))


#: Before figures that are of a year and so in thousands: "RAL fra 38 e 44".
_A_YEARS_PAY = re.compile(
    rf"\b{_WORDINGS['yearly_pay']}(?:['’]s)?\W{{0,3}}(?:{_WORDINGS['from_about']}\W{{0,2}}){{0,2}}$"
)


#: "I can get you 185 base", "95 to 110, base."
_BASE_RIGHT_BEHIND = re.compile(
    r",? (?:base|basic|fixe?|fixum|fijos?|fissi|de fixe)"
    r"(?= ?(?:$|[.,;+)(/&]| (?:plus|and|salary|pay|with|but|y|et|und)\b))"
)


def _period(offer: _Offer, high: float, currency: str) -> Period | None:
    covers = offer.covers
    if covers is None:
        if offer.low is not offer.high and currency in {"EUR", "CHF"} and 1_000 <= high < 10_000:
            return Period.MONTH
        unsaid = "EUR" if offer.high.scaled else ""
        return period.certain(high, currency or unsaid, offer.before + offer.after)
    return covers if period.fits(high, covers) or high >= 100_000 else None


def _currency_elsewhere(text: str, offer: _Offer) -> str | None:
    """The one currency that the same line states with another figure, if there is just one."""
    end = text.find("\n", offer.high.end)
    return only_currency(text[text.rfind("\n", 0, offer.low.start) + 1 : end if end >= 0 else len(text)])
