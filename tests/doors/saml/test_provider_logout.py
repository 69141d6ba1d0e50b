"""Logouts between Gatepost and the identity provider that people sign in through, either way: pysaml2 is the provider."""

import base64
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT
from saml2.saml import NAMEID_FORMAT_UNSPECIFIED, NameID
from saml2.server import Server

from gatepost.kit.clock import SystemClock
from gatepost.web.saml import bindings, logout
from gatepost.web.saml.logout import LogoutRequest
from gatepost.web.saml.name_ids import NameId
from gatepost.web.saml.signatures import Signer
from tests.doors.portal.conftest import Browser, Installation, element
from tests.doors.saml.conftest import Connect
from tests.doors.saml.partners import Posted, Toolkit, key_pair, local, way_on
from tests.doors.saml.provider import Message as Answer
from tests.doors.saml.provider import begin, complete, deliver, trust
from tests.doors.saml.test_logout_chain import RSA_SHA256, follow, sign_out
from tests.doors.saml.test_pysaml2 import ENTITY_ID, LOGOUT, server, sign_in
from tests.doors.saml.test_single_logout import SHA256, SLO
from tests.doors.saml.test_single_sign_on import enter
from tests.servers.databases import both_databases

__all__ = ["server"]

Wiki = Callable[..., Toolkit]
HERE = "http://localhost:8080/saml/sp/slo"
AUDIENCE = "http://localhost:8080/saml/sp/metadata"


def arrive(gatepost: Installation, browser: Browser, server: Server) -> None:
    """Sign in through pysaml2."""
    complete(browser, deliver(gatepost, sign_in(gatepost, browser, server)))
    assert is_signed_in(browser)


def is_signed_in(browser: Browser) -> bool:
    return browser.get("/api/v1/me").status_code == 200


def session_indexes(server: Server) -> list[str]:
    """Return by which names pysaml2 knows the sessions that it opened."""
    name_id = NameID(format=NAMEID_FORMAT_UNSPECIFIED, text="admin")
    return [each.session_index for each in server.session_db.get_authn_statements(name_id)[0]]


def test_the_provider_hears_who_signed_out_here(gatepost: Installation, browser: Browser, server: Server) -> None:
    arrive(gatepost, browser, server)
    sign_out(browser)
    assert "Signing you out of pysaml2" in browser.text()
    url = way_on(browser.page)
    assert url.startswith(f"{LOGOUT}?SAMLRequest=")
    query = dict(parse_qsl(urlsplit(url).query))
    heard = server.parse_logout_request(
        query["SAMLRequest"], BINDING_HTTP_REDIRECT, sigalg=query["SigAlg"], signature=query["Signature"]
    )
    assert heard.message.name_id.text == "admin"
    assert heard.message.name_id.format == NAMEID_FORMAT_UNSPECIFIED
    assert [each.text for each in heard.message.session_index] == session_indexes(server)

    answer = server.create_logout_response(heard.message, [BINDING_HTTP_REDIRECT])
    sent = server.apply_binding(BINDING_HTTP_REDIRECT, str(answer), HERE, response=True, sign=True, sigalg=RSA_SHA256)
    browser.get(local(dict(sent["headers"])["Location"]))
    assert browser.page.headers["Location"] == "/signed-out"
    assert not is_signed_in(browser)


def provider_asks(server: Server, binding: str, indexes: list[str] | None = None) -> Any:
    """Return what pysaml2 sends to say that its person signed out there."""
    _, message = server.create_logout_request(
        HERE,
        AUDIENCE,
        name_id=NameID(format=NAMEID_FORMAT_UNSPECIFIED, text="admin"),
        session_indexes=indexes,
        sign=binding == BINDING_HTTP_POST,
        sign_alg=RSA_SHA256,
        digest_alg="http://www.w3.org/2001/04/xmlenc#sha256",
    )
    signs = binding == BINDING_HTTP_REDIRECT
    return server.apply_binding(binding, str(message), HERE, "back", sign=signs, sigalg=RSA_SHA256)


@both_databases
def test_applications_hear_who_signed_out_at_the_provider(
    gatepost: Installation, browser: Browser, server: Server, connect: Connect, toolkit: Wiki
) -> None:
    connect(certificates=(key_pair("wiki").certificate,), logout_url=SLO)
    arrive(gatepost, browser, server)
    wiki = toolkit(signs=True, logoutResponseSigned=True, **SHA256)
    wiki.receive(enter(browser, wiki.auth().login()))
    sent = provider_asks(server, BINDING_HTTP_REDIRECT, session_indexes(server))
    browser.get(local(dict(sent["headers"])["Location"]))
    heard = wiki.hear(way_on(browser.page))
    browser.get(local(heard.process_slo(keep_local_session=True)))
    assert heard.get_errors() == []

    location = browser.page.headers["Location"]
    assert location.startswith(f"{LOGOUT}?SAMLResponse=")
    query = dict(parse_qsl(urlsplit(location).query))
    assert query["RelayState"] == "back"
    answer = server.parse_logout_request_response(query["SAMLResponse"], BINDING_HTTP_REDIRECT)
    assert answer.status_ok()
    assert not is_signed_in(browser)


