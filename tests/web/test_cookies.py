"""The session's cookie is as safe as the scheme allows, and nothing strange is read from it."""

import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request, Response

from gatepost.kit.secret import Secret
from gatepost.web.cookies import cookies

TOKEN = Secret("gps_" + "a1B2" * 10)


def request(cookie: str) -> Request:
    return Request(EnvironBuilder(headers=[("Cookie", cookie)]).get_environ())


def header(response: Response) -> str:
    return response.headers["Set-Cookie"]


def test_on_https_the_cookie_is_bound_to_this_host() -> None:
    response = Response()
    cookies(https=True).session.set(response, TOKEN)
    parts = header(response).split("; ")
    assert parts[0] == f"__Host-gatepost={TOKEN.reveal()}"
    # `__Host-` demands Secure, Path=/ and no Domain (RFC 6265bis section 4.1.3.2).
    assert set(parts[1:]) == {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}


def test_on_plain_http_it_has_no_prefix_that_a_browser_would_refuse() -> None:
    response = Response()
    cookies(https=False).session.set(response, TOKEN, lifetime_seconds=600)
    parts = header(response).split("; ")
    assert parts[0] == f"gatepost={TOKEN.reveal()}"
    assert {"HttpOnly", "Path=/", "SameSite=Lax", "Max-Age=600"} <= set(parts)
    assert "Secure" not in parts


def test_session_and_visit_do_not_share_a_cookie() -> None:
    jar = cookies(https=True)
    both = request(f"__Host-gatepost={'s' * 20}; __Host-gatepost-visit={'v' * 20}")
    assert jar.session.read(both) == Secret("s" * 20)
    assert jar.visit.read(both) == Secret("v" * 20)


def test_clearing_ends_it_at_once() -> None:
    response = Response()
    cookies(https=True).session.clear(response)
    assert header(response).startswith("__Host-gatepost=;")
    assert "Max-Age=0" in header(response)
    assert "Secure" in header(response)


def test_an_unprefixed_cookie_is_not_taken_on_https() -> None:
    assert cookies(https=True).session.read(request(f"gatepost={'s' * 20}")) is None


@pytest.mark.parametrize(
    "value", ["", "short", "a" * 257, "a" * 20 + " b", "a" * 20 + "%00", '"' + "a" * 20 + "é", "<" + "a" * 20]
)
def test_a_value_that_is_no_token_is_not_read(value: str) -> None:
    assert cookies(https=False).session.read(request(f"gatepost={value}")) is None
