"""The period a pay figure covers: as its words say, or as currency and magnitude leave no doubt."""

from __future__ import annotations

import re

from triage.domain import Period

_PER = (
    r"(?:[ ]?(?:/|\\)[ ]?|(?<!\w)(?:all['’]|à l['’]|de l['’]|l['’])"
    r"|(?<!\w)(?:per|pro|par|por|al|alla|a|an|each|na|za|om|p|à|je|die|der|la|le|el|o|ao|à la"
    r"|de la|i|im|in der|am|op|pr)(?:\.[ ]?|[ ]))"
)
_UNITS = {
    Period.HOUR: (r"h|u|hr|hrs|hour|std|stunde|heure|hora|ora|uur|godz\w*|timme|time|rbh"),
    Period.DAY: (
        r"d|day|tag|jour|journée|jr|j|día|dia|giorno|giornata|werkdag|arbeitstag|dag|dzień|dzien|dniówk\w+|md|pt|manday"
    ),
    Period.MONTH: (r"m|mo|mth|month|monat|mois|mes|mês|mese|maand|mies\w*|miesiąc|mån\w*|måned|měs\w*|mnd"),
    Period.YEAR: (r"y|yr|yrs|year|annum|jahr|an|ans|année|año|ano|anno|jaar|rok|r|år|a"),
}
#: Each behind a word boundary.
_SAYING = {
    Period.HOUR: (
        r"hourly|per \w+ hour\b|hr(?= ?(?:[+.,;\n]|$))|paye\b(?= rate)|stundensatz|stundenlohn|uurtarief|"
        r"stawka godzinowa|per uur|valor[ -]hora|preço[ -]hora|precio[ -]hora|prezzo orario|"
        r"\w*uurloon|horaires?\b|stunde\b|"
        r"horari[oa]s?\b|orari[oa]\b|tarifa horaria|taux horaire|p/?u\b|p/h\b|ph\b|an hour"
    ),
    Period.DAY: (
        r"daily|day ?rate|jornada\b(?! (?:comp|par|int|lab|cont|red|de\b))|dag(?:prijs|loon|vergoeding)|"
        r"tagessatz|tagessätze|tagsatz|tjm\b|taux journalier|dagtarief|tarifa diaria|"
        r"tariffa giornaliera|giornalier[aio]|(?<!mais )(?<!más )(?<!più )(?<!plus )diari[oa]s?\b|"
        r"diári[oa]s?\b|pd\b|manday|stawka dzienna|dziennie"
        r"|täglich|journalier"
    ),
    Period.MONTH: (
        r"monthly|monatl|mtl\b|mntl\b|monats\w+|mensuel\w*|mensual\w*|mensil[ei]\b|mensa(?:l|is)|"
        r"maand(?:elijks|salaris)|miesi[ęe]czn\w+|měsíčně|pcm\b|månad"
    ),
    Period.YEAR: (
        r"p\.? ?a(?:\.|\b)|annual\w*|yearly|per annum|jahres\w+|zielgehalt|jährlich|annuel\w*|"
        r"anua(?:l|les|is)|annu[aio]\w*|jaarsalaris|jaarlijks|rocznie|årlig|ral\b|lpa\b|"
        r"ctc\b|brutto im jahr|pro jahr"
    ),
}
#: Begins where a word or a "/" does: without this first look a search takes twice as long.
_ANY = re.compile(
    rf"(?:(?<!\w)|(?=[/\\>月年]))(?:{_PER}(?:"
    + "|".join(f"(?P<{covers}>{words})" for covers, words in _UNITS.items())
    + r")(?!\w)|\b(?:"
    + "|".join(f"(?P<{covers}_>{words})" for covers, words in _SAYING.items())
    + ")|(?P<month__>/mån|月)|(?P<year__>年))"
)
#: "(m/w/d)" is no day, nor is "(m/f/h)" an hour.
_GENDERS = re.compile(r"\b[mwfhdx](?: ?[/|] ?[mwfhdx]){1,3}\b")
_LEADING = re.compile(f"[ ]?(?:{_ANY.pattern})")
_LIMITS = {
    Period.HOUR: (5, 1_500),
    Period.DAY: (40, 12_000),
    Period.MONTH: (300, 400_000),
    Period.YEAR: (5_000, 50_000_000),
}

