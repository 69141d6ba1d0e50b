"""What a page's headers allow and forbid."""

import pytest
from werkzeug.wrappers import Response

from gatepost.kit.errors import Invalid
from gatepost.web.headers import content_security_policy, form_action_source, secure


def directives(policy: str) -> dict[str, list[str]]:
    parts = [part.split() for part in policy.split(";")]
    return {name: sources for name, *sources in parts}


def test_nothing_is_allowed_that_is_not_named() -> None:
    policy = directives(content_security_policy())
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == ["'self'"]
    assert policy["frame-ancestors"] == policy["base-uri"] == ["'none'"]
    assert policy["form-action"] == ["'self'"]
    assert "unsafe" not in content_security_policy()


def test_a_page_is_not_stored_sniffed_framed_or_named_to_others() -> None:
    headers = secure(Response(), https=False).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]


def test_https_is_remembered_where_it_is_used() -> None:
    assert "Strict-Transport-Security" not in secure(Response(), https=False).headers
    assert secure(Response(), https=True).headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize(
    ("redirect_uri", "source"),
    [
        ("http://127.0.0.1:53682/oauth/callback", "http://127.0.0.1:53682"),
        ("http://127.0.0.1/oauth/callback", "http://127.0.0.1"),
        ("http://localhost:8400/?a=b;c", "http://localhost:8400"),
        ("http://[::1]:53682/cb", "http:"),
        ("https://app.example/cb", "https://app.example"),
        ("com.example.app:/callback", "com.example.app:"),
    ],
)
def test_an_answer_may_go_to_the_clients_origin(redirect_uri: str, source: str) -> None:
    assert form_action_source(redirect_uri) == source
    assert directives(content_security_policy([source]))["form-action"] == ["'self'", source]


@pytest.mark.parametrize(
    "redirect_uri",
    [
        "",
        "/callback",
        "http://evil.example/cb",
        "javascript:alert(1)",
        "data:text/html,x",
        "https:///cb",
        "https://a.example;script-src%20*/cb",
        "https://a.example; script-src */cb",
        "https://*/cb",
        "https://*.example/cb",
        "https://a b/cb",
        "http://127.0.0.1:port/cb",
        "http://127.0.0.1:99999/cb",
        "http://[::1/cb",
        "https://exämple.example/cb",
    ],
)
def test_a_uri_cannot_widen_the_policy(redirect_uri: str) -> None:
    with pytest.raises(Invalid):
        form_action_source(redirect_uri)
