"""An application says that a person signed out there: python3-saml asks and judges the answer."""

from collections.abc import Callable
from urllib.parse import parse_qsl

import pytest

from tests.doors.portal.conftest import Browser, Installation
from tests.doors.saml.conftest import Connect
from tests.doors.saml.partners import Toolkit, key_pair, local
from tests.doors.saml.test_single_sign_on import enter
from tests.servers.databases import both_databases

Wiki = Callable[..., Toolkit]
SLO = "https://wiki.example.com/saml/slo"
SHA256 = {
    "logoutRequestSigned": True,
    "signatureAlgorithm": "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    "wantMessagesSigned": True,
}


@pytest.fixture
def wiki(connect: Connect, toolkit: Wiki) -> Toolkit:
    connect(certificates=(key_pair("wiki").certificate,), logout_url=SLO)
    return toolkit(signs=True, **SHA256)


def logout_url(browser: Browser, wiki: Toolkit, **changes: str) -> str:
    """Sign in, enter the wiki, and return the address with which it signs the person out."""
    browser.sign_in()
    entered = wiki.receive(enter(browser, wiki.auth().login()))
    assert entered.get_errors() == []
    given = {"name_id": entered.get_nameid(), "session_index": entered.get_session_index(), **changes}
    return str(entered.logout(return_to="https://wiki.example.com/bye", **given))


@both_databases
def test_the_session_ends_and_the_application_hears(browser: Browser, wiki: Toolkit, gatepost: Installation) -> None:
    url = logout_url(browser, wiki)
    kept = browser.get(local(url))
    assert kept.status_code == 303, kept.text
    answer = browser.get(kept.headers["Location"])
    assert answer.headers["Location"].startswith(f"{SLO}?SAMLResponse=")
    assert browser.get("/api/v1/me").status_code == 401
    receiving = wiki.auth(url=SLO)
    query = answer.headers["Location"].partition("?")[2]
    receiving._request_data["get_data"] = dict(parse_qsl(query))
    receiving._request_data["query_string"] = query
    receiving.process_slo(keep_local_session=True, request_id=None)
    assert receiving.get_errors() == [], receiving.get_last_error_reason()
    assert len(gatepost.events("Logout")) == 1


def test_another_session_does_not_end(browser: Browser, wiki: Toolkit) -> None:
    url = logout_url(browser, wiki, session_index="_other")
    browser.get(browser.get(local(url)).headers["Location"])
    assert browser.get("/api/v1/me").status_code == 200


def test_a_request_ends_a_session_once(browser: Browser, wiki: Toolkit) -> None:
    """One that names no session ends whatever the browser has: who kept its address must not end the next one."""
    browser.sign_in()
    entered = wiki.receive(enter(browser, wiki.auth().login()))
    url = local(str(entered.logout(name_id=entered.get_nameid())))
    assert "SessionIndex" not in entered.get_last_request_xml()
    for ends in (True, False):
        assert browser.get("/api/v1/me").status_code == 200
        browser.get(browser.get(url).headers["Location"])
        assert browser.page.headers["Location"].startswith(f"{SLO}?SAMLResponse=")
        assert browser.get("/api/v1/me").status_code == (401 if ends else 200)
        if ends:
            browser.sign_in()


def test_what_is_not_signed_ends_nothing(browser: Browser, wiki: Toolkit) -> None:
    url = local(logout_url(browser, wiki))
    for changed in (
        url[: url.index("&Signature=")],
        url.replace("&RelayState=", "&RelayState=x"),
        url[: url.index("&SigAlg=")],
    ):
        assert browser.get(changed).status_code == 400
    assert browser.get("/api/v1/me").status_code == 200


def test_without_a_certificate_nobody_is_signed_out(browser: Browser, connect: Connect, toolkit: Wiki) -> None:
    connect(logout_url=SLO)
    url = local(logout_url(browser, toolkit(signs=True, **SHA256)))
    assert browser.get(url).status_code == 400
    assert browser.get("/api/v1/me").status_code == 200


def test_what_was_kept_cannot_be_forged(browser: Browser) -> None:
    browser.sign_in()
    assert browser.get("/saml/idp/slo/continue?request=AAAA").status_code == 400
    assert browser.get("/saml/idp/slo").status_code == 400
    assert browser.post("/saml/idp/slo", {"SAMLRequest": "AAAA"}).status_code == 400
    assert browser.get("/api/v1/me").status_code == 200
