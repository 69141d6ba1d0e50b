"""The pages in a browser: on a desktop and a phone, in light and dark, by mouse and by keyboard alone."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.servers.chromium import Window
from tests.web.gallery import SAMPLES, served

OpenWindow = Callable[..., Window]

# Those that share a name close each other.
OPEN_ALL = """for (const details of document.querySelectorAll("details")) {
    details.removeAttribute("name");
    details.open = true;
}"""


@pytest.fixture(scope="module")
def gallery() -> Iterator[str]:
    with served() as url:
        yield url


def focused(window: Window) -> str:
    """What a person who moves by keyboard is at: the name of the field, or the words on it."""
    says = "(({ name, ariaLabel, innerText }) => name || ariaLabel || innerText.trim())(document.activeElement)"
    return str(window.page.evaluate(says))


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_no_page_overflows_or_complains(gallery: str, open_window: OpenWindow, device: str, colours: str) -> None:
    """`open_window` fails the test for anything that the console calls an error, the policy's violations among it."""
    window = open_window(device, colours)
    wide = []
    for sample in SAMPLES:
        window.page.goto(f"{gallery}/{sample}")
        window.page.evaluate(OPEN_ALL)
        if window.overflows():
            wide.append(sample)
    assert not wide


def test_colours_follow_the_persons_choice(gallery: str, open_window: OpenWindow) -> None:
    grounds = []
    for colours in ("light", "dark"):
        window = open_window("desktop", colours)
        window.page.goto(f"{gallery}/sign_in")
        grounds.append(window.page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert grounds == ["rgb(242, 245, 243)", "rgb(15, 21, 19)"]


def test_sign_in_by_keyboard_alone(gallery: str, open_window: OpenWindow) -> None:
    window = open_window()
    page = window.page
    page.goto(f"{gallery}/sign_in")
    assert focused(window) == "user_name"
    page.keyboard.type("maria.okonkwo")
    page.keyboard.press("Tab")
    assert focused(window) == "password"
    page.keyboard.type("four words in a row")
    page.keyboard.press("Tab")
    assert focused(window) == "Show the password"
    page.keyboard.press("Space")
    expect(page.locator("#password")).to_have_attribute("type", "text")
    expect(page.get_by_role("button", name="Show the password")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Space")
    expect(page.locator("#password")).to_have_attribute("type", "password")
    page.keyboard.press("Shift+Tab")
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.keyboard.press("Enter")
    assert sent.value.post_data is not None
    assert "user_name=maria.okonkwo&password=four+words+in+a+row" in sent.value.post_data


def test_access_keys_by_keyboard_alone(gallery: str, open_window: OpenWindow) -> None:
    window = open_window()
    page = window.page
    page.goto(f"{gallery}/portal_few")
    opener = page.get_by_role("button", name="Access keys: ViewOnlyAccess in Data platform")
    opener.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Access keys for PowerUserAccess")
    expect(dialog).to_be_visible()
    assert focused(window) == "Close"
    page.keyboard.press("Tab")
    assert focused(window).startswith("Sign in with the AWS CLI")
    summary = dialog.locator("summary", has_text="Environment variables")
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert focused(window) == "macOS, Linux"
    page.keyboard.press("ArrowRight")
    assert focused(window) == "PowerShell"
    expect(dialog.get_by_role("tab", name="PowerShell")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("End")
    assert focused(window) == "Windows cmd"
    expect(dialog.get_by_role("tabpanel")).to_contain_text("SET AWS_ACCESS_KEY_ID=ASIA")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("tabpanel").get_by_role("button")).to_contain_text("Copied")
    expect(dialog.locator("[data-announcer]")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()").startswith("SET AWS_ACCESS_KEY_ID=ASIA")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()
    assert page.evaluate("document.getElementById('access-keys').childElementCount") == 0


def test_the_chosen_terminal_is_remembered(gallery: str, open_window: OpenWindow) -> None:
    page = open_window().page
    page.goto(f"{gallery}/access_keys")
    page.locator("summary", has_text="Environment variables").click()
    page.get_by_role("tab", name="PowerShell").click()
    page.reload()
    page.locator("summary", has_text="Environment variables").click()
    expect(page.get_by_role("tabpanel")).to_contain_text("$Env:AWS_ACCESS_KEY_ID")


def test_the_list_narrows_as_one_types_and_comes_back_as_it_was(gallery: str, window: Window) -> None:
    page = window.page
    page.goto(f"{gallery}/portal")
    field = page.get_by_role("searchbox", name="Find an account, role or application")
    shown = page.locator(".account:visible")
    field.fill("345678")
    expect(shown).to_have_count(1)
    expect(page.locator(".role:visible")).to_have_count(3)
    field.fill("shop ONCALL")
    expect(page.locator(".role:visible .role-name")).to_have_text(["OnCall-IncidentResponse"])
    field.fill("zurich buro")
    expect(shown).to_have_count(1)
    field.fill("no such thing")
    expect(page.get_by_role("heading", name="Nothing by that name")).to_be_visible()
    field.fill("")
    expect(shown).to_have_count(5)
    expect(page.locator(".role:visible")).to_have_count(0)


def test_the_menu_opens_closes_and_signs_out(gallery: str, window: Window) -> None:
    page = window.page
    page.goto(f"{gallery}/portal")
    page.get_by_role("button", name="Maria Okonkwo").click()
    expect(page.get_by_text("maria.okonkwo@alder-rowe.example")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#user-menu")).to_be_hidden()
    page.get_by_role("button", name="Maria Okonkwo").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()


def test_two_passwords_that_differ_are_not_sent(gallery: str, open_window: OpenWindow) -> None:
    page = open_window().page
    page.goto(f"{gallery}/invitation")
    page.locator("#password").fill("four words in a row")
    page.locator("#password_again").fill("four words in a now")
    page.get_by_role("button", name="Set password").click()
    said = page.locator("#password_again").evaluate("field => field.validationMessage")
    assert said == "The two passwords are not the same."
    page.locator("#password_again").fill("four words in a row")
    with page.expect_request(lambda request: request.method == "POST"):
        page.get_by_role("button", name="Set password").click()


def test_an_ended_session_leaves_the_dialog_for_the_page(gallery: str, open_window: OpenWindow) -> None:
    window = open_window()
    page = window.page
    page.goto(f"{gallery}/portal_few")
    page.route("**/access-keys", lambda route: route.fulfill(status=302, headers={"Location": "/sign_in_notice"}))
    page.get_by_role("button", name="Access keys: ViewOnlyAccess in Data platform").click()
    expect(page.get_by_text("Your session has ended.")).to_be_visible()


def test_everything_is_there_without_scripts(gallery: str, open_window: OpenWindow) -> None:
    context = open_window().page.context.browser
    assert context is not None
    plain = context.new_context(java_script_enabled=False)
    try:
        page = plain.new_page()
        page.goto(f"{gallery}/portal")
        page.locator("summary").first.click()
        page.get_by_role("button", name="Access keys: ViewOnlyAccess in Data platform").click()
        expect(page.get_by_role("heading", name="Access keys for PowerUserAccess")).to_be_visible()
        page.locator("summary", has_text="Environment variables").click()
        expect(page.get_by_text("$Env:AWS_ACCESS_KEY_ID")).to_be_visible()
        expect(page.get_by_text("SET AWS_ACCESS_KEY_ID")).to_be_visible()
        assert page.get_by_role("button", name="Copy").count() == 0
    finally:
        plain.close()


def test_motion_stops_for_those_who_ask(gallery: str, open_window: OpenWindow) -> None:
    page = open_window().page
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{gallery}/portal")
    assert page.locator(".chevron").first.evaluate("icon => getComputedStyle(icon).transitionDuration") == "0s"


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_a_new_password_is_judged_as_it_is_typed(gallery: str, open_window: OpenWindow, device: str) -> None:
    window = open_window(device)
    page = window.page
    page.goto(f"{gallery}/invitation")
    strength, met = page.locator(".strength"), page.locator(".rules > .met")
    expect(strength).to_be_hidden()
    page.get_by_label("New password", exact=True).focus()
    page.keyboard.type("maria.okonkwo")
    expect(strength.get_by_role("status")).to_have_text("Guessed at once")
    expect(met).to_have_count(0)
    page.keyboard.type(" and four words")
    expect(strength.get_by_role("status")).to_have_text("Very hard to guess")
    expect(met).to_have_count(2)
    window.screenshot("new-password-strength")
    assert not window.overflows()
    page.get_by_label("New password", exact=True).fill("")
    expect(strength).to_be_hidden()
    expect(met).to_have_count(0)
