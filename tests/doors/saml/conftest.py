"""A Gatepost with an application that people enter by SAML, at the time that the other side's clock shows."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from gatepost.core.applications import assignments, saml_applications
from gatepost.core.applications.saml_model import (
    AssertionConsumerService,
    AttributeMapping,
    SamlApplication,
    SamlSettings,
)
from gatepost.core.call import Call
from gatepost.core.directory import users
from gatepost.core.directory.model import User, UserAttributes
from gatepost.core.signin import passwords
from gatepost.kit.clock import SystemClock
from tests.doors.portal.conftest import PASSWORD_HASH, Browser, Install, Installation, browser, install
from tests.doors.saml.partners import ACS, ENTITY_ID, Toolkit
from tests.kit import FakeClock

__all__ = ["browser", "install"]

WIKI = SamlSettings(
    entity_id=ENTITY_ID,
    assertion_consumer_services=(AssertionConsumerService(ACS),),
    attributes=(
        AttributeMapping("mail", "${user:email}"),
        AttributeMapping("groups", "${user:groups}"),
        AttributeMapping("whole name", "${user:givenName} ${user:familyName}", "basic"),
    ),
)

Connect = Callable[..., SamlApplication]


@pytest.fixture
def gatepost(install: Install, clock: FakeClock) -> Installation:
    """The others look at the machine's clock, so this one shows the same."""
    clock.set(SystemClock().now())
    return install()


@pytest.fixture
def connect(gatepost: Installation) -> Connect:
    """`connect(relay_state="/home")` connects the wiki with other settings, and assigns the administrator."""

    def make(
        *, is_assigned: bool = True, name: str = "Wiki", status: str = "ENABLED", **settings: Any
    ) -> SamlApplication:
        def do(call: Call) -> SamlApplication:
            saml = saml_applications.create(
                call,
                gatepost.made.instance,
                replace(WIKI, **settings),
                name=name,
                status="ENABLED" if status == "ENABLED" else "DISABLED",
            )
            if is_assigned:
                assignments.create(
                    call,
                    application_arn=saml.application.arn,
                    principal_type="USER",
                    principal_id=gatepost.made.admin.user_id,
                )
            return saml

        return gatepost.write(do)

    return make


@pytest.fixture
def toolkit(gatepost: Installation, browser: Browser) -> Callable[..., Toolkit]:
    """`toolkit(signs=True)` is the wiki, which has read Gatepost's metadata."""
    return lambda **options: Toolkit(browser.get("/saml/idp/metadata").data, **options)


def make_user(gatepost: Installation, name: str, **attributes: Any) -> User:
    """Make somebody who signs in with the test's password."""

    def do(call: Call) -> User:
        person = UserAttributes.person(
            user_name=name, given_name="Nadia", family_name="Okonkwo", email=f"{name}@example.com"
        )
        user = users.create(
            call,
            identity_store_id=gatepost.made.instance.identity_store_id,
            attributes=replace(person, **attributes),
            invite=False,
        )
        passwords.store_hash(call, user.user_id, PASSWORD_HASH)
        return user

    return gatepost.write(do)
