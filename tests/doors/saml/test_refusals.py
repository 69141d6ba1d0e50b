"""Who does not get into an application, each for their own reason, and what they read."""

import base64
import zlib
from collections.abc import Callable
from urllib.parse import parse_qs, quote_plus, urlencode, urlsplit

import pytest

from gatepost.core.applications import applications, assignments
from gatepost.core.directory import users
from tests.doors.portal.conftest import Browser, Installation
from tests.doors.saml.conftest import Connect
from tests.doors.saml.partners import ACS, Posted, Toolkit, key_pair, local
from tests.servers.databases import both_databases

Wiki = Callable[..., Toolkit]

RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
RSA_SHA1 = "http://www.w3.org/2000/09/xmldsig#rsa-sha1"


def request_url(xml: str, **more: str) -> str:
    """Return the address that carries an AuthnRequest, not signed."""
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    message = base64.b64encode(deflater.compress(xml.encode()) + deflater.flush()).decode()
    return f"/saml/idp/sso?{urlencode({'SAMLRequest': message, **more})}"


def request_xml(wiki: Toolkit) -> str:
    """Return what the toolkit asks, to be changed by a test."""
    auth = wiki.auth()
    auth.login()
    return str(auth.get_last_request_xml())


def refused(browser: Browser, url: str, title: str, status: int = 400) -> str:
    """Open an address that must lead to a page with this title, and to nothing that is posted."""
    answer = browser.get(url)
    if answer.status_code == 303:
        answer = browser.get(answer.headers["Location"])
    assert answer.status_code == status, answer.text
    assert f"<h1>{title}</h1>" in answer.text
    assert "data-sends-itself" not in answer.text
    return browser.text()


@both_databases
def test_who_is_not_assigned(browser: Browser, connect: Connect, toolkit: Wiki, gatepost: Installation) -> None:
    connect(is_assigned=False)
    browser.sign_in()
    text = refused(browser, local(toolkit().auth().login()), "You cannot open this application yet")
    assert "You are not assigned to Wiki." in text
    [event] = gatepost.events("Federate")
    assert event["errorCode"] == "NotAssigned"


@both_databases
def test_an_application_that_is_open_to_all_needs_no_assignment(
    browser: Browser, connect: Connect, toolkit: Wiki, gatepost: Installation
) -> None:
    saml = connect(is_assigned=False)
    gatepost.write(lambda call: assignments.require(call, saml.application.arn, required=False))
    browser.sign_in()
    browser.get(local(toolkit().auth().login()))
    assert Posted.from_page(browser.get(browser.page.headers["Location"])).url == ACS


@both_databases
def test_a_disabled_application(browser: Browser, connect: Connect, toolkit: Wiki, gatepost: Installation) -> None:
    saml = connect()
    browser.sign_in()
    gatepost.write(lambda call: applications.update(call, saml.application.arn, status="DISABLED"))
    refused(browser, local(toolkit().auth().login()), "This application is switched off")
    refused(browser, f"/saml/idp/launch/{saml.application.application_id}", "This application is switched off")


@both_databases
def test_a_disabled_person_has_no_session(
    browser: Browser, connect: Connect, toolkit: Wiki, gatepost: Installation
) -> None:
    connect()
    browser.sign_in()
    gatepost.disable_admin()
    browser.get(local(toolkit().auth().login()))
    answer = browser.get(browser.page.headers["Location"])
    assert answer.headers["Location"].startswith("/sign-in?")


def test_a_subject_that_the_person_does_not_have(browser: Browser, connect: Connect, toolkit: Wiki) -> None:
    connect(name_id_value="${path:enterprise.employeeNumber}")
    browser.sign_in()
    text = refused(browser, local(toolkit().auth().login()), "Something about you is missing")
    assert "${path:enterprise.employeeNumber}" in text


def test_an_application_that_is_not_connected(browser: Browser, toolkit: Wiki) -> None:
    browser.sign_in()
    refused(browser, local(toolkit().auth().login()), "This application is not known here", 404)


