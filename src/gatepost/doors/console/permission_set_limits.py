"""What else a permission set has: customer managed policies, a permissions boundary, and tags."""

import re
from collections.abc import Callable
from typing import Any, Final

import regex
from werkzeug.wrappers import Response

from gatepost.core.access import customer_managed_policies, permission_sets, permissions_boundaries
from gatepost.core.access.model import CustomerManagedPolicyReference, PermissionsBoundary
from gatepost.core.call import Call
from gatepost.core.tagging import tags
from gatepost.core.tagging.model import tags_of
from gatepost.doors.console import acts, fields, permission_set, question
from gatepost.doors.console.acts import Act
from gatepost.doors.console.permission_set import on, parameters
from gatepost.doors.console.permission_sets import SETS
from gatepost.doors.console.question import Question
from gatepost.doors.console.visit import Console, Visit
from gatepost.kit.errors import Invalid
from gatepost.web.dispatch import Route
from gatepost.web.limits import Form

_NAME: Final = re.compile(r"[\w+=,.@-]{1,128}", re.ASCII)
_PATH: Final = re.compile(r"/(?:[A-Za-z0-9.,+@=_-]+/){0,64}")
_TAG: Final = regex.compile(r"[\p{L}\p{Z}\p{N}_.:/=+\-@]*")
"""sso-admin `TagKey` and `TagValue`."""
_LONGEST_PATH: Final = 512
_LONGEST_KEY: Final = 128
_LONGEST_VALUE: Final = 256


def routes(console: Console) -> list[Route]:
    """Return the acts, each a form of the set's page."""
    page, rule = console.page, permission_set.PAGE
    return [
        Route("POST", f"{rule}/customer-policies/attach", page(_attach)),
        Route("GET", f"{rule}/customer-policies/detach", page(_ask_to_detach)),
        Route("POST", f"{rule}/customer-policies/detach", page(_detach)),
        Route("POST", f"{rule}/boundary", page(_bound)),
        Route("GET", f"{rule}/boundary/remove", page(_ask_to_unbind)),
        Route("POST", f"{rule}/boundary/remove", page(_unbound)),
        Route("POST", f"{rule}/tags", page(_tag)),
        Route("GET", f"{rule}/tags/remove", page(_ask_to_untag)),
        Route("POST", f"{rule}/tags/remove", page(_untag)),
    ]


def _attach(visit: Visit, set_id: str) -> Response:
    return _customer(visit, set_id, acts.ATTACH_CUSTOMER_POLICY, customer_managed_policies.attach)


def _ask_to_detach(visit: Visit, set_id: str) -> Response:
    visit.require(acts.DETACH_CUSTOMER_POLICY, *on(visit, set_id))
    sent = {"name": visit.query("name"), "path": visit.request.args.get("path", "")[:_LONGEST_PATH]}
    thing = f"{sent['path']}{sent['name']}"
    return permission_set.ask(visit, set_id, thing, permission_set.ALLOWS_NO_MORE, sent)


def _detach(visit: Visit, set_id: str) -> Response:
    return _customer(visit, set_id, acts.DETACH_CUSTOMER_POLICY, customer_managed_policies.detach)


def _customer(visit: Visit, set_id: str, act: Act, change: Callable[..., None]) -> Response:
    form = visit.form()
    instance_arn, set_arn = on(visit, set_id)
    try:
        reference = _reference(form)
        told = {**parameters(visit, set_id), "customerManagedPolicyReference": _described(reference)}
        return _done(
            visit,
            set_id,
            act,
            lambda call: change(call, instance_arn=instance_arn, permission_set_arn=set_arn, reference=reference),
            told,
        )
    except fields.REFUSALS as problem:
        return permission_set.show(visit, set_id, status=400, problem=problem.message)


def _bound(visit: Visit, set_id: str) -> Response:
    form = visit.form()
    instance_arn, set_arn = on(visit, set_id)
    try:
        boundary = form.get("policy_arn", "")[:2048] or _reference(form)
        told = {**parameters(visit, set_id), "permissionsBoundary": _boundary_described(boundary)}
        return _done(
            visit,
            set_id,
            acts.PUT_BOUNDARY,
            lambda call: permissions_boundaries.put(
                call, instance_arn=instance_arn, permission_set_arn=set_arn, boundary=boundary
            ),
            told,
        )
    except fields.REFUSALS as problem:
        return permission_set.show(visit, set_id, status=400, problem=problem.message)


