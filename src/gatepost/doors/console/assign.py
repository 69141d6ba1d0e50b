"""Assigning: people and groups, accounts, permission sets, chosen on one page that can be entered from either end."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Final

from werkzeug.wrappers import Response

from gatepost.core.access import assignments, permission_sets
from gatepost.core.access.model import Assignment, PermissionSet, PrincipalType
from gatepost.core.call import Call
from gatepost.core.directory import groups, users
from gatepost.core.organization import tree
from gatepost.core.organization.model import Account
from gatepost.doors.console import acts, fields, requests
from gatepost.doors.console.visit import HOME, ONCE, Console, Visit
from gatepost.kit import arns
from gatepost.kit.errors import Denied, Invalid, NotFound
from gatepost.kit.paging import WindowRequest
from gatepost.web.dispatch import Route
from gatepost.web.return_to import local_path

ASSIGN: Final = f"{HOME}/assign"
Many = Callable[[str], Sequence[str]]
One = Callable[[str], str]
_SHOWN: Final = 20
_WINDOW: Final = WindowRequest(_SHOWN)


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be ticked: its value in the form, its name, and what tells it from others."""

    value: str
    name: str
    about: str


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What is ticked, and what is searched for, in each of the three lists."""

    principals: tuple[str, ...]
    accounts: tuple[str, ...]
    sets: tuple[str, ...]
    search: Mapping[str, str]
    back: str

    @property
    def all(self) -> Sequence[tuple[str, str, str]]:
        """Every assignment that is asked for: principal, account, permission set."""
        return list(product(self.principals, self.accounts, self.sets))


def routes(console: Console) -> list[Route]:
    """Return the page to assign on."""
    return [Route("GET", ASSIGN, console.page(_begin)), Route("POST", ASSIGN, console.page(_submit))]


def _begin(visit: Visit) -> Response:
    given = visit.request.args
    return _page(visit, _chosen(given.getlist, lambda name: given.get(name, "")))


def _submit(visit: Visit) -> Response:
    form = visit.form()
    chosen = _chosen(form.getlist, lambda name: form.get(name, ""))
    if form.get("step") != "assign":
        return _page(visit, chosen)
    problem = _missing(chosen)
    if problem is not None:
        return _page(visit, chosen, problem)
    asked, refused = _ask_for_all(visit, chosen, form.get(ONCE, ""))
    if refused is not None and not asked:
        return _page(visit, chosen, refused)
    return visit.go(requests.url(asked, kind="c", back=chosen.back))


def _chosen(many: Many, one: One) -> _Chosen:
    return _Chosen(
        principals=tuple(dict.fromkeys(each[:60] for each in many("principal"))),
        accounts=tuple(dict.fromkeys(each[:12] for each in many("account"))),
        sets=tuple(dict.fromkeys(each[:20] for each in many("set"))),
        search={name: one(f"{name}_search").strip()[:256] for name in ("principal", "account", "set")},
        back=local_path(one("back"), HOME),
    )


def _missing(chosen: _Chosen) -> str | None:
    if not (chosen.principals and chosen.accounts and chosen.sets):
        return "Choose at least one user or group, one account and one permission set."
    if len(chosen.all) > requests.MOST:
        return f"These are {len(chosen.all)} assignments; {requests.MOST} can be made at once."
    return None


def _ask_for_all(visit: Visit, chosen: _Chosen, once: str) -> tuple[Sequence[str], str | None]:
    """Ask for each assignment; return the requests' ids, and what the last refusal said, if one was refused."""
    asked, refused = [], None
    for principal, account_id, set_id in chosen.all:
        try:
            asked.append(_ask_for(visit, assignment_of(principal, account_id, set_id), once))
        except (Denied, NotFound, *fields.REFUSALS) as problem:
            refused = problem.message
    return asked, refused


def assignment_of(principal: str, account_id: str, set_id: str) -> Assignment:
    """Return the assignment that a form names: the principal is `USER:` or `GROUP:` and an id."""
    kind, _, principal_id = principal.partition(":")
    if kind not in {"USER", "GROUP"}:
        raise Invalid("Choose users and groups from the list.")
    principal_type: PrincipalType = "USER" if kind == "USER" else "GROUP"
    return Assignment(set_id, account_id, principal_type, principal_id)


def _ask_for(visit: Visit, wanted: Assignment, once: str) -> str:
    def do(call: Call) -> Mapping[str, str]:
        return {"request_id": assignments.request_creation(call, **named(visit, wanted)).request_id}

    made = visit.perform(
        acts.CREATE_ASSIGNMENT,
        do,
        on=about(visit, wanted),
        parameters=parameters(visit, wanted),
        once=once and f"{once}/{wanted.key}",
    )
    return made["request_id"]


