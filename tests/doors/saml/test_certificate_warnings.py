"""Mails before a certificate expires."""

from gatepost import app
from gatepost.core.keys.model import CERTIFICATE_LIFETIME
from tests.doors.portal.conftest import Browser, Installation
from tests.doors.saml.test_external_sign_in import mails_of
from tests.servers.databases import both_databases


@both_databases
def test_administrators_hear_of_it_twice(gatepost: Installation, browser: Browser) -> None:
    browser.get("/saml/idp/metadata")

    def warnings() -> int:
        app.make_runner(gatepost.runtime).drain()
        return sum("A certificate of Gatepost expires on" in mail for mail in mails_of(gatepost))

    assert warnings() == 0
    gatepost.clock.set(gatepost.clock.now() + CERTIFICATE_LIFETIME)
    gatepost.clock.advance(days=-30, hours=1)
    assert warnings() == 1
    gatepost.clock.advance(days=22)
    assert warnings() == 1
    gatepost.clock.advance(days=1)
    assert warnings() == 2
