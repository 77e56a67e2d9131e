"""Says which parts of an HTML mail cannot be seen: as much of CSS as it takes to hide text."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field, replace
from typing import TypeVar

T = TypeVar("T")
Colour = tuple[int, int, int]

WHITE: Colour = (255, 255, 255)
_NEAR = 16  # channels that differ by no more are one colour to the eye

_NAMED: dict[str, Colour] = {
    "white": WHITE,
    "black": (0, 0, 0),
    "snow": (255, 250, 250),
    "ivory": (255, 255, 240),
    "ghostwhite": (248, 248, 255),
    "whitesmoke": (245, 245, 245),
    "red": (255, 0, 0),
    "green": (0, 128, 0),
    "blue": (0, 0, 255),
    "gray": (128, 128, 128),
    "grey": (128, 128, 128),
    "silver": (192, 192, 192),
    "navy": (0, 0, 128),
    "yellow": (255, 255, 0),
}
_HEX = re.compile(r"#([0-9a-f]{6}|[0-9a-f]{3})\b")
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*(?:[,/]\s*([\d.]+))?")
_LENGTH = re.compile(r"(-?\d*\.?\d+)\s*(px|pt|em|rem|%|)(?![\w.])")
_FONT_SIZE = re.compile(r"(?<![\w.])(-?\d*\.?\d+)(px|pt|em|rem|%)?(?:/|\s)")
_DECLARATION = re.compile(r"([a-z-]+)\s*:\s*([^;]*+)")
_RULE = re.compile(r"([^{}]*+)\{([^{}]*+)\}")
_SELECTOR = re.compile(r"([a-z][a-z0-9]*)?([.#][\w-]+)?$", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-zA-Z-]{2,12})(?:\s*=\s*("[^"]*+"?|'[^']*+'?|[^\s"'>]*+))?""")
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_RELEVANT = re.compile(
    r"display|visibility|font|opacity|height|width|color|background|mso-hide|indent|left|top|clip|transform|hidden"
)
_MAX_RULES = 500


@dataclass(frozen=True, slots=True)
class Look:
    """How text inside an element looks; None means "as around it"."""

    is_gone: bool = False  # with everything inside it: display:none and the like
    is_invisible: bool | None = None  # visibility:hidden, which children may undo
    is_tiny: bool | None = None
    colour: Colour | None = None
    background: Colour | None = None
    background_is_known: bool | None = None  # False over a picture or a gradient
    is_visible: bool = True

    def under(self, inner: Look) -> Look:
        """The look of an element inside this one."""
        merged = Look(
            is_gone=self.is_gone or inner.is_gone,
            is_invisible=_first(inner.is_invisible, self.is_invisible),
            is_tiny=_first(inner.is_tiny, self.is_tiny),
            colour=inner.colour or self.colour,
            background=inner.background or self.background,
            background_is_known=_first(inner.background_is_known, self.background_is_known),
        )
        return merged if merged._can_be_seen() else replace(merged, is_visible=False)

    def _can_be_seen(self) -> bool:
        if self.is_gone or self.is_invisible or self.is_tiny:
            return False
        if self.colour is None or self.background_is_known is False:
            return True
        return not _same(self.colour, self.background or WHITE)


PLAIN = Look()


def _first(inner: T | None, outer: T | None) -> T | None:
    return outer if inner is None else inner


def _same(one: Colour, other: Colour) -> bool:
    return all(abs(a - b) <= _NEAR for a, b in zip(one, other, strict=True))


@dataclass(slots=True)
class StyleSheet:
    """The declarations of style blocks for single tags, classes and ids; media queries are for other screens."""

    rules: dict[str, str] = field(default_factory=dict)

    def read(self, css: str) -> None:
        """Adds the rules of a style block that may hide something."""
        css = _without_at_rules(_COMMENT.sub(" ", css).lower())
        for match in _RULE.finditer(css):
            if not _RELEVANT.search(match[2]) or len(self.rules) >= _MAX_RULES:
                continue
            for selector in match[1].split(",")[:50]:
                name = selector.strip()
                if name and _SELECTOR.match(name):
                    self.rules[name] = self.rules.get(name, "") + ";" + match[2]

    def declarations(self, tag: str, classes: list[str], identity: str) -> str:
        """What the style blocks say about an element, least specific first."""
        names = [tag, *(f".{name}" for name in classes), *(f"{tag}.{name}" for name in classes)]
        if identity:
            names += [f"#{identity}", f"{tag}#{identity}"]
        return ";".join(self.rules[name] for name in names if name in self.rules)