def named(visit: Visit, wanted: Assignment) -> dict[str, Any]:
    """Return what names an assignment to the use cases that make and end it."""
    return {
        "instance_arn": visit.instance.arn,
        "permission_set_arn": _set_arn(visit, wanted),
        "account_id": wanted.account_id,
        "principal_type": wanted.principal_type,
        "principal_id": wanted.principal_id,
    }


def about(visit: Visit, wanted: Assignment) -> tuple[str, ...]:
    """Return the ARNs that an act on an assignment is about, as the API names them."""
    return visit.instance.arn, _set_arn(visit, wanted), arns.account(wanted.account_id)


def _set_arn(visit: Visit, wanted: Assignment) -> str:
    return arns.permission_set(visit.instance.instance_id, wanted.permission_set_id)


def parameters(visit: Visit, wanted: Assignment) -> dict[str, object]:
    """Return an assignment as an event shows it."""
    return {
        "instanceArn": visit.instance.arn,
        "permissionSetArn": _set_arn(visit, wanted),
        "targetId": wanted.account_id,
        "targetType": "AWS_ACCOUNT",
        "principalType": wanted.principal_type,
        "principalId": wanted.principal_id,
    }


def _page(visit: Visit, chosen: _Chosen, problem: str | None = None) -> Response:
    visit.require(acts.CREATE_ASSIGNMENT, visit.instance.arn)
    return visit.render(
        "assign.html",
        status=200 if problem is None else 400,
        principals=_principals(visit, chosen),
        accounts=_accounts(visit, chosen),
        sets=_sets(visit, chosen),
        chosen=chosen,
        problem=problem,
    )


def _principals(visit: Visit, chosen: _Chosen) -> Sequence[Choice]:
    """Return what is ticked, then the groups and users whose names begin with what is searched for."""
    prefix = chosen.search["principal"]

    def do(call: Call) -> Sequence[Choice]:
        found = [*groups.browse(call, visit.store_id, prefix, _WINDOW).items]
        people = users.browse(call, visit.store_id, prefix, _WINDOW).items if prefix else ()
        return [
            *(Choice(f"GROUP:{group.group_id}", group.display_name, "group") for group in found),
            *(Choice(f"USER:{user.user_id}", user.user_name, user.display_name) for user in people),
        ]

    looked = visit.look(acts.LIST_USERS, do, on=(visit.store_arn,), parameters={"identityStoreId": visit.store_id})
    return _ticked_first(chosen.principals, looked.found or (), lambda value: principal_of(visit, value))


def principal_of(visit: Visit, value: str) -> Choice | None:
    """Return a user or group as the list shows it; None where it is gone, or hidden from the role."""
    kind, _, principal_id = value.partition(":")

    def do(call: Call) -> Choice:
        if kind == "GROUP":
            return Choice(value, groups.get(call, visit.store_id, principal_id).display_name, "group")
        user = users.get(call, visit.store_id, principal_id)
        return Choice(value, user.user_name, user.display_name)

    try:
        return visit.look(acts.LIST_USERS, do, on=(visit.store_arn,)).found
    except NotFound:
        return None


def _accounts(visit: Visit, chosen: _Chosen) -> Sequence[Choice]:
    prefix = chosen.search["account"].casefold()
    every: Sequence[Account] = visit.look(acts.LIST_ACCOUNTS, tree.list_accounts).found or ()
    fitting = [each for each in every if each.name.casefold().startswith(prefix) or each.account_id.startswith(prefix)]
    known = {each.account_id: each for each in every}
    found = [Choice(each.account_id, each.name, each.account_id) for each in fitting[:_SHOWN]]

    def ticked(value: str) -> Choice | None:
        account = known.get(value)
        return None if account is None else Choice(value, account.name, value)

    return _ticked_first(chosen.accounts, found, ticked)


def _sets(visit: Visit, chosen: _Chosen) -> Sequence[Choice]:
    instance_arn = visit.instance.arn

    def do(call: Call) -> tuple[Sequence[PermissionSet], Sequence[PermissionSet]]:
        found = permission_sets.browse(call, instance_arn, chosen.search["set"], _WINDOW).items
        return permission_sets.list_these(call, instance_arn, chosen.sets), found

    looked = visit.look(acts.LIST_PERMISSION_SETS, do, on=(instance_arn,), parameters={"instanceArn": instance_arn})
    ticked, found = looked.found or ((), ())
    known = {each.permission_set_id: each for each in ticked}
    choices = [_set_choice(each) for each in found]
    return _ticked_first(chosen.sets, choices, lambda value: _set_choice(known[value]) if value in known else None)


def _set_choice(permission_set: PermissionSet) -> Choice:
    return Choice(permission_set.permission_set_id, permission_set.name, permission_set.description or "")


def _ticked_first(
    ticked: Sequence[str], found: Sequence[Choice], name: Callable[[str], Choice | None]
) -> Sequence[Choice]:
    known = {choice.value: choice for choice in found}
    first = [known.get(value) or name(value) for value in ticked]
    return [*(choice for choice in first if choice), *(choice for choice in found if choice.value not in set(ticked))]
