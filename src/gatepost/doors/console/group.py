"""One group: who is in it, what it gives them, and what can be done with it."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from werkzeug.wrappers import Response

from gatepost.core.access import access_report
from gatepost.core.access.model import AccessOfUser
from gatepost.core.call import Call
from gatepost.core.directory import groups, users
from gatepost.core.directory.model import Group, Member, User
from gatepost.core.provisioning import keeping
from gatepost.doors.console import acts, fields, group_device_grant, listing, membership_acts, question
from gatepost.doors.console.fields import Typed
from gatepost.doors.console.groups import GROUPS, read
from gatepost.doors.console.question import Question
from gatepost.doors.console.visit import ONCE, Console, Looked, Visit
from gatepost.kit import arns
from gatepost.kit.errors import Conflict
from gatepost.kit.paging import Window, WindowRequest
from gatepost.web.dispatch import Route

PAGE: Final = f"{GROUPS}/<group_id>"
_CANDIDATES: Final = WindowRequest(10)


def routes(console: Console) -> list[Route]:
    """Return the group's page and its acts."""
    page = console.page
    return [
        Route("GET", PAGE, page(_show)),
        Route("GET", f"{PAGE}/edit", page(_edit)),
        Route("POST", f"{PAGE}/edit", page(_save)),
        Route("POST", f"{PAGE}/members", page(_join)),
        Route("GET", f"{PAGE}/members/<membership_id>/leave", page(_ask_to_leave)),
        Route("POST", f"{PAGE}/members/<membership_id>/leave", page(_leave)),
        Route("GET", f"{PAGE}/delete", page(_ask_to_delete)),
        Route("POST", f"{PAGE}/delete", page(_delete)),
    ]


def _show(visit: Visit, group_id: str, *, status: int = 200, problem: str | None = None) -> Response:
    """Show a group, with a sentence about what did not work, if something did not."""
    search = visit.query("add")
    group, is_kept = _described(visit, group_id)
    return visit.render(
        "group.html",
        status=status,
        problem=problem,
        group=group,
        is_kept=is_kept,
        members=_members(visit, group_id, listing.asked(visit)),
        search=search,
        candidates=_candidates(visit, search) if search else None,
        access=_access(visit, group_id),
        device_grant=group_device_grant.is_allowed(visit, group_id),
        denials={
            "change": visit.denial(acts.UPDATE_GROUP, *_on(visit, group_id)),
            "delete": visit.denial(acts.DELETE_GROUP, *_on(visit, group_id)),
            "join": visit.denial(acts.CREATE_MEMBERSHIP, *_on(visit, group_id)),
            "leave": visit.denial(acts.DELETE_MEMBERSHIP, visit.store_arn),
            "assign": visit.denial(acts.CREATE_ASSIGNMENT, visit.instance.arn),
            "device_grant": visit.denial(acts.UPDATE_DEVICE_GRANT, visit.instance.arn),
        },
    )


def _group(visit: Visit, group_id: str) -> Group:
    return _described(visit, group_id)[0]


def _described(visit: Visit, group_id: str) -> tuple[Group, bool]:
    """Return a group, and whether an identity provider keeps it in step."""

    def do(call: Call) -> tuple[Group, bool]:
        group = groups.get(call, visit.store_id, group_id)
        return group, keeping.is_kept(call, group)

    return visit.perform(acts.DESCRIBE_GROUP, do, on=_on(visit, group_id), parameters=_parameters(visit, group_id))


def _members(visit: Visit, group_id: str, request: WindowRequest) -> Looked[listing.Listing[Member]]:
    found: Looked[Window[Member]] = visit.look(
        acts.LIST_MEMBERS,
        lambda call: groups.list_members(call, visit.store_id, group_id, request),
        on=_on(visit, group_id),
        parameters=_parameters(visit, group_id),
    )
    return Looked(None if found.found is None else listing.listing(visit, found.found), found.denied)


def _candidates(visit: Visit, search: str) -> Looked[Window[User]]:
    return visit.look(
        acts.LIST_USERS,
        lambda call: users.browse(call, visit.store_id, search, _CANDIDATES),
        on=(visit.store_arn,),
        parameters={"identityStoreId": visit.store_id},
    )


