"""Signing in through an external identity provider, and every answer of one that is not believed, for its own reason."""

import base64
import email
import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from email import policy
from typing import Any

import pytest
import xmlsec
from lxml import etree
from xmlsec import constants

from gatepost import app, bootstrap
from gatepost.core.access import access_control_attributes
from gatepost.core.access.model import AccessControlAttribute
from gatepost.core.iam.temporary_credentials import RoleSession, open_session
from gatepost.kit.secret import Secret
from tests.doors.portal.conftest import PASSWORD, Browser, Install, Installation
from tests.doors.saml.conftest import make_user
from tests.doors.saml.partners import key_pair
from tests.doors.saml.provider import (
    ACS,
    AUDIENCE,
    SIGN_ON,
    Message,
    begin,
    complete,
    deliver,
    find,
    sign,
    trust,
)
from tests.servers.databases import both_databases

Reply = Callable[..., Message]


@pytest.fixture
def reply(gatepost: Installation, browser: Browser) -> Reply:
    """`reply(name_id="maria")` is the provider's answer to a sign-in that `browser` has begun."""
    trust(gatepost)
    request_id = begin(browser, "/start")
    return lambda **changes: Message(gatepost.clock.now(), request_id, **changes)


def refused(gatepost: Installation, xml: bytes, reason: str, status: int = 400) -> None:
    """Deliver an answer that must be refused for one reason, which only the events name."""
    page = deliver(gatepost, xml)
    assert page.status_code == status, page.text
    assert "data-sends-itself" not in page.text
    assert page.headers["x-amzn-RequestId"] in page.text
    events = [*gatepost.events("UserAuthentication"), *gatepost.events("CredentialVerification")]
    assert reason in [event.get("errorCode") for event in events], [event.get("errorCode") for event in events]


@both_databases
@pytest.mark.parametrize("part", ["Assertion", "Response"])
def test_a_person_is_signed_in(gatepost: Installation, browser: Browser, reply: Reply, part: str) -> None:
    answer = complete(browser, deliver(gatepost, reply().signed(part)))
    assert answer.headers["Location"] == "/start"
    assert browser.get("/api/v1/me").json["user_name"] == "admin"  # type: ignore[index]
    [event] = gatepost.events("UserAuthentication")
    assert event["additionalEventData"]["CredentialType"] == "EXTERNAL_IDP"


def test_the_name_is_the_user_name_whatever_its_case(gatepost: Installation, browser: Browser, reply: Reply) -> None:
    make_user(gatepost, "nadia")
    complete(browser, deliver(gatepost, reply(name_id="NADIA").signed()))
    assert browser.get("/api/v1/me").json["user_name"] == "nadia"  # type: ignore[index]


def test_the_request_is_signed_and_for_the_provider(gatepost: Installation, browser: Browser) -> None:
    trust(gatepost)
    browser.get("/sign-in")
    assert "Continue with Example" in browser.text()
    assert "form-action 'self' https: https://idp.example.com" in browser.page.headers["Content-Security-Policy"]
    location = browser.submit({}, at="/sign-in/external").headers["Location"]
    assert location.startswith(f"{SIGN_ON}?SAMLRequest=")
    assert "&SigAlg=" in location
    assert "&Signature=" in location


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"issuer": "https://other.example.com"}, "WrongIssuer"),
        ({"assertion_issuer": "https://other.example.com"}, "WrongIssuer"),
        ({"destination": "https://other.example.com/acs"}, "WrongDestination"),
        ({"destination": f"{ACS}/"}, "WrongDestination"),
        ({"recipient": "https://other.example.com/acs"}, "WrongRecipient"),
        ({"audiences": ("https://other.example.com",)}, "WrongAudience"),
        ({"audiences": (AUDIENCE, "https://other.example.com")}, "WrongAudience"),
        ({"audiences": ()}, "WrongAudience"),
        ({"ends": timedelta(minutes=-4)}, "AssertionExpired"),
        ({"confirmed_until": timedelta(minutes=-4)}, "AssertionExpired"),
        ({"begins": timedelta(minutes=4)}, "AssertionNotYetValid"),
        ({"issued": timedelta(minutes=4)}, "AssertionNotYetValid"),
        ({"issued": timedelta(minutes=-14)}, "AssertionExpired"),
        ({"confirmed_in_response_to": "_other"}, "WrongInResponseTo"),
        ({"confirmed_in_response_to": None}, "WrongInResponseTo"),
        ({"in_response_to": "_never_sent"}, "UnknownRequest"),
        ({"in_response_to": None}, "UnsolicitedNotAllowed"),
        ({"name_id": "nobody"}, "UserNotMatched"),
        ({"name_id": ""}, "MalformedResponse"),
        ({"status": "Responder"}, "ProviderRefused"),
    ],
)
def test_what_does_not_fit(gatepost: Installation, browser: Browser, changes: dict[str, Any], reason: str) -> None:
    trust(gatepost)
    request_id = begin(browser)
    message = Message(gatepost.clock.now(), **{"in_response_to": request_id, **changes})
    refused(gatepost, message.signed(), reason)
    if changes.get("in_response_to", request_id) == request_id and reason != "UserNotMatched":
        right = Message(gatepost.clock.now(), request_id, assertion_id="_right")
        assert complete(browser, deliver(gatepost, right.signed())).status_code == 303


