"""Sessions: how long a sign-in lasts, and after how long unused it ends."""

from typing import Final

from werkzeug.wrappers import Response

from gatepost.core.signin.policy import SigninSettings
from gatepost.core.signin.signin_settings import LEAST_SESSION_MINUTES, MOST_SESSION_MINUTES
from gatepost.doors.console import fields
from gatepost.doors.console.fields import Typed
from gatepost.doors.console.settings import lengths, signin
from gatepost.doors.console.visit import HOME, Console, Visit
from gatepost.kit.errors import Denied
from gatepost.web.dispatch import Route

PAGE: Final = f"{HOME}/settings/sessions"
_FIELDS: Final = ("session_minutes", "session_idle_minutes")


def routes(console: Console) -> list[Route]:
    """Return the page, whose form changes both lengths."""
    return [Route("GET", PAGE, console.page(_show)), Route("POST", PAGE, console.page(_save))]


def _show(visit: Visit) -> Response:
    return _page(visit, _typed(signin.read(visit)))


def _save(visit: Visit) -> Response:
    typed = fields.typed(visit.form(), (*_FIELDS, *(f"{name}_unit" for name in _FIELDS)))
    if (denied := signin.denial(visit)) is not None:
        raise Denied(denied)
    changes = {name: lengths.read(typed, name, LEAST_SESSION_MINUTES, MOST_SESSION_MINUTES) for name in _FIELDS}
    if typed.is_sound:
        try:
            signin.change(visit, changes)
            return visit.go(PAGE, "settings-saved")
        except fields.REFUSALS as problem:
            typed.blame(problem)
    return _page(visit, typed, status=400)


def _typed(settings: SigninSettings) -> Typed:
    values = {}
    for name in _FIELDS:
        values[name], values[f"{name}_unit"] = lengths.split(getattr(settings, name))
    return Typed(values)


def _page(visit: Visit, typed: Typed, status: int = 200) -> Response:
    settings = visit.runtime.settings
    return visit.render(
        "settings/sessions.html",
        status=status,
        typed=typed,
        units=[(name, name) for name in lengths.UNITS],
        usual_length=lengths.words(settings.session_hours * 60),
        usual_idle=lengths.words(settings.session_idle_minutes),
        denied=signin.denial(visit),
    )
