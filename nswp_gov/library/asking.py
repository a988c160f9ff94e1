"""Asking an outside address whether it is still there: once, slowly, and only public ones.

Nothing of us goes along but the question: no name, no referrer, no cookie. An address that leads
into a private network (also after a redirect) is not asked.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from nswp_gov.library.states import LinkState

PATIENCE = 10.0  # seconds for each step
MOST_STEPS = 5
_MOVED = frozenset({301, 308})  # for good: the office should write the new address
_ON_ITS_WAY = frozenset({302, 303, 307})
_NO_HEAD = frozenset({400, 403, 405, 501})  # servers that only answer a whole question
_OK, _WRONG = 200, 400
_HEADERS = {"User-Agent": "Mozilla/5.0 (link check)", "Accept": "*/*", "Connection": "close"}


class NotAsked(OSError):
    """The address is not one that we ask."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answered: the state, and the last HTTP status if there was one."""

    state: LinkState
    status: int | None = None


def is_outside(address: str) -> bool:
    """Tell whether an IP address is one of the open internet."""
    return ipaddress.ip_address(address).is_global


def ask(
    address: str, *, patience: float = PATIENCE, may_ask: Callable[[str], bool] = is_outside
) -> Answer:
    """Return what an address answers to one polite question, redirects followed.

    `may_ask` says of an IP address whether it may be asked.
    """
    moved, here = False, address
    try:
        for _step in range(MOST_STEPS):
            status, onward = _question(here, patience, may_ask)
            if status in _MOVED | _ON_ITS_WAY and onward:
                moved = moved or status in _MOVED
                here = urljoin(here, onward)
                continue
            if _OK <= status < _WRONG:
                return Answer(LinkState.MOVED if moved else LinkState.WORKS, status)
            return Answer(LinkState.BROKEN, status)
    except NotAsked:
        return Answer(LinkState.REFUSED)
    except (OSError, http.client.HTTPException, ValueError):
        return Answer(LinkState.BROKEN)
    return Answer(LinkState.BROKEN)


def _question(
    address: str, patience: float, may_ask: Callable[[str], bool]
) -> tuple[int, str | None]:
    status, onward = _once("HEAD", address, patience, may_ask)
    if status in _NO_HEAD:
        status, onward = _once("GET", address, patience, may_ask)
    return status, onward


def _once(
    method: str, address: str, patience: float, may_ask: Callable[[str], bool]
) -> tuple[int, str | None]:
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise NotAsked(address)
    is_secret = parts.scheme == "https"
    port = parts.port or (443 if is_secret else 80)
    plain = _reach(parts.hostname, port, patience, may_ask)
    connection = http.client.HTTPConnection(parts.hostname, port, timeout=patience)
    try:
        connection.sock = (
            ssl.create_default_context().wrap_socket(plain, server_hostname=parts.hostname)
            if is_secret
            else plain
        )
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(method, path, headers=_HEADERS)
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location")
    finally:
        connection.close()
        plain.close()


def _reach(host: str, port: int, patience: float, may_ask: Callable[[str], bool]) -> socket.socket:
    """Return a connection to a host; each of its addresses must be one that may be asked."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if not found or not all(may_ask(str(one[4][0])) for one in found):
        raise NotAsked(host)
    family, kind, protocol, _name, where = found[0]
    made = socket.socket(family, kind, protocol)
    made.settimeout(patience)
    try:
        made.connect(where)
    except OSError:
        made.close()
        raise
    return made
