from __future__ import annotations

import pytest

from triage.score import mention
from triage.score.mention import Stance


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("You will maintain our PHP monolith.", Stance.PART),
        ("Our stack is not only PHP but also Go.", Stance.PART),
        ("Wir nutzen nicht nur PHP, sondern auch Go.", Stance.PART),
        ("There is no free lunch. PHP is our core.", Stance.PART),
        ("You will work with PHP every day.", Stance.PART),
        ("No PHP here, promise.", Stance.DENIED),
        ("We are migrating away from PHP to Go.", Stance.DENIED),
        ("Our PHP code is being replaced.", Stance.DENIED),
        ("PHP is not required.", Stance.DENIED),
        ("Kein PHP, versprochen!", Stance.DENIED),
        ("Ganz ohne PHP.", Stance.DENIED),
        ("Pas de PHP chez nous.", Stance.DENIED),
        ("Sin PHP.", Stance.DENIED),
        ("Bez PHP.", Stance.DENIED),
        ("Another team looks after PHP.", Stance.PASSING),
        ("The product was originally written in PHP.", Stance.PASSING),
        ("You work closely with PHP and design teams.", Stance.PASSING),
    ],
)
def test_what_a_sentence_says_about_a_word(text: str, stance: Stance) -> None:
    (found,) = mention.find(("php",), text.lower())
    assert found.stance is stance


@pytest.mark.parametrize(
    ("form", "text", "there"),
    [
        ("microservice", "many microservices", True),
        ("month-end", "the month end close", True),
        ("data pipelines", "Datapipelines bauen", False),
        ("c", "modern c++", False),
        ("go", "our go-to market", False),
        ("java", "javascript only", False),
        ("c++", "modern c++, yes", True),
        (".net", "in .net and c#", True),
    ],
)
def test_whole_words_in_their_usual_endings(form: str, text: str, there: bool) -> None:  # noqa: FBT001 - a table
    assert bool(mention.find((form,), text)) is there


def test_a_quote_is_one_line_of_the_sentence() -> None:
    text = "Hello.\nWe use\nPython daily. Bye."
    assert mention.quote(text, text.index("Python")) == "We use Python daily"
    long = "x " * 500 + "python" + " y" * 500
    assert len(mention.quote(long, long.index("python"))) <= 160
    words = "abcdefg " * 20
    assert set(mention.quote(words, 80).split()) == {"abcdefg"}
