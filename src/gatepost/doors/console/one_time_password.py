"""A one-time password for a user: a page that says what it does, and the one that shows it, once."""

from datetime import datetime
from typing import Final

from werkzeug.wrappers import Response

from gatepost.core.call import Call
from gatepost.core.signin import one_time_passwords, passwords
from gatepost.doors.console import acts, fields, user
from gatepost.doors.console.visit import ONCE, Console, Visit
from gatepost.web.dispatch import Route

PAGE: Final = f"{user.PAGE}/one-time-password"


class _Gift:
    """A password that one call gives. Its text is nowhere but here: whoever sends the form again does not get it again."""

    def __init__(self, visit: Visit, user_id: str) -> None:
        self.password = one_time_passwords.make(visit.runtime.entropy)
        self._hash = passwords.hash_password(self.password)
        self._store_id, self._user_id = visit.store_id, user_id
        self.until: datetime | None = None

    def __call__(self, call: Call) -> str:
        self.until = one_time_passwords.give(call, self._store_id, self._user_id, self._hash)
        return self._user_id


def routes(console: Console) -> list[Route]:
    """Return the page: GET asks, POST makes the password and shows it."""
    return [Route("GET", PAGE, console.page(_ask)), Route("POST", PAGE, console.page(_make))]


def _ask(visit: Visit, user_id: str) -> Response:
    _require_permission(visit)
    return _page(visit, user_id)


def _make(visit: Visit, user_id: str) -> Response:
    form = visit.form()
    _require_permission(visit)
    if user_id == visit.administrator.person.user_id:
        return _page(visit, user_id, problem="This would sign you out. Change your own password in the portal.")
    gift = _Gift(visit, user_id)
    try:
        visit.perform(
            acts.CREATE_ONE_TIME_PASSWORD,
            gift,
            on=(visit.instance.arn,),
            parameters={"user_id": user_id},
            once=form.get(ONCE, ""),
        )
    except fields.REFUSALS as problem:
        return _page(visit, user_id, problem=problem.message)
    if gift.until is None:
        return _page(visit, user_id, problem="That password was shown already, once. Make another if it is lost.")
    return _page(visit, user_id, gift=gift)


def _require_permission(visit: Visit) -> None:
    """Refuse before the hash is made, which takes a while, and before the page asks for what would be refused."""
    visit.require(acts.CREATE_ONE_TIME_PASSWORD, visit.instance.arn)


def _page(visit: Visit, user_id: str, *, problem: str | None = None, gift: _Gift | None = None) -> Response:
    person, _ = user.describe(visit, user_id)
    return visit.render(
        "one_time_password.html",
        status=409 if problem else 200,
        person=person,
        days=one_time_passwords.LIFETIME.days,
        password=gift.password.reveal() if gift else None,
        until=gift.until if gift else None,
        problem=problem,
    )
