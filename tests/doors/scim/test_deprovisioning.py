"""Whoever is deactivated or deleted by their provider is out at once: browser, portal tokens and what renews them."""

from collections.abc import Callable

import pytest

from gatepost.app import make_runner
from tests.doors.oauth.conftest import Program, allow_device, gatepost
from tests.doors.portal.conftest import Installation
from tests.doors.scim.conftest import PATCH_OP, USER, Json, Provider, provider_of

__all__ = ["gatepost"]

PASSWORD = "correct horse battery staple 7"


@pytest.fixture
def provider(gatepost: Installation) -> Provider:
    return provider_of(gatepost)


def deactivate(provider: Provider, ada: Json) -> None:
    provider.patch(f"/Users/{ada['id']}", {"op": "Replace", "path": "active", "value": "False"})


def deactivate_without_path(provider: Provider, ada: Json) -> None:
    body = {"schemas": [PATCH_OP], "Operations": [{"op": "replace", "value": {"active": False}}]}
    assert provider.send("PATCH", f"/Users/{ada['id']}", body).status_code == 200


def replace(provider: Provider, ada: Json) -> None:
    body = {"schemas": [USER], "userName": "ada", "active": False}
    assert provider.send("PUT", f"/Users/{ada['id']}", body).status_code == 200


def delete(provider: Provider, ada: Json) -> None:
    assert provider.send("DELETE", f"/Users/{ada['id']}").status_code == 204


@pytest.mark.parametrize("leave", [deactivate, deactivate_without_path, replace, delete])
def test_everything_ends_at_once(
    gatepost: Installation, provider: Provider, leave: Callable[[Provider, Json], None]
) -> None:
    ada = provider.user("ada", password=PASSWORD)
    browser, program = gatepost.browser(), Program(gatepost)
    browser.sign_in("ada", PASSWORD)
    started = program.start_device()
    allow_device(browser, started)
    tokens = program.poll(started).body
    assert program.is_let_in(tokens)
    assert browser.get("/api/v1/me").status_code == 200

    leave(provider, ada)

    assert browser.get("/api/v1/me").status_code == 401
    assert not program.is_let_in(tokens)
    assert program.refresh(tokens).error == "invalid_grant"


def test_nothing_comes_back_with_the_user(gatepost: Installation, provider: Provider) -> None:
    ada = provider.user("ada", password=PASSWORD)
    browser = gatepost.browser()
    browser.sign_in("ada", PASSWORD)
    deactivate(provider, ada)
    make_runner(gatepost.runtime).drain()
    provider.patch(f"/Users/{ada['id']}", {"op": "replace", "path": "active", "value": True})
    assert browser.get("/api/v1/me").status_code == 401


def test_a_password_of_the_providers_signs_in_until_it_is_changed(gatepost: Installation, provider: Provider) -> None:
    ada = provider.user("ada", password=PASSWORD)
    assert "password" not in ada
    browser = gatepost.browser()
    browser.sign_in("ada", PASSWORD)
    assert browser.get("/api/v1/me").status_code == 200
    provider.patch(f"/Users/{ada['id']}", {"op": "replace", "path": "password", "value": PASSWORD + "8"})
    assert browser.get("/api/v1/me").status_code == 401
    browser.sign_in("ada", PASSWORD)
    assert browser.get("/api/v1/me").status_code == 401
    browser.sign_in("ada", PASSWORD + "8")
    assert browser.get("/api/v1/me").status_code == 200