def _access(visit: Visit, group_id: str) -> Looked[tuple[AccessOfUser, ...]]:
    instance_arn = visit.instance.arn
    return visit.look(
        acts.LIST_ASSIGNMENTS_OF_PRINCIPAL,
        lambda call: access_report.of_group(call, instance_arn, group_id),
        on=(instance_arn,),
        parameters={"instanceArn": instance_arn, "principalId": group_id, "principalType": "GROUP"},
    )


def _edit(visit: Visit, group_id: str) -> Response:
    group, is_kept = _described(visit, group_id)
    if is_kept:
        return _show(visit, group_id, status=409, problem=keeping.SENTENCE)
    values = {
        "name": group.display_name,
        "description": group.attributes.description or "",
        "revision": str(group.revision),
    }
    return visit.render("group_edit.html", group=group, typed=Typed(values))


def _save(visit: Visit, group_id: str) -> Response:
    typed = read(visit.form())
    if typed.is_sound:
        try:
            _change(visit, group_id, typed)
            return visit.go(f"{GROUPS}/{group_id}", "group-saved")
        except fields.REFUSALS as problem:
            typed.blame(problem)
    return visit.render("group_edit.html", status=400, group=_group(visit, group_id), typed=typed)


def _change(visit: Visit, group_id: str, typed: Typed) -> None:
    def do(call: Call) -> None:
        keeping.require_not_kept(call, groups.get(call, visit.store_id, group_id))
        groups.update(
            call,
            identity_store_id=visit.store_id,
            group_id=group_id,
            change=lambda before: replace(before, display_name=typed["name"], description=typed["description"] or None),
            revision=typed.number("revision"),
        )

    visit.perform(acts.UPDATE_GROUP, do, on=_on(visit, group_id), parameters=_parameters(visit, group_id))


def _join(visit: Visit, group_id: str) -> Response:
    form = visit.form()
    try:
        membership_acts.begin(visit, group_id, form.get("user_id", "")[:47], form.get(ONCE, ""))
    except Conflict as problem:
        # Somebody who is in the group already is where they should be.
        if problem.reason == keeping.KEPT:
            return _show(visit, group_id, status=409, problem=problem.message)
    return visit.go(f"{GROUPS}/{group_id}", "joined")


def _ask_to_leave(visit: Visit, group_id: str, membership_id: str) -> Response:
    try:
        group, user = membership_acts.ends_of(visit, membership_id)
    except Conflict as problem:
        return _show(visit, group_id, status=409, problem=problem.message)
    return question.ask(visit, membership_acts.leaving(group, user, f"{GROUPS}/{group.group_id}", group.display_name))


def _leave(visit: Visit, group_id: str, membership_id: str) -> Response:
    try:
        membership_acts.end(visit, membership_id)
    except Conflict as problem:
        return _show(visit, group_id, status=409, problem=problem.message)
    return visit.go(f"{GROUPS}/{group_id}", "left")


def _ask_to_delete(visit: Visit, group_id: str) -> Response:
    visit.require(acts.DELETE_GROUP, *_on(visit, group_id))
    name = _group(visit, group_id).display_name
    return question.ask(
        visit,
        Question(
            does=f"Delete {name}",
            facts=_losses(visit, group_id),
            follows=("This cannot be undone. The people stay; what the group opens to them is lost.",),
            back=f"{GROUPS}/{group_id}",
            back_words=name,
        ),
    )


def _losses(visit: Visit, group_id: str) -> dict[str, str | datetime]:
    """Return what is lost with a group, as far as the role may see it."""
    losses: dict[str, str | datetime] = {}
    if members := _members(visit, group_id, WindowRequest(listing.SIZE)).found:
        losses["Memberships"] = f"{len(members.items)}{' and more' if members.next else ''}"
    if (access := _access(visit, group_id).found) is not None:
        losses["Roles in accounts"] = str(len(access))
    return losses


def _delete(visit: Visit, group_id: str) -> Response:
    visit.form()
    visit.perform(
        acts.DELETE_GROUP,
        lambda call: groups.delete(call, identity_store_id=visit.store_id, group_id=group_id),
        on=_on(visit, group_id),
        parameters=_parameters(visit, group_id),
    )
    return visit.go(GROUPS, "group-deleted")


def _on(visit: Visit, group_id: str) -> tuple[str, ...]:
    return (visit.store_arn, arns.identity_store_group(group_id))


def _parameters(visit: Visit, group_id: str) -> dict[str, object]:
    return {"identityStoreId": visit.store_id, "groupId": group_id}
