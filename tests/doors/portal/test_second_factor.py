"""Second factors from outside: the pages of signing in by them, and of looking after them."""

import re
from collections.abc import Sequence

import pytest
from lxml import html

from gatepost.core.signin import signin_settings
from gatepost.core.signin.policy import MfaMode, WithoutDevice
from tests.doors.portal.conftest import Browser, Installation, element
from tests.servers.authenticator import AuthenticatorApp

FACTOR = "/sign-in/factor"


def settle(gatepost: Installation, **changes: object) -> None:
    instance_id = gatepost.made.instance.instance_id
    gatepost.write(lambda call: signin_settings.change(call, instance_id, changes))


def app_on(browser: Browser) -> AuthenticatorApp:
    """Return the app whose key is typed from the page that is open."""
    return AuthenticatorApp("".join(element(browser.page.text, ".//pre[@id='seed']").text_content().split()))


def codes_on(browser: Browser) -> list[str]:
    return element(browser.page.text, ".//pre[@id='codes']").text_content().split()


def add_app(gatepost: Installation, browser: Browser, name: str = "") -> tuple[AuthenticatorApp, Sequence[str]]:
    """Add an app as a signed-in person; return it and the recovery codes that were shown, and let its code pass."""
    browser.get("/security")
    browser.submit({}, at="/security/app", form=".//form[@action='/security/app']")
    browser.get("/security/app")
    app = app_on(browser)
    shown = browser.submit({"code": app.code(gatepost.clock.now()), "name": name}, at="/security/app/code")
    gatepost.clock.advance(minutes=1)
    return app, codes_on(browser) if shown.status_code == 200 else ()


@pytest.fixture
def app(gatepost: Installation, browser: Browser) -> AuthenticatorApp:
    """The administrator's app; their browser has signed out."""
    browser.sign_in()
    added, _ = add_app(gatepost, browser)
    browser.get("/")
    browser.submit({}, at="/sign-out", form=".//form[@action='/sign-out']")
    return added


def test_the_code_of_the_app_is_asked_for_and_opens_the_portal(
    gatepost: Installation, browser: Browser, app: AuthenticatorApp
) -> None:
    sent = browser.sign_in(return_to="/start?from=cli")
    assert sent.location == FACTOR
    assert browser.cookie("gatepost") is None
    assert browser.get("/").status_code == 303
    assert browser.get(FACTOR).status_code == 200
    assert "six digits" in browser.text()
    assert browser.submit({"code": app.code(gatepost.clock.now())}, at=FACTOR).location == "/start?from=cli"
    assert browser.get("/").status_code == 200


def test_the_code_can_be_filled_in_by_the_browser(browser: Browser, app: AuthenticatorApp) -> None:
    browser.sign_in()
    browser.get(FACTOR)
    field = element(browser.page.text, ".//input[@name='code']")
    assert (field.get("autocomplete"), field.get("inputmode")) == ("one-time-code", "numeric")


def test_a_wrong_code_is_told_and_another_can_be_typed(
    gatepost: Installation, browser: Browser, app: AuthenticatorApp
) -> None:
    browser.sign_in()
    browser.get(FACTOR)
    assert browser.submit({"code": "000000"}, at=FACTOR).status_code == 400
    assert "not the code" in browser.text()
    assert "000000" not in browser.page.text
    assert browser.submit({"code": app.code(gatepost.clock.now())}, at=FACTOR).status_code == 303


def test_too_many_codes_are_told_to_wait(browser: Browser, app: AuthenticatorApp) -> None:
    browser.sign_in()
    browser.get(FACTOR)
    for _ in range(5):
        browser.submit({"code": "000000"}, at=FACTOR)
    waiting = browser.submit({"code": "000000"}, at=FACTOR)
    assert waiting.status_code == 429
    assert waiting.headers["Retry-After"] == "30"


def test_without_a_sign_in_there_is_no_second_step(browser: Browser) -> None:
    browser.get("/sign-in")
    token = browser.fields()["csrf_token"]
    for path in (FACTOR, "/sign-in/register", "/sign-in/register/app"):
        assert browser.get(path).location == "/sign-in"
    assert browser.post(FACTOR, {"csrf_token": token, "code": "000000"}).location == "/sign-in"
    assert browser.post("/sign-in/register/app", {"csrf_token": token}).location == "/sign-in"