def test_clocks_may_differ_by_less_than_three_minutes(gatepost: Installation, browser: Browser, reply: Reply) -> None:
    almost = timedelta(minutes=2, seconds=50)
    message = reply(begins=almost, issued=almost, ends=almost + timedelta(minutes=1))
    assert complete(browser, deliver(gatepost, message.signed())).status_code == 303


@both_databases
def test_a_disabled_person(gatepost: Installation, reply: Reply) -> None:
    gatepost.disable_admin()
    refused(gatepost, reply().signed(), "UserNotMatched")


class TestSignatures:
    """Signatures that are missing, of others, weak, or of something else."""

    def test_none(self, gatepost: Installation, reply: Reply) -> None:
        refused(gatepost, reply().response().encode(), "SignatureMissing")

    @pytest.mark.parametrize("part", ["Assertion", "Response"])
    def test_by_another_key(self, gatepost: Installation, reply: Reply, part: str) -> None:
        refused(gatepost, reply().signed(part, key="stranger"), "SignatureInvalid")

    def test_one_of_two_is_by_another_key(self, gatepost: Installation, reply: Reply) -> None:
        root = etree.fromstring(reply().response().encode())
        sign(find(root, "Assertion"), "stranger")
        sign(root)
        refused(gatepost, etree.tostring(root), "SignatureInvalid")

    def test_both_by_the_provider(self, gatepost: Installation, browser: Browser, reply: Reply) -> None:
        root = etree.fromstring(reply().response().encode())
        sign(find(root, "Assertion"))
        sign(root)
        assert complete(browser, deliver(gatepost, etree.tostring(root))).status_code == 303

    @pytest.mark.parametrize(
        "how",
        [
            {"method": constants.TransformRsaSha1},
            {"digest": constants.TransformSha1},
            {"method": constants.TransformHmacSha256, "hmac_key": key_pair("provider").certificate.encode()},
            {"c14n": constants.TransformInclC14N},
            {"c14n": constants.TransformExclC14NWithComments},
            {"transforms": (constants.TransformEnveloped, constants.TransformInclC14N)},
            {"transforms": (constants.TransformExclC14N,)},
        ],
    )
    def test_weak_algorithms_and_transforms(self, gatepost: Installation, reply: Reply, how: dict[str, Any]) -> None:
        refused(gatepost, reply().signed(**how), "SignatureAlgorithmNotAllowed")

    @pytest.mark.parametrize(
        "algorithm", ["http://www.w3.org/TR/1999/REC-xpath-19991116", "http://www.w3.org/TR/1999/REC-xslt-19991116"]
    )
    def test_transforms_that_run_something(self, gatepost: Installation, reply: Reply, algorithm: str) -> None:
        root = etree.fromstring(reply().signed())
        find(root, "Transform").set("Algorithm", algorithm)
        refused(gatepost, etree.tostring(root), "SignatureAlgorithmNotAllowed")

    def test_a_key_that_comes_along(self, gatepost: Installation, reply: Reply) -> None:
        root = etree.fromstring(reply().signed(key="stranger"))
        pem = "".join(key_pair("stranger").certificate.splitlines()[1:-1])
        info = etree.SubElement(find(root, "Signature"), "{http://www.w3.org/2000/09/xmldsig#}KeyInfo")
        data = etree.SubElement(info, "{http://www.w3.org/2000/09/xmldsig#}X509Data")
        etree.SubElement(data, "{http://www.w3.org/2000/09/xmldsig#}X509Certificate").text = pem
        refused(gatepost, etree.tostring(root), "SignatureInvalid")

    @pytest.mark.parametrize("uri", ["", "#_response", "#_other", "https://evil.example.com/"])
    def test_of_something_else(self, gatepost: Installation, reply: Reply, uri: str) -> None:
        root = etree.fromstring(reply().signed())
        find(root, "Reference").set("URI", uri)
        refused(gatepost, etree.tostring(root), "SignatureInvalid")

    def test_two_references(self, gatepost: Installation, reply: Reply) -> None:
        root = etree.fromstring(reply().signed())
        info, reference = find(root, "SignedInfo"), find(root, "Reference")
        info.append(etree.fromstring(etree.tostring(reference)))
        refused(gatepost, etree.tostring(root), "SignatureInvalid")

    def test_what_was_changed_afterwards(self, gatepost: Installation, reply: Reply) -> None:
        make_user(gatepost, "nadia")
        xml = reply().signed().replace(b">admin<", b">nadia<")
        refused(gatepost, xml, "SignatureInvalid")


