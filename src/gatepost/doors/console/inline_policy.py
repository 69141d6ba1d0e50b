"""The inline policy of a permission set: an editor that says as one types what is wrong, and its removal."""

from typing import Final

from werkzeug.wrappers import Response

from gatepost.core.access import policies
from gatepost.core.authz import MalformedPolicyDocument, validate_identity_policy
from gatepost.core.authz.known_actions import known_actions
from gatepost.doors.console import acts, fields, permission_set
from gatepost.doors.console.fields import Typed
from gatepost.doors.console.permission_set import on, parameters
from gatepost.doors.console.permission_sets import SETS
from gatepost.doors.console.visit import Console, Visit
from gatepost.kit.errors import Invalid
from gatepost.web.dispatch import Route
from gatepost.web.documents import laid_out

PAGE: Final = f"{permission_set.PAGE}/inline-policy"
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
    """Return the editor, what it asks as one types, and the page that asks before the policy is removed."""
    page = console.page
    return [
        Route("GET", PAGE, page(_edit)),
        Route("POST", PAGE, page(_save)),
        Route("GET", f"{PAGE}/remove", page(_ask_to_remove)),
        Route("POST", f"{PAGE}/remove", page(_remove)),
        Route("POST", f"{SETS}/check-policy", page(_check)),
    ]


def _edit(visit: Visit, set_id: str) -> Response:
    instance_arn, set_arn = on(visit, set_id)
    document = visit.perform(
        acts.GET_INLINE_POLICY,
        lambda call: policies.get_inline(call, instance_arn, set_arn),
        on=on(visit, set_id),
        parameters=parameters(visit, set_id),
    )
    return _editor(visit, set_id, Typed({"policy": laid_out(document or _EXAMPLE)}))


def _save(visit: Visit, set_id: str) -> Response:
    typed = Typed({"policy": visit.form().get("policy", "")})
    instance_arn, set_arn = on(visit, set_id)
    if not typed["policy"].strip():
        return visit.go(f"{SETS}/{set_id}/inline-policy/remove")
    try:
        visit.perform(
            acts.PUT_INLINE_POLICY,
            lambda call: policies.put_inline(
                call, instance_arn=instance_arn, permission_set_arn=set_arn, document=typed["policy"]
            ),
            on=on(visit, set_id),
            parameters={**parameters(visit, set_id), "inlinePolicy": typed["policy"]},
        )
    except fields.REFUSALS as problem:
        typed.problems["policy"] = problem.message
        return _editor(visit, set_id, typed, status=400)
    return visit.go(f"{SETS}/{set_id}", "set-saved")


def _ask_to_remove(visit: Visit, set_id: str) -> Response:
    visit.require(acts.DELETE_INLINE_POLICY, *on(visit, set_id))
    return permission_set.ask(visit, set_id, "the inline policy", permission_set.ALLOWS_NO_MORE)


def _remove(visit: Visit, set_id: str) -> Response:
    visit.form()
    visit.perform(
        acts.DELETE_INLINE_POLICY,
        lambda call: policies.delete_inline(call, *on(visit, set_id)),
        on=on(visit, set_id),
        parameters=parameters(visit, set_id),
    )
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


def _check(visit: Visit) -> Response:
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
