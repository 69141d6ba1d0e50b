"""The list of groups, and adding one."""

from collections.abc import Mapping
from typing import Final

from werkzeug.wrappers import Response

from gatepost.core.call import Call
from gatepost.core.directory import groups
from gatepost.core.directory.model import GroupAttributes
from gatepost.doors.console import acts, fields, listing
from gatepost.doors.console.fields import Typed
from gatepost.doors.console.visit import HOME, ONCE, Console, Visit
from gatepost.web.dispatch import Route
from gatepost.web.limits import Form

GROUPS: Final = f"{HOME}/groups"
LABELS: Final = {"name": "The name"}


def routes(console: Console) -> list[Route]:
    """Return the list and the form of a new group."""
    return [
        Route("GET", GROUPS, console.page(_show)),
        Route("GET", f"{GROUPS}/new", console.page(_begin)),
        Route("POST", f"{GROUPS}/new", console.page(_create)),
    ]


def _show(visit: Visit) -> Response:
    search, asked = visit.query("q"), listing.asked(visit)
    found = visit.perform(
        acts.LIST_GROUPS,
        lambda call: groups.browse(call, visit.store_id, search, asked),
        on=(visit.store_arn,),
        parameters={"identityStoreId": visit.store_id},
    )
    return visit.render(
        "groups.html",
        groups=listing.listing(visit, found, search),
        may_add=visit.denial(acts.CREATE_GROUP, visit.store_arn),
    )


def _begin(visit: Visit) -> Response:
    visit.require(acts.CREATE_GROUP, visit.store_arn)
    return visit.render("group_edit.html", group=None, typed=Typed({}))


def _create(visit: Visit) -> Response:
    form = visit.form()
    typed = read(form)
    if typed.is_sound:
        try:
            return visit.go(f"{GROUPS}/{_created(visit, typed, form.get(ONCE, ''))}", "group-added")
        except fields.REFUSALS as problem:
            typed.blame(problem)
    return visit.render("group_edit.html", status=400, group=None, typed=typed)


def read(form: Form) -> Typed:
    """Return what was typed as a group's name and description."""
    typed = fields.typed(form, ("name", "description", "revision"))
    typed.require(LABELS)
    typed.limit("description", 1024)
    return typed


def _created(visit: Visit, typed: Typed, once: str) -> str:
    attributes = GroupAttributes(typed["name"], typed["description"] or None)

    def do(call: Call) -> Mapping[str, str]:
        return {"group_id": groups.create(call, identity_store_id=visit.store_id, attributes=attributes).group_id}

    parameters = {"identityStoreId": visit.store_id, **acts.hidden("displayName", "description")}
    made = visit.perform(
        acts.CREATE_GROUP,
        do,
        on=(visit.store_arn,),
        parameters=parameters,
        once=once,
        fingerprint=dict(typed.values),
    )
    return made["group_id"]
