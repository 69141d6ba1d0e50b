"""A form is taken from the browser that it was shown to, and from no other."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from gatepost.kit.errors import Denied
from gatepost.kit.secret import Secret
from gatepost.kit.vault import Vault
from gatepost.web.csrf import EXPIRED, FIELD, FOREIGN, HEADER, MISSING, CsrfTokens
from tests.kit import NOON, SeededEntropy

OLD, NEW = b"o" * 32, b"n" * 32
HERS, HIS = Secret("session-of-hers-0001"), Secret("session-of-his-00001")


def tokens(*masters: bytes) -> CsrfTokens:
    return CsrfTokens(Vault(masters or (NEW,), SeededEntropy()))


def request(**headers: str) -> Request:
    named = [(name.replace("_", "-"), value) for name, value in headers.items()]
    return Request(EnvironBuilder(method="POST", headers=named).get_environ())


def refused(
    reason: str, guard: CsrfTokens, token: str, cookie: Secret | None = HERS, *, later: timedelta = timedelta()
) -> None:
    with pytest.raises(Denied) as caught:
        guard.require(request(), {FIELD: token}, cookie, NOON + later)
    assert caught.value.reason == reason


def test_its_own_browser_may_send_it_as_field_or_header() -> None:
    guard = tokens()
    token = guard.issue(HERS, NOON)
    guard.require(request(), {FIELD: token}, HERS, NOON + timedelta(hours=11))
    guard.require(request(**{HEADER: token}), {}, HERS, NOON)


def test_another_browser_may_not() -> None:
    refused(FOREIGN, tokens(), tokens().issue(HERS, NOON), HIS)


def test_without_token_or_cookie_nothing_is_done() -> None:
    refused(MISSING, tokens(), "")
    refused(MISSING, tokens(), tokens().issue(HERS, NOON), None)


def test_a_page_may_be_open_for_half_a_day() -> None:
    token = tokens().issue(HERS, NOON)
    refused(EXPIRED, tokens(), token, later=timedelta(hours=12, seconds=1))
    refused(EXPIRED, tokens(), token, later=-timedelta(hours=1))
    tokens().require(request(), {FIELD: token}, HERS, NOON - timedelta(minutes=2))


def test_the_time_in_it_cannot_be_changed() -> None:
    issued, _, mac = tokens().issue(HERS, NOON).partition(".")
    refused(FOREIGN, tokens(), f"{int(issued) + 60}.{mac}")
    refused(FOREIGN, tokens(), f"0{issued}.{mac}")
    refused(FOREIGN, tokens(), f"{issued}.{mac}0")
    refused(FOREIGN, tokens(), f"{issued}.{mac[:-1]}")


def test_a_form_survives_the_rotation_of_the_master_key() -> None:
    token = tokens(OLD).issue(HERS, NOON)
    tokens(NEW, OLD).require(request(), {FIELD: token}, HERS, NOON)
    refused(FOREIGN, tokens(NEW), token)


@pytest.mark.parametrize("site", ["cross-site", "same-site", "anything"])
def test_a_browser_that_says_another_site_began_it_is_believed(site: str) -> None:
    guard = tokens()
    with pytest.raises(Denied):
        guard.require(request(Sec_Fetch_Site=site), {FIELD: guard.issue(HERS, NOON)}, HERS, NOON)


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_a_request_of_our_own_page_or_of_the_person_passes(site: str) -> None:
    guard = tokens()
    guard.require(request(Sec_Fetch_Site=site), {FIELD: guard.issue(HERS, NOON)}, HERS, NOON)


@given(st.text(min_size=1))
def test_made_up_tokens_are_refused_and_never_fail(made_up: str) -> None:
    refused(FOREIGN, tokens(), made_up)
