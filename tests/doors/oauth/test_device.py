"""The device grant (RFC 8628): who may decide, what a poll is answered, and that nothing is given twice."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from gatepost.core.call import Call
from gatepost.core.directory import groups, memberships
from gatepost.core.directory.model import GroupAttributes
from gatepost.core.tokens import device_grant_bans
from tests.doors.oauth.conftest import DEVICE_CODE, Program, allow_device, look_up_device
from tests.doors.portal.conftest import PASSWORD, Browser, Installation
from tests.kit import FakeClock

PENDING = "authorization_pending"
DONE = "Done, you are signed in there"


def test_a_device_is_told_where_to_send_the_person(program: Program) -> None:
    started = program.start_device()
    assert re.fullmatch(r"[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}", started["userCode"])
    assert started["verificationUri"] == "http://localhost:8080/device"
    assert started["verificationUriComplete"] == f"{started['verificationUri']}?user_code={started['userCode']}"
    assert len(started["deviceCode"]) >= 43, "256 bits"
    assert started["expiresIn"] == 600
    assert started["interval"] >= 1


def test_the_page_names_the_client_and_the_address_and_warns(
    browser: Browser, gatepost: Installation, clock: FakeClock
) -> None:
    started = Program(gatepost, "198.51.100.9").start_device()
    browser.get("/device", query_string={"user_code": started["userCode"]})
    says = browser.text()
    for words in (
        started["userCode"],
        "Compare the code with the one in your terminal.",
        "program",
        "aws-cli 2.31.6 on Linux",
        "198.51.100.9, your own network",
        clock.now().strftime("%H:%M"),
        "(admin)",
        "Did you start this yourself, just now?",
    ):
        assert words in says, words


@pytest.mark.parametrize(
    ("device", "person", "is_elsewhere"),
    [
        ("198.51.100.9", "198.51.100.250", False),
        ("198.51.101.9", "198.51.100.250", True),
        ("127.0.0.1", "::1", False),
        ("127.0.0.1", "198.51.100.7", True),
        ("2001:db8:1:2::9", "2001:db8:1:ff::1", False),
        ("2001:db8:2::9", "2001:db8:1::1", True),
        ("198.51.100.9", "2001:db8:1::1", True),
    ],
)
def test_the_page_warns_where_the_device_is_in_another_network(
    gatepost: Installation, device: str, person: str, *, is_elsewhere: bool
) -> None:
    started = Program(gatepost, device).start_device()
    browser = gatepost.browser(person)
    browser.sign_in()
    look_up_device(browser, started)
    assert ("This request does not come from where you are." in browser.text()) is is_elsewhere
    assert DONE in allow_device(browser, started)
    [event] = [each for each in gatepost.events("AuthorizeDevice") if "additionalEventData" in each]
    assert event["additionalEventData"] == {
        "clientName": "program",
        "requestedFrom": device,
        "requestedFromAnotherNetwork": is_elsewhere,
        "allowed": True,
    }


def test_a_link_from_another_network_does_not_bring_the_code(browser: Browser, program: Program) -> None:
    """Whoever was sent a link has no terminal to read the code off."""
    started = program.start_device()
    browser.get("/device", query_string={"user_code": started["userCode"]})
    says = browser.text()
    assert "The device is in another network than you." in says
    assert "203.0.113.9" in says
    assert "Allow" not in says
    assert started["userCode"] not in says
    assert browser.fields()["user_code"] == ""
    browser.submit({"user_code": started["userCode"]}, at="/device")
    assert "This request does not come from where you are. You are at 198.51.100.7." in browser.text()


@pytest.mark.parametrize(
    "user_agent",
    [
        "",
        "x",
        "<script>alert(1)</script>/1",
        "aws-cli/2.31.6\r\nSet-Cookie: a=b",
        "\u202eaws-cli/1",
        "%s" * 100,
        "\U0001f600/1",
    ],
)
def test_what_a_program_calls_itself_is_shown_as_its_word_and_harms_nothing(
    browser: Browser, gatepost: Installation, user_agent: str
) -> None:
    sent = user_agent.encode("utf-8", "surrogatepass").decode("latin-1")
    started = Program(gatepost, "198.51.100.9", sent).start_device()
    page = look_up_device(browser, started)
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert DONE in allow_device(browser, started)


def forbid(gatepost: Installation, name: str = "No codes", *members: str) -> None:
    """Make a group of users, by their ids, whose members may not sign devices in by a code."""
    store_id = gatepost.made.instance.identity_store_id

    def do(call: Call) -> None:
        group = groups.create(
            call, identity_store_id=store_id, attributes=GroupAttributes(name, "People who need no codes")
        )
        device_grant_bans.set_for_group(call, store_id, group.group_id, allowed=False)
        for user_id in members:
            memberships.create(call, identity_store_id=store_id, group_id=group.group_id, user_id=user_id)

    gatepost.write(do)


def test_who_is_in_a_group_that_forbids_it_can_only_deny(browser: Browser, gatepost: Installation) -> None:
    program = Program(gatepost, "198.51.100.9")
    started = program.start_device()
    forbid(gatepost, "No codes", gatepost.made.admin.user_id)
    browser.get("/device", query_string={"user_code": started["userCode"]})
    says = browser.text()
    assert "Your organisation does not let you sign in by a code." in says
    assert "You may not allow this device" in says
    assert browser.page.text.count('name="decision"') == 1
    browser.submit({"decision": "allow"}, at="/device")
    assert "without --use-device-code" in browser.text()
    assert program.poll(started).error == PENDING
    allow_device(browser, started, "deny")
    assert program.poll(started).error == "access_denied"
    refused = [event for event in gatepost.events("AuthorizeDevice") if event.get("errorCode")]
    assert [event["errorCode"] for event in refused] == ["device_grant_forbidden"]


def test_a_group_that_forbids_it_stops_nobody_else(browser: Browser, gatepost: Installation, program: Program) -> None:
    forbid(gatepost)
    started = program.start_device()
    assert DONE in allow_device(browser, started)
    assert program.poll(started).status == 200


def test_who_is_forbidden_it_after_allowing_gets_nothing(
    browser: Browser, gatepost: Installation, program: Program
) -> None:
    started = program.start_device()
    allow_device(browser, started)
    forbid(gatepost, "No codes", gatepost.made.admin.user_id)
    assert program.poll(started).error == "access_denied"


def test_allowed(browser: Browser, program: Program) -> None:
    started = program.start_device()
    assert program.poll(started).error == PENDING
    assert DONE in allow_device(browser, started)
    given = program.poll(started)
    assert given.status == 200
    assert set(given.body) == {"accessToken", "tokenType", "expiresIn", "refreshToken"}
    assert (given.body["tokenType"], given.body["expiresIn"]) == ("Bearer", 3600)
    assert program.is_let_in(given.body)


def test_denied(browser: Browser, program: Program) -> None:
    started = program.start_device()
    allow_device(browser, started, "deny")
    assert [program.poll(started).error for _ in range(2)] == ["access_denied"] * 2


def test_a_device_code_works_once(browser: Browser, program: Program) -> None:
    started = program.start_device()
    allow_device(browser, started)
    assert program.poll(started).status == 200
    assert program.poll(started).error == "invalid_grant"


def test_of_parallel_polls_exactly_one_is_given_tokens(browser: Browser, program: Program) -> None:
    started = program.start_device()
    allow_device(browser, started)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: program.poll(started), range(16)))
    assert sorted(answer.error or "" for answer in answers) == ["", *["invalid_grant"] * 15]


def test_a_device_code_is_bound_to_its_client(browser: Browser, gatepost: Installation, program: Program) -> None:
    started = program.start_device()
    allow_device(browser, started)
    assert Program(gatepost).poll(started).error == "invalid_grant"
    assert program.poll(started).status == 200


def test_a_device_code_that_never_was_is_refused(program: Program) -> None:
    assert program.token(DEVICE_CODE, deviceCode="x" * 43).error == "invalid_grant"


def test_after_ten_minutes_it_has_expired(browser: Browser, program: Program, clock: FakeClock) -> None:
    started = program.start_device()
    clock.advance(minutes=10, seconds=-1)
    assert program.poll(started).error == PENDING
    clock.advance(seconds=1)
    assert program.poll(started).error == "expired_token"
    browser.get("/device", query_string={"user_code": started["userCode"]})
    assert "No device is waiting with this code." in browser.text()


def test_polling_too_fast_slows_the_device_down_by_five_seconds_each_time(program: Program, clock: FakeClock) -> None:
    """The CLI's first two polls come at once; the interval counts from then on (RFC 8628 section 3.5)."""
    started = program.start_device()
    interval = started["interval"]
    assert [program.poll(started).error for _ in range(2)] == [PENDING] * 2
    clock.advance(seconds=10)
    assert program.poll(started).error == PENDING
    clock.advance(seconds=0.1)
    slowed = program.poll(started)
    assert (slowed.error, slowed.error_type) == ("slow_down", "SlowDownException")
    clock.advance(seconds=interval + 4)
    assert program.poll(started).error == "slow_down"
    clock.advance(seconds=interval + 10)
    assert program.poll(started).error == PENDING


