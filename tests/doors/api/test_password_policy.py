"""What is asked of new passwords, changed by a program, and what the pages that set one make of it."""

from collections.abc import Mapping
from typing import Any

import pytest

from gatepost.core.signin.model import PasswordPolicy
from gatepost.doors.api.password_policy import PasswordPolicyBody
from tests.doors.api.programs import Program
from tests.doors.portal.conftest import Browser, Installation

POLICY = "/password-policy"


def refusal(gatepost: Installation, browser: Browser, password: str) -> str | None:
    """Choose a password by a link; return what the page has against it, or None where it is set."""
    gatepost.clock.advance(seconds=1)
    link = gatepost.invite()
    browser.get(link)
    if browser.submit({"password": password, "password_again": password}, at=link).status_code == 303:
        return None
    return browser.text()


def test_the_defaults_are_told(administrator: Program) -> None:
    assert administrator.get(POLICY).json == {"minimum_length": 8, "blocked_words": [], "remembered": 3}


def test_what_is_named_changes_and_the_rest_stays(
    gatepost: Installation, browser: Browser, administrator: Program
) -> None:
    changed = administrator.send("PATCH", POLICY, {"minimum_length": 20})
    assert (
        changed.json == administrator.get(POLICY).json == {"minimum_length": 20, "blocked_words": [], "remembered": 3}
    )
    assert "Use at least 20 characters." in (refusal(gatepost, browser, "nineteen characters") or "")
    assert refusal(gatepost, browser, "twenty characters 20") is None
    [event] = gatepost.events("UpdatePasswordPolicy")
    assert event["requestParameters"] == {"minimum_length": 20}


def test_eight_characters_are_enough_only_where_a_second_factor_is_always_asked_for(
    gatepost: Installation, browser: Browser, administrator: Program
) -> None:
    assert "Use at least 15 characters." in (refusal(gatepost, browser, "kT9 vQ2-") or "")
    administrator.send("PATCH", "/sign-in-settings", {"without_device": "REGISTER"})
    assert refusal(gatepost, browser, "kT9 vQ2-") is None
    administrator.send("PATCH", "/sign-in-settings", {"mfa_mode": "CONTEXT_AWARE"})
    assert "Use at least 15 characters." in (refusal(gatepost, browser, "mW4 bX8-") or "")


def test_a_blocked_word_makes_no_password(gatepost: Installation, browser: Browser, administrator: Program) -> None:
    administrator.send("PATCH", POLICY, {"blocked_words": ["Northwind", "Harbour"]})
    assert "Leave out" in (refusal(gatepost, browser, "northwind harbour 26") or "")
    assert "northwind" not in gatepost.browser().get(gatepost.invite()).text.lower()
    assert refusal(gatepost, browser, "northwind blows over hills") is None


def test_the_organisations_own_name_makes_no_password(
    gatepost: Installation, browser: Browser, administrator: Program
) -> None:
    assert administrator.send("PATCH", "/branding", {"organisation_name": "Alder & Rowe Shipping"}).status_code == 200
    assert "Leave out" in (refusal(gatepost, browser, "alderroweshipping 1") or "")
    assert refusal(gatepost, browser, "the alder grows over hills") is None


def test_the_last_passwords_are_not_set_again(gatepost: Installation, browser: Browser, administrator: Program) -> None:
    first, second, third, fourth = (f"set of words number {n}" for n in ("one", "two", "three", "four"))
    for password in (first, second, third):
        assert refusal(gatepost, browser, password) is None
    assert "This is the password that you have now." in (refusal(gatepost, browser, third) or "")
    assert "This is one of your last 3 passwords." in (refusal(gatepost, browser, first) or "")
    assert refusal(gatepost, browser, fourth) is None
    assert refusal(gatepost, browser, first) is None
    administrator.send("PATCH", POLICY, {"remembered": 0})
    assert refusal(gatepost, browser, first) is None


@pytest.mark.parametrize(
    "change",
    [
        {"minimum_length": 7},
        {"minimum_length": 65},
        {"minimum_length": "15"},
        {"minimum_length": True},
        {"minimum_length": None},
        {"remembered": -1},
        {"remembered": 11},
        {"blocked_words": "Northwind"},
        {"blocked_words": ["abc"]},
        {"blocked_words": ["    "]},
        {"blocked_words": ["x" * 65]},
        {"blocked_words": ["two\r\nlines"]},
        {"blocked_words": ["right\u202eleft"]},
        {"blocked_words": ["word"] * 201},
        {"nothing": 1},
    ],
)
def test_what_is_no_policy_changes_nothing(administrator: Program, change: Mapping[str, Any]) -> None:
    before = administrator.get(POLICY).json
    assert administrator.send("PATCH", POLICY, change).status_code == 400
    assert administrator.get(POLICY).json == before


def test_policies_decide_who_may(reader: Program) -> None:
    assert reader.get(POLICY).status_code == 200
    assert reader.send("PATCH", POLICY, {"minimum_length": 20}).status_code == 403


def test_all_of_the_policy_is_described() -> None:
    assert set(PasswordPolicyBody.model_fields) == set(PasswordPolicy.__dataclass_fields__)
