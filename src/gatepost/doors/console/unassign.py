"""Removing an assignment: the question, which names all three of its ends, and the request that it becomes."""

from collections.abc import Callable, Mapping
from typing import Final

from werkzeug.wrappers import Response

from gatepost.core.access import assignments, permission_sets
from gatepost.core.access.model import Assignment
from gatepost.core.call import Call
from gatepost.core.organization import tree
from gatepost.doors.console import acts, assign, fields, question, requests
from gatepost.doors.console.question import Question
from gatepost.doors.console.visit import HOME, ONCE, Console, Visit
from gatepost.web.dispatch import Route
from gatepost.web.return_to import local_path

REMOVE: Final = f"{HOME}/assignments/remove"


def routes(console: Console) -> list[Route]:
    """Return the page that asks, and its target."""
    return [Route("GET", REMOVE, console.page(_ask)), Route("POST", REMOVE, console.page(_remove))]


def _ask(visit: Visit) -> Response:
    wanted = _wanted(visit.query)
    visit.require(acts.DELETE_ASSIGNMENT, *assign.about(visit, wanted))
    return _page(visit, wanted, local_path(visit.query("back"), HOME))


def _remove(visit: Visit) -> Response:
    form = visit.form()
    wanted = _wanted(lambda name: form.get(name, ""))
    back = local_path(form.get("back"), HOME)

    def do(call: Call) -> Mapping[str, str]:
        return {"request_id": assignments.request_deletion(call, **assign.named(visit, wanted)).request_id}

    try:
        made = visit.perform(
            acts.DELETE_ASSIGNMENT,
            do,
            on=assign.about(visit, wanted),
            parameters=assign.parameters(visit, wanted),
            once=form.get(ONCE, ""),
        )
    except fields.REFUSALS as problem:
        return _page(visit, wanted, back, problem.message)
    return visit.go(requests.url([made["request_id"]], kind="d", back=back))


def _page(visit: Visit, wanted: Assignment, back: str, problem: str | None = None) -> Response:
    principal = f"{wanted.principal_type}:{wanted.principal_id}"
    found = assign.principal_of(visit, principal)
    return question.ask(
        visit,
        Question(
            does="Remove this assignment",
            facts={
                "Group" if wanted.principal_type == "GROUP" else "User": found.name if found else wanted.principal_id,
                "Account": f"{_account_name(visit, wanted)} ({wanted.account_id})",
                "Permission set": _set_name(visit, wanted),
            },
            follows=("They can take this role no more. Credentials that they have already work until they end.",),
            back=back,
            back_words="Back",
            sent={
                "principal": principal,
                "account": wanted.account_id,
                "set": wanted.permission_set_id,
                "back": back,
            },
        ),
        problem,
    )


def _account_name(visit: Visit, wanted: Assignment) -> str:
    every = visit.look(acts.LIST_ACCOUNTS, tree.list_accounts).found or ()
    return next((each.name for each in every if each.account_id == wanted.account_id), "an account")


def _set_name(visit: Visit, wanted: Assignment) -> str:
    instance_arn, set_ids = visit.instance.arn, (wanted.permission_set_id,)
    looked = visit.look(
        acts.LIST_PERMISSION_SETS,
        lambda call: permission_sets.list_these(call, instance_arn, set_ids),
        on=(instance_arn,),
        parameters={"instanceArn": instance_arn},
    )
    return next((each.name for each in looked.found or ()), wanted.permission_set_id)


def _wanted(one: Callable[[str], str]) -> Assignment:
    return assign.assignment_of(one("principal")[:60], one("account")[:12], one("set")[:20])
