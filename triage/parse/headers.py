"""Splits header sections into fields and decodes their values (RFC 5322 section 2.2, RFC 2047, RFC 2231)."""

from __future__ import annotations

import binascii
import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote_to_bytes

from triage.parse.characters import clean, decode, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_HEADERS = 2_000
MAX_HEADER_OCTETS = 64 * 1024
_MAX_BAD_LINES = 20

_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:([^\n]*+(?:\n[ \t][^\n]*+)*+)(?:\n|$)")
_NOT_A_FIELD = re.compile(rb"[^\n]*+(?:\n[ \t][^\n]*+)*+(?:\n|$)")
_ENVELOPE_LINE = re.compile(rb">?From [^\n]*\n")
#: After a line that is no field, only one of these shows that the header section goes on.
_WELL_KNOWN = re.compile(
    rb"(?i)(?:received|return-path|from|to|cc|subject|date|message-id|mime-version|content-[a-z-]+|reply-to|sender"
    rb"|in-reply-to|references|delivered-to|list-[a-z-]+|dkim-signature|authentication-results|arc-[a-z-]+|x-[!-9;-~]+)"
    rb"[ \t]*:"
)
_WORD_START = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_PARAMETER = re.compile(r';\s*([^\s=;"]{1,80})\s*=\s*("(?:[^"\\]|\\.)*+"?|[^;]*+)', re.DOTALL)
_CONTINUED = re.compile(r"([^*]+)\*(\d{1,3})(\*?)$")


class Section(NamedTuple):
    """A header section: names in lower case with their raw unfolded values, and where the body starts."""

    fields: list[tuple[str, bytes]]
    body_at: int
    defects: list[str]


def read_section(octets: bytes, start: int, end: int) -> Section:
    """Reads the header fields of octets[start:end], whose lines end in LF. Takes linear time whatever they are."""
    fields: list[tuple[str, bytes]] = []
    defects: list[str] = []
    bad_lines = 0
    at = start
    envelope = _ENVELOPE_LINE.match(octets, at, end)
    while envelope:
        at = envelope.end()
        envelope = _ENVELOPE_LINE.match(octets, at, end)
    match_field = _FIELD.match
    while at < end and octets[at] != 10:
        match = match_field(octets, at, end)
        if match:
            if len(fields) < MAX_HEADERS:
                fields.append((match[1].decode("ascii").lower(), _unfold(match[2], defects)))
            at = match.end()
            continue
        after = _after_bad_line(octets, at, end, bad_lines, is_first=not fields)
        if after < 0:
            _note(defects, "no empty line between header and body")
            return Section(fields, at, defects)
        _note(defects, "a header line without a colon")
        bad_lines += 1
        at = after
    if len(fields) == MAX_HEADERS:
        defects.append(f"more than {MAX_HEADERS} headers")
    return Section(fields, min(at + 1, end), defects)


def _after_bad_line(octets: bytes, at: int, end: int, bad_lines: int, *, is_first: bool) -> int:
    """Where the header goes on after a line that is no field, or -1 if the body began without an empty line."""
    if bad_lines >= _MAX_BAD_LINES:
        return -1
    line = _NOT_A_FIELD.match(octets, at, end)
    after = line.end() if line else end
    if _WELL_KNOWN.match(octets, after, end):
        return after
    return after if is_first and octets[at : at + 1].isspace() and after < end else -1


def _note(defects: list[str], defect: str) -> None:
    if defect not in defects:
        defects.append(defect)


def _unfold(value: bytes, defects: list[str]) -> bytes:
    if len(value) > MAX_HEADER_OCTETS:
        value = value[:MAX_HEADER_OCTETS]
        _note(defects, f"a header of more than {MAX_HEADER_OCTETS // 1024} KiB")
    return value.replace(b"\n", b"").strip() if b"\n" in value else value.strip()


def decode_value(value: bytes) -> str:
    """The text of an unstructured header value: encoded words decoded, on one line, without control characters."""
    text = raw_text(value)
    return one_line(decode_words(text)) if "=?" in text else text


def raw_text(value: bytes) -> str:
    """A header value as text on one line with its encoded words left alone, for structured fields."""
    if value.isascii():
        text = value.decode("ascii")
        return text if text.isprintable() and "  " not in text else one_line(text)
    return one_line(decode(value)[0])


