"""A certificate authority for tests, made with the openssl program."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Authority:
    """Signs server certificates; `certificate` is what a client has to trust."""

    folder: Path

    @classmethod
    def create(cls, folder: Path) -> Authority:
        """A new authority in an empty folder."""
        if shutil.which("openssl") is None:
            pytest.skip("the openssl program is not installed")
        request = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem"
        # Python 3.13 checks certificates strictly (RFC 5280): an authority says that it may sign.
        _openssl(folder, f"{request} -addext keyUsage=critical,keyCertSign,cRLSign")
        return cls(folder)

    @property
    def certificate(self) -> Path:
        return self.folder / "ca.pem"

    def server(self, name: str, *, expired: bool = False) -> ssl.SSLContext:
        """A context for a server called `name`."""
        request = "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout server.key -out server.csr"
        _openssl(self.folder, request)
        identifiers = "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n"
        (self.folder / "san").write_text(f"subjectAltName=DNS:{name}\n{identifiers}")
        # -days -1 is refused by new versions of openssl: an expired one begins and ends in the past.
        period = "-not_before 20200101000000Z -not_after 20200102000000Z" if expired else "-days 2"
        sign = (
            f"x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out server.pem -extfile san {period}"
        )
        if expired and not _openssl(self.folder, sign, check=False):
            _openssl(self.folder, sign.replace(period, "-days -1"))
        elif not expired:
            _openssl(self.folder, sign)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / "server.pem", self.folder / "server.key")
        return context


def _openssl(folder: Path, arguments: str, *, check: bool = True) -> bool:
    subject = ["-subj", "/CN=test"] if arguments.startswith("req") else []
    command = ["openssl", *arguments.split(), *subject]
    return subprocess.run(command, cwd=folder, check=check, capture_output=True).returncode == 0
