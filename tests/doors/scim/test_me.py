"""/Me (RFC 7644 section 3.11): the person whose browser is signed in. Behind a provider's token there is nobody."""

from typing import cast

import pytest

from tests.doors.portal.conftest import Browser, Installation, gatepost, install
from tests.doors.scim.conftest import GROUP, Json, Method, Provider, problem, provider_of
from tests.servers.databases import both_databases

__all__ = ["gatepost", "install"]

pytestmark = both_databases
PASSWORD = "correct horse battery staple 7"
ME = "/scim/v2/Me"


@pytest.fixture
def provider(gatepost: Installation) -> Provider:
    return provider_of(gatepost)


@pytest.fixture
def ada(provider: Provider) -> Json:
    made = provider.user("ada", password=PASSWORD, externalId="A-1", title="Countess")
    provider.made("/Groups", {"schemas": [GROUP], "displayName": "Analysts", "members": [{"value": made["id"]}]})
    return provider.get(f"/Users/{made['id']}")


@pytest.fixture
def browser(gatepost: Installation, ada: Json) -> Browser:
    browser = gatepost.browser()
    browser.sign_in(ada["userName"], PASSWORD)
    return browser


def test_a_signed_in_person_is_who_the_provider_sees(browser: Browser, ada: Json) -> None:
    answer = browser.get(ME)
    assert answer.status_code == 200
    own = cast(Json, answer.json)
    # What the provider calls them is between it and Gatepost.
    assert own == {name: value for name, value in ada.items() if name != "externalId"}
    assert answer.headers["Location"] == ada["meta"]["location"], "the permanent address of the resource"
    assert browser.get(ME, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_attributes_are_chosen_as_elsewhere(browser: Browser, ada: Json) -> None:
    own = cast(Json, browser.get(f"{ME}?attributes=title").json)
    assert (own["id"], own["title"]) == (ada["id"], "Countess")
    assert "userName" not in own


def test_a_look_leaves_an_event_of_the_person(gatepost: Installation, browser: Browser, ada: Json) -> None:
    assert browser.get(ME).status_code == 200
    [event] = [each for each in gatepost.events("GetUser") if each["userIdentity"]["type"] == "IdentityCenterUser"]
    assert event["userIdentity"]["onBehalfOf"]["userId"] == ada["id"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_people_do_not_write_there(browser: Browser, provider: Provider, ada: Json, method: str) -> None:
    answer = browser.send(method, ME, b"{}", {"Content-Type": "application/scim+json"})
    assert problem(answer) == (501, None)
    assert provider.get(f"/Users/{ada['id']}") == ada


@pytest.mark.parametrize("path", ["/scim/v2/Users", "/scim/v2/Users/{id}", "/scim/v2/Schemas", "/x/scim/v2/Me"])
def test_a_browser_opens_nothing_else(browser: Browser, ada: Json, path: str) -> None:
    assert problem(browser.get(path.format(id=ada["id"]))) == (401, None)


def test_without_a_session_there_is_nobody(
    gatepost: Installation, browser: Browser, provider: Provider, ada: Json
) -> None:
    assert problem(gatepost.browser().get(ME)) == (401, None)
    assert problem(browser.get(ME, headers={"Authorization": "Bearer gpp_wrong"})) == (401, None)
    provider.patch(f"/Users/{ada['id']}", {"op": "replace", "path": "active", "value": False})
    assert problem(browser.get(ME)) == (401, None)


@pytest.mark.parametrize(("method", "body"), [("GET", None), ("PATCH", {}), ("DELETE", None)])
def test_no_user_is_behind_a_token(provider: Provider, method: Method, body: object) -> None:
    """RFC 7644 section 3.11: "If the service provider does not support this feature, it SHOULD respond with … 501"."""
    assert problem(provider.send(method, "/Me", body)) == (501, None)
