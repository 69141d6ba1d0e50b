"""The list of permission sets, and adding one."""

from collections.abc import Mapping
from typing import Final

from werkzeug.wrappers import Response

from gatepost.core.access import permission_sets
from gatepost.core.call import Call
from gatepost.doors.console import acts, fields, listing
from gatepost.doors.console.fields import Typed
from gatepost.doors.console.visit import HOME, ONCE, Console, Visit
from gatepost.web.dispatch import Route
from gatepost.web.limits import Form

SETS: Final = f"{HOME}/permission-sets"
DURATIONS: Final = tuple(
    (f"PT{hours}H", "1 hour" if hours == 1 else f"{hours} hours") for hours in (1, 2, 4, 6, 8, 10, 12)
)
_ALPHABET: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+=,.@-")


def routes(console: Console) -> list[Route]:
    """Return the list and the form of a new set."""
    return [
        Route("GET", SETS, console.page(_show)),
        Route("GET", f"{SETS}/new", console.page(_begin)),
        Route("POST", f"{SETS}/new", console.page(_create)),
    ]


def _show(visit: Visit) -> Response:
    search, asked = visit.query("q"), listing.asked(visit)
    instance_arn = visit.instance.arn
    found = visit.perform(
        acts.LIST_PERMISSION_SETS,
        lambda call: permission_sets.browse(call, instance_arn, search, asked),
        on=(instance_arn,),
        parameters={"instanceArn": instance_arn},
    )
    return visit.render(
        "permission_sets.html",
        sets=listing.listing(visit, found, search),
        may_add=visit.denial(acts.CREATE_PERMISSION_SET, instance_arn),
    )


def _begin(visit: Visit) -> Response:
    visit.require(acts.CREATE_PERMISSION_SET, visit.instance.arn)
    typed = Typed({"session_duration": "PT1H"})
    return visit.render("permission_set_edit.html", permission_set=None, typed=typed, durations=DURATIONS)


def _create(visit: Visit) -> Response:
    form = visit.form()
    typed = read(form)
    _check_name(typed)
    if typed.is_sound:
        try:
            return visit.go(f"{SETS}/{_created(visit, typed, form.get(ONCE, ''))}", "set-added")
        except fields.REFUSALS as problem:
            typed.blame(problem)
    return visit.render("permission_set_edit.html", status=400, permission_set=None, typed=typed, durations=DURATIONS)


def read(form: Form) -> Typed:
    """Return what was typed of a permission set."""
    typed = fields.typed(form, ("name", "description", "session_duration", "relay_state"))
    typed.limit("description", 700)
    typed.limit("relay_state", 240)
    if not typed["session_duration"]:
        typed.problems["session_duration"] = "Choose how long a session may last."
    return typed


def _check_name(typed: Typed) -> None:
    typed.require({"name": "The name"}, longest=32)
    if "name" not in typed.problems and not set(typed["name"]) <= _ALPHABET:
        typed.problems["name"] = "A name has letters, digits and any of _ + = , . @ -, and no blanks."


def _created(visit: Visit, typed: Typed, once: str) -> str:
    instance_arn = visit.instance.arn

    def do(call: Call) -> Mapping[str, str]:
        made = permission_sets.create(
            call,
            instance_arn=instance_arn,
            name=typed["name"],
            description=typed["description"] or None,
            session_duration=typed["session_duration"],
            relay_state=typed["relay_state"] or None,
        )
        return {"permission_set_id": made.permission_set_id}

    parameters = {"instanceArn": instance_arn, **shown(typed)}
    made = visit.perform(acts.CREATE_PERMISSION_SET, do, on=(instance_arn,), parameters=parameters, once=once)
    return made["permission_set_id"]


def shown(typed: Typed) -> dict[str, str]:
    """Return what was typed as an event shows it."""
    members = {
        "name": typed["name"],
        "description": typed["description"],
        "sessionDuration": typed["session_duration"],
        "relayState": typed["relay_state"],
    }
    return {member: value for member, value in members.items() if value}