def _forged(root: etree._Element) -> tuple[etree._Element, etree._Element, etree._Element]:
    """Return the signed assertion, its signature, and a copy without one that names somebody else."""
    signed = find(root, "Assertion")
    forged = etree.fromstring(etree.tostring(signed))
    forged.remove(find(forged, "Signature"))
    find(forged, "NameID").text = "nadia"
    return signed, find(signed, "Signature"), forged


def _wrap_1(root: etree._Element) -> None:
    """XSW1: the signed Response inside the signature of a forged one."""
    original = etree.fromstring(etree.tostring(root))
    signature = find(root, "Signature")
    find(original, "Response").remove(find(original, "Signature"))
    signature.append(original)
    root.set("ID", "_forged")
    find(root, "NameID").text = "nadia"


def _wrap_2(root: etree._Element) -> None:
    """XSW2: the signed Response beside its signature, in a forged one."""
    original = etree.fromstring(etree.tostring(root))
    find(original, "Response").remove(find(original, "Signature"))
    root.set("ID", "_forged")
    find(root, "NameID").text = "nadia"
    root.insert(1, original)


def _wrap_3(root: etree._Element) -> None:
    """XSW3: a forged assertion before the signed one."""
    signed, _, forged = _forged(root)
    forged.set("ID", "_forged")
    signed.addprevious(forged)


def _wrap_4(root: etree._Element) -> None:
    """XSW4: the signed assertion inside a forged one."""
    signed, _, forged = _forged(root)
    forged.set("ID", "_forged")
    root.replace(signed, forged)
    forged.append(signed)


def _wrap_5(root: etree._Element) -> None:
    """XSW5: the signature in the forged assertion, the signed one at the end of the Response."""
    signed, signature, forged = _forged(root)
    forged.set("ID", "_forged")
    forged.insert(1, signature)
    root.replace(signed, forged)
    root.append(signed)


def _wrap_6(root: etree._Element) -> None:
    """XSW6: the signed assertion inside the signature inside the forged one."""
    signed, signature, forged = _forged(root)
    forged.set("ID", "_forged")
    forged.insert(1, signature)
    root.replace(signed, forged)
    signature.append(signed)


def _wrap_7(root: etree._Element) -> None:
    """XSW7: a forged assertion in an extension before the signed one."""
    signed, _, forged = _forged(root)
    extensions = etree.Element("{urn:oasis:names:tc:SAML:2.0:protocol}Extensions")
    extensions.append(forged)
    signed.addprevious(extensions)


