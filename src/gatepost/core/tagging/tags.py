"""Use cases of tags: put, remove, list. The caller has found the resource, and for a change holds its row."""

from collections.abc import Sequence

from gatepost.core.call import Call
from gatepost.core.tagging import store
from gatepost.core.tagging.model import MAX_TAGS, Tags, require_unreserved
from gatepost.kit import arns
from gatepost.kit.errors import QuotaExceeded
from gatepost.kit.paging import Page, PageRequest


def put(call: Call, resource_arn: str, given: Tags) -> None:
    """Give a resource tags, or those it has another value (sso-admin TagResource, and Tags of what is created)."""
    if not given:
        return
    store.put(call.tx, arns.instance_id_within(resource_arn), resource_arn, given)
    if store.count(call.tx, resource_arn) > MAX_TAGS:
        raise QuotaExceeded(f"A resource can have at most {MAX_TAGS} tags: {resource_arn}")


def remove(call: Call, resource_arn: str, keys: Sequence[str]) -> None:
    """Take tags off a resource; a key that it does not have is none to take off (sso-admin UntagResource)."""
    require_unreserved(keys)
    store.delete_some(call.tx, resource_arn, keys)


def remove_all(call: Call, resource_arn: str) -> None:
    """Forget the tags of a resource that goes. With an instance go the tags of all that is in it."""
    store.delete_all(call.tx, resource_arn)


def list_of(call: Call, resource_arn: str, page: PageRequest) -> Page[tuple[str, str]]:
    """List a resource's tags by key (sso-admin ListTagsForResource)."""
    return store.list_tags(call.tx, resource_arn, page)
