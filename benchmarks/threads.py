"""Whether mail programs file each draft under the mail it answers, notmuch and Dovecot: `python -m benchmarks.threads`.

Every answerable mail of the training set, the parser's cases and ../shared/torture gets a draft, and both go into one
mailbox. notmuch threads as it does; Dovecot's THREAD=REFERENCES (RFC 5256) is Jamie Zawinski's algorithm.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.factories import a_score, an_opportunity
from tests.servers.dovecot import running, why_not
from triage.config import Me
from triage.deliver.compose import compose
from triage.domain import Action, MessageRef, RawMessage
from triage.draft import Drafter, Request
from triage.errors import ConfigurationError
from triage.parse import parse
from triage.resources import templates_dir

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

ROOT = Path(__file__).parents[1]
TORTURE = ROOT.parent / "shared" / "torture"
LANGUAGES = ("en", "de", "fr", "es", "nl", "it", "pt", "pl")
_ME = Me("Dana Whitfield", ("dana@example.org",), languages=LANGUAGES, signature="Dana")
_LATER = datetime(2030, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Pair:
    """A mail and the draft that answers it, as octets, and their Message-IDs; "" where the mail has none."""

    name: str
    mail: bytes
    draft: bytes
    answers: str
    own: str


def pairs(files: Iterable[Path]) -> Iterator[Pair]:
    """Every mail that can be written to, with its draft."""
    drafter = Drafter.load(templates_dir(), ROOT / "no-such-folder")
    for number, path in enumerate(files):
        octets = path.read_bytes()
        message = parse(RawMessage(MessageRef("home", "INBOX", 1, number + 1), None, octets, len(octets)))
        opportunity = an_opportunity(language=LANGUAGES[number % len(LANGUAGES)])
        draft = drafter.draft(message, opportunity, a_score(), Request(Action.ACCEPT), _ME)
        try:
            written = compose(draft, message, _LATER + timedelta(seconds=number))
        except ConfigurationError:
            continue
        yield Pair(str(path), octets, written, message.message_id, draft.message_id)


def by_notmuch(made: Sequence[Pair], folder: Path) -> dict[str, str]:
    """The parent's Message-ID by that of the child, as notmuch shows threads."""
    _fill(folder / "mail", made)
    environment = os.environ | {"NOTMUCH_CONFIG": str(folder / "config")}
    (folder / "config").write_text(f"[database]\npath={folder / 'mail'}\n", encoding="utf-8")

    def notmuch(*arguments: str) -> bytes:
        return subprocess.run(["notmuch", *arguments], env=environment, capture_output=True, check=True).stdout

    notmuch("new", "--quiet")
    parents: dict[str, str] = {}
    shown = notmuch("show", "--format=json", "--body=false", "--entire-thread=true", "--exclude=false", "*")
    for thread in json.loads(shown):
        _walk(thread, "", parents)
    return parents


def _walk(nodes: Sequence[Any], parent: str, parents: dict[str, str]) -> None:
    for message, answers in nodes:
        own = f"<{message['id']}>" if message else parent
        parents[own] = parent
        _walk(answers, own, parents)


def by_dovecot(made: Sequence[Pair]) -> dict[str, str]:
    """The same, as a server tells with THREAD REFERENCES."""
    with running() as server:
        folder = server.maildir("threads")
        _fill(folder, made)
        subprocess.run(["chown", "-R", "mail:mail", str(folder.parent)], check=True)
        with server.client("threads") as client:
            client.select_folder("INBOX", readonly=True)
            envelopes = client.fetch(client.search(), ["ENVELOPE"]).items()
            ids = {uid: (found[b"ENVELOPE"].message_id or b"").decode("utf-8", "replace") for uid, found in envelopes}
            parents: dict[str, str] = {}
            for thread in client.thread("REFERENCES"):
                _descend(thread, "", ids, parents)
    return parents


def _descend(thread: Sequence[Any], parent: str, ids: Mapping[int, str], parents: dict[str, str]) -> None:
    """RFC 5256: numbers are parent and child, a parenthesised list is a branch."""
    for node in thread:
        if isinstance(node, int):
            parents[ids[node]], parent = parent, ids[node]
        else:
            _descend(node, parent, ids, parents)


def _fill(maildir: Path, made: Sequence[Pair]) -> None:
    for name in ("cur", "new", "tmp"):
        (maildir / name).mkdir(parents=True)
    for number, pair in enumerate(made):
        (maildir / "cur" / f"{1600000000 + 2 * number}.M{number}.example:2,S").write_bytes(pair.mail)
        (maildir / "cur" / f"{1600000001 + 2 * number}.D{number}.example:2,S").write_bytes(pair.draft)


def misplaced(made: Sequence[Pair], parents: Mapping[str, str]) -> list[Pair]:
    """The drafts that are no direct child of the mail they answer, as far as the program knows that mail by its id."""
    return [pair for pair in made if pair.answers and pair.answers in parents and parents.get(pair.own) != pair.answers]


def known(made: Sequence[Pair], parents: Mapping[str, str]) -> int:
    """How many drafts answer mail that the program knows by its id."""
    return sum(bool(pair.answers) and pair.answers in parents for pair in made)


def main() -> None:
    files = [*sorted((ROOT / "training" / "mail").rglob("*.eml")), *sorted((ROOT / "tests/messages").glob("*.eml"))]
    if TORTURE.is_dir():
        files += [TORTURE / name for name in (TORTURE / "FILES.txt").read_text("utf-8").split()]
    made = list(pairs(files))
    nameless = sum(not pair.answers for pair in made)
    again = sum(count - 1 for count in Counter(pair.answers for pair in made if pair.answers).values())
    print(f"{len(files)} mails, {len(made)} drafts: {nameless} to mail without Message-ID, {again} to a used one")
    if shutil.which("notmuch") is None:
        print("notmuch is not installed (apt-get install notmuch)")
    else:
        with tempfile.TemporaryDirectory() as folder:
            _report("notmuch", made, by_notmuch(made, Path(folder)))
    print(reason) if (reason := why_not()) else _report("Dovecot", made, by_dovecot(made))


def _report(program: str, made: Sequence[Pair], parents: Mapping[str, str]) -> None:
    wrong = misplaced(made, parents)
    print(f"{program}: of {known(made, parents)} drafts to mail it reads, {len(wrong)} are not right under that mail")
    for pair in wrong[:20]:
        print(f"  {pair.name}: {pair.answers}")


if __name__ == "__main__":
    main()