@pytest.mark.parametrize("typed", ["lower", "no hyphen", "spaces"])
def test_case_and_hyphen_do_not_matter(browser: Browser, program: Program, typed: str) -> None:
    started = program.start_device()
    code = started["userCode"]
    spelt = {"lower": code.lower(), "no hyphen": code.replace("-", ""), "spaces": f" {code.replace('-', ' ')} "}
    browser.get("/device")
    browser.submit({"user_code": spelt[typed]}, at="/device")
    assert "Allow this device?" in browser.text()


def test_the_complete_address_allows_nothing_by_itself(browser: Browser, program: Program) -> None:
    started = program.start_device()
    for more in ({}, {"decision": "allow"}):
        browser.get("/device", query_string={"user_code": started["userCode"]} | more)
    browser.head(f"/device?user_code={started['userCode']}&decision=allow")
    assert program.poll(started).error == PENDING


def test_only_a_form_of_the_signed_in_person_decides(
    browser: Browser, gatepost: Installation, program: Program
) -> None:
    started = program.start_device()
    decision = {"user_code": started["userCode"], "decision": "allow"}
    look_up_device(browser, started)
    token = browser.fields()["csrf_token"]

    assert browser.post("/device", decision).status_code == 403, "without a token"
    assert browser.post("/device", decision | {"csrf_token": token[:-1] + "x"}).status_code == 403
    from_elsewhere = browser.post("/device", decision | {"csrf_token": token}, headers={"Sec-Fetch-Site": "cross-site"})
    assert from_elsewhere.status_code == 403

    stranger = gatepost.browser()
    sent = stranger.post("/device", decision | {"csrf_token": token})
    assert sent.location == f"/sign-in?return_to=%2Fdevice%3Fuser_code%3D{started['userCode']}"
    stranger.sign_in()
    assert stranger.post("/device", decision | {"csrf_token": token}).status_code == 403, "another session's token"
    assert program.poll(started).error == PENDING


