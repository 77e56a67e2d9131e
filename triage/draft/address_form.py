"""du or Sie, tu or vous: the form the sender uses for the user, told from the first words that show it.

A letter begins with what its writer has to say; job advertisements and legal footers, often in the other form, follow.
So the first three words that show a form decide, and where they disagree or there are none, the reply is formal; in
German, who greets by the first name and signs with their own is on familiar terms without any.
"""

from __future__ import annotations

import functools
import re

from triage.draft.names import gender
from triage.draft.tables import wordings

#: How many words that show a form are looked at, and how far into the text.
DECIDING = 3
READ = 8000

_GREETED = re.compile(
    r"\s*(?:Hallo|Hi|Hey|Moin|Servus|Hej|Liebe[rs]?)[ ](?!Frau\b|Herr)[A-ZÄÖÜ][a-zäöüßé-]+[ ]?[,!.–\n-]"
)
_SIGNED = re.compile(r"(?:(?:LG|VG|lg|vg|(?:\w+ ){0,3}Gr(?:ü|ue)(?:ß|ss)e?n?),? )?([A-ZÄÖÜ][a-zäöüßé-]+)[.!]?")


@functools.cache
def _marks(language: str) -> re.Pattern[str] | None:
    forms = wordings("address_forms")
    if f"{language} familiar" not in forms:
        return None
    familiar, polite = ("|".join(forms[f"{language} {form}"]) for form in ("familiar", "polite"))
    return re.compile(f"(?P<familiar>{familiar})|(?P<polite>{polite})")


@functools.cache
def _footers() -> re.Pattern[str]:
    """Sentences for whoever a mail reaches by mistake, and how not to get more of them."""
    return re.compile(rf"\b(?:{'|'.join(wordings('address_forms')['footers'])})", re.IGNORECASE)


def is_informal(language: str, text: str) -> bool:
    """Whether the writer of `text` is on familiar terms with its reader; False for a language without the two forms."""
    pattern = _marks(language)
    if pattern is None:
        return False
    sentences = re.split(r"(?<=[.!?\n])", text[:READ])
    letter = "".join(sentence for sentence in sentences if not _footers().search(sentence))
    found = [match.lastgroup for match, _ in zip(pattern.finditer(letter), range(DECIDING), strict=False)]
    if not found:
        return language == "de" and _by_first_names(text[:READ])
    return found.count("familiar") > len(found) / 2


def _by_first_names(text: str) -> bool:
    """Whether a German letter begins "Hallo Dana" and ends "Ines", or "LG Ines"."""
    last = next((line for line in reversed(text.splitlines()) if line.strip()), "")
    signed = _SIGNED.fullmatch(last.strip())
    return signed is not None and bool(gender(signed[1])) and _GREETED.match(text) is not None


def variety_of(language: str, text: str) -> str:
    """Which it is, "BR" or "PT", for Portuguese that shows more signs of the one than of the other; else ""."""
    if language != "pt":
        return ""
    brazil, portugal = (len(_words_of(side).findall(text[:READ])) for side in ("Brazil", "Portugal"))
    return "" if brazil == portugal else "BR" if brazil > portugal else "PT"


@functools.cache
def _words_of(side: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(wordings('address_forms')[f'pt {side}'])})", re.IGNORECASE)