@pytest.mark.parametrize(
    "place",
    [
        "https://evil.example.com/acs",
        "https://wiki.example.com/saml/acs/",
        "https://wiki.example.com/saml/acs?x=1",
        "https://WIKI.example.com/saml/acs",
        "http://wiki.example.com/saml/acs",
        "javascript:alert(1)",
        "",
    ],
)
def test_an_answer_goes_to_registered_addresses_only(
    browser: Browser, connect: Connect, toolkit: Wiki, place: str
) -> None:
    connect()
    browser.sign_in()
    xml = request_xml(toolkit())
    assert ACS in xml
    refused(browser, request_url(xml.replace(f'="{ACS}"', f'="{place}"')), "This application is not set up right")
    assert browser.get(request_url(xml)).status_code == 303  # the same request, unchanged


def test_an_index_that_is_not_registered(browser: Browser, connect: Connect, toolkit: Wiki) -> None:
    connect()
    browser.sign_in()
    xml = request_xml(toolkit())
    by_index = 'AssertionConsumerServiceIndex="{}"'
    right = xml.replace(f'AssertionConsumerServiceURL="{ACS}"', by_index.format(0))
    assert browser.get(request_url(right)).status_code == 303
    refused(browser, request_url(right.replace('Index="0"', 'Index="7"')), "This application is not set up right")


@pytest.mark.parametrize(
    ("old", "new", "title"),
    [
        ('Destination="http://localhost:8080', 'Destination="http://other.example.com', "not set up right"),
        ("bindings:HTTP-POST", "bindings:HTTP-Artifact", "not set up right"),
        ('Version="2.0"', 'Version="1.1"', "Start again"),
        ("AuthnRequest", "LogoutRequest", "Start again"),
        ("<saml:Issuer>", "<saml:Issuer><!-- -->", "Start again"),
        ("<samlp:AuthnRequest", '<!DOCTYPE x [<!ENTITY e "x">]><samlp:AuthnRequest', "Start again"),
        ("<samlp:AuthnRequest", '<?xml-stylesheet href="x"?><samlp:AuthnRequest', "Start again"),
    ],
)
def test_requests_that_are_not_right(
    browser: Browser, connect: Connect, toolkit: Wiki, old: str, new: str, title: str
) -> None:
    connect()
    browser.sign_in()
    xml = request_xml(toolkit())
    assert old in xml
    answer = browser.get(request_url(xml.replace(old, new)))
    assert answer.status_code == 400
    assert title in answer.text


def test_a_request_grows_old(browser: Browser, connect: Connect, toolkit: Wiki, gatepost: Installation) -> None:
    connect()
    url = local(toolkit().auth().login())
    kept = browser.get(url).headers["Location"]
    gatepost.clock.advance(minutes=16)
    refused(browser, url, "That took too long")
    gatepost.clock.advance(minutes=16)
    browser.sign_in()
    refused(browser, kept, "That took too long")
    gatepost.clock.advance(hours=-2)
    refused(browser, url, "That took too long")


def test_signatures_of_requests(browser: Browser, connect: Connect, toolkit: Wiki) -> None:
    connect(requests_signed=True, certificates=(key_pair("wiki").certificate,))
    browser.sign_in()
    url = local(toolkit(signs=True, signatureAlgorithm=RSA_SHA256).auth().login(return_to="deep"))
    assert browser.get(url).status_code == 303
    for changed in (
        url.replace("RelayState=deep", "RelayState=deeper"),
        url.replace("RelayState=deep&", ""),
        url.replace(quote_plus(RSA_SHA256), quote_plus(RSA_SHA256.replace("256", "512"))),
        url[: url.index("&Signature=")],
        f"{url[: url.index('&Signature=')]}&Signature=AAAA",
        url + "&RelayState=other",
    ):
        assert changed != url
        assert browser.get(changed).status_code == 400, changed
    refused(
        browser,
        local(toolkit(signs=True, signatureAlgorithm=RSA_SHA1).auth().login()),
        "This application is not set up right",
    )


def test_a_signature_by_another_key(browser: Browser, connect: Connect, toolkit: Wiki) -> None:
    connect(certificates=(key_pair("stranger").certificate,))
    browser.sign_in()
    url = local(toolkit(signs=True, signatureAlgorithm=RSA_SHA256).auth().login())
    text = refused(browser, url, "This application is not set up right")
    assert "a key that is trusted here" in text