def test_a_decision_is_made_once(browser: Browser, program: Program) -> None:
    started = program.start_device()
    look_up_device(browser, started)
    form = browser.fields()
    browser.post("/device", form | {"decision": "deny"})
    browser.post("/device", form | {"decision": "allow"})
    assert "No device is waiting with this code." in browser.text()
    assert program.poll(started).error == "access_denied"


@pytest.mark.parametrize(("decision", "outcome"), [("allow", DONE), ("deny", "Denied")])
def test_a_button_that_is_pressed_twice_decides_once_and_is_no_error(
    browser: Browser, gatepost: Installation, program: Program, decision: str, outcome: str
) -> None:
    started = program.start_device()
    look_up_device(browser, started)
    form = browser.fields() | {"decision": decision}
    for _ in range(2):
        browser.post("/device", form)
        assert outcome in browser.text()
    polled = [program.poll(started).error for _ in range(2)]
    assert polled == ([None, "invalid_grant"] if decision == "allow" else ["access_denied"] * 2)
    browser.post("/device", form)
    assert outcome in browser.text(), "when the device has its tokens, too"
    other = gatepost.browser()
    other.sign_in()
    other.get("/device")
    other.submit({"user_code": started["userCode"], "decision": decision}, at="/device")
    assert "No device is waiting with this code." in other.text()


