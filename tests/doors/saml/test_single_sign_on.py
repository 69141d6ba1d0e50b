"""People enter an application by SAML; python3-saml and xmlsec1 judge what Gatepost says."""

from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import pytest

from gatepost.core.call import Call
from gatepost.core.directory import groups, memberships
from gatepost.core.directory.model import GroupAttributes
from tests.doors.portal.conftest import Browser, Installation
from tests.doors.saml.conftest import Connect
from tests.doors.saml.partners import ACS, IDP, Posted, Toolkit, key_pair, local, xmlsec1_verifies
from tests.servers.databases import both_databases

Wiki = Callable[..., Toolkit]


def enter(browser: Browser, url: str) -> Posted:
    """Follow an application's redirect to the page that posts the answer."""
    answer = browser.get(local(url))
    assert answer.status_code == 303, answer.text
    page = browser.get(answer.headers["Location"])
    assert page.status_code == 200, page.text
    return Posted.from_page(page)


@both_databases
def test_a_request_is_answered_after_the_sign_in(browser: Browser, connect: Connect, toolkit: Wiki) -> None:
    connect()
    wiki = toolkit(wantMessagesSigned=True, wantAssertionsSigned=True)
    asking = wiki.auth()
    kept = browser.get(local(asking.login(return_to="https://wiki.example.com/page?a=1&b=2")))
    to_sign_in = browser.get(kept.headers["Location"])
    assert to_sign_in.headers["Location"].startswith("/sign-in?return_to=")
    browser.get(to_sign_in.headers["Location"])
    signed_in = browser.submit({"user_name": "admin", "password": "four words in a row"}, at="/sign-in")
    page = browser.get(signed_in.headers["Location"])
    posted = Posted.from_page(page)

    assert posted.url == ACS
    assert posted.fields["RelayState"] == "https://wiki.example.com/page?a=1&b=2"
    answer = wiki.receive(posted, asking.get_last_request_id())
    assert answer.get_errors() == [], answer.get_last_error_reason()
    assert answer.is_authenticated()
    assert answer.get_nameid() == "admin@example.com"
    assert answer.get_attributes() == {"mail": ["admin@example.com"], "whole name": ["Gatepost Administrator"]}


def test_the_page_that_posts_lets_only_its_own_form_go(browser: Browser, connect: Connect, toolkit: Wiki) -> None:
    connect()
    browser.sign_in()
    enter(browser, toolkit().auth().login())
    policy = browser.page.headers["Content-Security-Policy"]
    assert "form-action 'self' https: https://wiki.example.com" in policy
    assert "script-src 'self';" in policy
    assert browser.page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("response", "assertion"), [(True, True), (True, False), (False, True)])
def test_xmlsec1_verifies_what_is_signed(
    browser: Browser, connect: Connect, tmp_path: Path, *, response: bool, assertion: bool
) -> None:
    saml = connect(sign_response=response, sign_assertion=assertion)
    wiki = Toolkit(browser.get("/saml/idp/metadata").data)
    certificate = f"-----BEGIN CERTIFICATE-----\n{wiki.settings['idp']['x509cert']}\n-----END CERTIFICATE-----\n"
    browser.sign_in()
    posted = Posted.from_page(browser.get(f"/saml/idp/launch/{saml.application.application_id}"))

    assert xmlsec1_verifies(posted.xml, certificate, "Response", tmp_path) is response
    assert xmlsec1_verifies(posted.xml, certificate, "Assertion", tmp_path) is assertion
    assert not xmlsec1_verifies(posted.xml, key_pair("stranger").certificate, "Response", tmp_path)
    assert wiki.receive(posted).get_errors() == []


def test_by_post_the_cookie_is_not_needed_until_the_next_step(
    browser: Browser, connect: Connect, toolkit: Wiki, gatepost: Installation
) -> None:
    connect()
    wiki = toolkit()
    auth = wiki.auth()
    auth.login()
    browser.sign_in()
    form = {"SAMLRequest": b64encode(auth.get_last_request_xml().encode()).decode(), "RelayState": "deep"}
    kept = gatepost.browser().post("/saml/idp/sso", form)

    posted = Posted.from_page(browser.get(kept.headers["Location"]))

    assert posted.fields["RelayState"] == "deep"
    assert wiki.receive(posted, auth.get_last_request_id()).get_errors() == []