def test_a_code_sent_without_the_forms_token_is_refused(browser: Browser, app: AuthenticatorApp) -> None:
    browser.sign_in()
    browser.get(FACTOR)
    assert browser.submit({"code": "000000", "csrf_token": "x"}, at=FACTOR).status_code == 403


def test_a_session_that_ended_leads_through_both_steps_again(
    gatepost: Installation, browser: Browser, app: AuthenticatorApp
) -> None:
    browser.sign_in()
    browser.get(FACTOR)
    browser.submit({"code": app.code(gatepost.clock.now())}, at=FACTOR)
    gatepost.clock.advance(hours=9)
    assert browser.get("/").location == "/sign-in?return_to=%2F"
    assert browser.sign_in().location == FACTOR


def test_a_recovery_code_opens_the_portal_once(gatepost: Installation, browser: Browser) -> None:
    browser.sign_in()
    _, codes = add_app(gatepost, browser)
    lost = gatepost.browser()
    lost.sign_in()
    lost.get(FACTOR)
    assert "Use a recovery code" in lost.text()
    lost.get(f"{FACTOR}?way=recovery-code")
    assert lost.submit({"code": codes[0].lower()}, at=FACTOR).location == "/"
    again = gatepost.browser()
    again.sign_in()
    again.get(f"{FACTOR}?way=recovery-code")
    assert again.submit({"code": codes[0]}, at=FACTOR).status_code == 400
    assert "none of your recovery codes" in again.text()


@pytest.mark.parametrize("way", ["", "nothing", "recovery-code", "password", "<script>", "x" * 2_000])
def test_a_way_that_the_person_has_not_shows_one_that_they_have(
    gatepost: Installation, browser: Browser, way: str
) -> None:
    browser.sign_in()
    add_app(gatepost, browser)
    other = gatepost.browser()
    other.sign_in()
    page = other.get(FACTOR, query_string={"way": way})
    assert page.status_code == 200
    assert "<script>" not in page.text


# ------------------------------------------------------------------------------------------ registering at sign-in


def test_whoever_has_no_device_registers_one_to_get_in(gatepost: Installation, browser: Browser) -> None:
    settle(gatepost, without_device=WithoutDevice.REGISTER)
    assert browser.sign_in(return_to="/start").location == "/sign-in/register"
    browser.get("/sign-in/register")
    assert browser.submit({}, at="/sign-in/register/app").location == "/sign-in/register/app"
    browser.get("/sign-in/register/app")
    app = app_on(browser)
    wrong = browser.submit({"code": "000000", "name": "My phone"}, at="/sign-in/register/app/code")
    assert wrong.status_code == 400
    assert browser.fields()["name"] == "My phone"
    assert browser.get("/").status_code == 303
    browser.get("/sign-in/register/app")
    done = browser.submit({"code": app.code(gatepost.clock.now())}, at="/sign-in/register/app/code")
    assert done.status_code == 200
    assert len(codes_on(browser)) == 10
    assert element(browser.page.text, ".//main//a").get("href") == "/start"
    assert browser.get("/").status_code == 200
    gatepost.clock.advance(minutes=1)
    other = gatepost.browser()
    assert other.sign_in().location == FACTOR


def test_whoever_has_no_device_stays_out_where_that_is_the_rule(gatepost: Installation, browser: Browser) -> None:
    settle(gatepost, without_device=WithoutDevice.BLOCK)
    assert browser.sign_in().status_code == 400
    assert "Ask your administrator" in browser.text()
    assert browser.cookie("gatepost") is None


def test_an_invitation_leads_to_the_second_step_too(gatepost: Installation, browser: Browser) -> None:
    settle(gatepost, without_device=WithoutDevice.REGISTER)
    link = gatepost.invite()
    browser.get(link)
    password = "five words in a new row"
    sent = browser.submit({"password": password, "password_again": password}, at=link)
    assert sent.location == "/sign-in/register"


def test_an_invitation_says_that_a_device_is_needed(gatepost: Installation, browser: Browser) -> None:
    settle(gatepost, without_device=WithoutDevice.BLOCK)
    link = gatepost.invite()
    browser.get(link)
    password = "five words in a new row"
    browser.submit({"password": password, "password_again": password}, at=link)
    assert "Ask your administrator" in browser.text()


