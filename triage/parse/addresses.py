"""Reads address lists and message-ids leniently (RFC 5322 sections 3.4, 3.6.4 and 4.4)."""

from __future__ import annotations

import re

from triage.domain import Address
from triage.parse.characters import one_line
from triage.parse.headers import decode_words

_MAX_ADDR_SPEC = 320  # RFC 5321 section 4.5.3.1: 64 + 1 + 255

_SIMPLE = re.compile(r'(?:"([^"\\<>@]*)"|([^"\\<>@(),;:=]*))\s*<([^\s<>"@,;:()\\]+@[A-Za-z0-9.-]+)>')
_PLAIN = re.compile(r"([A-Za-z0-9._%+=-]+)@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)")
_TOKEN = re.compile(
    r"""(?P<quoted_local>"(?:[^"\\]|\\.)*+"@[^\s<>(),;:"]+)
      | "(?P<quoted>(?:[^"\\]|\\.)*+)"
      | \((?P<comment>[^()]*+)\)
      | <(?P<angle>"(?:[^"\\]|\\.)*+"@[^<>]*+|[^<>]*+)>
      | (?P<mark>[,;:])
      | (?P<atom>[^\s"(),;:<>]+)
      | (?P<stray>.)""",
    re.VERBOSE | re.DOTALL,
)
_ADDR_SPEC = re.compile(r'[^\s<>()",;:@\[\]]+@[^\s<>()",;:@]+')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_MESSAGE_ID = re.compile(r"<[^\s<>@]{1,500}@[^\s<>@]{1,400}>")
_DOMAIN = re.compile(r"[\w.-]+|\[[\w.:]+\]")


def read_addresses(text: str) -> tuple[Address, ...]:
    """Every address of a From, To, Cc, Reply-To or Sender value, encoded words not yet decoded.

    Entries without an address keep their name, with an empty `addr_spec`; groups are dissolved.
    """
    if _PLAIN.fullmatch(text):
        return (Address("", _addr_spec(text)),)
    simple = _SIMPLE.fullmatch(text)
    if simple:
        return (Address(_name(simple[1] or simple[2] or ""), _addr_spec(simple[3])),)
    return _AddressList().read(text)


def first_address(text: str) -> Address:
    """The first entry with an address, else the first entry; empty when there is none."""
    entries = read_addresses(text)
    return next((entry for entry in entries if entry.addr_spec), entries[0] if entries else Address("", ""))


class _AddressList:
    """Reads tokens into entries; what is wrong makes an entry poorer, never the list shorter."""

    def __init__(self) -> None:
        self.entries: list[Address] = []
        self.words: list[str] = []
        self.comments: list[str] = []
        self.angle: str | None = None
        self.is_quoted = False
        self.held = ""  # words before a comma that may be the first half of an unquoted "Last, First <address>"

    def read(self, text: str) -> tuple[Address, ...]:
        at = 0
        while token := _TOKEN.match(text, at):
            at = token.end()
            if token.lastgroup == "stray" and token[0] == '"':
                text = text[:at] + text[at:].replace('"', " ")  # unclosed: none of those behind it can open one either
            self._take(token.lastgroup or "", token[token.lastgroup or 0])
        self._flush()
        self._release()
        return tuple(self.entries)

    def _take(self, kind: str, value: str) -> None:
        if kind == "quoted":
            self.is_quoted = True
            self.words.append(_ESCAPED.sub(r"\1", value))
        elif kind in {"atom", "quoted_local"}:
            (self.words if self.angle is None else self.comments).append(value)
        elif kind == "comment":
            self.comments.append(_ESCAPED.sub(r"\1", value))
        elif kind == "angle":
            if self.angle is not None:
                self._flush()
            self.angle = value
        elif kind == "mark":
            self._mark(value)

    def _mark(self, mark: str) -> None:
        if mark == ":" and self.words and self.angle is None and self.words[-1].lower() != "mailto":
            self.words.clear()  # the name of a group
        elif mark == ":":
            self.words = self.words[:-1]
        else:
            self._flush()

    def _flush(self) -> None:
        """Ends an entry."""
        words, angle, comments = self.words, self.angle, self.comments
        is_quoted = self.is_quoted
        self.words, self.angle, self.comments, self.is_quoted = [], None, [], False
        if is_quoted:
            self._release()
        if angle is not None:
            name = " ".join(words) or " ".join(comments)
            held, self.held = self.held, ""
            self._add(f"{held}, {name}" if held and name else held or name, _addr_spec(angle), angle)
            return
        at = next((index for index, word in enumerate(words) if _addr_spec(word)), -1)
        if at >= 0:
            self._release()
            name = " ".join(words[:at] + words[at + 1 :]) or " ".join(comments)
            self._add(name, _addr_spec(words[at]), "")
        elif words:
            self._release()
            self.held = " ".join(words)

    def _add(self, name: str, addr_spec: str, fallback: str) -> None:
        name = _name(name) or ("" if addr_spec else _name(fallback))
        if name or addr_spec:
            self.entries.append(Address(name, addr_spec))

    def _release(self) -> None:
        if not self.held:
            return
        held, self.held = self.held, ""
        inner = _ADDR_SPEC.search(held)
        addr_spec = _addr_spec(inner[0]) if inner else ""
        self._add(held.replace(inner[0], "").strip(" <>") if inner and addr_spec else held, addr_spec, "")


def _name(text: str) -> str:
    return one_line(decode_words(text)).strip("\"' ") if text else ""


def _addr_spec(text: str) -> str:
    """The address in normal form, or "" if it is none: no blanks, domain in lower case, IDN as A-labels."""
    plain = _PLAIN.fullmatch(text) if len(text) < _MAX_ADDR_SPEC else None
    if plain:
        return f"{plain[1]}@{plain[2].lower()}"
    if "@" not in text or len(text) > _MAX_ADDR_SPEC * 2:
        return ""
    text = text.strip().removeprefix("mailto:")
    if text.startswith("@") and ":" in text:  # a source route, RFC 5322 section 4.4
        text = text.rpartition(":")[2]
    local, _, domain = text.rpartition("@")
    local, domain = local.strip(), _ascii_domain("".join(domain.split()).strip(".'\">,;").lower())
    if not (local.startswith('"') and local.endswith('"')):
        local = "".join(local.split()).strip("'<>")
    if (
        not local
        or "@" in local.strip('"')
        or not _DOMAIN.fullmatch(domain)
        or len(local) + len(domain) >= _MAX_ADDR_SPEC
    ):
        return ""
    return f"{local}@{domain}"


def _ascii_domain(domain: str) -> str:
    if domain.isascii() or len(domain) > 253:
        return domain
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain


def read_message_ids(text: str) -> tuple[str, ...]:
    """Every message-id of a Message-ID, In-Reply-To or References value, in order, without repetitions."""
    return tuple(dict.fromkeys(item for item in _MESSAGE_ID.findall(text) if item.isascii() and item.isprintable()))
