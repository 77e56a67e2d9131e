"""A connection to an IMAP server (RFC 9051, RFC 3501): signed in, reading with EXAMINE and BODY.PEEK only.

Nothing runs past the deadline, nothing is kept that was not asked for, and every fault becomes an error of triage that
names the account and host:port (`faults.Server`).
"""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from triage.errors import ConfigurationError
from triage.imap import mailbox_names
from triage.imap.faults import MalformedError, Server
from triage.imap.responses import Continuation, Data, Status, number, pairs, read_response
from triage.imap.sign_in import sign_in
from triage.imap.wire import Wire

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Self

    from triage.config import Account
    from triage.credentials import Secret
    from triage.imap.responses import Response, Value

    #: What is done with each untagged answer while commands run.
    OnData = Callable[[Data], None]

_GREETING = 20.0  # seconds to connect, and as many until the greeting is there
_IN_FLIGHT = 6  # commands; more than 8 can block both sides (each waits for the other to read)
_SMALL = 1 << 16  # octets of a literal nobody asked for, such as a mailbox name
_MAX_LISTED = 20_000
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class MailboxStatus(NamedTuple):
    """What STATUS says (RFC 9051 section 7.3.4); None for what the server left out."""

    uidvalidity: int | None
    uidnext: int | None
    messages: int | None = None
    modseq: int | None = None


class Mailbox(NamedTuple):
    """One line of LIST: the name for people, the name on the wire, and attributes in lower case (RFC 6154)."""

    name: str
    wire_name: bytes
    attributes: frozenset[bytes]