# ------------------------------------------------------------------------------------------------- one's own devices


def test_the_portal_invites_to_add_a_device_until_there_is_one(gatepost: Installation, browser: Browser) -> None:
    browser.sign_in()
    assert "Add a device" in browser.get("/").text
    add_app(gatepost, browser)
    assert "Add a device" not in browser.get("/").text


def test_the_picture_holds_the_key(browser: Browser) -> None:
    browser.sign_in()
    browser.get("/security")
    browser.submit({}, at="/security/app", form=".//form[@action='/security/app']")
    page = browser.get("/security/app")
    assert page.headers["Cache-Control"] == "no-store"
    assert html.fromstring(page.text).find(".//div[@role='img']/svg") is not None
    assert re.fullmatch(r"[A-Z2-7]{32}", app_on(browser).seed)


def test_devices_are_listed_named_and_removed(gatepost: Installation, browser: Browser) -> None:
    browser.sign_in()
    add_app(gatepost, browser, "Phone <b>")
    assert "Phone <b>" in browser.get("/security").text.replace("&lt;", "<").replace("&gt;", ">")
    device = element(browser.page.text, ".//main//li//a").get("href") or ""
    browser.get(device)
    bad = browser.submit({"name": "\u202ex"}, at=device)
    assert bad.status_code == 400
    assert browser.submit({"name": "Work phone"}, at=device).location == "/security"
    assert "Work phone" in browser.get("/security").text
    browser.get(device)
    assert browser.submit({}, at=f"{device}/remove").location == "/security"
    assert "You have no device yet" in browser.get("/security").text
    browser.get(device)
    assert browser.page.status_code == 404
    other = gatepost.browser()
    assert other.sign_in().location == "/"


@pytest.mark.parametrize("path", ["/security/app", "/security/recovery-codes", "/security/devices/x/remove"])
def test_changes_ask_for_a_sign_in_that_has_just_been(gatepost: Installation, browser: Browser, path: str) -> None:
    browser.sign_in()
    app, _ = add_app(gatepost, browser)
    gatepost.clock.advance(minutes=10)
    browser.get("/security")
    asked = browser.submit({}, at=path, form=".//form[@action='/security/app']")
    assert asked.location is not None
    assert asked.location.startswith("/sign-in?fresh=1&return_to=%2Fsecurity")
    cookie = browser.cookie("gatepost")
    browser.get(asked.location)
    assert "Confirm that it is you" in browser.text()
    assert browser.fields()["user_name"] == "admin"
    browser.submit({"password": "four words in a row"}, at="/sign-in")
    assert browser.page.location == FACTOR
    browser.get(FACTOR)
    back = browser.submit({"code": app.code(gatepost.clock.now())}, at=FACTOR)
    assert (back.location or "").startswith("/security")
    renewed = browser.cookie("gatepost")
    assert renewed != cookie
    replayed = gatepost.browser()
    replayed.give_cookie("gatepost", cookie or "")
    assert replayed.get("/").status_code == 303
    browser.get("/security")
    assert browser.submit({}, at="/security/app", form=".//form[@action='/security/app']").location == "/security/app"


def test_a_sign_in_that_confirms_goes_on_with_the_same_session(gatepost: Installation, browser: Browser) -> None:
    browser.sign_in()
    gatepost.clock.advance(hours=1)
    before = browser.get("/api/v1/me").json
    browser.get("/sign-in?fresh=1&return_to=/security")
    browser.submit({"password": "four words in a row"}, at="/sign-in")
    after = browser.get("/api/v1/me").json
    assert before == after


def test_a_sign_in_that_confirms_ends_the_token_before_it(gatepost: Installation, browser: Browser) -> None:
    browser.sign_in()
    before = browser.cookie("gatepost") or ""
    browser.get("/sign-in?fresh=1&return_to=/security")
    browser.submit({"password": "four words in a row"}, at="/sign-in")
    assert browser.cookie("gatepost") != before
    thief = gatepost.browser()
    thief.give_cookie("gatepost", before)
    assert thief.get("/").status_code == 303
    assert browser.get("/").status_code == 200


