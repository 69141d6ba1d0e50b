"""What can be done with one permission set: change it, its AWS managed policies, bring it to its accounts, delete it."""

from collections.abc import Mapping

from werkzeug.wrappers import Response

from gatepost.core.access import permission_sets, policies, provisioning
from gatepost.core.authz.managed import find_managed
from gatepost.core.call import Call
from gatepost.doors.console import acts, fields, permission_set, question, requests
from gatepost.doors.console.fields import Typed
from gatepost.doors.console.permission_set import on, parameters
from gatepost.doors.console.permission_sets import DURATIONS, SETS, read, shown
from gatepost.doors.console.question import Question
from gatepost.doors.console.visit import ONCE, Console, Visit
from gatepost.kit.errors import NotFound
from gatepost.web.dispatch import Route


def routes(console: Console) -> list[Route]:
    """Return each act's form and target."""
    page, rule = console.page, permission_set.PAGE
    return [
        Route("GET", f"{rule}/edit", page(_edit)),
        Route("POST", f"{rule}/edit", page(_save)),
        Route("POST", f"{rule}/policies/attach", page(_attach)),
        Route("GET", f"{rule}/policies/detach", page(_ask_to_detach)),
        Route("POST", f"{rule}/policies/detach", page(_detach)),
        Route("POST", f"{rule}/provision", page(_provision)),
        Route("GET", f"{rule}/delete", page(_ask_to_delete)),
        Route("POST", f"{rule}/delete", page(_delete)),
    ]


def _edit(visit: Visit, set_id: str) -> Response:
    found = permission_set.describe(visit, set_id)
    values = {
        "description": found.description or "",
        "session_duration": found.session_duration,
        "relay_state": found.relay_state or "",
    }
    return visit.render("permission_set_edit.html", permission_set=found, typed=Typed(values), durations=DURATIONS)


def _save(visit: Visit, set_id: str) -> Response:
    typed = read(visit.form())
    instance_arn, set_arn = on(visit, set_id)

    def do(call: Call) -> None:
        permission_sets.update(
            call,
            instance_arn=instance_arn,
            permission_set_arn=set_arn,
            description=typed["description"],
            session_duration=typed["session_duration"],
            relay_state=typed["relay_state"] or None,
        )

    if typed.is_sound:
        try:
            told = {**parameters(visit, set_id), **shown(typed)}
            visit.perform(acts.UPDATE_PERMISSION_SET, do, on=on(visit, set_id), parameters=told)
            return visit.go(f"{SETS}/{set_id}", "set-saved")
        except fields.REFUSALS as problem:
            typed.blame(problem)
    found = permission_set.describe(visit, set_id)
    return visit.render("permission_set_edit.html", status=400, permission_set=found, typed=typed, durations=DURATIONS)


def _attach(visit: Visit, set_id: str) -> Response:
    policy_arn = visit.form().get("policy_arn", "")[:2048]
    instance_arn, set_arn = on(visit, set_id)

    def do(call: Call) -> None:
        policies.attach_managed(call, instance_arn=instance_arn, permission_set_arn=set_arn, policy_arn=policy_arn)

    told = {**parameters(visit, set_id), "managedPolicyArn": policy_arn}
    try:
        visit.perform(acts.ATTACH_MANAGED_POLICY, do, on=on(visit, set_id), parameters=told)
    except fields.REFUSALS as problem:
        return permission_set.show(visit, set_id, status=400, problem=problem.message)
    return visit.go(f"{SETS}/{set_id}", "set-saved")


def _ask_to_detach(visit: Visit, set_id: str) -> Response:
    visit.require(acts.DETACH_MANAGED_POLICY, *on(visit, set_id))
    policy_arn = visit.query("policy_arn")
    known = find_managed(policy_arn)
    if known is None:
        raise NotFound("There is no such AWS managed policy.")
    return permission_set.ask(visit, set_id, known.name, permission_set.ALLOWS_NO_MORE, {"policy_arn": policy_arn})


def _detach(visit: Visit, set_id: str) -> Response:
    policy_arn = visit.form().get("policy_arn", "")[:2048]
    instance_arn, set_arn = on(visit, set_id)

    def do(call: Call) -> None:
        policies.detach_managed(call, instance_arn=instance_arn, permission_set_arn=set_arn, policy_arn=policy_arn)

    told = {**parameters(visit, set_id), "managedPolicyArn": policy_arn}
    visit.perform(acts.DETACH_MANAGED_POLICY, do, on=on(visit, set_id), parameters=told)
    return visit.go(f"{SETS}/{set_id}", "set-saved")


def _provision(visit: Visit, set_id: str) -> Response:
    once = visit.form().get(ONCE, "")
    instance_arn, set_arn = on(visit, set_id)

    def do(call: Call) -> Mapping[str, str]:
        asked = provisioning.request(call, instance_arn=instance_arn, permission_set_arn=set_arn, account_id=None)
        return {"request_id": asked.request_id}

    told = {**parameters(visit, set_id), "targetType": "ALL_PROVISIONED_ACCOUNTS"}
    made = visit.perform(acts.PROVISION_PERMISSION_SET, do, on=on(visit, set_id), parameters=told, once=once)
    return visit.go(requests.url([made["request_id"]], back=f"{SETS}/{set_id}"))


def _ask_to_delete(visit: Visit, set_id: str) -> Response:
    return _deletion(visit, set_id)


def _delete(visit: Visit, set_id: str) -> Response:
    visit.form()
    instance_arn, set_arn = on(visit, set_id)
    try:
        visit.perform(
            acts.DELETE_PERMISSION_SET,
            lambda call: permission_sets.delete(call, instance_arn, set_arn),
            on=on(visit, set_id),
            parameters=parameters(visit, set_id),
        )
    except fields.REFUSALS:
        return _deletion(visit, set_id, "Accounts still have this set: remove its assignments first.")
    return visit.go(SETS, "set-deleted")


def _deletion(visit: Visit, set_id: str, problem: str | None = None) -> Response:
    visit.require(acts.DELETE_PERMISSION_SET, *on(visit, set_id))
    name = permission_set.describe(visit, set_id).name
    return question.ask(
        visit,
        Question(
            does=f"Delete {name}",
            follows=(
                "This cannot be undone: its policies are lost. A set that accounts still have cannot be deleted.",
            ),
            back=f"{SETS}/{set_id}",
            back_words=name,
        ),
        problem,
    )
