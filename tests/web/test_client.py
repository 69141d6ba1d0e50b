"""The client's address is what a trusted proxy says, and never what the client itself says."""

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatepost.kit.errors import Invalid
from gatepost.web.client import (
    LONGEST_USER_AGENT,
    UNKNOWN,
    ForwardedHeader,
    TrustedProxies,
    client_address,
    client_of,
    user_agent,
)

INSIDE = TrustedProxies.parse(["10.0.0.0/8", "fd00::/8", "127.0.0.1/32"])
STANDARD = TrustedProxies.parse(["10.0.0.0/8"], "Forwarded")


def seen(peer: str, forwarded_for: str | None = None, proxies: TrustedProxies = INSIDE) -> str:
    headers = {} if forwarded_for is None else {"HTTP_X_FORWARDED_FOR": forwarded_for}
    return client_address({"REMOTE_ADDR": peer, **headers}, proxies)


def test_without_a_proxy_the_peer_is_the_client() -> None:
    assert seen("198.51.100.7") == "198.51.100.7"
    assert seen("10.0.0.1") == "10.0.0.1"


def test_a_stranger_is_not_believed() -> None:
    assert seen("198.51.100.7", "203.0.113.9") == "198.51.100.7"
    assert seen("10.0.0.1", "203.0.113.9", TrustedProxies()) == "10.0.0.1"


def test_a_trusted_proxy_is() -> None:
    assert seen("10.0.0.1", "203.0.113.9") == "203.0.113.9"


def test_the_list_is_read_from_the_right_through_trusted_proxies_only() -> None:
    assert seen("10.0.0.1", "203.0.113.9, 10.0.0.3, 10.0.0.2") == "203.0.113.9"
    assert seen("10.0.0.1", "192.0.2.66, 203.0.113.9, 10.0.0.2") == "203.0.113.9"
    assert seen("10.0.0.1", "127.0.0.1, 203.0.113.9") == "203.0.113.9"


def test_where_every_hop_is_trusted_the_farthest_is_the_client() -> None:
    assert seen("10.0.0.1", "10.0.0.9, 10.0.0.2") == "10.0.0.9"


@pytest.mark.parametrize(
    "entry", ["", "unknown", "_hidden", "999.1.1.1", "<script>", "fe80::1%eth0", "127.1", "0x7f.0.0.1", "1.2.3.4.5"]
)
def test_an_entry_that_is_no_address_ends_the_walk(entry: str) -> None:
    assert seen("10.0.0.1", f"203.0.113.9, {entry}") == "10.0.0.1"
    assert seen("10.0.0.1", f"203.0.113.9, {entry}, 10.0.0.2") == "10.0.0.2"


@pytest.mark.parametrize(
    ("entry", "address"),
    [
        ("203.0.113.9:4711", "203.0.113.9"),
        ("[2001:DB8::9]:4711", "2001:db8::9"),
        ("[2001:db8::9]", "2001:db8::9"),
        ("2001:0db8:0:0::9", "2001:db8::9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
    ],
)
def test_addresses_come_in_one_form(entry: str, address: str) -> None:
    assert seen("10.0.0.1", entry) == address
    assert seen(entry) == address


def test_a_mapped_address_of_a_proxy_is_that_proxy() -> None:
    assert seen("::ffff:10.0.0.1", "203.0.113.9") == "203.0.113.9"


def test_a_server_that_does_not_know_its_peer() -> None:
    assert client_address({}, INSIDE) == UNKNOWN
    assert seen("", "203.0.113.9") == UNKNOWN


@pytest.mark.parametrize(
    ("header", "address"),
    [
        ("for=203.0.113.9", "203.0.113.9"),
        ('For="[2001:db8::9]:4711";proto=https', "2001:db8::9"),
        ("for=192.0.2.66, proto=http;for=203.0.113.9;by=10.0.0.1", "203.0.113.9"),
        ("for=203.0.113.9, for=_proxy", "10.0.0.1"),
        ("by=203.0.113.9", "10.0.0.1"),
        ("xfor=203.0.113.9", "10.0.0.1"),
        ("", "10.0.0.1"),
    ],
)
def test_the_standard_header(header: str, address: str) -> None:
    assert client_address({"REMOTE_ADDR": "10.0.0.1", "HTTP_FORWARDED": header}, STANDARD) == address


@pytest.mark.parametrize(
    ("ours", "other"), [("X-Forwarded-For", "HTTP_FORWARDED"), ("Forwarded", "HTTP_X_FORWARDED_FOR")]
)
def test_the_header_that_the_proxy_does_not_write_is_not_read(ours: ForwardedHeader, other: str) -> None:
    proxies = TrustedProxies.parse(["10.0.0.0/8"], ours)
    environ = {"REMOTE_ADDR": "10.0.0.1", other: "for=203.0.113.9" if other == "HTTP_FORWARDED" else "203.0.113.9"}
    assert client_address(environ, proxies) == "10.0.0.1"


@given(st.text(st.characters(max_codepoint=255)))
def test_whatever_the_header_holds_an_address_comes_out(header: str) -> None:
    ip_address(seen("10.0.0.1", header))
    ip_address(client_address({"REMOTE_ADDR": "10.0.0.1", "HTTP_FORWARDED": header}, STANDARD))


def test_a_network_that_is_none_is_named() -> None:
    with pytest.raises(Invalid, match="proxies"):
        TrustedProxies.parse(["10.0.0.0/8", "proxies"])


@given(st.text(st.characters(max_codepoint=255)))
def test_a_user_agent_cannot_forge_a_line(header: str) -> None:
    shown = user_agent({"HTTP_USER_AGENT": header})
    assert len(shown) <= LONGEST_USER_AGENT
    assert len(shown.splitlines()) <= 1
    assert all(character.isprintable() or character in "\xa0\xad" for character in shown)


def test_the_client_of_a_request() -> None:
    client = client_of({"REMOTE_ADDR": "198.51.100.7", "HTTP_USER_AGENT": "aws-cli/2\r\nlevel=error forged"}, INSIDE)
    assert (client.address, client.user_agent) == ("198.51.100.7", "aws-cli/2 level=error forged")
