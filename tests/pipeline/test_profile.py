"""triage.pipeline.profile: what a CV proposes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from triage.domain import Level
from triage.errors import UsageError
from triage.pipeline.profile import Profile, read_profile

if TYPE_CHECKING:
    from pathlib import Path

ENGLISH = """# Dana Whitfield
Berlin, Germany · dana@example.org

## Experience
**Staff Backend Engineer** · Quillmark GmbH, Berlin (2021–today)
- Led the move of the ledger to PostgreSQL and Kafka. Python, some Rust.

**Senior Software Engineer** · Halvorsen Grid, Munich (2017–2021)
- Python, Django, PostgreSQL.

## Languages
English (fluent), German (native)
"""
GERMAN = """Lebenslauf

Jan Beispiel
Musterstraße 3, 20095 Hamburg

Berufserfahrung
2020 - heute   Senior Softwareentwickler, Beispiel AG, Hamburg
               Entwicklung von Microservices in Java und Spring Boot, Kubernetes
2016 - 2020    Softwareentwickler, Muster GmbH, Lübeck
               Java, Angular, PostgreSQL

Sprachen: Deutsch (Muttersprache), Englisch (C1), Französisch (A2)
"""


def profile(tmp_path: Path, text: str, name: str = "cv.md") -> Profile:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_profile(path)


def test_an_english_cv(tmp_path: Path) -> None:
    found = profile(tmp_path, ENGLISH)
    assert found.terms[:2] == ("postgresql", "python")
    assert {"kafka", "rust", "django"} <= set(found.terms)
    assert found.titles == ("backend engineer", "software engineer")
    assert found.level is Level.STAFF
    assert found.places[0] == "Berlin"
    assert found.languages == ("en", "de")


def test_a_german_cv(tmp_path: Path) -> None:
    found = profile(tmp_path, GERMAN, "cv.txt")
    assert {"java", "kubernetes", "postgresql"} <= set(found.terms)
    assert found.titles == ("softwareentwickler",)
    assert (found.level, found.places[0]) == (Level.SENIOR, "Hamburg")
    assert found.languages == ("de", "en", "fr")


def test_html_is_read_as_it_is_seen(tmp_path: Path) -> None:
    page = "<html><head><style>p{color:red}</style></head><body><h2>Senior Data Engineer</h2><p>Python, SQL</p></body>"
    found = profile(tmp_path, page, "cv.html")
    assert found.titles == ("data engineer",)
    assert "python" in found.terms


def test_a_sentence_is_no_title(tmp_path: Path) -> None:
    found = profile(
        tmp_path, "Backend engineer. Python, Go.\n- Mentored engineers. Wrote guides\nSr. Backend Engineer, Acme\n"
    )
    assert found.titles == ("backend engineer",)


def test_a_file_that_says_nothing_proposes_nothing(tmp_path: Path) -> None:
    assert profile(tmp_path, "") == Profile()


@pytest.mark.parametrize(
    ("name", "octets", "said"),
    [
        ("cv.pdf", b"%PDF-1.7 \xe2\xe3", "pdftotext"),
        ("cv.docx", b"PK\x03\x04\0\0", "is no text file"),
        (None, b"", "No such file"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, name: str | None, octets: bytes, said: str) -> None:
    path = tmp_path / (name or "missing.txt")
    if name:
        path.write_bytes(octets)
    with pytest.raises(UsageError) as caught:
        read_profile(path)
    assert said in str(caught.value)
