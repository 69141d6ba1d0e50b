"""What can be done with one permission set: change it, its policies, bring it to its accounts, delete it."""

from collections.abc import Mapping
from typing import Final

from werkzeug.wrappers import Response

from gatepost.core.access import permission_sets, policies, provisioning
from gatepost.core.authz import MalformedPolicyDocument, validate_identity_policy
from gatepost.core.authz.known_actions import known_actions
from gatepost.core.call import Call
from gatepost.doors.console import acts, fields, permission_set, requests
from gatepost.doors.console.fields import Typed
from gatepost.doors.console.permission_set import on, parameters
from gatepost.doors.console.permission_sets import DURATIONS, SETS, read, shown
from gatepost.doors.console.visit import ONCE, Console, Visit
from gatepost.kit.errors import Denied, Invalid
from gatepost.web.dispatch import Route

_EXAMPLE: Final = """{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["s3:GetObject", "s3:ListBucket"],
      "Resource": "*"
    }
  ]
}
"""
_SOUND: Final = "This is a policy that can be saved."


def routes(console: Console) -> list[Route]:
    """Return each act's form and target."""
    page, rule = console.page, permission_set.PAGE
    return [
        Route("GET", f"{rule}/edit", page(_edit)),
        Route("POST", f"{rule}/edit", page(_save)),
        Route("POST", f"{rule}/policies/attach", page(_attach)),
        Route("POST", f"{rule}/policies/detach", page(_detach)),
        Route("GET", f"{rule}/inline-policy", page(_edit_inline)),
        Route("POST", f"{rule}/inline-policy", page(_save_inline)),
        Route("POST", f"{SETS}/check-policy", page(_check_inline)),
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


def _detach(visit: Visit, set_id: str) -> Response:
    policy_arn = visit.form().get("policy_arn", "")[:2048]
    instance_arn, set_arn = on(visit, set_id)

    def do(call: Call) -> None:
        policies.detach_managed(call, instance_arn=instance_arn, permission_set_arn=set_arn, policy_arn=policy_arn)

    told = {**parameters(visit, set_id), "managedPolicyArn": policy_arn}
    visit.perform(acts.DETACH_MANAGED_POLICY, do, on=on(visit, set_id), parameters=told)
    return visit.go(f"{SETS}/{set_id}", "set-saved")


def _edit_inline(visit: Visit, set_id: str) -> Response:
    instance_arn, set_arn = on(visit, set_id)
    document = visit.perform(
        acts.GET_INLINE_POLICY,
        lambda call: policies.get_inline(call, instance_arn, set_arn),
        on=on(visit, set_id),
        parameters=parameters(visit, set_id),
    )
    return _editor(visit, set_id, Typed({"policy": document or _EXAMPLE}))


def _save_inline(visit: Visit, set_id: str) -> Response:
    form = visit.form()
    typed = Typed({"policy": form.get("policy", "")})
    instance_arn, set_arn = on(visit, set_id)
    told = parameters(visit, set_id)
    try:
        if typed["policy"].strip():
            visit.perform(
                acts.PUT_INLINE_POLICY,
                lambda call: policies.put_inline(
                    call, instance_arn=instance_arn, permission_set_arn=set_arn, document=typed["policy"]
                ),
                on=on(visit, set_id),
                parameters={**told, "inlinePolicy": typed["policy"]},
            )
        else:
            visit.perform(
                acts.DELETE_INLINE_POLICY,
                lambda call: policies.delete_inline(call, instance_arn, set_arn),
                on=on(visit, set_id),
                parameters=told,
            )
    except fields.REFUSALS as problem:
        typed.problems["policy"] = problem.message
        return _editor(visit, set_id, typed, status=400)
    return visit.go(f"{SETS}/{set_id}", "set-saved")


def _editor(visit: Visit, set_id: str, typed: Typed, status: int = 200) -> Response:
    found = permission_set.describe(visit, set_id)
    denied = visit.denial(acts.PUT_INLINE_POLICY, *on(visit, set_id))
    return visit.render(
        "inline_policy.html",
        status=status,
        permission_set=found,
        typed=typed,
        denied=denied,
        actions=known_actions(),
        verdict=_verdict(typed["policy"]),
        sound=_SOUND,
    )


def _check_inline(visit: Visit) -> Response:
    """Answer, as somebody types a policy, with what is wrong with it: the part of the editor that says so."""
    return visit.render("policy_verdict.html", verdict=_verdict(visit.form().get("policy", "")), sound=_SOUND)


def _verdict(document: str) -> str:
    """Return what keeps a text from being saved as a policy, or that nothing does."""
    if not document.strip():
        return "Empty: saved like this, the set has no inline policy."
    try:
        validate_identity_policy(document)
    except MalformedPolicyDocument as malformed:
        return malformed.message
    except Invalid as invalid:
        return invalid.message
    return _SOUND


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
    if (denied := visit.denial(acts.DELETE_PERMISSION_SET, *on(visit, set_id))) is not None:
        raise Denied(denied)
    found = permission_set.describe(visit, set_id)
    status = 200 if problem is None else 409
    return visit.render("permission_set_delete.html", status=status, permission_set=found, problem=problem)
