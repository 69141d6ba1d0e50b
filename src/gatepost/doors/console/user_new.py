"""Adding a user in three steps: who it is, which groups, and a look at all of it. Nothing happens before the last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from werkzeug.wrappers import Response

from gatepost.core.call import Call
from gatepost.core.directory import groups, users
from gatepost.core.directory.model import Group, UserAttributes
from gatepost.core.provisioning import keeping
from gatepost.doors.console import acts, fields, membership_acts
from gatepost.doors.console.fields import Typed
from gatepost.doors.console.users import USERS
from gatepost.doors.console.visit import ONCE, Console, Looked, Visit
from gatepost.kit.errors import Denied, Invalid, NotFound, Problem
from gatepost.kit.paging import Window, WindowRequest
from gatepost.web.dispatch import Route
from gatepost.web.limits import Form

NEW: Final = f"{USERS}/new"
MOST_GROUPS: Final = 100
_SHOWN: Final = WindowRequest(50)

_LABELS: Final = {
    "user_name": "The user name",
    "email": "The e-mail address",
    "email_again": "The e-mail address",
    "given_name": "The first name",
    "family_name": "The last name",
}
_DETAILS: Final = (*_LABELS, "display_name", "way_in")
_INVITATION: Final = "invitation"
_ONE_TIME: Final = "one-time"


@dataclass(frozen=True, slots=True)
class _Draft:
    """What the form says so far."""

    details: Typed
    group_ids: tuple[str, ...]
    search: str
    once: str


def routes(console: Console) -> list[Route]:
    """Return the page, each of whose steps is a POST that carries what the earlier ones had."""
    return [Route("GET", NEW, console.page(_begin)), Route("POST", NEW, console.page(_step))]


def _begin(visit: Visit) -> Response:
    _require(visit)
    return _details(visit, Typed({}), ())


def _step(visit: Visit) -> Response:
    form = visit.form()
    _require(visit)
    draft = _read(form)
    step = form.get("step", "details")
    if step == "details-again" or not draft.details.is_sound:
        return _details(visit, draft.details, draft.group_ids, 200 if draft.details.is_sound else 400)
    if step == "review":
        return _review(visit, draft)
    if step == "create":
        return _create(visit, draft)
    return _choose(visit, draft)


def _require(visit: Visit) -> None:
    visit.require(acts.CREATE_USER, visit.store_arn)


def _read(form: Form) -> _Draft:
    details = fields.typed(form, _DETAILS)
    _check(details)
    chosen = tuple(dict.fromkeys(form.getlist("group_id")))
    if len(chosen) > MOST_GROUPS:
        raise Invalid(f"A new user can be put into {MOST_GROUPS} groups at most here.")
    return _Draft(details, chosen, form.get("group_search", "").strip()[:256], form.get(ONCE, ""))


def _check(details: Typed) -> None:
    details.require(_LABELS)
    details.limit("display_name", 1024)
    details.limit("user_name", 128)
    if " " in details["user_name"]:
        details.problems["user_name"] = "A user name has no blanks in it."
    details.require_address("email")
    if "email" not in details.problems and details["email"].casefold() != details["email_again"].casefold():
        details.problems["email_again"] = "The two addresses are not the same."
    if details["way_in"] not in {"", _INVITATION, _ONE_TIME}:
        details.problems["way_in"] = "Choose how they get their password."


def _details(visit: Visit, details: Typed, group_ids: Sequence[str], status: int = 200) -> Response:
    """Show the first step, with the one-time password as a choice only where the role may make one."""
    denied = visit.denial(acts.CREATE_ONE_TIME_PASSWORD, visit.instance.arn)
    return visit.render(
        "user_new.html",
        status=status,
        step="details",
        details=details,
        group_ids=group_ids,
        ways=[_INVITATION] if denied else [_INVITATION, _ONE_TIME],
    )


def _choose(visit: Visit, draft: _Draft) -> Response:
    """Show the groups: those chosen so far, and those whose name begins with what is searched for."""
    chosen = _chosen(visit, draft.group_ids)
    found: Looked[Window[Group]] = visit.look(
        acts.LIST_GROUPS,
        lambda call: _open_to_people(call, groups.browse(call, visit.store_id, draft.search, _SHOWN)),
        on=(visit.store_arn,),
        parameters={"identityStoreId": visit.store_id},
    )
    others = () if found.found is None else found.found.items
    ids = {group.group_id for group in chosen}
    return visit.render(
        "user_new.html",
        step="groups",
        details=draft.details,
        chosen=chosen,
        others=[group for group in others if group.group_id not in ids],
        has_more=found.found is not None and found.found.next is not None,
        search=draft.search,
        denied=found.denied or visit.denial(acts.CREATE_MEMBERSHIP, visit.store_arn),
    )


def _open_to_people(call: Call, found: Window[Group]) -> Window[Group]:
    """Leave out the groups that an identity provider keeps in step: nobody is put into them here."""
    return replace(found, items=[each for each in found.items if not keeping.is_kept(call, each)])


def _review(visit: Visit, draft: _Draft, problem: str | None = None) -> Response:
    return visit.render(
        "user_new.html",
        status=200 if problem is None else 409,
        step="review",
        details=draft.details,
        display_name=_display_name(draft.details),
        chosen=_chosen(visit, draft.group_ids),
        problem=problem,
    )


def _create(visit: Visit, draft: _Draft) -> Response:
    try:
        user_id = _create_user(visit, draft)
    except fields.REFUSALS as problem:
        return _refused(visit, draft, problem)
    has_joined = _join_all(visit, user_id, draft)
    if draft.details["way_in"] == _ONE_TIME:
        return visit.go(f"{USERS}/{user_id}/one-time-password", "user-to-hand" if has_joined else "user-to-hand-alone")
    return visit.go(f"{USERS}/{user_id}", "user-added" if has_joined else "user-added-without-groups")


def _create_user(visit: Visit, draft: _Draft) -> str:
    details = draft.details

    def do(call: Call) -> Mapping[str, str]:
        attributes = UserAttributes.person(
            user_name=details["user_name"],
            given_name=details["given_name"],
            family_name=details["family_name"],
            display_name=_display_name(details),
            email=details["email"],
        )
        made = users.create(
            call,
            identity_store_id=visit.store_id,
            attributes=attributes,
            invite=details["way_in"] != _ONE_TIME,
        )
        return {"user_id": made.user_id}

    parameters = {"identityStoreId": visit.store_id, **acts.hidden("userName", "displayName", "name", "emails")}
    made = visit.perform(
        acts.CREATE_USER,
        do,
        on=(visit.store_arn,),
        parameters=parameters,
        once=draft.once,
        fingerprint=dict(details.values),
    )
    return made["user_id"]


def _join_all(visit: Visit, user_id: str, draft: _Draft) -> bool:
    """Put the new user into the chosen groups; False where one of them did not take them in."""
    outcomes = [_joined(visit, user_id, group_id, draft.once) for group_id in draft.group_ids]
    return all(outcomes)


def _joined(visit: Visit, user_id: str, group_id: str, once: str) -> bool:
    try:
        membership_acts.begin(visit, group_id, user_id, once and f"{once}/{group_id}")
    except (Denied, NotFound, *fields.REFUSALS):
        return False
    return True


def _refused(visit: Visit, draft: _Draft, problem: Problem) -> Response:
    """Go back to the step that the problem is about, with everything as it was typed."""
    draft.details.blame(problem)
    if fields.FORM in draft.details.problems:
        return _review(visit, draft, draft.details.problems[fields.FORM])
    return _details(visit, draft.details, draft.group_ids, 409)


def _chosen(visit: Visit, group_ids: Sequence[str]) -> Sequence[Group]:
    """Return the groups of these ids that are there: one may have been deleted meanwhile."""
    if not group_ids:
        return ()

    def do(call: Call) -> Sequence[Group]:
        return groups.list_these(call, visit.store_id, group_ids)

    found: Looked[Sequence[Group]] = visit.look(
        acts.LIST_GROUPS, do, on=(visit.store_arn,), parameters={"identityStoreId": visit.store_id}
    )
    return found.found or ()


def _display_name(details: Typed) -> str:
    return details["display_name"] or f"{details['given_name']} {details['family_name']}"