def test_signed_requests_where_they_are_required(browser: Browser, connect: Connect, toolkit: Wiki) -> None:
    connect(requests_signed=True, certificates=(key_pair("wiki").certificate,))
    browser.sign_in()
    unsigned = browser.get(local(toolkit().auth().login()))
    assert unsigned.status_code == 400
    assert "The message is not signed." in browser.text()

    enter(
        browser,
        toolkit(signs=True, signatureAlgorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256").auth().login(),
    )


@both_databases
def test_groups_are_told(gatepost: Installation, browser: Browser, connect: Connect, toolkit: Wiki) -> None:
    connect()
    store_id, user_id = gatepost.made.instance.identity_store_id, gatepost.made.admin.user_id

    def join(call: Call, name: str) -> None:
        group = groups.create(call, identity_store_id=store_id, attributes=GroupAttributes(name))
        memberships.create(call, identity_store_id=store_id, group_id=group.group_id, user_id=user_id)

    gatepost.write(lambda call: join(call, "Writers"))
    gatepost.write(lambda call: join(call, "Editors <all>"))
    browser.sign_in()
    wiki = toolkit()
    answer = wiki.receive(enter(browser, wiki.auth().login()))
    assert answer.get_attributes()["groups"] == ["Editors <all>", "Writers"]


def test_the_metadata_name_what_there_is(browser: Browser) -> None:
    answer = browser.get("/saml/idp/metadata")
    assert answer.content_type == "application/samlmetadata+xml"
    known = Toolkit(answer.data).settings["idp"]
    assert known["entityId"] == IDP
    assert known["singleSignOnService"]["url"] == "http://localhost:8080/saml/idp/sso"
    assert browser.get("/saml/idp/metadata").data == answer.data


@both_databases
def test_an_entry_is_recorded(gatepost: Installation, browser: Browser, connect: Connect, toolkit: Wiki) -> None:
    saml = connect()
    browser.sign_in()
    enter(browser, toolkit().auth().login())
    [event] = gatepost.events("Federate")
    assert event["userIdentity"]["onBehalfOf"]["userId"] == gatepost.made.admin.user_id
    assert event["serviceEventDetails"]["application"] == "Wiki"
    assert saml.application.arn in [each["ARN"] for each in event["resources"]]
    assert "errorCode" not in event


def test_an_encrypted_assertion_is_read_by_the_application_alone(
    browser: Browser, connect: Connect, toolkit: Wiki
) -> None:
    connect(encryption_certificate=key_pair("wiki").certificate)
    browser.sign_in()
    wiki = toolkit(decrypts=True, wantAssertionsEncrypted=True, wantAssertionsSigned=True)
    posted = enter(browser, wiki.auth().login())
    assert b"admin@example.com" not in posted.xml
    answer = wiki.receive(posted)
    assert answer.get_errors() == [], answer.get_last_error_reason()
    assert answer.get_nameid() == "admin@example.com"


@both_databases
def test_the_portal_shows_what_one_may_enter(
    gatepost: Installation, browser: Browser, connect: Connect, toolkit: Wiki
) -> None:
    browser.sign_in()
    assert "No application is assigned to you so far." in browser.get("/").text
    saml = connect()
    connect(is_assigned=False, name="Secret", entity_id="https://secret.example.com")
    connect(status="DISABLED", name="Old", entity_id="https://old.example.com")
    page = browser.get("/")
    assert "Secret" not in page.text
    assert "Old" not in page.text
    url = f"/saml/idp/launch/{saml.application.application_id}"
    assert f'href="{url}"' in page.text
    posted = Posted.from_page(browser.get(url))
    assert toolkit().receive(posted).get_errors() == []
    assert b"InResponseTo" not in posted.xml