#: What a figure without a stated period must cover: (least and most for a month, least for a year).
_MAGNITUDES = {
    "EUR": (0, 0, 18_000), "USD": (0, 0, 25_000), "GBP": (0, 0, 15_000), "CHF": (0, 0, 40_000), "CAD": (0, 0, 30_000),
    "AUD": (0, 0, 35_000), "NZD": (0, 0, 35_000), "SGD": (1_500, 20_000, 36_000), "HKD": (12_000, 150_000, 240_000),
    "MYR": (1_800, 30_000, 48_000), "AED": (2_500, 60_000, 100_000), "SAR": (2_500, 60_000, 100_000),
    "QAR": (2_500, 60_000, 100_000), "ZAR": (5_000, 90_000, 150_000), "MXN": (6_000, 120_000, 240_000),
    "COP": (1_000_000, 20_000_000, 40_000_000), "CLP": (500_000, 8_000_000, 15_000_000),
    "UAH": (8_000, 200_000, 400_000), "TRY": (17_000, 300_000, 500_000), "THB": (15_000, 200_000, 400_000),
    "PHP": (15_000, 250_000, 400_000), "NGN": (60_000, 2_500_000, 5_000_000), "KES": (20_000, 500_000, 1_000_000),
    "XOF": (100_000, 4_000_000, 8_000_000), "XAF": (100_000, 4_000_000, 8_000_000), "PLN": (3_000, 60_000, 70_000),
    "SEK": (20_000, 120_000, 240_000), "NOK": (20_000, 120_000, 300_000), "DKK": (18_000, 120_000, 240_000),
    "CZK": (20_000, 300_000, 480_000), "HUF": (300_000, 3_000_000, 5_000_000), "INR": (0, 0, 300_000),
    "JPY": (0, 0, 2_000_000), "BRL": (1_500, 45_000, 60_000),
    "RON": (3_000, 50_000, 70_000), "ILS": (6_000, 90_000, 120_000),
}  # fmt: skip
_GROSS = re.compile(
    r"\b(?:x ?1[2-5]|limpios|líquidos?|na conta|na rękę|1[2-5] pagas|brut\w*|brutto\w*|bruto|lord[io]"
    r"|netto|net[st]?|netti|salaris|salaires?|\w*gehalt|lohn|stipendio|sueldo|salarios?|salários?|vencimento|ordenado|loon|salary|wages?)\b"
)
_OF_A_DAY = re.compile(r"\b(?:day|tag\w*|jour\w*|tjm|dag\w*|diari[oa]|giorn\w*)\b")
_OFF_RATE = re.compile(r"\b(?:rate|ir35|w2|c2c|corp|1099|tarief|tarifa|tariffa|satz|stawk\w+)\b")
#: Work that is paid by the hour, and the money in which such a figure is no other wage.
_OF_SHIFTS = re.compile(r"\b(?:overtime|time and a half|paid weekly|weekly pay|shifts?|hrs?|hours|nights)\b")
_WAGES = frozenset(("USD", "GBP", "EUR", "CAD", "AUD", "NZD", "CHF"))
_OTHERWISE = (0, 0, 40_000)


def stated(before: str, after: str, amount: float) -> Period | None:
    """The period named right behind a figure, else the one that labels it in front; both in lower case.

    If the one behind cannot be that of `amount` ("30.000 euro più diaria"), the one in front is.
    """
    around = (_ANY.search(_GENDERS.sub("", words)) for words in (after[:45], before[-50:]))
    named = [Period(found.lastgroup.rstrip("_")) for found in around if found and found.lastgroup]
    return next((covers for covers in named if fits(amount, covers)), named[0] if named else None)


def without_leading(before: str) -> str:
    """`before` without the period that belongs to the figure in front of it ("9 € a day and 1,200 €")."""
    leading = _LEADING.match(before)
    return before[leading.end() :] if leading else before


def fits(amount: float, period: Period) -> bool:
    """Whether anybody is paid `amount` for `period`, in any currency."""
    least, most = _LIMITS[period]
    return least <= amount <= most


def certain(amount: float, currency: str, words: str) -> Period | None:
    """The period an unlabelled `amount` must cover, by its currency ("" if unsaid) and the words around; else None."""
    least_month, most_month, least_year = _MAGNITUDES.get(currency, _OTHERWISE)
    if amount >= least_year:
        return Period.YEAR
    if least_month <= amount <= most_month:
        return Period.MONTH
    if currency in {"EUR", "CHF", "USD", "GBP"} and 1_000 <= amount < 10_000 and _GROSS.search(words):
        return Period.MONTH
    if currency == "GBP" and 150 <= amount <= 1_500 and _OFF_RATE.search(words):
        return Period.DAY
    return Period.HOUR if _is_hourly(amount, currency, words) else None


def _is_hourly(amount: float, currency: str, words: str) -> bool:
    """Whether so much, by the words around it, can only be a wage of shifts or a contractor's rate."""
    if currency in _WAGES and 8 <= amount <= 80 and _OF_SHIFTS.search(words):
        return True
    least = {"EUR": 40, "CHF": 40, "USD": 15}.get(currency)
    if least is None or not (least <= amount <= 250 and _OFF_RATE.search(words)):
        return False
    return currency == "USD" or not _OF_A_DAY.search(words)
