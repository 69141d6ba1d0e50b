"""sso-admin TagResource, UntagResource and ListTagsForResource."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from gatepost.core.access import permission_sets
from gatepost.core.applications import applications, trusted_token_issuers
from gatepost.core.call import Call
from gatepost.core.instances import instances
from gatepost.core.tagging import tags as tagging
from gatepost.doors.aws.service import reads, writes
from gatepost.doors.aws.sso_admin import views
from gatepost.kit import arns
from gatepost.kit.errors import NotFound
from gatepost.kit.paging import Page, PageRequest

_Find = Callable[[Call, str], object]

_GET: Mapping[str, _Find] = {
    "instance": instances.require,
    "permissionSet": lambda call, arn: permission_sets.get(call, _instance_of(arn), arn),
    "application": applications.get,
    "trustedTokenIssuer": trusted_token_issuers.get,
}
# A change holds what it tags, so that no tag outlives its resource and no two changes together go past the limit.
_LOCK: Mapping[str, _Find] = {
    "instance": instances.lock,
    "permissionSet": lambda call, arn: permission_sets.lock(call, _instance_of(arn), arn),
    "application": applications.lock,
    "trustedTokenIssuer": trusted_token_issuers.lock,
}


@writes(on="ResourceArn")
def tag_resource(
    call: Call, *, resource_arn: str, tags: Sequence[Mapping[str, str]], instance_arn: str | None = None
) -> dict[str, Any]:
    """Give a resource tags, or those it has another value."""
    _require(_LOCK, call, resource_arn, instance_arn)
    tagging.put(call, resource_arn, views.tags_given(tags))
    return {}


@writes(on="ResourceArn")
def untag_resource(
    call: Call, *, resource_arn: str, tag_keys: Sequence[str], instance_arn: str | None = None
) -> dict[str, Any]:
    """Take tags off a resource."""
    _require(_LOCK, call, resource_arn, instance_arn)
    tagging.remove(call, resource_arn, tag_keys)
    return {}


@reads(on="ResourceArn")
def list_tags_for_resource(
    call: Call, *, page: PageRequest, resource_arn: str, instance_arn: str | None = None
) -> Page[dict[str, str]]:
    """List the tags of a resource by key."""
    _require(_GET, call, resource_arn, instance_arn)
    return tagging.list_of(call, resource_arn, page).map(lambda tag: {"Key": tag[0], "Value": tag[1]})


def _require(find: Mapping[str, _Find], call: Call, resource_arn: str, instance_arn: str | None) -> None:
    """Raise NotFound unless there is such a resource, and it is of the instance where one is named."""
    if instance_arn not in {None, _instance_of(resource_arn)}:
        raise NotFound(f"Could not find {resource_arn} in {instance_arn}")
    find[arns.kind(resource_arn)](call, resource_arn)


def _instance_of(resource_arn: str) -> str:
    return arns.instance(arns.instance_id_within(resource_arn))
