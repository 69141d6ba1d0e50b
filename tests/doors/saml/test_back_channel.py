"""Applications that hear of logouts from server to server: pysaml2 takes them by SOAP, at an https address."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from saml2 import BINDING_SOAP

from gatepost.core.applications.saml_model import AssertionConsumerService, SamlApplication
from gatepost.core.call import Call
from gatepost.core.signin import departures, passwords, sessions
from gatepost.kit.clock import SystemClock
from gatepost.kit.errors import Invalid
from tests.doors.portal.conftest import PASSWORD_HASH, Browser, Install, Installation
from tests.doors.saml.conftest import Connect
from tests.doors.saml.partners import Posted, key_pair
from tests.doors.saml.test_logout_chain import FORUM, Forum, sign_out
from tests.kit import FakeClock
from tests.servers import https
from tests.servers.certificates import Certificate
from tests.servers.databases import both_databases


class SoapServer:
    """Hands what is posted to `answer`, and `answer`'s text back; 500 where it is to be out of order."""

    url: str

    def __init__(self) -> None:
        self.answer: Callable[[str], str] = lambda _: ""
        self.is_out_of_order = False


@pytest.fixture
def gatepost(install: Install, clock: FakeClock) -> Installation:
    clock.set(SystemClock().now())
    return install(allow_private_urls=True)


@pytest.fixture
def soap(certificate: Certificate, monkeypatch: pytest.MonkeyPatch) -> Iterator[SoapServer]:
    made = SoapServer()

    class Handler(https.Handler):
        def respond(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            text = "" if made.is_out_of_order else made.answer(body)
            self.answer(500 if made.is_out_of_order else 200, text.encode())

    with https.running(certificate, Handler, monkeypatch) as origin:
        made.url = f"{origin}/slo"
        yield made


@pytest.fixture
def forum(connect: Connect, browser: Browser, soap: SoapServer, tmp_path: Path) -> Forum:
    """The forum, which the person who is signed in in `browser` has entered."""
    saml: SamlApplication = connect(
        name="Forum",
        entity_id=FORUM,
        assertion_consumer_services=(AssertionConsumerService(f"{FORUM}/acs"),),
        certificates=(key_pair("forum").certificate,),
        logout_url=soap.url,
        logout_binding="SOAP",
    )
    made = Forum(browser.get("/saml/idp/metadata").text, tmp_path, BINDING_SOAP, soap.url)
    soap.answer = made.hear_soap
    browser.sign_in()
    made.let_in(Posted.from_page(browser.get(f"/saml/idp/launch/{saml.application.application_id}")))
    return made


def disable(gatepost: Installation) -> None:
    gatepost.disable_admin()


def end_all(gatepost: Installation) -> None:
    gatepost.write(lambda call: sessions.end_all(call, gatepost.made.admin.user_id))


def end_one(gatepost: Installation) -> None:
    def do(call: Call) -> None:
        [session] = sessions.list_for_user(call, gatepost.made.admin.user_id)
        sessions.end_of(call, gatepost.made.admin.user_id, session.session_id)

    gatepost.write(do)


def set_password(gatepost: Installation) -> None:
    gatepost.write(lambda call: passwords.store_hash(call, gatepost.made.admin.user_id, PASSWORD_HASH))


def delete(gatepost: Installation) -> None:
    admin = gatepost.made.admin
    gatepost.write(
        lambda call: departures.delete_user(call, identity_store_id=admin.identity_store_id, user_id=admin.user_id)
    )


@both_databases
@pytest.mark.parametrize("do", [disable, end_all, end_one, set_password, delete])
def test_whoever_ends_a_session_ends_it_there(
    gatepost: Installation, forum: Forum, do: Callable[[Installation], None]
) -> None:
    do(gatepost)
    gatepost.work()
    gatepost.work()
    assert not forum.knows()
    [event] = gatepost.events("SingleLogout")
    assert event["serviceEventDetails"] == {"party": "Forum", "signedOut": True}


def test_signing_out_does_not_wait_for_it(gatepost: Installation, browser: Browser, forum: Forum) -> None:
    sign_out(browser)
    assert "You are signed out" in browser.text()
    assert "could not be told" not in browser.text()
    assert forum.knows()
    gatepost.work()
    assert not forum.knows()


def test_it_is_tried_again_and_not_for_ever(
    gatepost: Installation, browser: Browser, forum: Forum, soap: SoapServer
) -> None:
    soap.is_out_of_order = True
    sign_out(browser)
    gatepost.work()
    assert forum.knows()
    assert gatepost.events("SingleLogout") == []
    soap.is_out_of_order = False
    gatepost.clock.advance(minutes=1)
    gatepost.work()
    assert not forum.knows()


def test_after_half_a_day_it_is_given_up(
    gatepost: Installation, browser: Browser, forum: Forum, soap: SoapServer
) -> None:
    soap.answer = lambda _: "<html/>"
    sign_out(browser)
    gatepost.work()
    gatepost.clock.advance(hours=13)
    gatepost.work()
    [event] = gatepost.events("SingleLogout")
    assert event["serviceEventDetails"]["signedOut"] is False


def test_an_application_that_says_no(gatepost: Installation, browser: Browser, forum: Forum) -> None:
    forum.client.local_logout(forum.who)
    sign_out(browser)
    gatepost.work()
    [event] = gatepost.events("SingleLogout")
    assert event["serviceEventDetails"]["signedOut"] is False


def test_over_plain_http_nobody_is_told(connect: Connect) -> None:
    with pytest.raises(Invalid, match="must be https"):
        connect(logout_url="http://localhost:8081/slo", logout_binding="SOAP")
