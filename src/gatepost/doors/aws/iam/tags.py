"""Tags as they come in, and the iam operations on them."""

from collections.abc import Mapping, Sequence
from typing import Any

from gatepost.core.call import Call
from gatepost.core.iam import managed_policies, roles
from gatepost.doors.aws.iam import views
from gatepost.doors.aws.service import reads, writes
from gatepost.kit.paging import Page, PageRequest, page_of_all

TagList = Sequence[Mapping[str, str]]


def pairs(tags: TagList | None) -> list[tuple[str, str]]:
    """Return the keys and values of a list of tags."""
    return [(tag["Key"], tag["Value"]) for tag in tags or ()]


@writes(on="RoleName")
def tag_role(call: Call, *, role_name: str, tags: TagList) -> dict[str, Any]:
    """Add tags to a role."""
    roles.tag_role(call, call.actor.account_id, role_name, pairs(tags))
    return {}


@writes(on="RoleName")
def untag_role(call: Call, *, role_name: str, tag_keys: Sequence[str]) -> dict[str, Any]:
    """Take tags from a role."""
    roles.untag_role(call, call.actor.account_id, role_name, tag_keys)
    return {}


@reads(on="RoleName")
def list_role_tags(call: Call, *, page: PageRequest, role_name: str) -> Page[dict[str, str]]:
    """Return the tags of a role."""
    return _page(roles.get_role(call, call.actor.account_id, role_name).tags, page)


@writes(on="PolicyArn")
def tag_policy(call: Call, *, policy_arn: str, tags: TagList) -> dict[str, Any]:
    """Add tags to a policy."""
    managed_policies.tag(call, call.actor.account_id, policy_arn, pairs(tags))
    return {}


@writes(on="PolicyArn")
def untag_policy(call: Call, *, policy_arn: str, tag_keys: Sequence[str]) -> dict[str, Any]:
    """Take tags from a policy."""
    managed_policies.untag(call, call.actor.account_id, policy_arn, tag_keys)
    return {}


@reads(on="PolicyArn")
def list_policy_tags(call: Call, *, page: PageRequest, policy_arn: str) -> Page[dict[str, str]]:
    """Return the tags of a policy."""
    return _page(managed_policies.get(call, call.actor.account_id, policy_arn).tags, page)


def _page(tags: Mapping[str, str], page: PageRequest) -> Page[dict[str, str]]:
    return page_of_all(views.tags(tags), page, lambda tag: (tag["Key"],))
