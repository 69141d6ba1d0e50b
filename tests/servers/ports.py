"""Ports of the loopback interface for servers that have to be told theirs."""

import os
import socket
from collections.abc import Iterator
from itertools import cycle

_PORTS = range(11_000, 32_000)
"""Linux gives those from 32768 on to outgoing connections: one of them may be taken between the look and the start."""

# Each test process begins elsewhere, so that no two are told the same.
_BEGIN = os.getpid() * 97 % len(_PORTS)
_CANDIDATES: Iterator[int] = cycle((*_PORTS[_BEGIN:], *_PORTS[:_BEGIN]))


def free_port() -> int:
    """Return a port that nobody listens on, and that this process was not told before."""
    return next(port for port in _CANDIDATES if _is_free(port))


def _is_free(port: int) -> bool:
    try:
        with socket.create_server(("127.0.0.1", port)):
            return True
    except OSError:
        return False
