"""What ends with a person's access, at once and whole: their browser, their program's tokens, their role credentials."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.credentials import Credentials

from gatepost.core.call import Call
from gatepost.core.directory import users
from gatepost.core.signin import sessions
from tests.doors.api.programs import ADMINISTRATOR_ACCESS, signed
from tests.doors.api.programs import Program as Signed
from tests.doors.oauth.conftest import Program
from tests.doors.portal.conftest import Browser, Installation
from tests.kit import FakeClock

SETTINGS = "/api/v1/sign-in-settings"


@pytest.fixture(autouse=True)
def _time(monkeypatch: pytest.MonkeyPatch, clock: FakeClock) -> None:
    """Let botocore sign by the test's clock."""
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda: clock.now().replace(tzinfo=None))


@dataclass(frozen=True)
class Access:
    """All that a person has opened in one browser."""

    gatepost: Installation
    browser: Browser
    program: Program
    tokens: Mapping[str, Any]
    credentials: Credentials

    def works(self) -> dict[str, bool]:
        """Say of each part whether it is let in; nothing of it is used up."""
        keys = signed(self.credentials, SETTINGS)
        return {
            "browser": self.browser.get("/api/v1/me").status_code == 200,
            "access token": self.program.is_let_in(self.tokens),
            "role credentials": self.gatepost.browser().get(SETTINGS, headers=keys).status_code == 200,
        }


@pytest.fixture
def access(gatepost: Installation, browser: Browser, program: Program, tokens: Mapping[str, Any]) -> Access:
    account_id = gatepost.made.instance.owner_account_id
    path = f"/federation/credentials?account_id={account_id}&role_name=AdministratorAccess"
    answer = gatepost.browser().get(path, headers={"x-amz-sso_bearer_token": tokens["accessToken"]})
    assert answer.json is not None
    keys = answer.json["roleCredentials"]
    credentials = Credentials(keys["accessKeyId"], keys["secretAccessKey"], keys["sessionToken"])
    opened = Access(gatepost, browser, program, tokens, credentials)
    assert all(opened.works().values()), opened.works()
    return opened


def disabled(gatepost: Installation) -> None:
    gatepost.disable_admin()


def deleted(gatepost: Installation) -> None:
    store_id, user_id = gatepost.made.instance.identity_store_id, gatepost.made.admin.user_id
    gatepost.write(lambda call: users.delete(call, identity_store_id=store_id, user_id=user_id))


def reset(gatepost: Installation) -> None:
    browser, path = gatepost.browser(), gatepost.invite()
    browser.get(path)
    password = "quite another set of words"
    assert browser.submit({"password": password, "password_again": password}, at=path).status_code == 303


def signed_out_everywhere_by_an_administrator(gatepost: Installation) -> None:
    administrator = Signed(gatepost, ADMINISTRATOR_ACCESS, name="administrator")
    assert administrator.delete(f"/users/{gatepost.made.admin.user_id}/sessions").json == {"ended": 1}


def signed_out_once_by_an_administrator(gatepost: Installation) -> None:
    administrator = Signed(gatepost, ADMINISTRATOR_ACCESS, name="administrator")
    path = f"/users/{gatepost.made.admin.user_id}/sessions"
    listed = administrator.get(path).json
    assert listed is not None
    [session] = listed["sessions"]
    assert administrator.delete(f"{path}/{session['session_id']}").status_code == 204


def ended_from_another_browser(gatepost: Installation) -> None:
    gatepost.clock.advance(minutes=1)
    other = gatepost.browser()
    other.sign_in()
    other.get("/sessions")
    path = "/sessions/others/end"
    assert other.submit({}, at=path, form=f".//form[@action='{path}']").status_code == 303


@pytest.mark.parametrize(
    "end",
    [
        ended_from_another_browser,
        disabled,
        deleted,
        reset,
        signed_out_everywhere_by_an_administrator,
        signed_out_once_by_an_administrator,
    ],
)
def test_everything_ends_at_once(access: Access, end: Callable[[Installation], None]) -> None:
    """No job has run: it is the answer to the very next request."""
    end(access.gatepost)
    assert access.works() == {"browser": False, "access token": False, "role credentials": False}
    assert access.program.refresh(access.tokens).error == "invalid_grant"


def test_what_was_ended_stays_ended_when_the_person_is_let_in_again(access: Access, clock: FakeClock) -> None:
    gatepost = access.gatepost
    gatepost.disable_admin()
    gatepost.work()
    store_id, user_id = gatepost.made.instance.identity_store_id, gatepost.made.admin.user_id
    gatepost.write(lambda call: users.set_status(call, identity_store_id=store_id, user_id=user_id, status="ENABLED"))
    clock.advance(seconds=1)
    assert not any(access.works().values())
    assert access.program.refresh(access.tokens).error == "invalid_grant"
    assert gatepost.browser().sign_in().status_code == 303


def test_to_sign_out_leaves_role_credentials_to_programs_at_work(access: Access) -> None:
    access.browser.get("/")
    access.browser.submit({}, at="/sign-out", form=".//form[@action='/sign-out']")
    assert access.works() == {"browser": False, "access token": False, "role credentials": True}


def test_the_end_of_one_session_leaves_another(access: Access, clock: FakeClock) -> None:
    gatepost = access.gatepost
    clock.advance(minutes=1)
    other = gatepost.browser()
    other.sign_in()

    def end(call: Call) -> None:
        newest, *_ = sessions.list_for_user(call, gatepost.made.admin.user_id)
        sessions.end_of(call, gatepost.made.admin.user_id, newest.session_id)

    gatepost.write(end)
    assert other.get("/api/v1/me").status_code == 401
    assert all(access.works().values())
