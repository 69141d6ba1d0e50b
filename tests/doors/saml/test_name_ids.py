"""Names of the format that an application asks for: given, or refused with InvalidNameIDPolicy; python3-saml and pysaml2 judge."""

from collections.abc import Callable

import pytest

from tests.doors.portal.conftest import Browser, Installation
from tests.doors.saml.conftest import Connect
from tests.doors.saml.partners import ENTITY_ID, Posted, Toolkit, local
from tests.doors.saml.test_refusals import request_url, request_xml
from tests.doors.saml.test_single_sign_on import enter

Wiki = Callable[..., Toolkit]

EMAIL = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"
UNSPECIFIED = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified"
PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
KERBEROS = "urn:oasis:names:tc:SAML:2.0:nameid-format:kerberos"


def ask(browser: Browser, wiki: Toolkit, format_: str, more: str = "", allow_create: str = "true") -> Posted:
    """Ask for a name of a format, as the toolkit does whose settings say so."""
    xml = request_xml(wiki).replace('AllowCreate="true"', f'AllowCreate="{allow_create}"')
    assert f'Format="{EMAIL}"' in xml
    return enter(browser, request_url(xml.replace(f'Format="{EMAIL}"', f'Format="{format_}"{more}')))


@pytest.mark.parametrize(
    ("settings", "wanted", "given"),
    [
        ({}, EMAIL, (EMAIL, "admin@example.com")),
        ({}, UNSPECIFIED, (EMAIL, "admin@example.com")),
        ({}, PERSISTENT, (PERSISTENT, "{user_id}")),
        ({"name_id_format": "unspecified"}, EMAIL, (EMAIL, "admin@example.com")),
        ({"name_id_format": "persistent", "name_id_value": "${user:subject}"}, PERSISTENT, (PERSISTENT, "admin")),
        ({"name_id_format": "persistent", "name_id_value": "${user:subject}"}, UNSPECIFIED, (PERSISTENT, "admin")),
        ({"ignores_name_id_policy": True}, KERBEROS, (EMAIL, "admin@example.com")),
    ],
)
def test_a_format_that_can_be_had(
    gatepost: Installation,
    browser: Browser,
    connect: Connect,
    toolkit: Wiki,
    settings: dict[str, str],
    wanted: str,
    given: tuple[str, str],
) -> None:
    connect(**settings)
    browser.sign_in()
    wiki = toolkit(wantNameId=True)
    answer = wiki.receive(ask(browser, wiki, wanted))
    assert answer.get_errors() == [], answer.get_last_error_reason()
    name = given[1].format(user_id=gatepost.made.admin.user_id)
    assert (answer.get_nameid_format(), answer.get_nameid()) == (given[0], name)


def test_a_transient_name_is_another_each_time_and_needs_no_creation(
    browser: Browser, connect: Connect, toolkit: Wiki
) -> None:
    connect()
    browser.sign_in()
    wiki = toolkit()
    answers = [wiki.receive(ask(browser, wiki, TRANSIENT, allow_create="false")) for _ in range(2)]
    assert [each.get_nameid_format() for each in answers] == [TRANSIENT, TRANSIENT]
    assert answers[0].get_nameid() != answers[1].get_nameid()
    assert "admin" not in answers[0].get_nameid()


@pytest.mark.parametrize(
    ("settings", "wanted", "more"),
    [
        ({}, KERBEROS, ""),
        ({"name_id_format": "persistent", "name_id_value": "${user:id}"}, EMAIL, ""),
        ({}, PERSISTENT, ' SPNameQualifier="https://other.example.com"'),
    ],
)
def test_a_format_that_cannot_be_had(
    gatepost: Installation,
    browser: Browser,
    connect: Connect,
    toolkit: Wiki,
    settings: dict[str, str],
    wanted: str,
    more: str,
) -> None:
    """Nobody need sign in to learn that; the application is told, signed, and the administrator finds the event."""
    connect(**settings)
    wiki = toolkit(wantMessagesSigned=True)
    posted = ask(browser, wiki, wanted, more)
    assert b"status:InvalidNameIDPolicy" in posted.xml
    assert b"Assertion " not in posted.xml
    assert wiki.receive(posted).get_errors() == ["invalid_response"]
    [event] = gatepost.events("Federate")
    assert event["errorCode"] == "InvalidNameIDPolicy"


def test_ones_own_qualifier_is_no_other(browser: Browser, connect: Connect, toolkit: Wiki) -> None:
    connect()
    browser.sign_in()
    wiki = toolkit()
    answer = wiki.receive(ask(browser, wiki, PERSISTENT, f' SPNameQualifier="{ENTITY_ID}"'))
    assert answer.get_errors() == []


def test_no_policy_leaves_it_to_the_administrator(browser: Browser, connect: Connect, toolkit: Wiki) -> None:
    connect()
    browser.sign_in()
    wiki = toolkit()
    auth = wiki.auth()
    url = local(auth.login(set_nameid_policy=False))
    assert "NameIDPolicy" not in auth.get_last_request_xml()
    assert wiki.receive(enter(browser, url)).get_nameid_format() == EMAIL
