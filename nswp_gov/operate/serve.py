"""Serve the pages: gunicorn with one worker beside it, both stopped together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping

from nswp_gov.config import Misconfigured

WORKERS = "2"
THREADS = "4"


def port_is_free(host: str, port: int) -> bool:
    """Tell whether something else listens there already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def must_be_free(host: str, port: int) -> None:
    """Stop early, with the way out.

    Raises:
        Misconfigured: the port is taken.

    """
    if not port_is_free(host, port):
        raise Misconfigured(
            f"port {port} is taken by another program. Choose another one: make run PORT={port + 1}"
        )


def answers(host: str, port: int) -> bool:
    """Tell whether a server accepts connections."""
    with socket.socket() as probe:
        probe.settimeout(0.2)
        return probe.connect_ex((host, port)) == 0


def gunicorn(host: str, port: int) -> list[str]:
    """Return the command of the web server; it logs no request."""
    return [
        sys.executable, "-m", "gunicorn", "--bind", f"{host}:{port}",
        "--worker-class", "gthread", "--workers", WORKERS, "--threads", THREADS,
        "--max-requests", "2000", "--max-requests-jitter", "200", "--log-level", "warning",
        "--preload", "--no-control-socket", "nswp_gov:create_app()",
    ]  # fmt: skip


def run(host: str, port: int, *, environ: Mapping[str, str], ready: str) -> int:
    """Serve until interrupted; print `ready` when the first page can be asked for."""
    must_be_free(host, port)
    env = {**os.environ, **environ}
    worker = subprocess.Popen([sys.executable, "-m", "nswp_gov.cli", "worker"], env=env)
    server = subprocess.Popen(gunicorn(host, port), env=env)  # noqa: S603
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        while server.poll() is None and not answers(host, port):
            time.sleep(0.05)
        if server.poll() is None:
            print(ready, flush=True)  # noqa: T201 - the command's own answer
        return server.wait()
    except (KeyboardInterrupt, SystemExit):
        return 0
    finally:
        for child in (server, worker):
            child.terminate()
        for child in (server, worker):
            child.wait()