def _wrap_8(root: etree._Element) -> None:
    """XSW8: the signed assertion in an object of the signature of a forged one."""
    signed, signature, forged = _forged(root)
    forged.set("ID", "_forged")
    forged.insert(1, signature)
    root.replace(signed, forged)
    holder = etree.SubElement(signature, "{http://www.w3.org/2000/09/xmldsig#}Object")
    holder.append(signed)


@pytest.mark.parametrize(
    ("wrap", "part"),
    [
        (_wrap_1, "Response"),
        (_wrap_2, "Response"),
        *((each, "Assertion") for each in (_wrap_3, _wrap_4, _wrap_5, _wrap_6, _wrap_7, _wrap_8)),
    ],
    ids=[f"XSW{number}" for number in range(1, 9)],
)
def test_wrapping_attacks(
    gatepost: Installation, browser: Browser, reply: Reply, wrap: Callable[[etree._Element], None], part: str
) -> None:
    make_user(gatepost, "nadia")
    untouched = reply().signed(part)
    root = etree.fromstring(untouched)
    wrap(root)
    page = deliver(gatepost, etree.tostring(root))
    assert page.status_code == 400, page.text
    assert "data-sends-itself" not in page.text
    codes = {event.get("errorCode") for event in gatepost.events("UserAuthentication")}
    assert codes <= {"MalformedMessage", "MalformedResponse", "SignatureInvalid"}, codes
    complete(browser, deliver(gatepost, untouched))
    assert browser.get("/api/v1/me").json["user_name"] == "admin"  # type: ignore[index]


class TestDocuments:
    """Documents that try the reader."""

    def test_two_assertions(self, gatepost: Installation, reply: Reply) -> None:
        message = reply()
        other = message.assertion().replace("_assertion", "_second")
        root = etree.fromstring(message.response(message.assertion() + other).encode())
        sign(root)
        refused(gatepost, etree.tostring(root), "MalformedResponse")

    @pytest.mark.parametrize("attribute", ["ID", "Id", "id", "xml:id"])
    def test_one_id_twice(self, gatepost: Installation, reply: Reply, attribute: str) -> None:
        xml = reply().signed("Response").replace(b"<samlp:Status>", f'<samlp:Status {attribute}="_response">'.encode())
        refused(gatepost, xml, "MalformedMessage")

    @pytest.mark.parametrize(
        "head",
        [
            b'<!DOCTYPE Response [<!ENTITY who "nadia">]>',
            b'<!DOCTYPE Response SYSTEM "http://127.0.0.1:9/x.dtd">',
            b"<!doctype Response []>",
            b"<?xml-stylesheet href='x'?>",
            b"<!-- before -->",
        ],
    )
    def test_what_stands_before(self, gatepost: Installation, reply: Reply, head: bytes) -> None:
        refused(gatepost, head + reply().signed(), "MalformedMessage")

    @pytest.mark.parametrize("cut", ["<!-- -->", "<?x?>", "<!---->"])
    def test_values_that_are_cut(self, gatepost: Installation, reply: Reply, cut: str) -> None:
        """A reader that takes the text before a comment would see `admin`, and the signature does not cover comments."""
        make_user(gatepost, "admin.evil.example.com")
        xml = reply(name_id="admin.evil.example.com").signed().replace(b">admin.evil", f">admin{cut}.evil".encode())
        refused(gatepost, xml, "MalformedMessage")

    def test_elements_in_a_value(self, gatepost: Installation, reply: Reply) -> None:
        message = reply(name_id="admin<x/>")
        refused(gatepost, message.signed(), "MalformedMessage")

    def test_other_encodings(self, gatepost: Installation, reply: Reply) -> None:
        root = etree.fromstring(reply().signed())
        refused(gatepost, etree.tostring(root, encoding="UTF-16"), "MalformedMessage")

    def test_large_ones(self, gatepost: Installation, reply: Reply) -> None:
        xml = reply(attributes={"x": "y" * 300_000}).signed()
        refused(gatepost, xml, "MalformedMessage")

    @pytest.mark.parametrize("depth", [60, 5_000])
    def test_deep_ones(self, gatepost: Installation, reply: Reply, depth: int) -> None:
        nested = "<a>" * depth + "</a>" * depth
        refused(
            gatepost,
            reply().signed().replace(b"<samlp:Status>", f"<x>{nested}</x><samlp:Status>".encode()),
            "MalformedMessage",
        )

    def test_many_elements(self, gatepost: Installation, reply: Reply) -> None:
        xml = reply().signed().replace(b"<samlp:Status>", b"<a/>" * 20_000 + b"<samlp:Status>")
        refused(gatepost, xml, "MalformedMessage")

    @pytest.mark.parametrize("xml", [b"", b"<", b"<a>", b"text", b"\x00", b"<a xmlns:b=''/>", b"\xff\xfe<"])
    def test_what_is_no_document(self, gatepost: Installation, reply: Reply, xml: bytes) -> None:
        reply()
        refused(gatepost, xml, "MalformedMessage")

    def test_another_message(self, gatepost: Installation, reply: Reply) -> None:
        refused(gatepost, reply().signed().replace(b"samlp:Response", b"samlp:LogoutResponse"), "MalformedResponse")

    def test_what_is_no_base64(self, gatepost: Installation, reply: Reply) -> None:
        reply()
        page = gatepost.browser().post("/saml/sp/acs", {"SAMLResponse": "!!"})
        assert page.status_code == 400


