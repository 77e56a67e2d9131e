"""Walks the MIME parts of a message to its readable text (RFC 2045 and 2046, forwards and signed mail included)."""

from __future__ import annotations

import binascii
import math
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from triage.domain import Attachment
from triage.parse.armor import signed_content, without_armor
from triage.parse.characters import clean, decode
from triage.parse.flowed import unwrapped
from triage.parse.headers import base64_octets, decode_value, file_name, read_parameters, read_section
from triage.parse.html import html_to_text

MAX_PARTS = 200
MAX_DEPTH = 30
MAX_HTML = 256 * 1024
MAX_PLAIN = 256 * 1024
_STUB = 400  # characters: a shorter plain alternative is compared with the HTML one

_PLAIN_TYPES = frozenset({"text/plain", "text/markdown", "text/x-markdown", "text/rfc822-headers", "text"})
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml", "text/enriched", "text/richtext"})
_MESSAGE_TYPES = frozenset({"message/rfc822", "message/global", "message/news"})
_SIGNED_TYPES = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_BOUNDARY_GUESS = re.compile(rb"(?:^|\n)--([^\s-][^\n]{0,69}?)[ \t]*\n[!-9;-~]{1,60}:")
_LINE_REST = re.compile(rb"(--)?[ \t]*(?=\n|$)")
_UUENCODED = re.compile(r"(?m)^begin [0-7]{3,4} (\S[^\n]{0,200})\n(?:[ -`]{1,80}\n)*+(?:end)?[ \t]*$")
_URL = re.compile(r"<?https?://\S+|\[[^\]\n]{0,80}\]")
#: One of them is in whatever `_STUB_WORDS` finds, and few mails hold any.
_OF_STUBS = ("view", "html", "mime", "browser", "navigateur", "navegador", "przeglądarce")
_STUB_WORDS = re.compile(
    r"view[^\n]{0,40}(?:in|with) (?:your|a|the|an html)|html[- ](?:capable|compatible|enabled|format|version)"
    r"|does not support html|(?:im|in ihrem) browser|dans (?:votre|un) navigateur|en (?:su|tu|el) navegador"
    r"|in (?:je|uw) browser|nel (?:tuo )?browser|no seu navegador|w przeglądarce"
    r"|this is an? (?:html|mime) (?:message|e-?mail)"
)


class Piece(NamedTuple):
    """Some readable text of a message."""

    text: str
    is_html: bool


@dataclass(slots=True)
class Content:
    """What was found in the parts of a message, in order."""

    pieces: list[Piece] = field(default_factory=list)
    forwarded: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    defects: dict[str, None] = field(default_factory=dict)  # a set in order


class _Part(NamedTuple):
    """One entity: its Content-* fields and where its body lies in the octets."""

    content_type: str
    parameters: dict[str, str]
    disposition: str
    name: str
    encoding: str
    start: int
    end: int


def read_content(octets: bytes, fields: list[tuple[str, bytes]], start: int) -> Content:
    """Reads the body octets[start:], whose lines end in LF, under the header `fields`."""
    walk = _Walk(octets)
    walk.root(fields, start, len(octets))
    return walk.content


