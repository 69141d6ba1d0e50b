"""A person signs out, and each application that they entered hears of it: python3-saml and pysaml2 judge what they are told."""

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from lxml import etree, html
from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT, BINDING_SOAP
from saml2.client import Saml2Client
from saml2.config import SPConfig
from saml2.s_utils import status_message_factory, success_status_factory
from saml2.saml import NameID
from saml2.samlp import STATUS_UNKNOWN_PRINCIPAL

from gatepost.core.applications import saml_applications
from gatepost.core.applications.saml_model import AssertionConsumerService, SamlApplication
from gatepost.core.federation import store
from tests.doors.portal.conftest import Browser, Installation
from tests.doors.saml.conftest import Connect
from tests.doors.saml.partners import Posted, Toolkit, key_pair, local, way_on
from tests.doors.saml.test_pysaml2 import keys
from tests.doors.saml.test_single_logout import SHA256, SLO
from tests.doors.saml.test_single_sign_on import enter
from tests.servers.databases import both_databases
from tests.servers.peers import program

Wiki = Callable[..., Toolkit]
RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
FORUM = "https://forum.example.com"


class Forum:
    """An application that uses pysaml2, remembers whom it let in, and takes messages of logouts by POST or redirect."""

    def __init__(self, metadata: str, folder: Path, binding: str, slo: str = f"{FORUM}/slo") -> None:
        own = keys(folder, "forum")
        config = {
            "entityid": FORUM,
            "xmlsec_binary": str(program("/usr/bin/xmlsec1", "xmlsec1")),
            "metadata": {"inline": [metadata]},
            "service": {
                "sp": {
                    "endpoints": {
                        "assertion_consumer_service": [(f"{FORUM}/acs", BINDING_HTTP_POST)],
                        "single_logout_service": [(slo, binding)],
                    },
                    "allow_unsolicited": True,
                    "logout_requests_signed": True,
                    "logout_responses_signed": True,
                }
            },
            "allow_unknown_attributes": True,
            "signing_algorithm": RSA_SHA256,
            "digest_algorithm": "http://www.w3.org/2001/04/xmlenc#sha256",
            **own,
        }
        self.client = Saml2Client(SPConfig().load(config))
        self.who: NameID | None = None

    def let_in(self, posted: Posted) -> None:
        answer = self.client.parse_authn_request_response(posted.fields["SAMLResponse"], BINDING_HTTP_POST)
        self.who = answer.name_id
        assert self.knows()

    def knows(self) -> bool:
        return self.who in self.client.users.subjects()

    def hear_redirect(self, url: str) -> str:
        """Take a LogoutRequest by redirect; return where the answer goes."""
        query = dict(parse_qsl(urlsplit(url).query))
        answer = self.client.handle_logout_request(
            query["SAMLRequest"],
            self.who,
            BINDING_HTTP_REDIRECT,
            sign_alg=RSA_SHA256,
            sigalg=query["SigAlg"],
            signature=query["Signature"],
        )
        return str(dict(answer["headers"])["Location"])

    def hear_post(self, posted: Posted) -> dict[str, str]:
        """Take a LogoutRequest by POST; return the answer's fields."""
        assert posted.url == f"{FORUM}/slo"
        answer = self.client.handle_logout_request(
            posted.fields["SAMLRequest"],
            self.who,
            BINDING_HTTP_POST,
            sign_alg=RSA_SHA256,
            digest_alg="http://www.w3.org/2001/04/xmlenc#sha256",  # it takes SHA-1 otherwise, which is not believed
        )
        inputs = html.fromstring(answer["data"]).findall(".//input[@name]")
        return {str(each.get("name")): str(each.get("value")) for each in inputs}

    def hear_soap(self, envelope: str) -> str:
        """Take a LogoutRequest by SOAP; return the envelope of the answer.

        pysaml2 takes messages out of envelopes with other prefixes than they had, which no signature survives: so lxml does.
        """
        body = etree.fromstring(envelope).find("{*}Body")
        assert body is not None
        [message] = body
        text = base64.b64encode(etree.tostring(message, with_tail=False)).decode()
        asked = self.client.parse_logout_request(text, BINDING_HTTP_POST).message
        knows = asked.name_id == self.who and self.knows()
        status = success_status_factory() if knows else status_message_factory("Nobody", STATUS_UNKNOWN_PRINCIPAL)
        if knows:
            self.client.local_logout(self.who)
        answer = self.client.create_logout_response(asked, bindings=[BINDING_SOAP], status=status)
        sent: bytes = self.client.apply_binding(BINDING_SOAP, answer, "", response=True)["data"]
        return sent.decode()

    def ask(self) -> str:
        """Return the address by which the forum says that its person signs out."""
        [(_, sent)] = self.client.global_logout(self.who, sign_alg=RSA_SHA256).values()
        return str(dict(sent["headers"])["Location"])


@pytest.fixture
def wiki(connect: Connect, toolkit: Wiki) -> Toolkit:
    connect(certificates=(key_pair("wiki").certificate,), logout_url=SLO)
    return toolkit(signs=True, logoutResponseSigned=True, **SHA256)