def test_no_cookie_is_needed(gatepost: Installation, browser: Browser, server: Server) -> None:
    """A form of another site comes without our cookies, and the session ends all the same."""
    arrive(gatepost, browser, server)
    page = provider_asks(server, BINDING_HTTP_POST)["data"]
    message = str(element(page, ".//input[@name='SAMLRequest']").get("value"))
    answer = gatepost.browser().post("/saml/sp/slo", {"SAMLRequest": message, "RelayState": "back"})
    assert answer.headers["Location"].startswith(f"{LOGOUT}?SAMLResponse=")
    assert not is_signed_in(browser)


@pytest.fixture
def signed_in(gatepost: Installation, browser: Browser) -> Browser:
    """A browser whose person came through the provider whose key the tests hold."""
    trust(gatepost, logout_url=LOGOUT)
    answer = Answer(gatepost.clock.now(), begin(browser))
    complete(browser, deliver(gatepost, answer.signed()))
    assert is_signed_in(browser)
    return browser


def asked(key: str | None = "provider", since: timedelta = timedelta(), **changes: Any) -> str:
    """Return the address by which the provider, or somebody who is not, says that the person signed out."""
    given: dict[str, Any] = {
        "id": "_asked",
        "issuer": "https://idp.example.com/metadata",
        "issued_at": SystemClock().now() + since,
        "destination": HERE,
        "name_id": NameId("admin"),
        **changes,
    }
    pair = key and key_pair(key)
    signer = Signer(pair.private_key, pair.certificate) if pair else None
    return local(bindings.to_redirect(HERE, logout.build_request(LogoutRequest(**given)), "SAMLRequest", None, signer))


@pytest.mark.parametrize(
    ("key", "changes", "reason"),
    [
        (None, {}, "SignatureMissing"),
        ("stranger", {}, "SignatureInvalid"),
        ("provider", {"issuer": "https://other.example.com"}, "WrongIssuer"),
        ("provider", {"destination": "https://other.example.com/slo"}, "WrongDestination"),
        ("provider", {"since": timedelta(minutes=-16)}, "RequestExpired"),
        ("provider", {"since": timedelta(minutes=-9)}, "RequestExpired"),
        ("provider", {"since": timedelta(minutes=4)}, "RequestExpired"),
        ("provider", {"name_id": NameId("")}, "MalformedMessage"),
    ],
)
def test_what_ends_nothing(
    gatepost: Installation, signed_in: Browser, key: str | None, changes: dict[str, Any], reason: str
) -> None:
    page = signed_in.get(asked(key, **changes))
    assert page.status_code == 400
    assert reason in [event.get("errorCode") for event in gatepost.events("Logout")]
    assert is_signed_in(signed_in)
    assert signed_in.get(asked()).status_code == 303
    assert not is_signed_in(signed_in)


@pytest.mark.parametrize("changes", [{"name_id": NameId("nadia")}, {"session_indexes": ("_other",)}])
def test_others_stay_signed_in(signed_in: Browser, changes: dict[str, Any]) -> None:
    assert signed_in.get(asked(**changes)).status_code == 303
    assert is_signed_in(signed_in)


def test_a_session_with_a_password_means_nothing_to_the_provider(gatepost: Installation, browser: Browser) -> None:
    trust(gatepost, logout_url=LOGOUT)
    browser.get("/sign-in?password=1")
    browser.submit({"user_name": "admin", "password": "four words in a row"}, at="/sign-in")
    browser.get(asked())
    assert is_signed_in(browser)
    sign_out(browser)
    assert "You are signed out" in browser.text()


def test_what_is_no_message(browser: Browser, gatepost: Installation) -> None:
    assert browser.get("/saml/sp/slo").status_code == 400
    trust(gatepost)
    for query in ("", "SAMLRequest=AAAA", "SAMLResponse=AAAA", urlencode({"SAMLResponse": "%"})):
        assert browser.get(f"/saml/sp/slo?{query}").status_code == 400
        assert browser.post("/saml/sp/slo", dict(parse_qsl(query))).status_code == 400
    assert browser.get(asked()).status_code == 400  # there is no address for the answer


def test_the_provider_may_want_a_form(gatepost: Installation, browser: Browser) -> None:
    trust(gatepost, logout_url=LOGOUT, logout_binding="HTTP-POST")
    complete(browser, deliver(gatepost, Answer(gatepost.clock.now(), begin(browser)).signed()))
    browser.get("/")
    browser.submit({}, at="/sign-out", form=".//form[@action='/sign-out']")
    follow(browser)
    posted = Posted.from_page(browser.page)
    assert posted.url == LOGOUT
    assert b"<ds:SignatureValue>" in base64.b64decode(posted.fields["SAMLRequest"])
    assert ENTITY_ID.encode() not in posted.xml
