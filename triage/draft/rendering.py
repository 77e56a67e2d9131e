"""Templates → text: a sandbox that bounds time and length, and names file, line and variable of what is wrong.

A template is looked for as `reply/<language>/<purpose>.txt.j2`, then as `reply/<purpose>.txt.j2`, which is put together
from the sentences of `reply/<language>/phrases.j2`; each time in the user's folder first.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from triage.draft import phrasing
from triage.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from jinja2 import Template
    from jinja2.sandbox import SandboxedEnvironment

#: A rendering may take this long (seconds of computing: on a busy machine a second passes by itself) and give this much
#: (characters).
RENDER_SECONDS = 1.0
RENDER_LENGTH = 65536
#: The templates that a language without phrases.j2 needs to count.
NEEDED = ("accept", "ask", "decline")

_NAME = re.compile(r"reply/(?:(\w+)/)?(\w+)\.txt\.j2")
_PHRASES = re.compile(r"reply/(\w+)/phrases\.j2")


class File(NamedTuple):
    """A template file: its name for the loader, such as "reply/en/phrases.j2", and where it lies."""

    name: str
    path: Path
    own: bool  # whether it is the user's


@dataclass(frozen=True, slots=True)
class Source:
    """One reply that can be asked for: "en/accept", and the files that it is written in."""

    language: str
    purpose: str
    files: tuple[File, ...]  # what comes in which order; then the sentences, unless it has all its words in itself

    @property
    def own(self) -> bool:
        """Whether anything of it is the user's."""
        return any(file.own for file in self.files)

    @property
    def name(self) -> str:
        """What `--template` takes."""
        return f"{self.language}/{self.purpose}"


class Templates:
    """The shipped templates under the user's own."""

    def __init__(self, shipped: Path, own: Path) -> None:
        self.shipped = shipped
        self.own = own

    @cached_property
    def environment(self) -> SandboxedEnvironment:
        """The sandbox that all of them are rendered in."""
        from jinja2 import FileSystemLoader, StrictUndefined
        from jinja2.sandbox import SandboxedEnvironment

        environment = SandboxedEnvironment(
            loader=FileSystemLoader([self.own, self.shipped], encoding="utf-8-sig"),  # Windows editors write a mark
            undefined=StrictUndefined,
            autoescape=False,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
        )
        environment.globals |= {"prose": phrasing.prose, "listed": phrasing.listed, "topics_of": phrasing.topics_of}
        environment.filters |= {"low": phrasing.low, "cap": phrasing.cap}
        return environment

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every template file by its name for the loader, such as "reply/en/phrases.j2"."""
        files = (path for folder in (self.own, self.shipped) for path in _files(folder))
        return tuple(sorted({str(path) for path in files}))

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages replies can be written in."""
        spoken = {found[1] for name in self.names if (found := _PHRASES.fullmatch(name))}
        own = {found[1] for name in self.names if (found := _NAME.fullmatch(name)) and found[1]}
        whole = {code for code in own if all(f"reply/{code}/{purpose}.txt.j2" in self.names for purpose in NEEDED)}
        return tuple(sorted(spoken | whole))

    def sources(self) -> Iterator[Source]:
        """Every reply that can be asked for, by language and purpose."""
        found = [match.groups() for name in self.names if (match := _NAME.fullmatch(name))]
        shared = {purpose for language, purpose in found if not language}
        for code in sorted({*self.languages, *(language for language, _ in found if language)}):
            phrases = f"reply/{code}/phrases.j2"
            purposes = {purpose for language, purpose in found if language == code}
            for purpose in sorted(purposes | (shared if phrases in self.names else set())):
                file = self.file(f"{code}/{purpose}")
                names = (file, phrases) if file == f"reply/{purpose}.txt.j2" or self._names_phrases(file) else (file,)
                yield Source(code, purpose, tuple(map(self._described, names)))

    def _names_phrases(self, file: str) -> bool:
        return "phrases.j2" in self.path(file).read_text("utf-8", "replace")

    def _described(self, name: str) -> File:
        path = self.path(name)
        return File(name, path, path.is_relative_to(self.own))

    def file(self, name: str) -> str:
        """The file of a template "en/accept": its own, else the one that every language shares."""
        language, _, purpose = name.partition("/")
        special, shared = f"reply/{name}.txt.j2", f"reply/{purpose}.txt.j2"
        spoken = f"reply/{language}/phrases.j2" in self.names
        return shared if special not in self.names and spoken and shared in self.names else special

    def path(self, file: str) -> Path:
        """Where a file of that name lies, the user's own before the shipped one."""
        return self.own / file if (self.own / file).is_file() else self.shipped / file

    def render(self, name: str, values: Mapping[str, object]) -> str:
        """The text of the template `name` with the values, ended by one newline.

        Raises `ConfigurationError` with `file:line: what is wrong`.
        """
        from jinja2 import TemplateError, TemplateNotFound

        file = self.file(name)
        try:
            text = _bounded(self.environment.get_template(file), values)
        except TemplateNotFound as error:
            raise ConfigurationError(
                [f"template {error.name} is missing: `triage templates list` shows what there is"]
            ) from error
        except (
            TemplateError,
            TypeError,
            ValueError,
            ArithmeticError,
            LookupError,
            AttributeError,
            RecursionError,
        ) as error:
            said = str(error).replace(
                "'jinja2.environment.TemplateModule object' has no attribute", "phrases.j2 has no"
            )
            known = f" (there is {', '.join(values)})" if "is undefined" in str(error) else ""
            raise ConfigurationError([f"{self._place(error, file)}: {said}{known}"]) from error
        if not text:
            raise ConfigurationError([f"{self.path(file)}: the reply comes out empty: give it words, or delete it"])
        return text + "\n"

    def _place(self, error: Exception, file: str) -> str:
        """file:line of the template, as far as Jinja tells: the innermost one."""
        place, traceback = "", error.__traceback__
        while traceback is not None:
            if traceback.tb_frame.f_code.co_filename.endswith(".j2"):
                place = f"{traceback.tb_frame.f_code.co_filename}:{traceback.tb_lineno}"
            traceback = traceback.tb_next
        if (line := getattr(error, "lineno", None)) is not None:
            place = f"{getattr(error, 'filename', None) or self.path(file)}:{line}"
        return place or f"{self.path(file)}:1"


def _files(folder: Path) -> Iterator[Path]:
    """The template files of a folder, relative to it."""
    if folder.is_dir():
        yield from (path.relative_to(folder) for path in sorted(folder.glob("reply/**/*.j2")))


def _bounded(template: Template, values: Mapping[str, object]) -> str:
    limit, length, pieces = time.thread_time() + RENDER_SECONDS, 0, list[str]()
    for piece in template.generate(values):
        length += len(piece)
        pieces.append(piece)
        if length > RENDER_LENGTH:
            raise ValueError(f"the reply is longer than {RENDER_LENGTH} characters")
        if time.thread_time() > limit:
            raise ValueError(f"the reply takes longer than {RENDER_SECONDS:.0f} s")
    lines = (line if line == "-- " else line.rstrip() for line in "".join(pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
