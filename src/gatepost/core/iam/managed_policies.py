"""Managed policies: those that an account has made for itself, and AWS's, which every account can read and attach."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Literal

from gatepost.core.authz import managed, validate_identity_policy
from gatepost.core.call import Call
from gatepost.core.iam import store, tags
from gatepost.core.iam.model import (
    MAX_MANAGED_POLICY_CHARACTERS,
    ManagedPolicy,
    PolicyUsage,
    PolicyVersion,
    weight,
)
from gatepost.kit import arns, ids
from gatepost.kit.errors import Conflict, Denied, Invalid, NotFound, QuotaExceeded
from gatepost.kit.paging import Page, PageRequest, page_of_all
from gatepost.store.database import Duplicate

Scope = Literal["All", "AWS", "Local"]
Use = Literal["PermissionsPolicy", "PermissionsBoundary"]

FIRST_VERSION = "v1"
AWS = "aws"
"""Stands where the account would in the ARNs of AWS managed policies."""

# The names and paths are AWS's and older; the documents are Gatepost's own.
_WRITTEN_AT = datetime(2026, 1, 1, tzinfo=UTC)


def create(
    call: Call,
    account_id: str,
    *,
    name: str,
    document: str,
    path: str = "/",
    description: str = "",
    tagged: tags.Pairs = (),
) -> ManagedPolicy:
    """Make a policy with its first version (IAM CreatePolicy)."""
    check_document(document)
    policy = ManagedPolicy(
        policy_id=ids.new_policy_id(call.entropy),
        account_id=account_id,
        name=name,
        path=path,
        description=description,
        default_version_id=FIRST_VERSION,
        latest_version=1,
        tags=tags.added({}, tagged),
        created_at=call.now,
        updated_at=call.now,
    )
    try:
        store.insert_policy(call.tx, policy)
    except Duplicate:
        raise Conflict(
            f"A policy called {name} already exists. Duplicate names are not allowed.", reason="EntityAlreadyExists"
        ) from None
    store.insert_version(call.tx, policy.policy_id, PolicyVersion(FIRST_VERSION, document, call.now))
    return policy


def get(call: Call, account_id: str, arn: str) -> ManagedPolicy:
    """Return a policy of the account or of AWS (IAM GetPolicy), or raise NotFound."""
    known = managed.find_managed(arn)
    if known is not None:
        return _of_aws(known)
    policy = store.find_policy(call.tx, _checked(arn))
    if policy is None or policy.account_id != account_id:
        raise _not_found(arn)
    return policy


def lock(call: Call, account_id: str, arn: str) -> ManagedPolicy:
    """Return a policy of the account to change it; raise Denied for one of AWS's."""
    if managed.find_managed(arn) is not None:
        raise Denied(f"User: {call.actor.arn} is not authorized to perform: iam:{call.event.name} on resource: {arn}")
    policy = store.lock_policy(call.tx, _checked(arn))
    if policy is None or policy.account_id != account_id:
        raise _not_found(arn)
    return policy


def usage(call: Call, account_id: str, arn: str) -> PolicyUsage:
    """Return how often a policy is in use in the account."""
    return store.usage_of(call.tx, account_id, arn)


def list_policies(
    call: Call,
    account_id: str,
    page: PageRequest,
    *,
    scope: Scope = "All",
    path_prefix: str = "/",
    only_attached: bool = False,
    used_as: Use | None = None,
) -> Page[tuple[ManagedPolicy, PolicyUsage]]:
    """Return the policies that the account can attach, AWS's first, each with its usage there (IAM ListPolicies).

    A page can be shorter than asked for where `only_attached` or `used_as` leave some out.
    """
    used = store.usage_in(call.tx, account_id)
    listed = _list(call, account_id, page, scope, path_prefix)
    counted = [(policy, used.get(policy.arn, PolicyUsage())) for policy in listed.items]
    return Page(
        [each for each in counted if _is_wanted(each[1], only_attached=only_attached, used_as=used_as)], listed.next
    )


def delete(call: Call, account_id: str, arn: str) -> None:
    """Remove a policy that has one version and is nowhere in use (IAM DeletePolicy)."""
    policy = lock(call, account_id, arn)
    if store.usage_of(call.tx, account_id, arn) != PolicyUsage():
        raise Conflict("Cannot delete a policy attached to entities.", reason="DeleteConflict")
    if len(store.list_versions(call.tx, policy.policy_id)) > 1:
        raise Conflict(
            "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. "
            "The default version is deleted with the policy.",
            reason="DeleteConflict",
        )
    store.delete_policy(call.tx, policy.policy_id)


