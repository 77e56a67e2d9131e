"""Serves the page on 127.0.0.1 until it is interrupted or nobody uses it any more."""

from __future__ import annotations

import secrets
import socket
import time
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from triage.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: The page stops by itself when nobody has used it for so long (seconds).
IDLE_SECONDS = 30 * 60.0
#: How long answers under way may take once it stops (seconds): Ctrl-C ends it within five.
_STOPPING_SECONDS = 2


def serve(
    config_path: Path,
    data_dir: Path,
    *,
    port: int,
    announce: Callable[[str], None],
    on_defect: Callable[[Exception], None] = lambda _: None,
    idle_seconds: float = IDLE_SECONDS,
) -> bool:
    """Serves on `port` (0: any free one) and tells `announce` the address with the token, once.

    Returns whether it stopped because nobody used it. Raises `UsageError` if the port cannot be had.
    """
    import uvicorn

    from triage.review.web.gate import Gate
    from triage.review.web.site import site

    with closing(_listening(port)) as listening, suppress(KeyboardInterrupt):
        port = listening.getsockname()[1]
        home = f"/{secrets.token_urlsafe(9)}"
        gate = Gate(site(config_path, data_dir, home, on_defect), (f"127.0.0.1:{port}", f"localhost:{port}"), home)

        async def stop_when_idle() -> None:
            server.should_exit = server.should_exit or time.monotonic() - gate.used_at > idle_seconds

        server = uvicorn.Server(
            uvicorn.Config(
                gate,
                loop="asyncio",
                http="h11",
                ws="none",
                lifespan="off",
                log_config=None,
                log_level="critical",
                access_log=False,  # it would log the token
                server_header=False,
                date_header=False,
                proxy_headers=False,
                callback_notify=stop_when_idle,
                timeout_notify=1,
                timeout_graceful_shutdown=_STOPPING_SECONDS,
            )
        )
        announce(f"http://127.0.0.1:{port}/?token={gate.token}")
        server.run(sockets=[listening])
        return True
    return False


def _listening(port: int) -> socket.socket:
    """A socket that nothing but this machine reaches."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1", port))
        listening.listen(64)
    except OSError as error:
        listening.close()
        what = f"port {port} cannot be used: {(error.strerror or str(error)).lower()}"
        raise UsageError(what, hint="leave --port out, and a free one is taken") from error
    return listening
