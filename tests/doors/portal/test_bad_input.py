"""What people mistype, paste, send twice or send too late: each form of passwords, addresses and first sign-ins takes all of it."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from gatepost.core.directory import users
from gatepost.core.directory.model import UserAttributes
from tests.doors.portal.conftest import PASSWORD, Browser, Installation
from tests.doors.portal.test_second_factor import settle

NEW = "quite another set of words"
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>"
HOSTILE = {
    "nothing": "",
    "blanks": " \t ",
    "long": "x" * 5_000,
    "markup": MARKUP,
    "line breaks": "a@example.com\r\nSet-Cookie: a=b\r\nBcc: b@example.com",
    "right to left": "\u202etxet desrever\u202c",
    "four bytes": "🦊" * 20,
    "combining": "e" + "\u0301" * 500,
    "template": "{{ 7 * 7 }} ${7 * 7} %s %n",
    "sql": "' OR 1=1 --",
}


@dataclass(frozen=True)
class Form:
    """A form: how its page is opened, which returns where it is sent, what is typed, and what of that is secret."""

    open: Callable[[Installation, Browser], str]
    typed: dict[str, str]
    secret: frozenset[str] = frozenset()
    needs_session: bool = True


def _page(path: str) -> Callable[[Installation, Browser], str]:
    def open_page(gatepost: Installation, browser: Browser) -> str:
        browser.get(path)
        return path

    return open_page


def _link(gatepost: Installation, browser: Browser) -> str:
    path = gatepost.invite()
    browser.get(path)
    return path


def _code(gatepost: Installation, browser: Browser) -> str:
    browser.get("/first-sign-in")
    browser.submit({"user_name": "maria"}, at="/first-sign-in")
    return "/first-sign-in/code"


PASSWORDS = frozenset({"current", "password", "password_again"})
FORMS = {
    "invitation": Form(_link, {"password": NEW, "password_again": NEW}, PASSWORDS, needs_session=False),
    "forgotten password": Form(_page("/forgot-password"), {"user_name": "admin"}, needs_session=False),
    "first sign-in": Form(_page("/first-sign-in"), {"user_name": "maria"}, needs_session=False),
    "code of the first sign-in": Form(_code, {"code": "123456"}, frozenset({"code"}), needs_session=False),
    "change of password": Form(
        _page("/security/password"), {"current": PASSWORD, "password": NEW, "password_again": NEW}, PASSWORDS
    ),
    "change of address": Form(_page("/profile/email"), {"email": "new@example.com"}),
}


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest) -> Form:
    return FORMS[request.param]


@pytest.fixture
def person(gatepost: Installation, browser: Browser, form: Form) -> Browser:
    """A browser that may open the form: of somebody who is signed in where that is needed."""
    settle(gatepost, email_change=True, first_sign_in_code=True)
    store_id = gatepost.made.instance.identity_store_id
    newcomer = UserAttributes.person(user_name="maria", given_name="M", family_name="I", email="maria@example.com")
    gatepost.write(lambda call: users.create(call, identity_store_id=store_id, attributes=newcomer, invite=False))
    if form.needs_session:
        browser.sign_in()
    return browser


@pytest.mark.parametrize("what", HOSTILE)
def test_whatever_is_typed_is_answered_in_words(gatepost: Installation, person: Browser, form: Form, what: str) -> None:
    target = form.open(gatepost, person)
    answer = person.submit(dict.fromkeys(form.typed, HOSTILE[what]), at=target)
    assert answer.status_code in {200, 303, 400}
    assert "a" not in [name for name, _ in answer.headers]
    assert "Set-Cookie: a=b" not in str(answer.headers)
    if answer.status_code == 400:
        assert person.text()
        assert MARKUP not in answer.text
        kept = {name: value for name, value in person.fields().items() if name in form.typed}
        assert all(not kept.get(name) for name in form.secret), "a secret is shown again"
        typed = HOSTILE[what].replace("\r\n", "\n")  # as an HTML parser reads it back
        assert all(kept[name] in typed for name in kept if name not in form.secret)
    gatepost.work()
    assert all("b@example.com" not in str(mail["To"]) for mail in gatepost.mails())


def test_what_no_browser_sends_is_refused(gatepost: Installation, person: Browser, form: Form) -> None:
    target = form.open(gatepost, person)
    form_type = "application/x-www-form-urlencoded"
    for body, content_type, status in (
        (b"x=" + b"x" * 70_000, form_type, 413),
        (b"password=%ff%fe", form_type, 400),
        (b"password=%00", form_type, 400),
        (b"&".join([b"a=1"] * 300), form_type, 413),
        (b"{}", "application/json", 415),
        (b"", form_type, 403),
    ):
        assert person.post(target, body or b"nothing=", content_type=content_type).status_code == status


def test_a_form_of_another_browser_or_of_long_ago_does_nothing(
    gatepost: Installation, person: Browser, form: Form
) -> None:
    other = gatepost.browser()
    if form.needs_session:
        other.sign_in()
    form.open(gatepost, other)
    stolen = other.fields()["csrf_token"]
    target = form.open(gatepost, person)
    own = person.fields()
    for token in (stolen, "", "0", "x" * 500, own["csrf_token"][:-1]):
        assert person.post(target, {**own, **form.typed, "csrf_token": token}).status_code == 403
    assert gatepost.browser().sign_in().status_code == 303


def test_sent_three_times_it_is_done_once(gatepost: Installation, person: Browser, form: Form) -> None:
    """Two presses, the back button, or the same form in two tabs."""
    target = form.open(gatepost, person)
    filled = {**person.fields(), **form.typed}
    statuses = [person.post(target, filled).status_code for _ in range(3)]
    assert set(statuses) <= {200, 303, 400, 403, 410}
    done = [event for event in gatepost.events("UpdatePassword") if "errorCode" not in event]
    assert len(done) == (1 if "password" in form.typed else 0)


@pytest.mark.parametrize("form", [name for name, form in FORMS.items() if form.needs_session], indirect=True)
def test_a_session_that_has_ended_leads_to_the_sign_in(gatepost: Installation, person: Browser, form: Form) -> None:
    target = form.open(gatepost, person)
    filled = {**person.fields(), **form.typed}
    gatepost.clock.advance(hours=9)
    assert person.post(target, filled).location.startswith("/sign-in?return_to=")
    assert gatepost.events("UpdatePassword") == []
