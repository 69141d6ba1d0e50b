"""Policies and requests in few words."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from gatepost.core.authz import Decision, Document, Policies, Principal, decide, parse

ACCOUNT = "111122223333"
OTHER_ACCOUNT = "999988887777"

ALICE = Principal("user", f"arn:aws:iam::{ACCOUNT}:user/alice", ACCOUNT, unique_id="AIDAALICE")
ROLE_ARN = f"arn:aws:iam::{ACCOUNT}:role/team/reader"
SESSION = Principal(
    "assumed_role",
    f"arn:aws:sts::{ACCOUNT}:assumed-role/reader/alice",
    ACCOUNT,
    role_arn=ROLE_ARN,
    unique_id="AROAREADER",
)
ROOT = Principal("root", f"arn:aws:iam::{ACCOUNT}:root", ACCOUNT)
FEDERATED_USER = Principal(
    "federated_user",
    f"arn:aws:sts::{ACCOUNT}:federated-user/bob",
    ACCOUNT,
    user_arn=f"arn:aws:iam::{ACCOUNT}:user/carol",
)

Context = Mapping[str, str | Sequence[str]]
Element = dict[str, Any]


def allow(action: str | list[str] = "*", resource: str | list[str] = "*", **elements: Any) -> Element:
    return _statement("Allow", action, resource, elements)


def deny(action: str | list[str] = "*", resource: str | list[str] = "*", **elements: Any) -> Element:
    return _statement("Deny", action, resource, elements)


def _statement(effect: str, action: str | list[str], resource: str | list[str], elements: Element) -> Element:
    statement: Element = {"Effect": effect, **elements}
    if "NotAction" not in elements:
        statement["Action"] = action
    if "NotResource" not in elements:
        statement["Resource"] = resource
    return statement


def text(*statements: Element, version: str | None = "2012-10-17") -> str:
    return json.dumps(({"Version": version} if version else {}) | {"Statement": list(statements)})


def document(*statements: Element, version: str | None = "2012-10-17") -> Document:
    return parse(text(*statements, version=version))


def ask(
    policies: Policies,
    principal: Principal = ALICE,
    *,
    action: str = "s3:GetObject",
    resource: str = "arn:aws:s3:::bucket/key",
    context: Context | None = None,
    owner: str | None = None,
) -> Decision:
    return decide(policies, principal, action, resource, context or {}, resource_account_id=owner)


def holds(condition: Element, context: Context, *, version: str | None = "2012-10-17") -> bool:
    """Whether an Allow under a condition allows, and a Deny under it denies: a condition means the same to both."""
    allowing = ask(Policies(identity=(document(allow(Condition=condition), version=version),)), context=context)
    denying = ask(Policies(identity=(document(allow(), deny(Condition=condition), version=version),)), context=context)
    assert allowing.allowed is not denying.allowed
    return allowing.allowed
