"""Favourites, roles used last, shortcuts and the search of the portal, from outside."""

import pytest
from lxml import html

from gatepost.core.access import role_marks
from gatepost.core.access.store import role_marks as store
from tests.doors.portal.conftest import Browser, Installation, element

ROLE = "AdministratorAccess"
LIST = ".//form[@data-dialog]"


@pytest.fixture
def signed_in(browser: Browser) -> Browser:
    """A browser in which the administrator is signed in."""
    browser.sign_in()
    return browser


@pytest.fixture
def url(gatepost: Installation) -> str:
    """Where the acts on the administrator's one role are."""
    return f"/accounts/{gatepost.made.instance.owner_account_id}/roles/{ROLE}"


def at_hand(browser: Browser) -> list[str]:
    browser.get("/")
    names = html.fromstring(browser.page.text).xpath("//ul[contains(@class, 'quick')]//div[@class='role-name']")
    return [name.text_content() for name in names]


def act(browser: Browser, url: str, **fields: str) -> int:
    browser.get("/")
    return browser.submit(fields, at=url, form=LIST).status_code


def test_a_star_keeps_a_role_above_the_list(gatepost: Installation, signed_in: Browser, url: str) -> None:
    assert at_hand(signed_in) == []
    assert act(signed_in, f"{url}/favourite", favourite="yes") == 303
    assert at_hand(signed_in) == [ROLE]
    star = html.fromstring(signed_in.page.text).xpath("//button[@name='favourite']")
    assert {(each.get("aria-pressed"), each.get("value")) for each in star} == {("true", "no")}
    assert act(signed_in, f"{url}/favourite", favourite="no") == 303
    assert at_hand(signed_in) == []
    assert len(gatepost.events("MarkRole")) == 2


def test_only_a_role_that_one_has_becomes_a_favourite(signed_in: Browser, url: str) -> None:
    foreign = url.replace(ROLE, "SomethingElse")
    assert act(signed_in, f"{foreign}/favourite", favourite="yes") == 404
    assert "You have no such role." in signed_in.text()
    assert act(signed_in, f"{foreign}/favourite", favourite="no") == 303
    assert signed_in.post(f"{url}/favourite", {"favourite": "yes"}).status_code == 403
    assert at_hand(signed_in) == []
    assert signed_in.get(f"{url}/favourite").location == "/"


def test_there_are_so_many_favourites_and_no_more(
    monkeypatch: pytest.MonkeyPatch, signed_in: Browser, url: str
) -> None:
    monkeypatch.setattr(role_marks, "MOST_FAVOURITES", 0)
    assert act(signed_in, f"{url}/favourite", favourite="yes") == 429


@pytest.mark.parametrize("way", ["access-keys", "console"])
def test_what_was_used_last_is_at_hand(gatepost: Installation, signed_in: Browser, url: str, way: str) -> None:
    act(signed_in, f"{url}/{way}")
    assert at_hand(signed_in) == [ROLE]
    act(signed_in, f"{url}/{way}")
    assert len(gatepost.events("NoteRoleUse")) == 1
    gatepost.clock.advance(minutes=10)
    act(signed_in, f"{url}/{way}")
    assert len(gatepost.events("NoteRoleUse")) == 2


def test_a_role_that_is_taken_away_is_at_hand_no_more(gatepost: Installation, signed_in: Browser, url: str) -> None:
    act(signed_in, f"{url}/favourite", favourite="yes")
    foreign = {"account_id": "999999999999", "role_name": "Gone"}
    user_id = gatepost.made.admin.user_id
    gatepost.write(lambda call: store.put_use(call.tx, user_id, **foreign, used_at=call.now))
    assert at_hand(signed_in) == [ROLE]


def test_a_shortcut_leads_to_its_role_and_on(gatepost: Installation, browser: Browser, url: str) -> None:
    account_id = gatepost.made.instance.owner_account_id
    link = f"/?account_id={account_id}&role_name={ROLE}&destination=/console/users"
    asked = browser.get(link)
    browser.get(asked.location)
    arrived = browser.submit({"user_name": "admin", "password": "four words in a row"}, at="/sign-in")
    page = browser.get(arrived.location)
    chosen = ".//form[@class='panel chosen']"
    assert "Management console" in element(page.text, chosen).text_content()
    opened = browser.submit({}, at=f"{url}/console", form=chosen)
    assert opened.location == "/console/users"


@pytest.mark.parametrize(
    "destination", ["https://evil.example/console/", "//evil.example/console/", "/sign-out", "/console/../sign-out", ""]
)
def test_a_shortcut_leads_into_the_console_and_nowhere_else(signed_in: Browser, url: str, destination: str) -> None:
    signed_in.get("/")
    assert signed_in.submit({"destination": destination}, at=f"{url}/console", form=LIST).location == "/console"


def test_a_shortcut_to_a_role_of_others_says_so(signed_in: Browser) -> None:
    signed_in.get("/?account_id=123456789012&role_name=<b>Boss</b>")
    assert (
        "The link leads to the role <b>Boss</b> in the account 123456789012, which you do not have." in signed_in.text()
    )


@pytest.mark.parametrize(
    ("query", "finds"),
    [("ADMIN", True), ("administrator access", True), ("management", True), ("no such thing", False), ("%", False)],
)
def test_the_server_searches_where_no_script_does(signed_in: Browser, query: str, finds: bool) -> None:
    page = signed_in.get("/", query_string={"q": query})
    assert (f">{ROLE}<" in page.text) is finds
    assert ("Nothing by that name" in page.text) is True


@pytest.mark.parametrize("page", ["0", "-1", "2", "999999", "1e9", "x", "٣", "9" * 5000])
def test_a_page_that_there_is_not_is_the_nearest(signed_in: Browser, page: str) -> None:
    assert f">{ROLE}<" in signed_in.get("/", query_string={"page": page}).text


def test_the_link_to_a_role_stands_with_its_keys(gatepost: Installation, signed_in: Browser, url: str) -> None:
    act(signed_in, f"{url}/access-keys")
    shown = html.fromstring(signed_in.page.text).get_element_by_id("shortcut").text_content()
    account_id = gatepost.made.instance.owner_account_id
    assert shown == f"http://localhost:8080/?account_id={account_id}&role_name={ROLE}"
