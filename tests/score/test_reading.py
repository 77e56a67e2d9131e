from __future__ import annotations

import subprocess
import sys

import pytest

from triage.score.reading import expression, table


@pytest.mark.parametrize(
    "name",
    [
        "concepts.txt",
        "merges.txt",
        "occupations.txt",
        "places.txt",
        "stances.txt",
        "stop_words.txt",
        "tastes.txt",
        "words.txt",
    ],
)
def test_every_table_is_there(name: str) -> None:
    assert table(name).startswith("#") or table(name).strip()


def test_an_expression_is_compiled_once() -> None:
    assert expression(r"a+") is expression(r"a+")


def test_importing_the_score_reads_no_table_and_compiles_nothing() -> None:
    code = (
        "import pathlib, re, triage.domain\nreal, seen = re.compile, []\n"
        "re.compile = lambda *a: seen.append(a) or real(*a)\n"
        "import sys, triage.score.model\nassert not seen, seen\n"
        "assert not {'importlib.resources', 'numpy', 'sklearn'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=30)