class Connection:
    """A signed-in connection; a context manager that says LOGOUT at its end."""

    def __init__(self, wire: Wire, server: Server) -> None:
        self.server = server
        self._wire = wire
        self._capabilities: frozenset[bytes] | None = None
        self._count = 0

    @classmethod
    def open(cls, account: Account, secret: Secret, *, deadline: float) -> Self:
        """Connects, encrypts and signs in, once. `deadline` is a time.monotonic() value for the whole connection.

        Raises `ServerUnreachableError`, `SignInError`, `TryLaterError` or `ProtocolError`; until the certificate is
        verified, no octet of the secret has been sent.
        """
        server = Server(account.name, account.host, account.port)
        if account.security == "none" and account.host not in LOOPBACK:
            raise server.unreachable("a connection without encryption is refused", 'set `security = "tls"`')
        with server.blamed(connecting=True):
            wire = Wire.connect(account.host, account.port, min(deadline, time.monotonic() + _GREETING))
        connection = cls(wire, server)
        try:
            connection._encrypt(account, deadline)
            wire.deadline = deadline
            sign_in(connection, account.user, secret)
        except BaseException:
            wire.close()
            raise
        return connection

    def _encrypt(self, account: Account, deadline: float) -> None:
        with self.server.blamed(connecting=True):
            self._wire.deadline = min(deadline, time.monotonic() + _GREETING)
            if account.security == "tls":
                self._wire.start_tls(_tls_context(account), account.host)
            self._greeting()
            if account.security == "starttls":
                self._start_tls(account)

    def _greeting(self) -> None:
        response = read_response(self._wire, 0)
        if not isinstance(response, Status) or response.tag != b"*":
            raise MalformedError("the greeting is not one of IMAP")
        if response.condition == b"BYE":
            raise self.server.bye(response.text)
        if response.condition == b"PREAUTH":
            why = "it signs us in unasked (PREAUTH), so whom we talk to cannot be verified"
            raise self.server.unreachable(why, 'set `security = "tls"`, or ask the provider')
        if not response.ok:
            raise MalformedError("the greeting is not one of IMAP")
        self._learn(response)

    def _start_tls(self, account: Account) -> None:
        """RFC 9051 section 6.2.1. What was announced before, or came along unencrypted, counts for nothing."""
        reply = self.command(b"STARTTLS", connecting=True)
        if not reply.ok:
            raise self.server.unreachable(
                "it refuses STARTTLS, so the secret would be sent in the clear",
                'nothing was sent; set `security = "tls"`',
            )
        self._wire.start_tls(_tls_context(account), account.host)
        self.forget_capabilities()

    # --- commands -----------------------------------------------------------------------------------------------------

    def command(
        self,
        *parts: bytes | bytearray,
        on_data: OnData | None = None,
        challenge: Callable[[], bytes] | None = None,
        connecting: bool = False,
    ) -> Status:
        """Runs one command and gives its tagged reply. A part that is a bytearray is sent as a literal."""
        with self.server.blamed(connecting=connecting):
            tag = self._next_tag()
            line = tag + b" "
            for part in parts:
                if isinstance(part, bytearray):
                    self._wire.send(line + b"{%d}\r\n" % len(part))
                    refused = self._until(tag, on_data or _drop, literal_wanted=True)
                    if refused is not None:
                        return refused
                    self._wire.send(bytes(part))
                    line = b""
                else:
                    line += part
            self._wire.send(line + b"\r\n")
            reply = self._until(tag, on_data or _drop, challenge=challenge)
            assert reply is not None
            return reply

    def pipeline(self, commands: Sequence[bytes], on_data: OnData, *, limit: int = _SMALL) -> list[Status]:
        """Runs commands without waiting for each; gives their tagged replies in order of the commands.

        `limit` bounds the literals of one answer, in octets.
        """
        with self.server.blamed():
            waiting = deque(commands)
            tags: list[bytes] = []
            replies: dict[bytes, Status] = {}
            while len(replies) < len(commands):
                burst = [waiting.popleft() for _ in range(min(len(waiting), _IN_FLIGHT + len(replies) - len(tags)))]
                if burst:
                    new = [self._next_tag() for _ in burst]
                    tags += new
                    self._wire.send(b"".join(b"%s %s\r\n" % pair for pair in zip(new, burst, strict=True)))
                reply = self._next_reply(on_data, limit)
                if reply.tag not in tags or reply.tag in replies:
                    raise MalformedError("a reply to no command")
                replies[reply.tag] = reply
            return [replies[tag] for tag in tags]

    def _next_tag(self) -> bytes:
        self._count += 1
        return b"T%d" % self._count

    def _until(
        self, tag: bytes, on_data: OnData, *, challenge: Callable[[], bytes] | None = None, literal_wanted: bool = False
    ) -> Status | None:
        """Reads until the reply to `tag`, or until the server asks for the literal (then None)."""
        for response in self._responses(on_data, _SMALL):
            if isinstance(response, Continuation):
                if literal_wanted:
                    return None
                self._wire.send((challenge() if challenge else b"*") + b"\r\n")
            elif response.tag == tag:
                return response
            else:
                raise MalformedError("a reply to no command")
        return None

    def _next_reply(self, on_data: OnData, limit: int) -> Status:
        for response in self._responses(on_data, limit):
            if isinstance(response, Status):
                return response
        raise AssertionError

    def _responses(self, on_data: OnData, limit: int) -> Iterator[Status | Continuation]:
        """Tagged replies and continuations. Untagged answers go to `on_data`; an untagged OK as its code."""
        while True:
            response: Response = read_response(self._wire, limit)
            if isinstance(response, Data):
                if response.kind == b"CAPABILITY":
                    self._capabilities = _names(response.values)
                on_data(response)
            elif isinstance(response, Continuation) or response.tag != b"*":
                if isinstance(response, Status):
                    self._learn(response)
                yield response
            elif response.condition == b"BYE":
                raise self.server.bye(response.text)
            else:
                self._learn(response)
                on_data(Data(response.condition, 0, [response.code]))

    # --- capabilities -------------------------------------------------------------------------------------------------

    def _learn(self, status: Status) -> None:
        word, _, rest = status.code.partition(b" ")
        if word.upper() == b"CAPABILITY":
            self._capabilities = frozenset(rest.upper().split())

    def forget_capabilities(self) -> None:
        """What was announced holds no longer (RFC 9051 sections 6.2.1 and 6.2.2)."""
        self._capabilities = None

    def announces(self, name: bytes) -> bool:
        """Has the server announced `name`? Asks nothing, so False may mean "not known"."""
        return self._capabilities is not None and name in self._capabilities

    def capabilities(self) -> frozenset[bytes]:
        """What the server can do, asked for if it has not announced it."""
        if self._capabilities is None:
            self.command(b"CAPABILITY")
        return self._capabilities or frozenset()

    # --- mailboxes ----------------------------------------------------------------------------------------------------

    def statuses(self, plain: Iterable[str], counted: Iterable[str] = ()) -> dict[str, MailboxStatus | Status]:
        """STATUS of mailboxes in one round trip; of `counted` ones the messages and, if known, HIGHESTMODSEQ too.

        A mailbox the server refuses has its NO as value.
        """
        more = b" MESSAGES HIGHESTMODSEQ" if self.announces(b"CONDSTORE") else b" MESSAGES"
        items = dict.fromkeys(plain, b"") | dict.fromkeys(counted, more)
        names = {mailbox_names.encode(name): name for name in items}
        found: dict[str, MailboxStatus | Status] = {}

        def on_data(data: Data) -> None:
            if data.kind == b"STATUS" and len(data.values) > 1 and isinstance(data.values[0], bytes):
                wire_name = data.values[0]
                name = names.get(b"INBOX" if wire_name.upper() == b"INBOX" else wire_name)
                if name is not None:
                    found[name] = _mailbox_status(data.values[1])

        commands = [
            b"STATUS %s (UIDNEXT UIDVALIDITY%s)" % (mailbox_names.quoted(mailbox_names.encode(name)), item)
            for name, item in items.items()
        ]
        replies = zip(items, self.pipeline(commands, on_data), strict=True)
        refused = {name: reply for name, reply in replies if not reply.ok}
        return dict.fromkeys(items, MailboxStatus(None, None)) | found | refused

    def examine(self, wire_name: bytes) -> MailboxStatus | Status:
        """Opens a mailbox read-only (RFC 9051 section 6.3.3); the NO of the server if it does not let us."""
        return self._open_mailbox(b"EXAMINE", wire_name)

    def select_drafts(self, wire_name: bytes) -> MailboxStatus | Status:
        """Opens the Drafts mailbox for writing: the only SELECT there is, used to take back our own draft."""
        return self._open_mailbox(b"SELECT", wire_name)

    def _open_mailbox(self, verb: bytes, wire_name: bytes) -> MailboxStatus | Status:
        codes: dict[bytes, int | None] = {}

        def on_data(data: Data) -> None:
            if data.kind == b"EXISTS":
                codes[b"EXISTS"] = data.number
            elif data.kind == b"OK" and isinstance(data.values[0], bytes):
                word, _, rest = data.values[0].partition(b" ")
                codes[word.upper()] = number(rest)

        reply = self.command(verb, b" ", mailbox_names.quoted(wire_name), on_data=on_data)
        if not reply.ok:
            return reply
        return MailboxStatus(
            codes.get(b"UIDVALIDITY"), codes.get(b"UIDNEXT"), codes.get(b"EXISTS"), codes.get(b"HIGHESTMODSEQ")
        )

    def list(self) -> tuple[Mailbox, ...]:
        """All mailboxes, with their special use where the server tells it (RFC 6154)."""
        return_use = b" RETURN (SPECIAL-USE)" if {b"SPECIAL-USE", b"LIST-EXTENDED"} <= self.capabilities() else b""
        found: list[Mailbox] = []

        def on_data(data: Data) -> None:
            if data.kind == b"LIST" and len(found) < _MAX_LISTED and (mailbox := _mailbox(data.values)):
                found.append(mailbox)

        reply = self.command(b'LIST "" "*"' + return_use, on_data=on_data)
        if not reply.ok:
            raise self.server.refused("LIST", reply.code, reply.text, reply.condition)
        return tuple(found)

    # --- the end ------------------------------------------------------------------------------------------------------

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Says LOGOUT without waiting for an answer that changes nothing, and closes."""
        try:
            self._wire.send(b"%s LOGOUT\r\n" % self._next_tag())
        except OSError:
            pass
        finally:
            self._wire.close()


def _tls_context(account: Account) -> ssl.SSLContext:
    """Verifies certificates and host names; `ca_file` is trusted besides the system's authorities."""
    import ssl

    context = ssl.create_default_context()
    if account.ca_file is not None:
        try:
            context.load_verify_locations(cafile=account.ca_file)
        except OSError as error:
            problem = (
                f"{account.name}: ca_file {account.ca_file} cannot be used ({error.strerror or 'not a certificate'})"
            )
            raise ConfigurationError([problem], hint="give a file of PEM certificates") from error
    return context


def _drop(_data: Data) -> None:
    """Unsolicited answers (EXISTS, RECENT, FETCH FLAGS, …) are allowed at any time and mean nothing to us."""


def _names(values: Sequence[Value]) -> frozenset[bytes]:
    return frozenset(value.upper() for value in values if isinstance(value, bytes))


def _mailbox_status(values: Value) -> MailboxStatus:
    named = pairs(values)
    return MailboxStatus(
        number(named.get(b"UIDVALIDITY")),
        number(named.get(b"UIDNEXT")),
        number(named.get(b"MESSAGES")),
        number(named.get(b"HIGHESTMODSEQ")),
    )


def _mailbox(values: Sequence[Value]) -> Mailbox | None:
    """One LIST answer: attributes, delimiter (NIL in a flat namespace), name."""
    if len(values) < 3 or not isinstance(values[0], list):
        return None
    wire_name = values[2] if isinstance(values[2], bytes) else b"NIL"
    attributes = frozenset(value.lower() for value in values[0] if isinstance(value, bytes))
    return Mailbox(mailbox_names.decode(wire_name), wire_name, attributes)