class TestUse:
    """An answer counts once, in the browser that asked."""

    @both_databases
    def test_a_second_time(self, gatepost: Installation, browser: Browser, reply: Reply) -> None:
        xml = reply().signed()
        assert complete(browser, deliver(gatepost, xml)).status_code == 303
        refused(gatepost, xml, "AssertionReplayed")

    def test_a_second_time_at_another_server_and_after_a_restart(
        self, gatepost: Installation, browser: Browser, reply: Reply
    ) -> None:
        xml = reply().signed()
        deliver(gatepost, xml)
        gatepost.application = app.build(gatepost.runtime)
        refused(gatepost, xml, "AssertionReplayed")

    @both_databases
    def test_a_request_is_answered_once(self, gatepost: Installation, reply: Reply) -> None:
        deliver(gatepost, reply().signed())
        refused(gatepost, reply(assertion_id="_other").signed(), "UnknownRequest")

    def test_a_request_that_is_old(self, gatepost: Installation, browser: Browser) -> None:
        trust(gatepost)
        request_id = begin(browser)
        gatepost.clock.advance(minutes=16)
        refused(gatepost, Message(gatepost.clock.now(), request_id).signed(), "UnknownRequest")

    def test_a_ticket_in_another_browser(self, gatepost: Installation, browser: Browser, reply: Reply) -> None:
        page = deliver(gatepost, reply().signed())
        other = gatepost.browser()
        other.get("/sign-in")
        answer = complete(other, page)
        assert answer.status_code == 400
        assert "another browser" in answer.text
        assert complete(browser, page).status_code == 303

    @both_databases
    def test_a_ticket_twice_or_too_late(self, gatepost: Installation, browser: Browser, reply: Reply) -> None:
        page = deliver(gatepost, reply().signed())
        gatepost.clock.advance(minutes=3)
        assert complete(browser, page).status_code == 400
        gatepost.clock.advance(minutes=-3)
        assert complete(browser, page).status_code == 303
        assert complete(browser, page).status_code == 400

    def test_a_ticket_that_is_made_up(self, gatepost: Installation, browser: Browser) -> None:
        trust(gatepost)
        assert browser.post("/sign-in/external/complete", {"ticket": "AAAA"}).status_code == 400

    def test_from_the_providers_own_pages_where_it_is_allowed(self, gatepost: Installation, browser: Browser) -> None:
        trust(gatepost, allows_unsolicited=True)
        answer = complete(browser, deliver(gatepost, Message(gatepost.clock.now()).signed()))
        assert answer.headers["Location"] == "/"
        assert browser.get("/api/v1/me").status_code == 200

    def test_without_an_external_provider(self, gatepost: Installation, browser: Browser) -> None:
        page = deliver(gatepost, Message(gatepost.clock.now()).signed())
        assert page.status_code == 400

    def test_a_form_of_another_site_does_not_begin(self, gatepost: Installation, browser: Browser) -> None:
        trust(gatepost)
        assert browser.post("/sign-in/external", {"return_to": "/"}).status_code == 403

    def test_return_to_leads_nowhere_else(self, gatepost: Installation, browser: Browser) -> None:
        trust(gatepost)
        request_id = begin(browser, "https://evil.example.com/")
        answer = complete(browser, deliver(gatepost, Message(gatepost.clock.now(), request_id).signed()))
        assert answer.headers["Location"] == "/"