def decode_words(text: str) -> str:
    """Decodes the encoded words of RFC 2047, also broken ones; words that cannot be decoded stay as they are.

    Neighbours of one charset are joined as octets first, because mailers split multi-octet characters between words.
    """
    if "=?" not in text:
        return text
    pieces: list[str] = []
    charset, octets = "", b""
    for gap, word_charset, word in _words(text):
        if octets and (gap.strip() or word_charset != charset):
            pieces.append(decode(octets, charset)[0])
            octets = b""
        if gap and (gap.strip() or not (charset and word_charset)):
            pieces.append(gap)
        charset, octets = word_charset, octets + word if octets else word
    return "".join(pieces)


def _words(text: str) -> Iterator[tuple[str, str, bytes]]:
    """(text before, charset, octets) of each encoded word, and at last the text that remains with no word.

    The position of the next "?=" is kept, so that 50,000 unterminated words take linear time.
    """
    done = 0
    at = text.find("=?")
    close = -1
    while at >= 0:
        start = _WORD_START.match(text, at)
        if start:
            if close < start.end():
                close = text.find("?=", start.end())
            if close < 0:
                break
            inner = text.find("=?", start.end(), close)
            octets = _word_octets(start[2], text[start.end() : close]) if inner < 0 else None
            if octets is not None:
                yield text[done:at], start[1].partition("*")[0].lower(), octets
                done = close + 2
                at = text.find("=?", done)
                continue
        at = text.find("=?", at + 2)
    yield text[done:], "", b""


def _word_octets(encoding: str, encoded: str) -> bytes | None:
    raw = encoded.encode("utf-8", "replace")
    if encoding in "bB":
        return base64_octets(raw)
    return binascii.a2b_qp(raw.replace(b" ", b"_"), header=True)


def base64_octets(encoded: bytes) -> bytes:
    """Decodes base64 leniently: foreign octets are skipped, a damaged tail is left out."""
    try:
        return binascii.a2b_base64(encoded)
    except binascii.Error:
        sound = _NOT_BASE64.sub(b"", encoded)
        if len(sound) % 4 == 1:
            sound = sound[:-1]
        return binascii.a2b_base64(sound + b"=" * (-len(sound) % 4))


def read_parameters(value: bytes) -> tuple[str, dict[str, str]]:
    """The value of a Content-Type or Content-Disposition in lower case and its parameters (RFC 2045, RFC 2231)."""
    text = clean(decode(value)[0])
    main, semicolon, _ = text.partition(";")
    if not semicolon:
        return main.strip().lower(), {}
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for spelt, raw in _PARAMETER.findall(text, len(main)):
        name = spelt.lower()
        content = _unquoted(raw)
        continued = "*" in name and _CONTINUED.match(name)
        if continued:
            pieces.setdefault(continued[1], {})[int(continued[2])] = (content, bool(continued[3]))
        elif name.endswith("*"):
            pieces.setdefault(name[:-1], {})[0] = (content, True)
        else:
            plain.setdefault(name, content)
    plain.update((name, _joined(parts)) for name, parts in pieces.items())
    return main.strip().lower(), plain


def _unquoted(raw: str) -> str:
    raw = raw.strip()
    if not raw.startswith('"'):
        return raw
    text = raw.strip('"') if raw.endswith('"') else raw[1:]
    return re.sub(r"\\(.)", r"\1", text) if "\\" in text else text


def _joined(parts: dict[int, tuple[str, bool]]) -> str:
    """The value of an RFC 2231 parameter in pieces: charset'language'percent-encoded octets."""
    octets = b""
    charset = "utf-8"
    for index in sorted(parts):
        content, encoded = parts[index]
        if encoded and index == min(parts) and content.count("'") >= 2:
            charset, _, content = content.split("'", 2)
        raw = content.encode("utf-8", "replace")
        octets += unquote_to_bytes(raw) if encoded else raw
    return decode(octets, charset)[0]


def file_name(parameters: dict[str, str]) -> str:
    """The label of an attachment: decoded, on one line, without folders, at most 255 characters."""
    name = parameters.get("filename") or parameters.get("name") or ""
    return one_line(decode_words(name)).replace("\\", "/").rpartition("/")[2][:255]