def _without_at_rules(css: str) -> str:
    """Cuts out @media blocks with their nested braces, and @import lines."""
    if "@" not in css:
        return css
    kept: list[str] = []
    depth = 0
    start = 0
    skip_from = -1
    for match in re.finditer(r"[@{};]", css):
        sign = match.group()
        if sign == "@" and skip_from < 0:
            kept.append(css[start : match.start()])
            skip_from, depth = match.start(), 0
        elif skip_from >= 0:
            depth += (sign == "{") - (sign == "}")
            if depth <= 0 and sign in "};":
                skip_from, start = -1, match.end()
    return "".join(kept) + (css[start:] if skip_from < 0 else "")


def look_of(tag: str, attributes: str, sheet: StyleSheet) -> Look | None:
    """The look that a start tag asks for by its attributes and the style blocks; None if it asks for nothing."""
    given = {name.lower(): value.strip("\"'") for name, value in reversed(_ATTRIBUTE.findall(attributes))}
    css = ""
    if sheet.rules:
        css = sheet.declarations(tag, given.get("class", "").lower().split()[:20], given.get("id", "").lower())
    if "bgcolor" in given:
        css += f";background-color:{given['bgcolor']}"
    if "color" in given and tag == "font":
        css += f";color:{given['color']}"
    css += ";" + given.get("style", "")
    is_gone = "hidden" in given and given["hidden"].lower() != "until-found"
    if not is_gone and not _RELEVANT.search(css.lower()):
        return None
    look = _read_css(css.lower())
    return Look(is_gone=True) if is_gone else look


@functools.lru_cache(maxsize=1_024)  # links differ in where they lead, not in how they look
def _read_css(css: str) -> Look | None:
    said = {name: value.replace("!important", "").strip() for name, value in _DECLARATION.findall(css)}
    background, known = _background(said)
    look = Look(
        is_gone=_is_gone(said),
        is_invisible=said["visibility"] in {"hidden", "collapse"} if "visibility" in said else None,
        is_tiny=_is_tiny(said),
        colour=_colour(said.get("color", "")),
        background=background,
        background_is_known=known,
    )
    if _is_clear(said.get("color", "")):
        look = replace(look, is_invisible=True)
    return None if look == PLAIN else look


def _is_gone(said: dict[str, str]) -> bool:
    if said.get("display") == "none" or said.get("mso-hide") == "all":
        return True
    opacity = _LENGTH.match(said.get("opacity", ""))
    if opacity and float(opacity[1]) <= 0.05:
        return True
    if _is_nothing(said.get("max-height", "")) or _is_nothing(said.get("max-width", "")):
        return True
    if "hidden" in said.get("overflow", "") and (
        _is_nothing(said.get("height", "")) or _is_nothing(said.get("width", ""))
    ):
        return True
    return _is_moved_away(said)


def _is_moved_away(said: dict[str, str]) -> bool:
    if any(_pixels(said.get(name, "")) <= -500 for name in ("text-indent", "left", "top", "margin-left", "right")):
        return True
    return "rect(0" in said.get("clip", "").replace(" ", "") or "scale(0)" in said.get("transform", "")


def _is_nothing(value: str) -> bool:
    length = _LENGTH.match(value)
    return length is not None and 0 <= float(length[1]) < 1 and length[2] in {"px", "pt", ""}


def _pixels(value: str) -> float:
    length = _LENGTH.match(value)
    return float(length[1]) if length and length[2] in {"px", "pt", ""} else 0.0


def _is_tiny(said: dict[str, str]) -> bool | None:
    length = _LENGTH.match(said["font-size"]) if "font-size" in said else None
    if length is None and "font" in said:
        length = _FONT_SIZE.search(said["font"] + " ")
    if length is None:
        return False if "font-size" in said else None
    size, unit = float(length[1]), length[2] or "px"
    return size <= {"em": 0.1, "rem": 0.1, "%": 10.0}.get(unit, 1.0)


def _background(said: dict[str, str]) -> tuple[Colour | None, bool | None]:
    """The background colour, and whether it is known at all."""
    shorthand = said.get("background", "")
    picture = said.get("background-image", "") + shorthand
    if "url(" in picture or "gradient" in picture or "var(" in shorthand:
        return None, False
    colour = _colour(said.get("background-color", "") or shorthand)
    return colour, True if colour else None


def _colour(value: str) -> Colour | None:
    value = value.strip()
    if not value:
        return None
    if match := _HEX.search(value):
        digits = match[1] if len(match[1]) == 6 else "".join(digit * 2 for digit in match[1])
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    if match := _RGB.search(value):
        if match[4] and match[4].startswith("0") and float(match[4].rstrip(".") or 0) < 0.1:
            return None
        return int(match[1]), int(match[2]), int(match[3])
    return next((_NAMED[word] for word in value.split() if word in _NAMED), None)


def _is_clear(value: str) -> bool:
    match = _RGB.search(value)
    if match and match[4]:
        return re.fullmatch(r"0*\.?0*", match[4]) is not None
    return value.strip() == "transparent"
