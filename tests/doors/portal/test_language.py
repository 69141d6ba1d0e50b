"""A visitor chooses a language, before signing in and after."""

import pytest
from lxml import html

from tests.doors.portal.conftest import Browser, Installation, element

FORM = ".//form[@action='/language']"


def language_of(page: str) -> str | None:
    return html.document_fromstring(page).get("lang")


def test_the_browser_says_which_language_until_the_person_does(browser: Browser) -> None:
    german = {"Accept-Language": "de-DE,de;q=0.9,en;q=0.8"}
    browser.get("/sign-in", query_string={"return_to": "/start?x=1"}, headers=german)
    assert language_of(browser.page.text) == "de"
    assert "Passwort vergessen?" in browser.text()
    back = browser.submit({"language": "ja"}, at="/language", form=FORM)
    assert (back.status_code, back.location) == (303, "/sign-in?return_to=/start?x%3D1")
    browser.get(back.location, headers=german)
    assert language_of(browser.page.text) == "ja"
    assert element(browser.page.text, FORM + "//button[@aria-current='true']").get("lang") == "ja"


def test_what_went_wrong_is_said_in_the_language_and_to_programs_in_english(
    gatepost: Installation, browser: Browser
) -> None:
    browser.give_cookie("gatepost-language", "de")
    browser.sign_in(password="wrong, and longer than it must be")
    assert "Benutzername oder Passwort stimmt nicht." in browser.text()
    browser.get("/no-such-page")
    assert "Hier ist nichts" in browser.text()
    problem = browser.send("GET", "/api/v1/no-such", b"", {"Accept-Language": "de"})
    assert problem.get_json()["detail"] == "There is no such page."


def test_a_signed_in_person_reads_the_portal_in_their_language(browser: Browser) -> None:
    browser.sign_in()
    browser.get("/")
    browser.submit({"language": "de"}, at="/language", form=FORM)
    browser.get("/")
    assert "Ihre Konten" in browser.text()
    assert "1 Rolle" in browser.text()


@pytest.mark.parametrize("language", ["", "tlh", "DE", "../de", "x" * 5000])
def test_only_a_language_that_there_is_can_be_chosen(browser: Browser, language: str) -> None:
    assert browser.post("/language", {"language": language}).status_code == 400
    assert browser.cookie("gatepost-language") is None


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", ""])
def test_a_choice_leads_nowhere_else(browser: Browser, elsewhere: str) -> None:
    assert browser.post("/language", {"language": "de", "return_to": elsewhere}).location == "/"


def test_no_other_site_chooses_a_language(browser: Browser) -> None:
    answer = browser.post("/language", {"language": "de"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert browser.cookie("gatepost-language") is None
    assert browser.get("/language").location == "/"
