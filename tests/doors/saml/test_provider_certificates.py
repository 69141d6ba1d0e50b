"""The identity provider's certificates: several at once, none beyond its end, and mails before one ends."""

from datetime import timedelta

import pytest
from lxml import etree

from gatepost.core.federation import identity_source
from gatepost.core.federation.model import Choice
from gatepost.core.keys.model import CERTIFICATE_LIFETIME
from gatepost.kit.errors import Invalid
from tests.doors.portal.conftest import Browser, Installation
from tests.doors.saml.partners import key_pair
from tests.doors.saml.provider import Message, begin, complete, deliver, find, sign, trust
from tests.doors.saml.test_external_sign_in import refused
from tests.servers.databases import both_databases

ALMOST = CERTIFICATE_LIFETIME - timedelta(days=40)
"""How old a certificate is that ends in 40 days."""


def signed_by(gatepost: Installation, browser: Browser, key: str, age: timedelta = timedelta()) -> bytes:
    """Return the provider's answer to a sign-in that begins now, signed by one of its keys."""
    root = etree.fromstring(Message(gatepost.clock.now(), begin(browser)).response().encode())
    assertion = find(root, "Assertion")
    sign(assertion, key, age=age)
    return etree.tostring(root)


def test_each_of_several_is_believed(gatepost: Installation, browser: Browser) -> None:
    trust(gatepost, certificates=tuple(key_pair(name).certificate for name in ("provider", "next")))
    for key in ("provider", "next"):
        answer = Message(gatepost.clock.now(), begin(browser), assertion_id=f"_{key}")
        assert complete(browser, deliver(gatepost, answer.signed(key=key))).status_code == 303
        browser = gatepost.browser()


def test_one_is_believed_until_it_ends(gatepost: Installation, browser: Browser) -> None:
    trust(
        gatepost,
        certificates=(key_pair("provider", ALMOST).certificate, key_pair("next").certificate),
    )
    gatepost.clock.advance(days=41)
    refused(gatepost, signed_by(gatepost, browser, "provider", ALMOST), "CertificateExpired")
    refused(gatepost, signed_by(gatepost, browser, "stranger"), "SignatureInvalid")
    assert complete(browser, deliver(gatepost, signed_by(gatepost, browser, "next"))).status_code == 303


def test_a_provider_of_which_nothing_is_believed_is_not_taken(gatepost: Installation) -> None:
    old = key_pair("old", CERTIFICATE_LIFETIME + timedelta(days=1)).certificate
    with pytest.raises(Invalid, match="has expired"):
        trust(gatepost, certificates=(old,))
    trust(gatepost, certificates=(old, key_pair("provider").certificate))
    instance = gatepost.made.instance
    source = gatepost.write(lambda call: identity_source.get(call, instance))
    preview = gatepost.write(lambda call: identity_source.preview(call, instance, source.choice))
    assert any("it is not believed" in warning for warning in preview.warnings)


def test_it_is_not_set_back_to_one_either(gatepost: Installation) -> None:
    """Undoing a change must not lock everybody out."""
    instance = gatepost.made.instance
    trust(gatepost, certificates=(key_pair("provider", ALMOST).certificate,))
    gatepost.write(lambda call: identity_source.change(call, instance, Choice()))
    gatepost.clock.advance(days=41)
    with pytest.raises(Invalid, match="has expired"):
        gatepost.write(lambda call: identity_source.undo(call, instance))


def warnings(gatepost: Installation) -> list[str]:
    """Return what was written to the administrator, as it is read."""
    gatepost.work()
    mails = [mail for mail in gatepost.mails() if "The certificate of Example expires on" in str(mail["Subject"])]
    assert {mail["To"] for mail in mails} <= {"admin@example.com"}
    bodies = [mail.get_body(("plain",)) for mail in mails]
    return [" ".join(body.get_content().split()) for body in bodies if body is not None]


@both_databases
def test_administrators_hear_before_one_ends(gatepost: Installation) -> None:
    trust(gatepost, certificates=(key_pair("provider", ALMOST).certificate,))
    assert warnings(gatepost) == []
    gatepost.clock.advance(days=10, hours=1)
    [first] = warnings(gatepost)
    assert "from then on nobody can sign in through Example" in first
    gatepost.clock.advance(days=22)
    assert len(warnings(gatepost)) == 1
    gatepost.clock.advance(days=1)
    assert len(warnings(gatepost)) == 2


def test_one_mail_however_often_the_source_is_saved(gatepost: Installation) -> None:
    both = (key_pair("provider", ALMOST).certificate, key_pair("next").certificate)
    trust(gatepost, certificates=both[:1])
    gatepost.clock.advance(minutes=1)
    trust(gatepost, certificates=both)
    gatepost.clock.advance(days=10, hours=1)
    [mail] = warnings(gatepost)
    assert "Another one lasts longer" in mail


def test_none_about_one_that_was_replaced(gatepost: Installation) -> None:
    trust(gatepost, certificates=(key_pair("provider", ALMOST).certificate,))
    gatepost.clock.advance(days=1)
    trust(gatepost)
    gatepost.clock.advance(days=38)
    assert warnings(gatepost) == []