def _ask_to_unbind(visit: Visit, set_id: str) -> Response:
    visit.require(acts.DELETE_BOUNDARY, *on(visit, set_id))
    follows = "The set's policies alone decide then: they may allow what the boundary kept out."
    return permission_set.ask(visit, set_id, "the permissions boundary", follows)


def _unbound(visit: Visit, set_id: str) -> Response:
    visit.form()
    return _done(
        visit,
        set_id,
        acts.DELETE_BOUNDARY,
        lambda call: permissions_boundaries.delete(call, *on(visit, set_id)),
        parameters(visit, set_id),
    )


def _tag(visit: Visit, set_id: str) -> Response:
    form = visit.form()
    key, value = form.get("key", "").strip(), form.get("value", "").strip()
    instance_arn, set_arn = on(visit, set_id)

    def do(call: Call) -> None:
        permission_sets.lock(call, instance_arn, set_arn)
        tags.put(call, set_arn, tags_of([(key, value)]))

    try:
        _check_tag(key, value)
        told = {**_of_resource(visit, set_id), "tags": [{"key": key, "value": value}]}
        return _done(visit, set_id, acts.TAG, do, told, on=(set_arn,))
    except fields.REFUSALS as problem:
        return permission_set.show(visit, set_id, status=400, problem=problem.message)


def _ask_to_untag(visit: Visit, set_id: str) -> Response:
    _, set_arn = on(visit, set_id)
    visit.require(acts.UNTAG, set_arn)
    key = visit.request.args.get("key", "")[:_LONGEST_KEY]
    name = permission_set.describe(visit, set_id).name
    return question.ask(
        visit,
        Question(
            does=f"Remove the tag {key} from {name}",
            follows=("Policies that look at this tag decide without it, at once.",),
            back=f"{SETS}/{set_id}",
            back_words=name,
            sent={"key": key},
        ),
    )


def _untag(visit: Visit, set_id: str) -> Response:
    key = visit.form().get("key", "")[:_LONGEST_KEY]
    instance_arn, set_arn = on(visit, set_id)

    def do(call: Call) -> None:
        permission_sets.lock(call, instance_arn, set_arn)
        tags.remove(call, set_arn, [key])

    return _done(visit, set_id, acts.UNTAG, do, {**_of_resource(visit, set_id), "tagKeys": [key]}, on=(set_arn,))


def _check_tag(key: str, value: str) -> None:
    if not key or not _TAG.fullmatch(key) or not _TAG.fullmatch(value):
        raise Invalid("A tag has letters, digits, blanks and any of _ . : / = + - @ in its key and its value.")
    if len(key) > _LONGEST_KEY or len(value) > _LONGEST_VALUE:
        raise Invalid(f"A tag has a key of 1 to {_LONGEST_KEY} characters and a value of at most {_LONGEST_VALUE}.")


def _done(
    visit: Visit,
    set_id: str,
    act: Act,
    do: Callable[[Call], None],
    told: dict[str, Any],
    on: tuple[str, ...] | None = None,
) -> Response:
    visit.perform(act, do, on=on or permission_set.on(visit, set_id), parameters=told)
    return visit.go(f"{SETS}/{set_id}", "set-saved")


def _reference(form: Form) -> CustomerManagedPolicyReference:
    name, path = form.get("name", "").strip(), form.get("path", "").strip() or "/"
    if not _NAME.fullmatch(name):
        raise Invalid("The name of a policy has 1 to 128 letters, digits and any of _ + = , . @ -.")
    if len(path) > _LONGEST_PATH or not _PATH.fullmatch(path):
        raise Invalid("The path of a policy begins and ends with a slash, such as /teams/.")
    return CustomerManagedPolicyReference(name, path)


def _described(reference: CustomerManagedPolicyReference) -> dict[str, str]:
    return {"name": reference.name, "path": reference.path}


def _boundary_described(boundary: PermissionsBoundary) -> dict[str, Any]:
    if isinstance(boundary, str):
        return {"managedPolicyArn": boundary}
    return {"customerManagedPolicyReference": _described(boundary)}


def _of_resource(visit: Visit, set_id: str) -> dict[str, Any]:
    instance_arn, set_arn = on(visit, set_id)
    return {"instanceArn": instance_arn, "resourceArn": set_arn}