@pytest.fixture
def forum(connect: Connect, browser: Browser, tmp_path: Path) -> Callable[..., tuple[Forum, SamlApplication]]:
    def make(binding: str = BINDING_HTTP_POST, **settings: Any) -> tuple[Forum, SamlApplication]:
        given = {
            "certificates": (key_pair("forum").certificate,),
            "logout_url": f"{FORUM}/slo",
            "logout_binding": binding.rpartition(":")[2],
        } | settings
        saml = connect(
            name="Forum",
            entity_id=FORUM,
            assertion_consumer_services=(AssertionConsumerService(f"{FORUM}/acs"),),
            **given,
        )
        return Forum(browser.get("/saml/idp/metadata").text, tmp_path, binding), saml

    return make


MakeForum = Callable[..., tuple[Forum, SamlApplication]]


def enter_both(browser: Browser, wiki: Toolkit, forum: Forum, saml: SamlApplication) -> Any:
    """Sign in, enter the wiki and the forum, and return what the wiki knows of the person."""
    browser.sign_in()
    entered = wiki.receive(enter(browser, wiki.auth().login()))
    assert entered.get_errors() == []
    forum.let_in(Posted.from_page(browser.get(f"/saml/idp/launch/{saml.application.application_id}")))
    return entered


def sign_out(browser: Browser) -> None:
    """Press *Sign out* in the portal, and follow as far as our own pages go."""
    browser.get("/")
    browser.submit({}, at="/sign-out", form=".//form[@action='/sign-out']")
    follow(browser)


def follow(browser: Browser) -> None:
    while browser.page.status_code == 303 and browser.page.headers["Location"].startswith("/"):
        browser.get(browser.page.headers["Location"])


@both_databases
def test_who_signs_out_in_the_portal_is_signed_out_of_both(
    gatepost: Installation, browser: Browser, wiki: Toolkit, forum: MakeForum
) -> None:
    pysaml2, saml = forum()
    enter_both(browser, wiki, pysaml2, saml)
    sign_out(browser)
    told = [tell(browser, wiki, pysaml2) for _ in range(2)]
    assert sorted(told) == ["Forum", "Wiki"]
    assert not pysaml2.knows()
    assert browser.page.headers["Location"] == "/signed-out"
    assert browser.get("/api/v1/me").status_code == 401
    assert [event["serviceEventDetails"]["signedOut"] for event in gatepost.events("SingleLogout")] == [True, True]
    [event] = gatepost.events("Logout")
    assert sorted(event["serviceEventDetails"]["told"]) == ["Forum", "Wiki"]


def tell(browser: Browser, wiki: Toolkit, forum: Forum) -> str:
    """Carry the message that the page holds to its application, and the answer back; return whose it was."""
    assert browser.page.status_code == 200, browser.page.text
    if "data-goes-on" not in browser.page.text:
        browser.post("/saml/idp/slo", forum.hear_post(Posted.from_page(browser.page)))
    elif (url := way_on(browser.page)).startswith(SLO):
        heard = wiki.hear(url)
        answer = heard.process_slo(keep_local_session=True)
        assert heard.get_errors() == [], heard.get_last_error_reason()
        browser.get(local(answer))
        return "Wiki"
    else:
        browser.get(local(forum.hear_redirect(url)))
    return "Forum"


def test_the_session_here_ends_before_anybody_is_told(browser: Browser, wiki: Toolkit, forum: MakeForum) -> None:
    enter_both(browser, wiki, *forum())
    sign_out(browser)
    assert "Signing you out of" in browser.page.text or "data-sends-itself" in browser.page.text
    assert browser.get("/api/v1/me").status_code == 401


def test_an_application_signs_out_and_the_other_hears_before_it_is_answered(
    browser: Browser, wiki: Toolkit, forum: MakeForum
) -> None:
    pysaml2, saml = forum(BINDING_HTTP_REDIRECT)
    asking = ask_of_wiki(browser, wiki, enter_both(browser, wiki, pysaml2, saml))
    assert tell(browser, wiki, pysaml2) == "Forum"
    heard = heard_by_wiki(browser, wiki, asking)
    assert heard.get_errors() == [], heard.get_last_error_reason()
    assert "PartialLogout" not in heard.get_last_response_xml()
    assert browser.get("/api/v1/me").status_code == 401


def test_pysaml2_asks_and_python3_saml_hears(browser: Browser, wiki: Toolkit, forum: MakeForum) -> None:
    pysaml2, saml = forum(BINDING_HTTP_REDIRECT)
    enter_both(browser, wiki, pysaml2, saml)
    browser.get(local(pysaml2.ask()))
    follow(browser)
    assert tell(browser, wiki, pysaml2) == "Wiki"
    answer = dict(parse_qsl(urlsplit(browser.page.headers["Location"]).query))
    parsed = pysaml2.client.parse_logout_request_response(answer["SAMLResponse"], BINDING_HTTP_REDIRECT)
    assert parsed.status_ok()
    assert browser.get("/api/v1/me").status_code == 401


