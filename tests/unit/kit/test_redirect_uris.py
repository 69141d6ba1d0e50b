"""Redirect URIs: what may be registered, and that the loopback port alone does not count."""

import pytest

from gatepost.kit.errors import Invalid
from gatepost.kit.redirect_uris import MAX_CHARACTERS, require, without_loopback_port


@pytest.mark.parametrize(
    "uri",
    [
        "https://app.example.com/callback",
        "https://app.example.com:8443/callback?tenant=1",
        "http://127.0.0.1/oauth/callback",
        "http://localhost:53682/",
        "http://[::1]:8080/callback",
        "com.example.app:/callback",
    ],
)
def test_what_may_be_registered(uri: str) -> None:
    require(uri)


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "/callback",
        "http://app.example.com/callback",
        "https:///callback",
        "https://app.example.com/callback#fragment",
        "https://user@app.example.com/callback",
        "https://app.example.com:port/callback",
        "https://app.example.com/call back",
        "https://app.ex\u00e4mple.com/callback",
        "https://app.example.com/\r\nSet-Cookie: a=b",
        "http://[::1/callback",
        "javascript:alert(1)",
        "data:text/html,x",
        "com.example.app://host/callback",
        "https://app.example.com/" + "x" * MAX_CHARACTERS,
    ],
)
def test_what_may_not_be_registered(uri: str) -> None:
    with pytest.raises(Invalid):
        require(uri)


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "localhost"])
def test_a_loopback_port_does_not_count(host: str) -> None:
    assert without_loopback_port(f"http://{host}:53682/callback") == f"http://{host}/callback"
    assert without_loopback_port(f"http://{host}:53682") == f"http://{host}"


@pytest.mark.parametrize(
    "uri",
    [
        "https://127.0.0.1:53682/callback",
        "HTTP://127.0.0.1:53682/callback",
        " http://127.0.0.1:53682/callback",
        "http://127.0.0.1:53682@evil.example/callback",
        "http://127.0.0.1:65536/callback",
        "http://127.0.0.2:53682/callback",
        "http://localhost.evil.example:53682/callback",
        "https://app.example.com:8443/callback",
    ],
)
def test_everything_else_stays_as_it_stands(uri: str) -> None:
    assert without_loopback_port(uri) == uri


def test_what_stands_behind_the_port_counts() -> None:
    assert without_loopback_port("http://127.0.0.1:53682/callback?") == "http://127.0.0.1/callback?"
