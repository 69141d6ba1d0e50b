"""Somebody else's https address, asked once: nothing in a private network unless that is allowed, and no redirect."""

import socket
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

import urllib3

from gatepost.kit.errors import Invalid

TIMEOUT_SECONDS: Final = 10.0
LARGEST: Final = 1_048_576
UNREACHABLE: Final = "AddressUnreachable"


def ask(
    url: str,
    *,
    allows_private: bool,
    method: str = "GET",
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> bytes:
    """Return what an address answers; Invalid, with a sentence, where it is not to be asked or answers nothing good.

    The connection goes to the address that was checked, whatever the name resolves to a moment later, and no redirect is
    followed: it could lead where nobody looked.
    """
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or 443
    if parts.scheme != "https" or not host or "@" in parts.netloc:
        raise Invalid("Gatepost asks https addresses only.", reason=UNREACHABLE)
    address = _resolve(host, port, allows_private=allows_private)
    pool = urllib3.HTTPSConnectionPool(
        address, port, server_hostname=host, assert_hostname=host, timeout=TIMEOUT_SECONDS, retries=False
    )
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    sent = {**(headers or {}), "Host": parts.netloc}
    try:
        with pool:
            response = pool.request(method, target, body=body, headers=sent, redirect=False, preload_content=False)
            answer = response.read(LARGEST + 1)
    except (urllib3.exceptions.HTTPError, OSError):
        raise Invalid(f"{host} did not answer with a document.", reason=UNREACHABLE) from None
    if response.status != 200 or len(answer) > LARGEST:
        raise Invalid(f"{host} answered {response.status}, or more than {LARGEST} bytes.", reason=UNREACHABLE)
    return bytes(answer)


def _resolve(host: str, port: int, *, allows_private: bool) -> str:
    """Return an address of a host that may be asked."""
    try:
        found = [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError):
        raise Invalid(f"There is no host {host[:100]}.", reason=UNREACHABLE) from None
    allowed = [each for each in found if allows_private or ip_address(each.partition("%")[0]).is_global]
    if not allowed:
        raise Invalid(
            f"{host} is in a private network. GATEPOST_ALLOW_PRIVATE_URLS lets Gatepost ask there.", reason=UNREACHABLE
        )
    return allowed[0]