def test_an_application_that_cannot_be_told_makes_it_partial(browser: Browser, wiki: Toolkit, forum: MakeForum) -> None:
    pysaml2, saml = forum(logout_url=None)
    asking = ask_of_wiki(browser, wiki, enter_both(browser, wiki, pysaml2, saml))
    heard = heard_by_wiki(browser, wiki, asking)
    assert heard.get_errors() == []
    assert "status:PartialLogout" in heard.get_last_response_xml()


def test_the_portal_says_what_may_be_open_still(browser: Browser, wiki: Toolkit, forum: MakeForum) -> None:
    pysaml2, saml = forum(logout_url=None)
    enter_both(browser, wiki, pysaml2, saml)
    sign_out(browser)
    assert tell(browser, wiki, pysaml2) == "Wiki"
    browser.get(browser.page.headers["Location"])
    assert "Some of the applications that you opened could not be told." in browser.text()


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda url: url[: url.index("&Signature=")], "SignatureMissing"),
        (lambda url: url.replace("&Signature=", "&Signature=AAAA"), "SignatureInvalid"),
    ],
)
def test_an_answer_that_cannot_be_believed_counts_as_a_no(
    gatepost: Installation,
    browser: Browser,
    wiki: Toolkit,
    forum: MakeForum,
    spoil: Callable[[str], str],
    reason: str,
) -> None:
    """The person goes on all the same: it is the application that is at fault, and the events say so."""
    pysaml2, saml = forum(BINDING_HTTP_REDIRECT)
    asking = ask_of_wiki(browser, wiki, enter_both(browser, wiki, pysaml2, saml))
    browser.get(spoil(local(pysaml2.hear_redirect(way_on(browser.page)))))
    assert "status:PartialLogout" in heard_by_wiki(browser, wiki, asking).get_last_response_xml()
    assert reason in [event.get("errorCode") for event in gatepost.events("SingleLogout")]


def test_an_application_may_say_no(browser: Browser, wiki: Toolkit, forum: MakeForum) -> None:
    pysaml2, saml = forum(BINDING_HTTP_REDIRECT)
    asking = ask_of_wiki(browser, wiki, enter_both(browser, wiki, pysaml2, saml))
    pysaml2.who = NameID(text="somebody else")
    tell(browser, wiki, pysaml2)
    assert "status:PartialLogout" in heard_by_wiki(browser, wiki, asking).get_last_response_xml()


@both_databases
def test_an_answer_is_taken_once(browser: Browser, wiki: Toolkit, forum: MakeForum) -> None:
    pysaml2, saml = forum(BINDING_HTTP_REDIRECT)
    ask_of_wiki(browser, wiki, enter_both(browser, wiki, pysaml2, saml))
    answer = local(pysaml2.hear_redirect(way_on(browser.page)))
    assert browser.get(answer).status_code == 303
    assert browser.get(answer).status_code == 400
    assert "This logout is not under way" in browser.text()


def test_a_logout_grows_old(gatepost: Installation, browser: Browser, wiki: Toolkit, forum: MakeForum) -> None:
    enter_both(browser, wiki, *forum())
    browser.get("/")
    browser.submit({}, at="/sign-out", form=".//form[@action='/sign-out']")
    url = browser.page.headers["Location"]
    assert browser.get(url).status_code == 200
    gatepost.clock.advance(minutes=16)
    assert browser.get(url).status_code == 400
    assert gatepost.runtime.database.write(lambda tx: store.sweep(tx, gatepost.clock.now())) == 1
    assert browser.get("/saml/idp/slo/next").status_code == 400


def test_an_application_that_is_gone_is_told_and_its_answer_counts_as_a_no(
    gatepost: Installation, browser: Browser, wiki: Toolkit, forum: MakeForum
) -> None:
    pysaml2, saml = forum(BINDING_HTTP_REDIRECT)
    asking = ask_of_wiki(browser, wiki, enter_both(browser, wiki, pysaml2, saml))
    application_id = saml.application.application_id
    gatepost.write(lambda call: saml_applications.delete(call, gatepost.made.instance, application_id))
    tell(browser, wiki, pysaml2)
    assert "status:PartialLogout" in heard_by_wiki(browser, wiki, asking).get_last_response_xml()


def ask_of_wiki(browser: Browser, wiki: Toolkit, entered: Any) -> Any:
    """Let the wiki say that the person signed out there; return the toolkit that asked."""
    asking = wiki.auth()
    url = asking.logout(name_id=entered.get_nameid(), session_index=entered.get_session_index(), return_to="bye")
    browser.get(local(url))
    follow(browser)
    return asking


def heard_by_wiki(browser: Browser, wiki: Toolkit, asking: Any) -> Any:
    """Bring the wiki the answer that the browser holds; return the toolkit that judged it."""
    location = browser.page.headers["Location"]
    assert location.startswith(f"{SLO}?SAMLResponse=")
    assert "RelayState=bye" in location
    heard = wiki.hear(location)
    heard.process_slo(keep_local_session=True, request_id=asking.get_last_request_id())
    return heard
