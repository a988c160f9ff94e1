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

WORKER = (sys.executable, "-m", "nswp_gov.cli", "worker")
RESTARTS = 3  # of a worker that died; then the whole ends, for the service manager to see
WORKERS = "2"
THREADS = "4"
LOOK = 0.5  # seconds between two looks at the processes


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
        "--logger-class", "nswp_gov.operate.quiet.QuietLogger", "--preload",
        "--no-control-socket", "nswp_gov:create_app()",
    ]  # fmt: skip


def run(host: str, port: int, *, environ: Mapping[str, str], ready: str) -> int:
    """Serve until interrupted; print `ready` when the first page can be asked for."""
    must_be_free(host, port)
    env = {**os.environ, **environ}
    server = subprocess.Popen(gunicorn(host, port), env=env)  # noqa: S603
    children = [server]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        while server.poll() is None and not answers(host, port):
            time.sleep(0.05)
        if server.poll() is None:
            print(ready, flush=True)  # noqa: T201 - the command's own answer
        children.append(_start_worker(env))  # not before: the first page should not wait for it
        return _watch(children, env)
    except (KeyboardInterrupt, SystemExit):
        return 0
    finally:
        for child in children:
            child.terminate()
        for child in children:
            child.wait()


def _start_worker(env: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(WORKER, env=env)  # noqa: S603 - our own command


def _watch(children: list[subprocess.Popen[bytes]], env: Mapping[str, str]) -> int:
    """Return the server's status, or 1 once the worker (the last child) has died too often."""
    server, restarts = children[0], 0
    while server.poll() is None:
        if children[-1].poll() is not None:
            if restarts == RESTARTS:
                print("the worker died too often: ending", file=sys.stderr, flush=True)  # noqa: T201
                return 1
            restarts += 1
            print("the worker died: starting it again", file=sys.stderr, flush=True)  # noqa: T201
            children[-1] = _start_worker(env)
        time.sleep(LOOK)
    return server.returncode


def ready_lines(host: str, port: int, public_url: str) -> str:
    """Return what is said at the start: the address served, and whether people's is another."""
    local = "localhost" if host in {"127.0.0.1", "::1"} else host
    here = f"http://{local}:{port}"
    if public_url in {here, f"http://{host}:{port}"}:
        return f"Serving {here}"
    return (
        f"Serving {here}\nWarning: NSWP_GOV_PUBLIC_URL is {public_url}. A proxy must pass that "
        f"address on to here; without a proxy set NSWP_GOV_PUBLIC_URL={here}."
    )
