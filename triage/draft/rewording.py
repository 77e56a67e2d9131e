"""Puts an edit of the user's into a template of their own: the reply as it was, with a sentence said otherwise."""

from __future__ import annotations

import json
import re

#: A fact of the mail in a sentence that was masked (`triage.learn.wording`).
_FACT = re.compile(r"\{\{ (full_name|name|title|company|location) \}\}")


def can_be_written(before: str) -> bool:
    """Whether a sentence can be found again in a reply, and only there: one word alone may stand anywhere."""
    words = _FACT.sub(" ", before).split()
    return len(words) > 1 or (len(words) == 1 and words[0].strip(",.!?") != "" and _FACT.search(before) is not None)


def rewording(before: str, after: str) -> str:
    """The Jinja tag that puts `after` in place of `before` in what follows it up to `{% endfilter %}`.

    What a sentence says is a string in it, never a template; only the facts that it names are variables.
    """
    old = _expression(before)
    if after:
        return f"{{% filter replace({old}, {_expression(after)}) %}}"
    return f'{{% filter replace({old} ~ " ", "")|replace({old}, "") %}}'


def reworded(text: str, before: str, after: str) -> str:
    """The text of a template, with that edit."""
    return f"{rewording(before, after)}\n{text.rstrip()}\n{{% endfilter %}}\n"


def including(file: str) -> str:
    """The text of a template that says what the shared template of that name says."""
    return f"{{% include {json.dumps(file)} %}}\n"


def _expression(masked: str) -> str:
    pieces = _FACT.split(masked)  # text and names in turn
    return " ~ ".join(
        name if place % 2 else json.dumps(name, ensure_ascii=False) for place, name in enumerate(pieces) if name
    )
