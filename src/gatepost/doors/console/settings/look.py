"""The organisation's own look: what pages and mails call it, the colour of buttons and links, and its logo."""

from typing import Any, Final

from werkzeug.wrappers import Response

from gatepost.core.instances import branding
from gatepost.core.instances.branding import LONGEST_NAME
from gatepost.core.instances.model import Branding
from gatepost.doors.console import acts, fields
from gatepost.doors.console.fields import Typed
from gatepost.doors.console.visit import HOME, Console, Visit
from gatepost.kit import pictures
from gatepost.kit.errors import Problem
from gatepost.web import limits
from gatepost.web.brand import ACCENT
from gatepost.web.dispatch import Route

PAGE: Final = f"{HOME}/settings/look"
_TEXTS: Final = ("organisation_name", "accent_colour", "own_colour", "without_logo")


def routes(console: Console) -> list[Route]:
    """Return the page, whose form changes all of it."""
    return [Route("GET", PAGE, console.page(_show)), Route("POST", PAGE, console.page(_save))]


def _read(visit: Visit) -> Branding:
    instance = visit.instance
    return visit.perform(acts.GET_BRANDING, lambda call: branding.read(call, instance.instance_id), on=(instance.arn,))


def _show(visit: Visit) -> Response:
    found = _read(visit)
    values = {
        "organisation_name": found.organisation_name or "",
        "accent_colour": found.accent_colour or ACCENT,
        "own_colour": "yes" if found.accent_colour else "",
    }
    return _page(visit, found, Typed(values))


def _save(visit: Visit) -> Response:
    instance = visit.instance
    visit.require(acts.UPDATE_BRANDING, instance.arn)
    typed = Typed({})
    try:
        upload = visit.upload("logo", pictures.LARGEST_BYTES + limits.DEFAULT.form_body)
        typed = fields.typed(upload.form, _TEXTS)
        typed.limit("organisation_name", LONGEST_NAME)
        if typed.is_sound:
            changes = _changes(typed, upload.content)
            told = {name: "…" if name == "logo" and value else value for name, value in changes.items()}
            visit.perform(
                acts.UPDATE_BRANDING,
                lambda call: branding.change(call, instance.instance_id, changes),
                on=(instance.arn,),
                parameters=told,
            )
            return visit.go(PAGE, "settings-saved")
    except fields.REFUSALS as problem:
        _blame(typed, problem)
    return _page(visit, _read(visit), typed, 400)


def _blame(typed: Typed, problem: Problem) -> None:
    """Put a refusal to the field it is about: what the core says of a logo names it."""
    if problem.reason == limits.TOO_LARGE:
        typed.problems["logo"] = f"A logo has at most {pictures.LARGEST_BYTES} bytes."
    else:
        typed.problems["logo" if "logo" in problem.message else fields.FORM] = problem.message


def _changes(typed: Typed, picture: bytes | None) -> dict[str, Any]:
    changes: dict[str, Any] = {
        "organisation_name": typed["organisation_name"] or None,
        "accent_colour": typed["accent_colour"].lower() if typed["own_colour"] else None,
    }
    if picture:
        changes["logo"] = pictures.data_uri(picture)
    elif typed["without_logo"]:
        changes["logo"] = None
    return changes


def _page(visit: Visit, found: Branding, typed: Typed, status: int = 200) -> Response:
    return visit.render(
        "settings/look.html",
        status=status,
        typed=typed,
        logo=found.logo,
        usual_name=visit.runtime.settings.organisation_name,
        most_bytes=pictures.LARGEST_BYTES,
        denied=visit.denial(acts.UPDATE_BRANDING, visit.instance.arn),
    )
