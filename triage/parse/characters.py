"""Decodes octets of a declared or undeclared character set, and drops the characters nobody can see."""

from __future__ import annotations

import re
from encodings.aliases import aliases

#: Characters that are invisible, steer terminals or reorder text: C0 but tab and newline, DEL, C1, soft hyphen,
#: grapheme joiner, bidirectional controls, zero-width characters, fillers, noncharacters, surrogates, tag characters.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff0-\ufffb\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]+"
)
_LINE_BREAK = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACE = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_ODD = re.compile(f"[{_INVISIBLE.pattern[1:-2]}{_SPACE.pattern[1:-1]}\r\x0b\x0c\x85\u2028\u2029]")
_ASCII_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")

#: What mailers call character sets, beyond the aliases Python knows; superset charsets replace their subsets as the
#: WHATWG Encoding Standard, section 4.2, does, because mailers declare the subset and write the superset.
_SUPERSETS = {
    "ascii": "",
    "us": "",
    "latin_1": "cp1252",
    "iso8859_1": "cp1252",
    "iso8859_9": "cp1254",
    "iso8859_11": "cp874",
    "tis_620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "hz": "hz",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
_OWN_ALIASES = {
    "unknown_8bit": "",
    "x_unknown": "",
    "unknown": "",
    "8bit": "",
    "7bit": "",
    "binary": "",
    "default": "",
    "none": "",
    "ansi": "cp1252",
    "iso_8859_8_i": "iso8859_8",
    "iso_8859_8_e": "iso8859_8",
    "iso_8859_6_i": "iso8859_6",
    "iso_8859_6_e": "iso8859_6",
    "ks_c_5601": "cp949",
    "ks_c_5601_1987": "cp949",
    "ksc5601": "cp949",
    "x_sjis": "cp932",
    "x_euc_jp": "euc_jp",
    "x_gbk": "gb18030",
    "x_mac_roman": "mac_roman",
    "macroman": "mac_roman",
    "unicode_1_1_utf_8": "utf_8",
    "utf8mb4": "utf_8",
    "unicode": "utf_16",
    "iso_8859_15": "iso8859_15",
}
#: Codecs that are no character sets, or that are unsafe or slow on hostile input (punycode is quadratic).
_REFUSED = re.compile(
    r"utf_7|idna|punycode|unicode_escape|raw_unicode_escape|undefined|mbcs|oem|.*_codec|rot_13|unicode_internal"
)
_CODECS = frozenset(aliases.values()) | {"iso2022_jp", "koi8_u", "koi8_r", "cp720", "cp856", "cp874", "cp1006"}
_MULTIBYTE = re.compile(r"gb18030|big5|cp9|euc_|iso2022|hz|shift|utf_16|utf_32|johab")
_NAME_NOISE = re.compile(r"[^a-z0-9]+")
_DIGITS_APART = re.compile(r"^(cp|windows|win|ibm|koi8|iso|utf|mac)_?")


def clean(text: str) -> str:
    r"""Text without invisible characters; every kind of line break is "\\n", every kind of blank a plain space."""
    if text.isascii():
        return _ASCII_CONTROL.sub(_ascii_control, text) if _ASCII_CONTROL.search(text) else text
    if not _ODD.search(text):  # most text: one look instead of three
        return text
    text = _LINE_BREAK.sub("\n", text)
    return _SPACE.sub(" ", _INVISIBLE.sub("", text))


def _ascii_control(match: re.Match[str]) -> str:
    control = match.group()
    if control == "\r":
        return "" if match.string.startswith("\n", match.end()) else "\n"
    return "\n" if control in "\x0b\x0c" else ""


def one_line(text: str) -> str:
    """Cleaned text on one line, runs of blanks as one space: for header values."""
    line = " ".join(text.split())
    if line.isascii() and line.isprintable():
        return line
    return " ".join(clean(line).split())


def codec_for(charset: str) -> str | None:
    """The Python codec for a MIME charset name; "" when it says nothing, None when it is unknown or refused."""
    name = _NAME_NOISE.sub("_", charset.strip().lower()[:60]).strip("_")
    if not name:
        return ""
    if name in _OWN_ALIASES:
        return _OWN_ALIASES[name]
    codec = _known(name) or _known(_respelled(name))
    if codec is None or _REFUSED.fullmatch(codec):
        return None
    return _SUPERSETS.get(codec, codec)


def _known(name: str) -> str | None:
    """Python's codec module of that name. A table, not codecs.lookup: that tries an import and caches every name."""
    if name in aliases:
        return aliases[name]
    return name if name in _CODECS else None


def _respelled(name: str) -> str:
    """Names like "cp_850", "windows1252" and "win_1251" as Python spells them."""
    name = name.removeprefix("x_").removeprefix("cs")
    match = _DIGITS_APART.match(name)
    if not match:
        return name
    family, rest = match.group(1), name[match.end() :]
    family = {"win": "cp", "windows": "cp", "ibm": "cp", "iso": "iso"}.get(family, family)
    if family in {"cp", "iso"}:
        return family + rest
    return f"{family}_{rest}"


def decode(octets: bytes, charset: str = "") -> tuple[str, str]:
    """The text of some octets, and what was wrong with them ("" if nothing).

    The declared charset is tried first, then UTF-8, then windows-1252: octets are never lost, only mistaken.
    """
    if octets.isascii() and not (charset and _shifts(charset)):
        return octets.decode("ascii"), ""
    codec = codec_for(charset)
    defect = f"unknown charset {one_line(charset)[:40]}" if codec is None else ""
    if codec and codec.startswith(("utf_16", "utf_32")) and b"\0" not in octets:
        codec = ""  # declared UTF-16, written in something else: seen from several web mailers
    for attempt in (codec or "utf_8", "utf_8"):
        try:
            return octets.decode(attempt), defect
        except (UnicodeDecodeError, LookupError):
            continue
    return _decode_damaged(octets, codec or ""), defect or f"text is not {one_line(charset)[:40] or 'UTF-8'}"


def _shifts(charset: str) -> bool:
    """Whether ASCII octets can mean something else in this charset."""
    codec = codec_for(charset) or ""
    return codec.startswith(("iso2022", "hz", "utf_16", "utf_32"))


def _decode_damaged(octets: bytes, codec: str) -> str:
    if codec and _MULTIBYTE.match(codec):
        return octets.decode(codec, "replace")
    text = octets.decode("utf_8", "replace")
    damaged = text.count("\ufffd")
    sound = sum(map(len, re.findall("[^\x00-\x7f\ufffd]+", text)))
    return text if sound > damaged else octets.decode("cp1252", "replace")