def test_whoever_confirms_as_somebody_else_is_somebody_else(gatepost: Installation, browser: Browser) -> None:
    browser.sign_in()
    first = browser.cookie("gatepost") or ""
    browser.get("/sign-in?fresh=1&return_to=/security")
    assert browser.submit({"user_name": "nobody", "password": "x"}, at="/sign-in").status_code == 400
    kept = gatepost.browser()
    kept.give_cookie("gatepost", first)
    assert kept.get("/").status_code == 200


def test_a_change_is_told_by_mail(gatepost: Installation, browser: Browser) -> None:
    browser.sign_in()
    add_app(gatepost, browser, "Phone")
    gatepost.work()
    mails = gatepost.mails()
    assert any("A device was added" in mail["Subject"] for mail in mails)
    [added] = [mail for mail in mails if "added" in mail["Subject"]]
    body = added.get_body(preferencelist=("plain",))
    assert body is not None
    assert "“Phone” was added" in body.get_content()


def test_where_administrators_manage_devices_people_only_see_them(gatepost: Installation, browser: Browser) -> None:
    browser.sign_in()
    add_app(gatepost, browser)
    browser.get("/security")
    token = browser.fields(".//main//form")["csrf_token"]
    settle(gatepost, self_management=False)
    page = browser.get("/security")
    assert "Your administrator adds and removes devices" in page.text
    assert html.fromstring(page.text).find(".//main//form") is None
    for path in ("/security/app", "/security/recovery-codes", "/security/devices/x", "/security/devices/x/remove"):
        assert browser.post(path, {"csrf_token": token, "name": "x"}).status_code == 403


def test_a_kind_that_is_not_allowed_cannot_be_added(gatepost: Installation, browser: Browser) -> None:
    browser.sign_in()
    browser.get("/")
    token = browser.fields(".//form[@action='/sign-out']")["csrf_token"]
    settle(gatepost, device_kinds=())
    assert browser.post("/security/app", {"csrf_token": token}).status_code == 403


def test_the_events_of_a_device_are_the_directorys(gatepost: Installation, browser: Browser) -> None:
    browser.sign_in()
    add_app(gatepost, browser)
    for name in ("StartVirtualMfaDeviceRegistration", "CompleteVirtualMfaDeviceRegistration"):
        [event] = gatepost.events(name)
        assert event["eventSource"] == "sso-directory.amazonaws.com"
        assert event["userIdentity"]["onBehalfOf"]["userId"] == gatepost.made.admin.user_id


# -------------------------------------------------------------------------------------- codes by mail, trusted browsers


def test_a_code_comes_by_mail_and_opens_the_portal(gatepost: Installation, browser: Browser) -> None:
    settle(gatepost, without_device=WithoutDevice.EMAIL_CODE)
    assert browser.sign_in().location == FACTOR
    browser.get(FACTOR)
    assert "a…@example.com" in browser.text()
    assert browser.submit({}, at=f"{FACTOR}/email", form=".//form[@class='resend']").location == f"{FACTOR}?way=email"
    gatepost.work()
    subjects = [mail["Subject"] for mail in gatepost.mails() if "is your code" in mail["Subject"]]
    codes = {subject[:6] for subject in subjects}
    browser.get(FACTOR)
    assert any(browser.submit({"code": code}, at=FACTOR).status_code == 303 for code in codes)
    assert browser.get("/").status_code == 200


def test_a_browser_is_trusted_and_forgotten(gatepost: Installation, browser: Browser) -> None:
    settle(gatepost, mfa_mode=MfaMode.CONTEXT_AWARE)
    browser.sign_in()
    app, _ = add_app(gatepost, browser)
    browser.get("/")
    browser.submit({}, at="/sign-out", form=".//form[@action='/sign-out']")
    browser.sign_in()
    browser.get(FACTOR)
    assert "Do not ask again in this browser" in browser.text()
    assert browser.submit({"code": app.code(gatepost.clock.now()), "trust": "yes"}, at=FACTOR).location == "/"
    browser.get("/")
    browser.submit({}, at="/sign-out", form=".//form[@action='/sign-out']")
    assert browser.sign_in().location == "/"
    assert "You trust 1 browser." in browser.get("/security").text
    browser.submit({}, at="/security/trusted-browsers", form=".//form[@action='/security/trusted-browsers']")
    assert "Trusted browsers" not in browser.get("/security").text
    browser.submit({}, at="/sign-out", form=".//form[@action='/sign-out']")
    assert browser.sign_in().location == FACTOR