def test_whose_session_ended_meanwhile_signs_in_and_decides_then(
    browser: Browser, gatepost: Installation, program: Program, clock: FakeClock
) -> None:
    session = browser.cookie("gatepost")
    assert session is not None
    started = program.start_device()
    look_up_device(browser, started)
    form = browser.fields() | {"decision": "allow"}
    browser.get("/")
    browser.submit({}, at="/sign-out", form=".//form[@action='/sign-out']")
    sent = browser.post("/device", form).location
    assert sent == f"/sign-in?return_to=%2Fdevice%3Fuser_code%3D{started['userCode']}"
    assert program.poll(started).error == PENDING
    browser.get(sent)
    back = browser.submit({"user_name": "admin", "password": PASSWORD}, at="/sign-in").location
    assert back == f"/device?user_code={started['userCode']}"
    assert DONE in allow_device(browser, started)


def test_guesses_are_limited_and_only_for_who_guesses(
    browser: Browser, gatepost: Installation, program: Program, clock: FakeClock
) -> None:
    started = program.start_device()
    for _ in range(10):
        browser.get("/device", query_string={"user_code": "BBBB-BBBB"})
    browser.get("/device", query_string={"user_code": started["userCode"]})
    assert "Too many wrong codes." in browser.text()
    browser.submit({"user_code": started["userCode"], "decision": "allow"}, at="/device")
    assert "Too many wrong codes." in browser.text()
    assert program.poll(started).error == PENDING
    clock.advance(minutes=10, seconds=1)
    later = program.start_device()
    assert DONE in allow_device(browser, later)


def test_who_is_not_signed_in_is_asked_to_and_comes_back(gatepost: Installation, program: Program) -> None:
    started = program.start_device()
    stranger = gatepost.browser()
    sent = stranger.get("/device", query_string={"user_code": started["userCode"]})
    assert sent.location == f"/sign-in?return_to=%2Fdevice%3Fuser_code%3D{started['userCode']}"


@pytest.mark.parametrize("what", ["user", "session"])
def test_what_was_allowed_dies_with_its(browser: Browser, gatepost: Installation, program: Program, what: str) -> None:
    started = program.start_device()
    allow_device(browser, started)
    if what == "user":
        gatepost.disable_admin()
    else:
        browser.get("/")
        browser.submit({}, at="/sign-out", form=".//form[@action='/sign-out']")
    assert program.poll(started).error == "invalid_grant"


def test_the_start_url_must_be_of_this_instance(gatepost: Installation, program: Program) -> None:
    alias = gatepost.made.instance.start_url_alias
    for start_url in (program.start_url, f"{program.start_url}/", alias, f"{alias}/#/"):
        assert program.post("/device_authorization", program.known | {"startUrl": start_url}).status == 200
    for start_url in ("https://d-0000000000.awsapps.com/start", "https://evil.example/start", "", "nonsense"):
        answer = program.post("/device_authorization", program.known | {"startUrl": start_url})
        assert (answer.status, answer.error) == (400, "invalid_request")
