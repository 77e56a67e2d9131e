"""The words of a mail as they are compared, put together when they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from triage.score import mention

if TYPE_CHECKING:
    from collections.abc import Callable

    from triage.domain import Role

_V = TypeVar("_V")

_TEXT_LIMIT = 12_000  # characters: nothing that decides stands further down
_QUOTED = 6  # words
_SHORT = 400  # characters: below this, history is read too ("bumping this")


class once(Generic[_V]):  # noqa: N801 - used like a property
    """As `functools.cached_property`, without the lock that made up a fifth of a preview on Python 3.11."""

    def __init__(self, read: Callable[[Any], _V]) -> None:
        self._read, self._name, self.__doc__ = read, read.__name__, read.__doc__

    def __get__(self, page: Any, _: object = None) -> _V:
        found: _V = self._read(page)
        page.__dict__[self._name] = found
        return found


class Words(Protocol):
    """What of a `Message` is compared."""

    @property
    def subject(self) -> str:
        """Decoded."""
        ...

    @property
    def text(self) -> str:
        """What the sender wrote."""
        ...

    @property
    def quoted(self) -> str:
        """The history below it."""
        ...


class Page:
    """One mail."""

    def __init__(self, role: Callable[[], Role], words: Callable[[], Words]) -> None:
        self._role, self._words = role, words

    @once
    def role(self) -> Role:
        """What it was read to offer."""
        return self._role()

    @once
    def text(self) -> str:
        """Subject and text, and the history below a short one."""
        words = self._words()
        text = words.text if len(words.text) >= _SHORT else f"{words.text}\n{words.quoted}"
        return f"{words.subject}\n\n{text}"[:_TEXT_LIMIT]

    @once
    def lowered(self) -> str:
        """`text` in lower case, of the same length."""
        lowered = self.text.lower()
        if len(lowered) == len(self.text):
            return lowered
        # "İ" is two characters in lower case: offsets must stay
        return "".join([sign.lower() if len(sign.lower()) == 1 else sign for sign in self.text])

    @once
    def vocabulary(self) -> str:
        """Any text in which a piece of a word stands where it stands in `lowered`."""
        return self.lowered

    def begun_with(self, stems: list[str]) -> str:
        """The first words that have some stems, for the user to read."""
        return mention.words_at(self.text, sorted(self.lowered.find(stem) for stem in stems)[:_QUOTED])

    def quote(self, start: int) -> str:
        """The sentence around an offset, for the user to read."""
        return mention.quote(self.text, start)

    @once
    def title(self) -> str:
        """In lower case; "" without one."""
        return (self.role.title or "").lower()

    @once
    def skills(self) -> frozenset[str]:
        """Canonical names, in lower case."""
        return frozenset([skill.lower() for skill in self.role.skills])

    @once
    def agency(self) -> str:
        """In lower case: what a firm is called says nothing about the work."""
        return (self.role.agency or "").lower()
