"""What can go wrong in an operation: small exceptions that build their own sentence and carry an exit code.

Faults in the user's mail are not here: they are values (`Message.defects`). One handler in `triage.cli` prints
`triage: <sentence>` and exits with `exit_code` (contract.md, section 5). A sentence says what happened, to which
account or file, and what to do next; it never holds a secret.
"""

from __future__ import annotations


class TriageError(Exception):
    """Every error of triage; `hint` says what to do next."""

    exit_code = 1

    def __init__(self, what: str, *, hint: str, account: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint
        self.account = account

    def __str__(self) -> str:
        where = f"{self.account}: " if self.account else ""
        return f"{where}{self.what}; {self.hint}" if self.hint else f"{where}{self.what}"


class UsageError(TriageError):
    """The command was called in a way that cannot be acted on."""

    exit_code = 2


class DamagedError(TriageError):
    """A database, model or mail file is damaged or of a newer version."""

    exit_code = 65


class ServerUnreachableError(TriageError):
    """The server cannot be reached, or its certificate was refused."""

    exit_code = 69


class CannotWriteError(TriageError):
    """State could not be written: disk full, read-only, or a mailbox that takes no drafts."""

    exit_code = 73


class TryLaterError(TriageError):
    """Throttled, cut off, or another run is active: nothing is lost, run it again later."""

    exit_code = 75

    def __init__(self, what: str, *, hint: str, account: str = "", wait_seconds: float | None = None) -> None:
        super().__init__(what, hint=hint, account=account)
        self.wait_seconds = wait_seconds


class ProtocolError(TriageError):
    """The server broke the protocol."""

    exit_code = 76


class SignInError(TriageError):
    """Sign-in was refused, or a secret could not be had."""

    exit_code = 77


class ConfigurationError(TriageError):
    """The configuration or a template cannot be used; `problems` holds one line each."""

    exit_code = 78

    def __init__(self, problems: list[str] | tuple[str, ...], *, hint: str = "") -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems), hint=hint)


class DefectError(TriageError):
    """triage itself failed; `__cause__` says how. The code is that of data it could not cope with."""

    exit_code = 65

    def __init__(self, cause: Exception, *, account: str = "") -> None:
        what = f"a defect of triage: {type(cause).__name__}: {' '.join(str(cause).split())[:200]}"
        super().__init__(what, hint="run it again with --verbose and report it", account=account)
        self.__cause__ = cause


#: From least to worst, for "the worst code wins" over several accounts.
SEVERITY = (0, 75, 69, 76, 77, 73, 65, 78)


def worst(codes: list[int]) -> int:
    """The worst of some exit codes by `SEVERITY`; 0 for none, and an unknown code beats all."""
    return max(codes, key=lambda code: SEVERITY.index(code) if code in SEVERITY else len(SEVERITY), default=0)