def test_relay_state_is_inert(browser: Browser, connect: Connect, toolkit: Wiki) -> None:
    connect()
    browser.sign_in()
    script = '"><script>alert(1)</script>'
    browser.get(local(toolkit().auth().login(return_to=script)))
    page = browser.get(browser.page.headers["Location"])
    assert "<script>alert" not in page.text
    assert Posted.from_page(page).fields["RelayState"] == script
    foreign = request_url(request_xml(toolkit()), RelayState="https://evil.example.com/")
    browser.get(foreign)
    assert Posted.from_page(browser.get(browser.page.headers["Location"])).url == ACS
    refused(browser, request_url(request_xml(toolkit()), RelayState="x" * 2049), "Start again")


@pytest.mark.parametrize(
    "query",
    [
        "",
        "SAMLRequest=",
        "SAMLRequest=%21%21",
        "SAMLRequest=AAAA",
        "SAMLRequest=AAAA&SAMLRequest=BBBB",
        "SAMLRequest=%ff",
    ],
)
def test_what_is_no_message(browser: Browser, gatepost: Installation, query: str) -> None:
    assert browser.get(f"/saml/idp/sso?{query}").status_code == 400
    assert browser.post("/saml/idp/sso", {"SAMLRequest": query}).status_code == 400


def test_a_bomb_is_not_blown_up(browser: Browser) -> None:
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    bomb = deflater.compress(b"<a>" + b" " * 50_000_000 + b"</a>") + deflater.flush()
    answer = browser.post("/saml/idp/sso", {"SAMLRequest": base64.b64encode(bomb).decode()[:16000]})
    assert answer.status_code == 400
    query = urlencode({"SAMLRequest": base64.b64encode(bomb).decode()[:12000]})
    assert browser.get(f"/saml/idp/sso?{query}").status_code == 400


def test_what_was_kept_cannot_be_forged(browser: Browser, connect: Connect, toolkit: Wiki) -> None:
    connect()
    browser.sign_in()
    kept = browser.get(local(toolkit().auth().login())).headers["Location"]
    [sealed] = parse_qs(urlsplit(kept).query)["request"]
    for changed in (sealed[:-4] + "AAAA", "AAAA", ""):
        refused(browser, f"/saml/idp/continue?request={changed}", "Start again")


def test_somebody_who_must_sign_in_anew(
    browser: Browser, connect: Connect, toolkit: Wiki, gatepost: Installation
) -> None:
    connect()
    browser.sign_in()
    gatepost.clock.advance(minutes=1)
    wiki = toolkit()
    auth = wiki.auth()
    kept = browser.get(local(auth.login(force_authn=True))).headers["Location"]
    to_sign_in = browser.get(kept).headers["Location"]
    assert to_sign_in.endswith("&fresh=1")
    assert "Confirm that it is you to go on." in browser.get(to_sign_in).text
    signed_in = browser.submit({"user_name": "admin", "password": "four words in a row"}, at="/sign-in")
    answer = wiki.receive(Posted.from_page(browser.get(signed_in.headers["Location"])), auth.get_last_request_id())
    assert answer.get_errors() == []


def test_a_passive_request_bothers_nobody(browser: Browser, connect: Connect, toolkit: Wiki) -> None:
    connect()
    wiki = toolkit()
    auth = wiki.auth()
    kept = browser.get(local(auth.login(is_passive=True))).headers["Location"]
    posted = Posted.from_page(browser.get(kept))
    assert wiki.receive(posted, auth.get_last_request_id()).get_errors() == ["invalid_response"]
    assert b"status:NoPassive" in posted.xml
    browser.sign_in()
    assert wiki.receive(Posted.from_page(browser.get(kept)), auth.get_last_request_id()).get_errors() == []


def test_a_person_of_another_name_gets_their_own(
    browser: Browser, connect: Connect, toolkit: Wiki, gatepost: Installation
) -> None:
    """The assertion is about whoever is signed in when it is made, not about who was when it was asked for."""
    connect()
    kept = browser.get(local(toolkit().auth().login())).headers["Location"]
    browser.sign_in()
    user = gatepost.made.admin
    gatepost.write(lambda call: users.delete(call, identity_store_id=user.identity_store_id, user_id=user.user_id))
    assert browser.get(kept).headers["Location"].startswith("/sign-in?")
