"""Days as eight languages write them, without a library of locales."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

_DAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "pt": "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
    "pl": "poniedziałek wtorek środa czwartek piątek sobota niedziela",
}
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
}
_DAY = {"de": "{day}. {month}", "es": "{day} de {month}", "pt": "{day} de {month}"}
_WITH_WEEKDAY = {"de": "{weekday}, {date}", "pt": "{weekday}, {date}", "pl": "{weekday}, {date}"}


def weekday(day: date, language: str) -> str:
    """The name of the weekday; in English for a language that is not known."""
    return _DAYS.get(language, _DAYS["en"]).split()[day.weekday()]


def short_date(day: date, language: str) -> str:
    """As in "3 March", "3. März", "1er mars"."""
    month = _MONTHS.get(language, _MONTHS["en"]).split()[day.month - 1]
    number = "1er" if (language, day.day) == ("fr", 1) else str(day.day)
    return _DAY.get(language, "{day} {month}").format(day=number, month=month)


def long_date(day: date, language: str) -> str:
    """The same with its year: "3 March 2026", "3 de marzo de 2026"."""
    joint = " de " if language in {"es", "pt"} else " "
    return f"{short_date(day, language)}{joint}{day.year}"


def weekday_date(day: date, language: str) -> str:
    """As in "Tuesday 3 March", "Dienstag, 3. März"."""
    form = _WITH_WEEKDAY.get(language, "{weekday} {date}")
    return form.format(weekday=weekday(day, language), date=short_date(day, language))