class _Walk:
    """Goes through the parts by offsets, so that nesting copies nothing."""

    def __init__(self, octets: bytes) -> None:
        self.octets = octets
        self.content = Content()
        self.parts = 0
        self.html_left = MAX_HTML
        self.plain_left = MAX_PLAIN
        self.enough = 0.0  # words: inside an alternative whose plain text has as many as the HTML, that will do

    def root(self, fields: list[tuple[str, bytes]], start: int, end: int, depth: int = 0) -> None:
        part = _described(fields, start, end, "text/plain")
        if part.content_type in _PLAIN_TYPES | _HTML_TYPES:
            part = part._replace(disposition="", name="")
        elif part.content_type.startswith("text/") and part.content_type != "text/calendar" and not part.name:
            part = part._replace(content_type="text/plain", disposition="")
        self.visit(part, depth)

    def visit(self, part: _Part, depth: int) -> None:
        """Reads one part and what is in it."""
        self.parts += 1
        if self.parts > MAX_PARTS or depth > MAX_DEPTH:
            limit = f"{MAX_PARTS} parts" if self.parts > MAX_PARTS else f"{MAX_DEPTH} levels"
            self.note(f"more than {limit}; the rest was left out")
            return
        kind = part.content_type
        if kind.startswith("multipart/"):
            self.multipart(part, depth)
        elif kind in _MESSAGE_TYPES:
            self.forwarded_message(part, depth)
        elif kind in _SIGNED_TYPES and self.opaque_signed(part, depth):
            return
        elif self.is_text(part):
            self.text(part)
        else:
            self.content.attachments.append(Attachment(part.name, kind))

    def note(self, defect: str) -> None:
        if defect:
            self.content.defects[defect] = None

    def is_text(self, part: _Part) -> bool:
        if part.content_type not in _PLAIN_TYPES and part.content_type not in _HTML_TYPES:
            return False
        if part.disposition == "attachment":
            return False
        return not (part.name and self.content.pieces)

    # --- multiparts ---

    def multipart(self, part: _Part, depth: int) -> None:
        children = self.children(part)
        if not children:
            if part.start < part.end:
                self.note("a multipart without parts")
            self.text(part._replace(content_type="text/plain"))
            return
        kind = part.content_type
        if kind == "multipart/alternative":
            self.alternative(children, depth)
            return
        if kind == "multipart/encrypted":
            self.note("encrypted")
        for child in children:
            self.visit(child, depth + 1)
            if self.parts > MAX_PARTS:
                return

    def children(self, part: _Part) -> list[_Part]:
        boundary = part.parameters.get("boundary", "").encode("utf-8", "replace")[:200].rstrip()
        spans = self.spans(part, boundary) if boundary else []
        if not spans:
            guess = _BOUNDARY_GUESS.search(self.octets, part.start, part.end)
            if guess:
                self.note("the boundary of a multipart is missing or wrong")
                spans = self.spans(part, guess[1])
        default = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
        children = []
        for start, end in spans:
            section = read_section(self.octets, start, end)
            for defect in section.defects:
                self.note(defect)
            children.append(_described(section.fields, section.body_at, end, default))
        return children

    def spans(self, part: _Part, boundary: bytes) -> list[tuple[int, int]]:
        """(start, end) of the parts between the boundary lines (RFC 2046 section 5.1.1), at most MAX_PARTS of them."""
        octets, delimiter = self.octets, b"--" + boundary
        spans: list[tuple[int, int]] = []
        opened = -1
        at = octets.find(delimiter, part.start, part.end)
        while at >= 0:
            rest = _LINE_REST.match(octets, at + len(delimiter), part.end)
            if rest and (at == part.start or octets[at - 1] == 10):
                if opened >= 0:
                    spans.append((opened, max(opened, at - 1)))
                opened = min(rest.end() + 1, part.end)
                if rest[1]:
                    return spans
                if len(spans) > MAX_PARTS:
                    return spans
            at = octets.find(delimiter, at + len(delimiter), part.end)
        if opened >= 0:
            self.note("a multipart is not closed")
            spans.append((opened, part.end))
        return spans

    def alternative(self, children: list[_Part], depth: int) -> None:
        """Takes the plain text, or what is richer when the plain text is a stub (RFC 2046 section 5.1.4)."""
        plain = next((child for child in children if child.content_type in _PLAIN_TYPES), None)
        others = [child for child in children if child is not plain]
        before = len(self.content.pieces)
        if plain is not None:
            self.visit(plain, depth + 1)
        plain_pieces = self.content.pieces[before:]
        written = "\n".join(piece.text for piece in plain_pieces)
        is_stub = _is_stub(written)
        for child in others:
            kind = child.content_type
            is_rich = kind in _HTML_TYPES or kind.startswith("multipart/")
            if is_rich and (is_stub or kind.startswith("multipart/")):
                self.rich_alternative(child, depth, before, plain_pieces, is_stub=is_stub)
            elif not is_rich:
                self.visit(child, depth + 1)

    def rich_alternative(self, child: _Part, depth: int, before: int, plain: list[Piece], *, is_stub: bool) -> None:
        """Reads a rich alternative and keeps the better one; attachments in it count either way."""
        del self.content.pieces[before:]
        written = _words(plain) if is_stub else math.inf
        outer, self.enough = self.enough, max(self.enough, written) if plain else self.enough
        self.visit(child, depth + 1)
        self.enough = outer
        rich = self.content.pieces[before:]
        richer = _words(rich) > written
        self.content.pieces[before:] = rich if richer or not plain else plain

    # --- leaves ---

    def body(self, part: _Part, limit: int) -> bytes:
        """The decoded octets of a part, at most about `limit` of them."""
        end = min(part.end, part.start + limit * 3 // 2)
        encoded = self.octets[part.start : end]
        if part.encoding == "base64":
            return base64_octets(encoded)[:limit]
        if part.encoding == "quoted-printable":
            return binascii.a2b_qp(encoded)[:limit]
        return encoded[:limit]

    def text(self, part: _Part) -> None:
        is_html = part.content_type in _HTML_TYPES
        if is_html and self.enough == math.inf:
            return
        limit = self.html_left if is_html else self.plain_left
        octets = self.body(part, limit)
        if is_html:
            self.html_left -= len(octets)
        else:
            self.plain_left -= len(octets)
        if part.end - part.start > limit * 3 // 2:
            self.note("long text was cut")
        text, defect = decode(octets, part.parameters.get("charset", "") or (_meta_charset(octets) if is_html else ""))
        self.note(defect)
        if is_html and self.enough and _about_so_many_words(text) <= self.enough:
            return
        text = html_to_text(text) if is_html else self.plain(clean(text), part.parameters)
        if text.strip():
            self.content.pieces.append(Piece(text, is_html))

    def plain(self, text: str, parameters: dict[str, str]) -> str:
        if parameters.get("format", "").lower() == "flowed":
            text = unwrapped(text, joins_spaceless=parameters.get("delsp", "").lower() == "yes")
        if "-----BEGIN PGP " in text:
            text = without_armor(text)
        if "begin " in text:
            names = [match[1] for match in _UUENCODED.finditer(text)]
            self.content.attachments += [Attachment(name, "application/octet-stream") for name in names]
            text = _UUENCODED.sub("", text) if names else text
        return text

    def opaque_signed(self, part: _Part, depth: int) -> bool:
        """Reads through a signed S/MIME message (RFC 8551 section 3.5.2); False if there is no text to be had."""
        inner = signed_content(self.body(part, 4 * 1024 * 1024))
        if not inner:
            return False
        self.inner(inner.replace(b"\r\n", b"\n"), depth)
        return True

    def forwarded_message(self, part: _Part, depth: int) -> None:
        """Puts a message inside the message into `forwarded`, headed by who wrote it when."""
        if part.disposition == "attachment" and part.name:
            self.content.attachments.append(Attachment(part.name, part.content_type))
        octets, start, end = self.octets, part.start, part.end
        if part.encoding in {"base64", "quoted-printable"}:
            octets = self.body(part, 4 * 1024 * 1024).replace(b"\r\n", b"\n")
            start, end = 0, len(octets)
        section = read_section(octets, start, end)
        own, self.content.pieces = self.content.pieces, []
        outer, self.octets = self.octets, octets
        self.root(section.fields, section.body_at, end, depth + 1)
        self.octets = outer
        text = "\n\n".join(piece.text for piece in self.content.pieces)
        self.content.pieces = own
        values = dict(reversed(section.fields))
        heads = [
            f"{name.title()}: {decode_value(values[name])}" for name in ("from", "date", "subject") if name in values
        ]
        self.content.forwarded.append("\n".join(heads) + "\n\n" + text)

    def inner(self, octets: bytes, depth: int) -> None:
        outer, self.octets = self.octets, octets
        section = read_section(octets, 0, len(octets))
        self.root(section.fields, section.body_at, len(octets), depth + 1)
        self.octets = outer


def _described(fields: list[tuple[str, bytes]], start: int, end: int, default: str) -> _Part:
    values = dict(reversed(fields))
    content_type, parameters = read_parameters(values.get("content-type", b""))
    disposition, more = read_parameters(values["content-disposition"]) if "content-disposition" in values else ("", {})
    encoding = values.get("content-transfer-encoding", b"").decode("ascii", "replace").strip(" \t;\"'").lower()
    kind = "".join(content_type.split())
    if "/" not in kind and kind != "text":
        kind = default
    return _Part(kind[:100], parameters, disposition, file_name({**parameters, **more}), encoding, start, end)


def _words(pieces: list[Piece]) -> int:
    return sum(len(_URL.sub("", piece.text).split()) for piece in pieces)


def _about_so_many_words(html: str) -> int:
    """How many words HTML holds, counted in a tenth of the time that laying it out takes: more rather than fewer.

    An entity may be a blank, so that each begins a word.
    """
    text, *tagged = html[max(0, html.find("<body")) :].replace("&", " &").split("<")
    return len(text.split()) + sum([len(piece.partition(">")[2].split()) for piece in tagged])


def _is_stub(text: str) -> bool:
    if len(text) < _STUB:
        return True
    has_links = "://" in text or "[" in text
    if has_links and len(_URL.sub("", text)) < _STUB:
        return True
    lowered = text.lower() if len(text) < 4 * _STUB else ""
    return any(word in lowered for word in _OF_STUBS) and _STUB_WORDS.search(lowered) is not None


def _meta_charset(octets: bytes) -> str:
    """The charset an HTML part names itself when its header does not (HTML, section 13.2.3.2)."""
    match = re.search(rb"(?i)<meta[^>]{0,200}charset\s*=\s*[\"']?([\w.:-]{1,40})", octets[:2_048])
    return match[1].decode("ascii") if match else ""
