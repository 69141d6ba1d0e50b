"""Who is at the other end of the connection: its address behind trusted proxies, and what it calls itself."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any, Final, Literal

from gatepost.kit.errors import Invalid

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
ForwardedHeader = Literal["X-Forwarded-For", "Forwarded"]

UNKNOWN: Final = "0.0.0.0"  # noqa: S104 - the unspecified address stands for "not known"; nothing is bound to it
LONGEST_USER_AGENT: Final = 256
_MOST_HOPS = 32
_REMEMBERED = 1024
"""Of how many addresses and User-Agents it is remembered what they come to: most requests are of clients that were here before."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_FORWARDED_FOR = re.compile(r'(?:^|;)\s*for=(?:"([^"\\]*)"|([^\s;,"]+))\s*(?=;|$)', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Client:
    """The client of one request, in words that are safe to log and to show."""

    address: str
    user_agent: str


@dataclass(frozen=True, slots=True)
class TrustedProxies:
    """The proxies whose word about the client is believed, and the one header in which they give it.

    One header only: a proxy that writes X-Forwarded-For hands a Forwarded that the client made up through unchanged.
    """

    networks: tuple[Network, ...] = ()
    header: ForwardedHeader = "X-Forwarded-For"

    @classmethod
    def parse(cls, cidrs: Iterable[str], header: ForwardedHeader = "X-Forwarded-For") -> "TrustedProxies":
        """Read the networks of a setting; Invalid names the one that is none."""
        return cls(tuple(_network(cidr) for cidr in cidrs), header)

    def trusts(self, address: Address) -> bool:
        """Whether `address` is one of them."""
        return any(address in network for network in self.networks)


def client_of(environ: Mapping[str, Any], proxies: TrustedProxies) -> Client:
    """Return the client of a WSGI request."""
    return Client(client_address(environ, proxies), user_agent(environ))


def client_address(environ: Mapping[str, Any], proxies: TrustedProxies) -> str:
    """Return the client's IP address in its canonical form, `0.0.0.0` where the server does not know its peer.

    Each proxy appends its own peer, so the list is read from the right: the first address that no trusted proxy has is the
    client's. What stands left of it was written by the client. An entry that is no address ends the walk at the proxy
    which wrote it.
    """
    peer: str = environ.get("REMOTE_ADDR", "")
    return _behind(peer, environ, proxies) if proxies.networks else _canonical(peer)


@lru_cache(maxsize=_REMEMBERED)
def _canonical(peer: str) -> str:
    address = _address(peer)
    return UNKNOWN if address is None else str(address)


def _behind(text: str, environ: Mapping[str, Any], proxies: TrustedProxies) -> str:
    peer = _address(text)
    if peer is None:
        return UNKNOWN
    for hop in _hops(environ, proxies):
        if hop is None or not proxies.trusts(peer):
            break
        peer = hop
    return str(peer)


def user_agent(environ: Mapping[str, Any]) -> str:
    """Return the User-Agent on one line, without control characters, at most 256 characters."""
    return _on_one_line(environ.get("HTTP_USER_AGENT", "")[: 4 * LONGEST_USER_AGENT])


@lru_cache(maxsize=_REMEMBERED)
def _on_one_line(text: str) -> str:
    return _CONTROL.sub(" ", text).strip()[:LONGEST_USER_AGENT]


def _hops(environ: Mapping[str, Any], proxies: TrustedProxies) -> Iterator[Address | None]:
    """The addresses that the header lists, nearest first; None for an entry that is no address."""
    text: str = environ.get("HTTP_" + proxies.header.upper().replace("-", "_"), "")
    for entry in reversed(text.rsplit(",", _MOST_HOPS)[-_MOST_HOPS:]):
        yield _address(_node(entry) if proxies.header == "Forwarded" else entry)


def _node(element: str) -> str:
    """The `for` of one element of a Forwarded header (RFC 7239 section 4), where it is an address and not an alias."""
    match = _FORWARDED_FOR.search(element.strip())
    return (match.group(1) or match.group(2) or "") if match else ""


def _address(text: str) -> Address | None:
    if "%" in text:  # an IPv6 zone, which may hold anything and means nothing on another machine
        return None
    try:
        address = ip_address(_without_port(text.strip()))
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _without_port(text: str) -> str:
    """`192.0.2.1:4711`, `[2001:db8::1]:4711` and `[2001:db8::1]` without what is around the address."""
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0] if text.count(":") == 1 else text


def _network(cidr: str) -> Network:
    try:
        return ip_network(cidr.strip(), strict=False)
    except ValueError:
        raise Invalid(f"{cidr!r} is not a network in CIDR notation, such as 10.0.0.0/8.") from None
