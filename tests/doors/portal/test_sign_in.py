"""The sign-in page, from outside."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from lxml import html

from tests.doors.portal.conftest import PASSWORD, Browser, Install, Installation, element
from tests.kit import PATIENCE_SECONDS

WRONG = "five words in this row"


def test_a_visitor_is_sent_to_sign_in_and_back(browser: Browser) -> None:
    sent = browser.get("/")
    assert sent.status_code == 303
    assert sent.location == "/sign-in?return_to=%2F"
    back = browser.sign_in(return_to="/start?from=cli")
    assert back.status_code == 303
    assert back.location == "/start?from=cli"
    assert browser.get("/").status_code == 200


@pytest.mark.parametrize("login", ["admin", "ADMIN", "admin@example.com"])
def test_user_name_and_email_both_sign_in(browser: Browser, login: str) -> None:
    assert browser.sign_in(login).location == "/"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/..//evil.example", "evil"],
)
def test_nobody_is_sent_elsewhere(browser: Browser, elsewhere: str) -> None:
    browser.get("/sign-in", query_string={"return_to": elsewhere})
    assert browser.fields()["return_to"] == "/"
    fields = {"user_name": "admin", "password": PASSWORD, "return_to": elsewhere}
    assert browser.submit(fields, at="/sign-in").location == "/"
    assert browser.get("/sign-in", query_string={"return_to": elsewhere}).location == "/"


def test_wrong_unknown_and_disabled_answer_alike(gatepost: Installation, browser: Browser) -> None:
    def answer(user_name: str, password: str) -> tuple[int, str]:
        browser.sign_in(user_name, password)
        return browser.page.status_code, browser.page.text.replace(user_name, "NAME")

    def comparable(answered: tuple[int, str]) -> tuple[int, str]:
        tree = html.fromstring(answered[1])
        for field in tree.findall(".//input[@name='csrf_token']"):
            field.set("value", "")
        return answered[0], html.tostring(tree, encoding="unicode")

    wrong = comparable(answer("admin", WRONG))
    unknown = comparable(answer("nobody", WRONG))
    gatepost.disable_admin()
    disabled = comparable(answer("admin", PASSWORD))
    assert wrong == unknown == disabled
    assert wrong[0] == 400
    assert "The user name or the password is not right." in wrong[1]
    assert browser.cookie("gatepost") is None


def test_wrong_and_unknown_take_the_same_time(gatepost: Installation) -> None:
    def seconds(user_name: str, address: str) -> float:
        browser = gatepost.browser(address)
        browser.get("/sign-in")
        began = time.process_time()
        browser.submit({"user_name": user_name, "password": WRONG}, at="/sign-in")
        return time.process_time() - began

    pairs = [(seconds("admin", f"192.0.2.{n}"), seconds("nobody", f"192.0.2.{n}")) for n in range(1, 10)]
    wrong, unknown = (min(times) for times in zip(*pairs, strict=True))
    # Without a hash one of them would take a fifth; what the machine does meanwhile does not count, and its noise stays far below a factor of two.
    assert 0.5 < wrong / unknown < 2


def test_too_many_guesses_are_told_to_wait(gatepost: Installation, browser: Browser) -> None:
    for _ in range(5):
        assert browser.sign_in(password=WRONG).status_code == 400
    waiting = browser.sign_in()
    assert waiting.status_code == 429
    assert waiting.headers["Retry-After"] == "30"
    assert browser.cookie("gatepost") is None
    assert gatepost.browser("203.0.113.9").sign_in().status_code == 303
    gatepost.clock.advance(seconds=30)
    assert browser.sign_in().status_code == 303


def test_a_flood_of_guesses_waits_in_line_and_keeps_nobody_out_who_was_here_before(install: Install) -> None:
    gatepost = install(threads=1)
    person = gatepost.browser()
    person.sign_in()
    person.get("/")
    person.submit({}, at="/sign-out", form=".//form[@action='/sign-out']")
    strangers = [gatepost.browser(f"203.0.113.{number}") for number in range(16)]
    begin = threading.Barrier(len(strangers) + 1)

    def guess(stranger: Browser) -> int:
        stranger.get("/sign-in")
        begin.wait(PATIENCE_SECONDS)
        return stranger.submit({"user_name": "admin", "password": WRONG}, at="/sign-in").status_code

    with ThreadPoolExecutor(len(strangers)) as pool:
        guesses = [pool.submit(guess, each) for each in strangers]
        begin.wait(PATIENCE_SECONDS)
        assert person.sign_in().status_code == 303
        statuses = [each.result(PATIENCE_SECONDS) for each in guesses]
    assert set(statuses) == {400, 429}
    turned_away = strangers[statuses.index(429)]
    assert "Many people are signing in at this moment. Try again in a few seconds." in turned_away.text()
    assert turned_away.page.headers["Retry-After"] == "2"
    assert turned_away.fields()["user_name"] == "admin"
    assert turned_away.sign_in().status_code == 303, "what nobody looked at does not count"
    assert len(gatepost.events("CredentialChallenge")) == len(statuses) + 3
    verified = gatepost.events("CredentialVerification")
    assert len(verified) == statuses.count(400) + 3, "what nobody looked at was not verified either"
    wrong = [each for each in verified if each["serviceEventDetails"]["CredentialVerification"] == "Failure"]
    assert len(wrong) == statuses.count(400)


def test_a_proxys_word_about_the_address_is_believed_only_from_a_proxy(install: Install) -> None:
    gatepost = install(trusted_proxies="10.0.0.0/8")
    for number in range(1, 7):
        stranger = gatepost.browser("198.51.100.7")
        stranger.get("/sign-in")
        fields = stranger.fields() | {"user_name": "admin", "password": WRONG}
        forged = stranger.post("/sign-in", fields, headers={"X-Forwarded-For": f"192.0.2.{number}"})
    assert forged.status_code == 429


def test_the_form_can_be_filled_in_by_password_managers(browser: Browser) -> None:
    browser.get("/sign-in")
    tree = html.fromstring(browser.page.text)
    assert element(tree, ".//input[@name='user_name']").get("autocomplete") == "username webauthn"
    password = element(tree, ".//input[@name='password']")
    assert (password.get("type"), password.get("autocomplete")) == ("password", "current-password")
    assert "onpaste" not in browser.page.text
    assert password.get("maxlength") is None


def test_what_was_typed_is_there_again_but_not_the_password(browser: Browser) -> None:
    browser.sign_in("maria", "canary password value")
    assert 'value="maria"' in browser.page.text
    assert "canary" not in browser.page.text


def test_what_was_typed_is_text(browser: Browser) -> None:
    browser.sign_in('"><script>alert(1)</script>', WRONG)
    assert "<script>alert" not in browser.page.text


@pytest.mark.parametrize("token", ["", "1.2", "x" * 200])
def test_a_form_without_its_token_is_refused(browser: Browser, token: str) -> None:
    browser.get("/sign-in")
    fields = {"user_name": "admin", "password": PASSWORD, "csrf_token": token}
    assert browser.submit(fields, at="/sign-in").status_code == 403
    assert browser.cookie("gatepost") is None


def test_a_form_of_another_browser_is_refused(gatepost: Installation, browser: Browser) -> None:
    browser.get("/sign-in")
    other = gatepost.browser()
    other.get("/sign-in")
    stolen = browser.fields() | {"user_name": "admin", "password": PASSWORD}
    assert other.post("/sign-in", stolen).status_code == 403
    assert gatepost.browser().post("/sign-in", stolen).status_code == 403


def test_a_form_sent_by_another_site_is_refused(browser: Browser) -> None:
    browser.get("/sign-in")
    fields = browser.fields() | {"user_name": "admin", "password": PASSWORD}
    assert browser.post("/sign-in", fields, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"{}", "application/json", 415),
        (b"user_name=%FF", "application/x-www-form-urlencoded", 400),
        (b"user_name=%00", "application/x-www-form-urlencoded", 400),
        (b"a=" + b"x" * 70_000, "application/x-www-form-urlencoded", 413),
        (b"&".join([b"a=b"] * 300), "application/x-www-form-urlencoded", 413),
        (b"", "application/x-www-form-urlencoded", 403),
    ],
)
def test_a_malformed_form_is_refused(browser: Browser, body: bytes, content_type: str, status: int) -> None:
    browser.get("/sign-in")
    answer = browser._client.post("/sign-in", data=body, content_type=content_type, **browser._sent)
    assert answer.status_code == status


@pytest.mark.parametrize("name", ["x" * 10_000, "\u202e\U0001f98a\ufdfa" * 100, "admin\r\nX: y", "' OR 1=1 --", "%00"])
def test_strange_names_are_names_of_nobody(browser: Browser, name: str) -> None:
    assert browser.sign_in(name, WRONG).status_code == 400


def test_a_long_password_is_wrong_like_any_other(browser: Browser) -> None:
    assert browser.sign_in(password="x" * 5_000).status_code == 400


def test_a_session_that_a_stranger_planted_is_not_the_one_that_is_opened(browser: Browser) -> None:
    browser.give_cookie("gatepost", "gps_" + "x" * 43)
    browser.sign_in()
    assert browser.cookie("gatepost") != "gps_" + "x" * 43
    assert browser.get("/").status_code == 200


def test_signing_in_anew_ends_the_session_before(gatepost: Installation, browser: Browser) -> None:
    browser.get("/sign-in")
    fields = browser.fields() | {"user_name": "admin", "password": PASSWORD}
    browser.post("/sign-in", fields)
    first, visit = browser.cookie("gatepost"), browser.cookie("gatepost-visit")
    assert first is not None
    # The page was open in another tab: it is reloaded with the new visit's cookie, and sent while the session lives.
    other = gatepost.browser()
    assert visit is not None
    other.give_cookie("gatepost-visit", visit)
    other.get("/sign-in")
    again = other.fields() | {"user_name": "admin", "password": PASSWORD}
    assert browser.post("/sign-in", again).status_code == 303
    assert browser.cookie("gatepost") not in {first, None}
    replayed = gatepost.browser()
    replayed.give_cookie("gatepost", first)
    assert replayed.get("/").status_code == 303


def test_the_visits_cookie_changes_with_the_sign_in(browser: Browser) -> None:
    browser.get("/sign-in")
    before = browser.cookie("gatepost-visit")
    browser.sign_in()
    assert browser.cookie("gatepost-visit") not in {before, None}


def test_whoever_is_signed_in_need_not_sign_in(browser: Browser) -> None:
    browser.sign_in()
    sent = browser.get("/sign-in?return_to=/device")
    assert (sent.status_code, sent.location) == (303, "/device")


def test_an_ended_session_says_so(gatepost: Installation, browser: Browser) -> None:
    browser.sign_in()
    gatepost.clock.advance(hours=8)
    browser.get("/sign-in")
    assert "Your session has ended." in browser.text()


def test_cookies_on_plain_http(browser: Browser) -> None:
    headers = browser.sign_in().headers.getlist("Set-Cookie")
    session = next(each for each in headers if each.startswith("gatepost=gps_"))
    for attribute in ("HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=28800"):
        assert attribute in session


def test_cookies_on_https(install: Install) -> None:
    browser = install(public_url="https://sso.example.com").browser()
    headers = browser.sign_in().headers.getlist("Set-Cookie")
    assert {each.partition("=")[0] for each in headers} == {"__Host-gatepost", "__Host-gatepost-visit"}
    for each in headers:
        for attribute in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
            assert attribute in each
        assert "Domain" not in each
    assert "Strict-Transport-Security" in browser.get("/").headers


def test_pages_keep_the_rules_for_pages(browser: Browser) -> None:
    page = browser.get("/sign-in")
    policy = page.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'none'" in policy
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert "<script>" not in page.text
    assert " style=" not in page.text


def test_each_try_is_recorded_without_what_was_typed(gatepost: Installation, browser: Browser) -> None:
    browser.sign_in("canary-name", "canary-password")
    browser.sign_in()
    outcomes = [event["serviceEventDetails"] for event in gatepost.events("CredentialVerification")]
    assert sorted(str(each) for each in outcomes) == [
        "{'CredentialVerification': 'Failure'}",
        "{'CredentialVerification': 'Success'}",
    ]
    [done] = gatepost.events("UserAuthentication")
    assert done["sourceIPAddress"] == "198.51.100.7"
    assert done["userAgent"] == "test browser"
    everything = "".join(str(gatepost.events(name)) for name in ("CredentialChallenge", "CredentialVerification"))
    assert "canary" not in everything
