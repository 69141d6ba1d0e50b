"""The table of tags and its statements."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, ForeignKey, PrimaryKeyConstraint, Table, bindparam, delete, func, select

from gatepost.core.tagging.model import Tags
from gatepost.kit.paging import Page, PageRequest, page_of
from gatepost.store.columns import Name, metadata
from gatepost.store.database import Transaction, upsert

# What carries tags is itself an instance or lies in one, and is named so: the instance's concept stands above this one.
tags = Table(
    "tags",
    metadata,
    Column(
        "instance_id", Name(32), ForeignKey("instances.instance_id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("resource_arn", Name(256)),
    Column("tag_key", Name(128)),
    Column("tag_value", Name(256), nullable=False),
    PrimaryKeyConstraint("resource_arn", "tag_key"),
)

_PUT = upsert(tags, key=["resource_arn", "tag_key"], update=["tag_value"])
_OF_RESOURCE = tags.c.resource_arn == bindparam("arn")
_COUNT = select(func.count()).select_from(tags).where(_OF_RESOURCE)
_PAGE = (
    select(tags.c.tag_key, tags.c.tag_value)
    .where(_OF_RESOURCE, tags.c.tag_key > bindparam("after"))
    .order_by(tags.c.tag_key)
    .limit(bindparam("size"))
)
_OF_RESOURCES = select(tags.c.resource_arn, tags.c.tag_key, tags.c.tag_value).where(
    tags.c.resource_arn.in_(bindparam("arns", expanding=True))
)
_DELETE = delete(tags).where(_OF_RESOURCE)
_DELETE_SOME = _DELETE.where(tags.c.tag_key.in_(bindparam("keys", expanding=True)))


def put(tx: Transaction, instance_id: str, resource_arn: str, given: Tags) -> None:
    """Set tags, in place of those with the same keys."""
    rows: Sequence[Mapping[str, Any]] = [
        {"instance_id": instance_id, "resource_arn": resource_arn, "tag_key": key, "tag_value": value}
        for key, value in given.items()
    ]
    tx.change(_PUT, rows)


def delete_some(tx: Transaction, resource_arn: str, keys: Sequence[str]) -> None:
    """Remove the tags with these keys, as far as there are any."""
    tx.change(_DELETE_SOME, {"arn": resource_arn, "keys": keys})


def delete_all(tx: Transaction, resource_arn: str) -> None:
    """Remove every tag of a resource."""
    tx.change(_DELETE, {"arn": resource_arn})


def count(tx: Transaction, resource_arn: str) -> int:
    """Return how many tags a resource has."""
    return int(tx.scalar(_COUNT, {"arn": resource_arn}))


def list_tags(tx: Transaction, resource_arn: str, request: PageRequest) -> Page[tuple[str, str]]:
    """Return a page of a resource's tags, by key."""
    after = request.after[0] if request.after else ""
    rows = tx.all(_PAGE, {"arn": resource_arn, "after": after, "size": request.size + 1})
    return page_of([(row.tag_key, row.tag_value) for row in rows], request, lambda tag: (tag[0],))


def tags_by_resource(tx: Transaction, resource_arns: Iterable[str]) -> Mapping[str, Tags]:
    """Return the tags of several resources, by ARN; one without any is left out."""
    found: dict[str, dict[str, str]] = {}
    for row in tx.all(_OF_RESOURCES, {"arns": list(resource_arns)}):
        found.setdefault(row.resource_arn, {})[row.tag_key] = row.tag_value
    return found