def tag(call: Call, account_id: str, arn: str, pairs: tags.Pairs) -> None:
    """Add tags to a policy (IAM TagPolicy)."""
    policy = lock(call, account_id, arn)
    store.update_policy(call.tx, replace(policy, tags=tags.added(policy.tags, pairs)))


def untag(call: Call, account_id: str, arn: str, keys: Sequence[str]) -> None:
    """Take tags from a policy (IAM UntagPolicy)."""
    policy = lock(call, account_id, arn)
    store.update_policy(call.tx, replace(policy, tags=tags.without(policy.tags, keys)))


def find_missing(call: Call, account_id: str, policy_arns: Sequence[str]) -> list[str]:
    """Return those of the ARNs that are no policy that the account can attach; the others stay until the call ends."""
    others = [arn for arn in policy_arns if managed.find_managed(arn) is None]
    own = [arn for arn in others if arn.startswith(arns.iam_policy(account_id, ""))]
    held = store.hold_policies(call.tx, own)
    return [arn for arn in others if arn not in held]


def require_attachable(call: Call, account_id: str, arn: str) -> None:
    """Raise NotFound where the ARN is no policy that the account can attach."""
    if find_missing(call, account_id, [_checked(arn)]):
        raise NotFound(f"Policy {arn} does not exist or is not attachable.", reason="NoSuchEntity")


def check_document(document: str) -> None:
    """Raise MalformedPolicyDocument for what is no identity policy, and QuotaExceeded for one that is too long."""
    validate_identity_policy(document)
    if weight(document) > MAX_MANAGED_POLICY_CHARACTERS:
        raise QuotaExceeded(
            f"Cannot exceed quota for PolicySize: {MAX_MANAGED_POLICY_CHARACTERS}", reason="LimitExceeded"
        )


def aws_document(arn: str) -> str | None:
    """Return the document of an AWS managed policy; None where there is none of that ARN."""
    known = managed.find_managed(arn)
    return None if known is None else known.text


def _list(call: Call, account_id: str, page: PageRequest, scope: Scope, path_prefix: str) -> Page[ManagedPolicy]:
    """Return a page of AWS's policies and then the account's; a position names the kind and the last policy of it."""
    kind, name = page.after or (AWS, "")
    items: list[ManagedPolicy] = []
    if scope != "Local" and kind == AWS:
        known = [_of_aws(each) for each in managed.list_managed() if each.path.startswith(path_prefix)]
        of_aws = page_of_all(known, replace(page, after=(AWS, name)), lambda policy: (AWS, policy.name))
        if of_aws.next is not None or scope == "AWS":
            return of_aws
        items.extend(of_aws.items)
        name = ""
    if (rest := page.size - len(items)) == 0:
        return Page(items, (account_id, ""))
    own = store.list_policies(call.tx, account_id, path_prefix, PageRequest(rest, (name,)))
    return Page([*items, *own.items], None if own.next is None else (account_id, *own.next))


def _is_wanted(used: PolicyUsage, *, only_attached: bool, used_as: Use | None) -> bool:
    if used_as == "PermissionsBoundary":
        return used.boundaries > 0
    return used.attachments > 0 or not (only_attached or used_as == "PermissionsPolicy")


def _of_aws(known: managed.ManagedPolicy) -> ManagedPolicy:
    return ManagedPolicy(
        policy_id=f"ANPA{sha256(known.arn.encode()).hexdigest()[:17].upper()}",
        account_id=AWS,
        name=known.name,
        path=known.path,
        description=known.description,
        default_version_id=FIRST_VERSION,
        latest_version=1,
        tags={},
        created_at=_WRITTEN_AT,
        updated_at=_WRITTEN_AT,
    )


def _checked(arn: str) -> str:
    if not (arn.startswith(f"arn:{arns.PARTITION}:iam::") and ":policy/" in arn):
        raise Invalid(f"ARN {arn} is not valid.", reason="InvalidInput")
    return arn


def _not_found(arn: str) -> NotFound:
    return NotFound(f"Policy {arn} was not found.", reason="NoSuchEntity")
