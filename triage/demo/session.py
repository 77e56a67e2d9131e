"""One connection to the demo's IMAP server: reads a command, does it, answers (RFC 3501 sections 6 and 7)."""

from __future__ import annotations

import base64
import binascii
import re
import socketserver
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, BinaryIO, cast

from triage.demo import wire
from triage.demo.fetch import fetched
from triage.demo.mailboxes import Delivered

if TYPE_CHECKING:
    from triage.demo.mailboxes import Mailbox, Mailstore, Stored

_FLAGS = "\\Answered \\Flagged \\Deleted \\Seen \\Draft"
# The commands of each state (RFC 3501 section 3).
_ANYBODY = frozenset({"CAPABILITY", "NOOP", "LOGOUT", "LOGIN", "AUTHENTICATE"})
_SIGNED_IN = frozenset({"LIST", "STATUS", "SELECT", "EXAMINE", "APPEND"})
_SELECTED = frozenset({"CHECK", "CLOSE", "UNSELECT", "EXPUNGE", "FETCH", "STORE", "UID"})
#: After these no untagged EXPUNGE may be sent (RFC 3501 section 7.4.1).
_NUMBERED = frozenset({"FETCH", "STORE"})


class NoError(Exception):
    """A command that was understood and cannot be done: it is answered with NO."""


