"""Puts names of firms that stand in another case into the nominative, in Polish and German."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triage.understand.names import cases

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet


def nominative(name: str) -> str:
    """A name whose first word is what a firm is in a case other than the nominative: "Urzędzie Gminy Jeleśnia" is the
    "Urząd Gminy Jeleśnia", "Szkole Podstawowej" the "Szkoła Podstawowa"; any other name as it is.
    """
    first, blank, rest = name.partition(" ")
    kind = cases().get(first.lower(), "")
    if not kind:
        return _described_in_case(first, rest) or name
    parts, endings = rest.split(" "), _ADJECTIVES[_gender(kind)]
    for number, part in enumerate(parts):
        ending = next((ending for ending in endings if part.endswith(ending)), "")
        if not ending or (kind == first.lower() and not kind.endswith(_UNCHANGED)):
            break
        parts[number] = part.removesuffix(ending) + endings[ending]
    return f"{kind.capitalize() if first[0].isupper() else kind}{blank}{' '.join(parts)}"


def _described_in_case(adjective: str, rest: str) -> str:
    """The same where an adjective begins it: "Gminnym Ośrodku Kultury", "Freien Gymnasium Lahntal"; else ""."""
    noun = rest.partition(" ")[0].lower()
    if kind := cases().get(noun, ""):
        endings = _ADJECTIVES[_gender(kind)]
        ending = next((ending for ending in endings if adjective.endswith(ending)), "")
        return f"{adjective.removesuffix(ending)}{endings[ending]} {nominative(rest)}" if ending else ""
    if adjective.endswith(_IN_GERMAN_CASES) and noun:
        ending = next((ending for ending, nouns in _GERMAN.items() if noun.endswith(nouns)), "")
        return f"{adjective[:-2]}{ending} {rest}" if ending else ""
    return ""


#: What ends in these has one form for all cases, so that only what describes it tells them: "Centrum Medycznego".
_UNCHANGED = ("um",)


def _gender(kind: str) -> str:
    """Under which key of `_ADJECTIVES` the endings stand of what describes a Polish noun."""
    if kind.endswith(("o", "um", "e")):
        return "e"
    return "plural" if kind[-1] in "yi" else kind[-1] if kind[-1] == "a" else ""


#: Endings of German adjectives in other cases than the nominative; in that one → endings of the nouns behind them.
_IN_GERMAN_CASES = ("ischen", "lichen", "Freien", "Neuen", "Alten")
_GERMAN = {
    "es": ("gymnasium", "klinikum", "institut", "amt", "haus", "zentrum", "werk", "museum", "theater", "heim"),
    "e": ("schule", "klinik", "universität", "akademie", "stiftung", "gemeinde", "anstalt", "bibliothek", "praxis"),
    "er": ("verein", "hof", "verband", "kindergarten", "dienst"),
}
#: Endings of Polish adjectives behind a noun, by how it ends in the nominative: a case → the nominative.
_ADJECTIVES = {
    "a": {"kiej": "ka", "giej": "ga", "ej": "a", "ą": "a"},
    "e": {"ego": "e", "ym": "e"},
    "plural": {"ych": "e", "kich": "kie"},
    "": {"kiego": "ki", "kim": "ki", "kiemu": "ki", "ego": "y", "ym": "y", "emu": "y"},
}


def polish_nominative(name: str, before: str, present: AbstractSet[str]) -> str:
    """A name of one word in the nominative, if the word `before` it puts it in another case and its ending leaves no
    doubt of that: "do Stalpozu" and "z Stalpozem" is Stalpoz, "robimy Ramkę" is Ramka.

    `present` are the words of the text, which tell that it is Polish.
    """
    first, blank, rest = name.partition(" ")
    if rest and first[-1] in "um" and rest[0].isupper():  # "w Dźwigpolu Lublin"
        return f"{polish_nominative(first, before, present)}{blank}{rest}"
    if name[-1] not in _DECLINED or len(name) <= _SHORT_NAME or not before.isalpha() or not name[0].isupper():
        return name
    if len(_POLISH & present) < _ENOUGH:
        return name
    if name[-1] in "ęą":
        return f"{name[:-1]}a"
    for ending in _CASES.get(before, ()):
        stem = name.removesuffix(ending)
        if stem != name and stem[-1] not in _VOWELS:
            return f"{stem[:-2]}x" if stem.endswith("ks") else stem
    return name


#: Small words that tell that a text is Polish; what stands before a name → endings of names that it puts in a case.
_POLISH, _ENOUGH, _SHORT_NAME = frozenset(("w", "z", "się", "jest", "i", "na", "do", "że", "dla", "oraz")), 3, 4
_GENITIVE, _LOCATIVE, _INSTRUMENTAL = ("u",), ("u",), ("iem", "em")
_CASES = (
    dict.fromkeys(("do", "dla", "od", "u", "firmy", "spółki", "imieniu", "zespołu"), _GENITIVE)
    | dict.fromkeys(("w", "we", "przy", "o", "na"), _LOCATIVE)
    | dict.fromkeys(("przed", "nad"), _INSTRUMENTAL)
    | dict.fromkeys(("z", "ze"), _GENITIVE + _INSTRUMENTAL)
)
_VOWELS, _DECLINED = frozenset("aeiouyąęó"), frozenset("ęąum")