def test_two_servers_that_share_a_database_take_an_assertion_once(
    install: Install, browser: Browser, gatepost: Installation, reply: Reply
) -> None:
    xml = reply().signed()
    second = app.build(gatepost.runtime)
    assert deliver(gatepost, xml).status_code == 200
    gatepost.application = second
    assert deliver(gatepost, xml).status_code == 400


class TestPasswords:
    """Passwords, while people sign in elsewhere."""

    def test_others_than_emergency_users_are_refused_as_if_it_were_wrong(
        self, gatepost: Installation, browser: Browser
    ) -> None:
        make_user(gatepost, "nadia")
        trust(gatepost)
        browser.get("/sign-in?password=1")
        answer = browser.submit({"user_name": "nadia", "password": PASSWORD}, at="/sign-in")
        assert answer.status_code == 400
        assert "The user name or the password is not right." in answer.text

    @both_databases
    def test_an_emergency_user_gets_in_and_everybody_hears(self, gatepost: Installation, browser: Browser) -> None:
        trust(gatepost)
        browser.get("/sign-in?password=1")
        assert browser.submit({"user_name": "admin", "password": PASSWORD}, at="/sign-in").status_code == 303
        [event] = gatepost.events("EmergencyAccess")
        assert event["serviceEventDetails"]["userName"] == "admin"
        mails = mails_of(gatepost)
        assert [mail for mail in mails if "Emergency access" in mail and "admin@example.com" in mail]

    def test_no_alarm_without_a_provider(self, gatepost: Installation, browser: Browser) -> None:
        browser.sign_in()
        assert gatepost.events("EmergencyAccess") == []

    def test_an_invitation_opens_nothing(self, gatepost: Installation, browser: Browser) -> None:
        make_user(gatepost, "nadia")
        trust(gatepost)
        _, token = bootstrap.invite(gatepost.runtime, "nadia")
        path = f"/invitation/{token.reveal()}"
        browser.get(path)
        fields = {"password": "another five words in row", "password_again": "another five words in row"}
        answer = browser.submit(fields, at=path)
        assert answer.status_code == 403
        assert browser.get("/api/v1/me").status_code == 401


def mails_of(gatepost: Installation) -> list[str]:
    """Return what was mailed: without a mail server, files in the data folder."""
    app.make_runner(gatepost.runtime).drain()
    files = sorted((gatepost.runtime.settings.data_dir / "mail").glob("*.eml"))
    return [str(email.message_from_bytes(file.read_bytes(), policy=policy.default)) for file in files]


def test_posted_requests_for_providers_that_want_them(gatepost: Installation, browser: Browser) -> None:
    trust(gatepost, sign_on_binding="HTTP-POST")
    browser.get("/sign-in")
    page = browser.submit({}, at="/sign-in/external")
    xml = base64.b64decode(browser.fields(".//form[@data-sends-itself]")["SAMLRequest"])
    assert page.status_code == 200
    assert b"SignatureValue" in xml