class Session(socketserver.StreamRequestHandler):
    """One connection: reads a command, does it under the server's lock, answers."""

    disable_nagle_algorithm = True

    def setup(self) -> None:
        """A connection is made: nobody has signed in, no mailbox is open."""
        super().setup()
        self.demo: Mailstore = self.server.mailstore  # type: ignore[attr-defined]  # typeshed knows BaseServer only
        self.signed_in = False
        self.mailbox: Mailbox | None = None
        self.read_only = True
        self.view: list[Stored] = []  # the messages this client knows, by sequence number
        self.answer: list[bytes] = []  # what is said but not sent yet
        self.code = ""  # the response code of the command's OK
        self.over = False

    def handle(self) -> None:
        """Answers commands until the client leaves."""
        self.say(f"* OK [{self._capability_line()}] triage demo ready")
        with suppress(wire.ClosedError, OSError):
            while not self.over:
                self._send()
                try:
                    self._command(wire.read_command(cast("BinaryIO", self.rfile), self._ask))
                except wire.BadCommandError as error:
                    self.say(f"{str(error) or '*'} BAD not a command")
            self._send()

    def say(self, line: str | bytes) -> None:
        """Adds one line to the answer."""
        self.answer.append((line.encode("utf-8", "surrogateescape") if isinstance(line, str) else line) + b"\r\n")

    def _send(self) -> None:
        """Sends the answer: never under the lock, since a client that does not read would stop all others."""
        answer, self.answer = b"".join(self.answer), []
        self.wfile.write(answer)

    def _ask(self) -> None:
        """Asks for the rest of a command (RFC 3501 section 7.5)."""
        self.say("+ ")
        self._send()

    def _command(self, tokens: list[wire.Token]) -> None:
        if len(tokens) < 2:
            raise wire.BadCommandError(wire.text(tokens[0]) if tokens else "*")
        tag, name = wire.text(tokens[0]), wire.text(tokens[1]).upper()
        if name == "AUTHENTICATE" and len(tokens) == 3:
            self._ask()
            tokens.append(self.rfile.readline(wire.MAX_LINE))
        self.code = ""
        with self.demo.lock:
            try:
                self._do(name, tokens[2:])
            except NoError as error:
                self.say(f"{tag} NO {error}")
            except (wire.BadCommandError, ValueError, IndexError, RecursionError):
                self.say(f"{tag} BAD {name} is not understood here")
            else:
                self.say(f"{tag} OK {self.code and f'[{self.code}] '}{name} completed")

    def _do(self, name: str, arguments: list[wire.Token]) -> None:
        allowed = _ANYBODY | (_SIGNED_IN if self.signed_in else set()) | (_SELECTED if self.mailbox else set())
        if name not in allowed:
            raise wire.BadCommandError
        getattr(self, f"_do_{name.lower()}")(arguments)
        if name not in _NUMBERED:
            self._tell_changes()

    def _tell_changes(self) -> None:
        """Tells what other sessions removed and added (RFC 3501 section 7)."""
        if not self.mailbox:
            return
        there = {id(one) for one in self.mailbox.messages}
        for number in range(len(self.view), 0, -1):
            if id(self.view[number - 1]) not in there:
                del self.view[number - 1]
                self.say(f"* {number} EXPUNGE")
        if len(self.mailbox.messages) > len(self.view):
            self.view = list(self.mailbox.messages)
            self.say(f"* {len(self.view)} EXISTS")

    def _capability_line(self) -> str:
        return "CAPABILITY IMAP4rev1 " + " ".join(self.demo.capabilities)

    def _named(self, token: wire.Token) -> Mailbox:
        name = wire.text(token)
        found = self.demo.mailboxes.get("INBOX" if name.upper() == "INBOX" else name)
        if found is None:
            raise NoError("[NONEXISTENT] no such mailbox")
        return found

    # --- any state, and signing in ---

    def _do_capability(self, _: list[wire.Token]) -> None:
        self.say(f"* {self._capability_line()}")

    def _do_noop(self, _: list[wire.Token]) -> None:
        """Changes are told after every command anyway."""

    _do_check = _do_noop

    def _do_logout(self, _: list[wire.Token]) -> None:
        self.say("* BYE see you")
        self.mailbox, self.over = None, True

    def _do_login(self, arguments: list[wire.Token]) -> None:
        self._sign_in(wire.text(arguments[0]), wire.text(arguments[1]))

    def _do_authenticate(self, arguments: list[wire.Token]) -> None:
        """SASL PLAIN (RFC 4616), with or without an initial response (RFC 4959)."""
        if wire.text(arguments[0]).upper() != "PLAIN":
            raise NoError("[CANNOT] only PLAIN")
        try:
            _, user, password = base64.b64decode(wire.text(arguments[1])).decode().split("\0")
        except (binascii.Error, ValueError):
            raise wire.BadCommandError from None
        self._sign_in(user, password)

    def _sign_in(self, user: str, password: str) -> None:
        if (user, password) != (self.demo.user, self.demo.password):
            raise NoError("[AUTHENTICATIONFAILED] wrong user or password")
        self.signed_in = True
        self.code = self._capability_line()

    # --- mailboxes ---

    def _do_list(self, arguments: list[wire.Token]) -> None:
        """LIST with the attributes of RFC 6154; selection and return options before and behind are accepted."""
        only_special = isinstance(arguments[0], list)
        pattern = wire.text(arguments[2 if only_special else 1])
        if not pattern:
            self.say('* LIST (\\Noselect) "/" ""')
            return
        matching = re.compile(re.escape(pattern).replace(r"\*", ".*").replace("%", "[^/]*"), re.IGNORECASE)
        for mailbox in self.demo.mailboxes.values():
            special = mailbox.special_use if "SPECIAL-USE" in self.demo.capabilities else ""
            if matching.fullmatch(mailbox.name) and (special or not only_special):
                attributes = " ".join(filter(None, ("\\HasNoChildren", special)))
                self.say(f'* LIST ({attributes}) "/" '.encode() + wire.serialised(mailbox.name.encode()))

    def _do_status(self, arguments: list[wire.Token]) -> None:
        mailbox = self._named(arguments[0])
        known = {
            "MESSAGES": len(mailbox.messages),
            "RECENT": 0,
            "UIDNEXT": mailbox.uidnext,
            "UIDVALIDITY": mailbox.uidvalidity,
            "UNSEEN": sum("\\Seen" not in one.flags for one in mailbox.messages),
        }
        asked = [wire.text(item).upper() for item in _list(arguments[1])]
        if any(item not in known for item in asked):
            raise wire.BadCommandError
        items = " ".join(f"{item} {known[item]}" for item in asked)
        self.say(b"* STATUS %s (%s)" % (wire.serialised(mailbox.name.encode()), items.encode()))

    def _do_select(self, arguments: list[wire.Token]) -> None:
        self._open(arguments, read_only=False)

    def _do_examine(self, arguments: list[wire.Token]) -> None:
        self._open(arguments, read_only=True)

    def _open(self, arguments: list[wire.Token], *, read_only: bool) -> None:
        self.mailbox, self.view = None, []  # a failing SELECT leaves no mailbox selected (RFC 3501 section 6.3.1)
        if len(arguments) != 1:  # for example (CONDSTORE), which is not offered
            raise wire.BadCommandError
        mailbox = self._named(arguments[0])
        self.mailbox, self.view, self.read_only = mailbox, list(mailbox.messages), read_only
        self.say(f"* FLAGS ({_FLAGS})")
        self.say(f"* OK [PERMANENTFLAGS ({'' if read_only else _FLAGS})] may be changed")
        self.say(f"* {len(self.view)} EXISTS")
        self.say("* 0 RECENT")
        self.say(f"* OK [UIDVALIDITY {mailbox.uidvalidity}] UIDs valid")
        self.say(f"* OK [UIDNEXT {mailbox.uidnext}] predicted next UID")
        self.code = "READ-ONLY" if read_only else "READ-WRITE"

    def _do_unselect(self, _: list[wire.Token]) -> None:
        self.mailbox = None

    def _do_close(self, _: list[wire.Token]) -> None:
        if self.mailbox and not self.read_only:
            self.mailbox.expunge()
        self.mailbox = None

    def _do_append(self, arguments: list[wire.Token]) -> None:
        if wire.text(arguments[0]) not in self.demo.mailboxes and wire.text(arguments[0]).upper() != "INBOX":
            raise NoError("[TRYCREATE] no such mailbox")
        mailbox, *options, octets = self._named(arguments[0]), *arguments[1:]
        if not isinstance(octets, bytes):
            raise wire.BadCommandError
        flags = next((one for one in options if isinstance(one, list)), [])
        date = next((wire.text(one) for one in options if not isinstance(one, list)), "")
        arrived = datetime.strptime(date.strip(), "%d-%b-%Y %H:%M:%S %z") if date else datetime.now(UTC)
        uid = mailbox.add(Delivered(octets, arrived, _flags(flags)))
        if "UIDPLUS" in self.demo.capabilities:
            self.code = f"APPENDUID {mailbox.uidvalidity} {uid}"

    # --- messages ---

    def _do_uid(self, arguments: list[wire.Token]) -> None:
        name = wire.text(arguments[0]).upper()
        if name == "EXPUNGE" and "UIDPLUS" in self.demo.capabilities:
            among = self._among(wire.text(arguments[1]), by_uid=True)
            self._expunge(frozenset(one.uid for _, one in among))
        elif name in _NUMBERED:
            getattr(self, f"_do_{name.lower()}")(arguments[1:], by_uid=True)
        else:
            raise wire.BadCommandError

    def _do_expunge(self, _: list[wire.Token]) -> None:
        self._expunge(None)

    def _expunge(self, uids: frozenset[int] | None) -> None:
        if self.read_only:
            raise NoError("[READ-ONLY] opened with EXAMINE")
        assert self.mailbox
        self.mailbox.expunge(uids)

    def _among(self, sequence_set: str, *, by_uid: bool) -> list[tuple[int, Stored]]:
        largest = (self.view[-1].uid if by_uid else len(self.view)) if self.view else 0
        wanted = wire.numbers(sequence_set, largest)
        return [(number, one) for number, one in enumerate(self.view, 1) if wanted(one.uid if by_uid else number)]

    def _do_store(self, arguments: list[wire.Token], *, by_uid: bool = False) -> None:
        if self.read_only:
            raise NoError("[READ-ONLY] opened with EXAMINE")
        found = re.fullmatch(r"([+-]?)FLAGS(\.SILENT)?", wire.text(arguments[1]).upper())
        flags = _flags(_list(arguments[2]) if len(arguments) == 3 else arguments[2:])
        if not found:
            raise wire.BadCommandError
        for number, one in self._among(wire.text(arguments[0]), by_uid=by_uid):
            one.flags = {"+": one.flags | flags, "-": one.flags - flags, "": flags}[found[1]]
            if not found[2]:
                self.say(fetched(number, one, ["FLAGS", "UID"] if by_uid else ["FLAGS"], read_only=False))

    def _do_fetch(self, arguments: list[wire.Token], *, by_uid: bool = False) -> None:
        items = [wire.text(item).upper() for item in _list(arguments[1])]
        if by_uid and "UID" not in items:
            items = ["UID", *items]
        for number, one in self._among(wire.text(arguments[0]), by_uid=by_uid):
            self.say(fetched(number, one, items, read_only=self.read_only))


def _flags(tokens: list[wire.Token]) -> frozenset[str]:
    """Flags as they are kept: the case of system flags means nothing (RFC 3501 section 2.3.2)."""
    flags = [wire.text(token) for token in tokens]
    return frozenset("\\" + flag[1:].capitalize() if flag.startswith("\\") else flag for flag in flags)


def _list(token: wire.Token) -> list[wire.Token]:
    """The items of a list, or the one item given without parentheses."""
    return token if isinstance(token, list) else [token]