def encrypted(message: Message, browser: Browser, *, cipher: Any, transport: Any) -> etree._Element:
    """Return an answer whose assertion, signed before, is encrypted for the certificate in Gatepost's metadata."""
    metadata = etree.fromstring(browser.get("/saml/sp/metadata").data)
    certificate = find(metadata, "X509Certificate").text or ""
    pem = f"-----BEGIN CERTIFICATE-----\n{certificate}\n-----END CERTIFICATE-----\n"
    root = etree.fromstring(message.response().encode())
    assertion = find(root, "Assertion")
    sign(assertion)
    manager = xmlsec.KeysManager()
    manager.add_key(xmlsec.Key.from_memory(pem.encode(), constants.KeyDataFormatCertPem))
    data = xmlsec.template.encrypted_data_create(root, cipher, type=constants.TypeEncElement, ns="xenc")
    xmlsec.template.encrypted_data_ensure_cipher_value(data)
    info = xmlsec.template.encrypted_data_ensure_key_info(data, ns="ds")
    xmlsec.template.encrypted_data_ensure_cipher_value(xmlsec.template.add_encrypted_key(info, transport))
    context = xmlsec.EncryptionContext(manager)
    context.key = xmlsec.Key.generate(constants.KeyDataAes, 256, constants.KeyDataTypeSession)
    holder = etree.Element("{urn:oasis:names:tc:SAML:2.0:assertion}EncryptedAssertion")
    root.replace(assertion, holder)
    holder.append(assertion)
    context.encrypt_xml(data, assertion)
    return root


GCM_OAEP = {"cipher": constants.TransformAes256Gcm, "transport": constants.TransformRsaOaep}


class TestEncryption:
    """Assertions that only Gatepost can read."""

    def test_with_a_cipher_that_shows_changes(self, gatepost: Installation, browser: Browser, reply: Reply) -> None:
        root = encrypted(reply(), browser, **GCM_OAEP)
        assert b"admin" not in etree.tostring(root)
        assert complete(browser, deliver(gatepost, etree.tostring(root))).status_code == 303

    def test_with_another_cipher_only_in_a_signed_response(
        self, gatepost: Installation, browser: Browser, reply: Reply
    ) -> None:
        root = encrypted(reply(), browser, **{**GCM_OAEP, "cipher": constants.TransformAes256Cbc})
        refused(gatepost, etree.tostring(root), "SignatureAlgorithmNotAllowed")
        sign(root)
        assert complete(browser, deliver(gatepost, etree.tostring(root))).status_code == 303

    def test_a_key_that_was_sent_in_an_old_way(self, gatepost: Installation, browser: Browser, reply: Reply) -> None:
        root = encrypted(reply(), browser, **{**GCM_OAEP, "transport": constants.TransformRsaPkcs1})
        refused(gatepost, etree.tostring(root), "SignatureAlgorithmNotAllowed")

    def test_for_somebody_else(self, gatepost: Installation, browser: Browser, reply: Reply) -> None:
        root = encrypted(reply(), browser, **GCM_OAEP)
        find(root, "CipherValue").text = base64.b64encode(b"x" * 256).decode()
        refused(gatepost, etree.tostring(root), "AssertionUnreadable")

    def test_what_is_inside_is_held_to_the_same_rules(
        self, gatepost: Installation, browser: Browser, reply: Reply
    ) -> None:
        root = encrypted(reply(name_id="<!-- -->admin"), browser, **GCM_OAEP)
        refused(gatepost, etree.tostring(root), "MalformedMessage")


@both_databases
def test_attributes_for_access_control_become_session_tags(
    gatepost: Installation, browser: Browser, reply: Reply
) -> None:
    """Where the directory and the provider both give one, the directory's counts; without a configuration nothing passes."""
    account_id = gatepost.made.instance.owner_account_id
    prefix = "https://aws.amazon.com/SAML/Attributes/AccessControl:"
    given = {f"{prefix}Team": "Blue", f"{prefix}Name": "Wrong", f"{prefix}Bad": "a*b", "Other": "x"}
    complete(browser, deliver(gatepost, reply(attributes=given).signed()))

    def tags() -> Mapping[str, str]:
        browser.get("/")
        page = browser.submit(
            {}, at=f"/accounts/{account_id}/roles/AdministratorAccess/access-keys", form=".//form[@data-dialog]"
        )
        keys = dict(re.findall(r"aws_(access_key_id|session_token) = (\S+)", page.text))
        session, _ = open_session(gatepost.runtime.vault, keys["access_key_id"], Secret(keys["session_token"]))
        assert isinstance(session, RoleSession)
        return session.tags

    assert tags() == {}
    own = [AccessControlAttribute("Name", "${user:name}")]
    gatepost.write(lambda call: access_control_attributes.create(call, gatepost.made.instance.arn, own))
    assert tags() == {"Team": "Blue", "Name": "Gatepost Administrator"}
