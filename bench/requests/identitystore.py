"""identitystore CreateUser, GetUserId, ListUsers and IsMemberInGroups."""

from collections.abc import Sequence
from typing import Any

from bench.load import Script, again, each
from bench.plan import Plan
from bench.requests.signed import Signer
from bench.world import NOT_IN_THE_DIRECTORY, World, user_name
from gatepost.core.call import Call
from gatepost.core.directory import groups, memberships, users
from gatepost.core.directory.model import GroupAttributes
from gatepost.doors.aws import paging
from gatepost.doors.aws.service import HANDLERS
from gatepost.kit.paging import Page, PageRequest

PAGE = 50
GROUPS = 100
_DISTINCT = 2_000
"""How many users are looked up in turn: enough that none is found because it was asked for a moment ago."""


def create_user(world: World, plan: Plan) -> list[Script]:
    """Create users without an e-mail address: nobody is invited."""
    return _create(world, plan, with_email=False)


def create_user_with_invitation(world: World, plan: Plan) -> list[Script]:
    """Create users with an e-mail address, to which jobs send an invitation meanwhile."""
    return _create(world, plan, with_email=True)


def get_user_id(world: World, plan: Plan) -> list[Script]:
    """Look users up by their names, spread over the whole directory."""
    signer = _signer(world)
    step = max(len(world.user_ids) // _DISTINCT, 1)
    requests = [signer.request("GetUserId", _by_name(world, number)) for number in range(0, len(world.user_ids), step)]
    share = len(requests) // plan.connections
    return [again(requests, number * share) for number in range(plan.connections)]


def list_first_page(world: World, plan: Plan) -> list[Script]:
    """List the first page of the directory."""
    return _lists(world, plan, None)


def list_last_page(world: World, plan: Plan) -> list[Script]:
    """List the last page of the directory, by the token that the page before it ends with."""
    handler = HANDLERS["identitystore", "ListUsers"]
    with world.installation.core() as core:
        store_id = world.identity_store_id
        everyone = PageRequest(len(world.user_ids) + len(NOT_IN_THE_DIRECTORY) - PAGE)
        before = core.run(lambda call: users.list_all(call, store_id, everyone))
        page = paging.open_page(core.runtime, handler, {"IdentityStoreId": store_id, "MaxResults": PAGE})
        token: str = page.close(Page((), before.next))["NextToken"]
    return _lists(world, plan, token)


def is_member_in_groups(world: World, plan: Plan) -> list[Script]:
    """Ask of a hundred groups which a user is in, user after user; each is in half of them."""
    members = world.user_ids[: plan.connections]
    with world.installation.core() as core:
        group_ids = core.run(lambda call: _make_groups(call, world.identity_store_id, members))
    return are_members(world, members, group_ids)


def are_members(world: World, members: Sequence[str], group_ids: Sequence[str]) -> list[Script]:
    """Return a script for each user that asks which of the groups they are in."""
    query = {"IdentityStoreId": world.identity_store_id, "GroupIds": list(group_ids)}
    signer = _signer(world)
    return [again([signer.request("IsMemberInGroups", query | {"MemberId": {"UserId": each}})]) for each in members]


def _make_groups(call: Call, store_id: str, members: Sequence[str]) -> list[str]:
    made: list[str] = []
    for number in range(GROUPS):
        attributes = GroupAttributes(display_name=f"Group {number}")
        group = groups.create(call, identity_store_id=store_id, attributes=attributes)
        for user_id in members if number % 2 else ():
            memberships.create(call, identity_store_id=store_id, group_id=group.group_id, user_id=user_id)
        made.append(group.group_id)
    return made


def _lists(world: World, plan: Plan, token: str | None) -> list[Script]:
    query = {"IdentityStoreId": world.identity_store_id, "MaxResults": PAGE, **({"NextToken": token} if token else {})}
    request = _signer(world).request("ListUsers", query)
    return [again([request]) for _ in range(plan.connections)]


def _create(world: World, plan: Plan, *, with_email: bool) -> list[Script]:
    signer = _signer(world)
    people = (_new_user(world, number, with_email=with_email) for number in range(plan.requests))
    requests = iter([signer.request("CreateUser", person) for person in people])
    return [each(requests) for _ in range(plan.connections)]


def _new_user(world: World, number: int, *, with_email: bool) -> dict[str, Any]:
    name = f"{'invited' if with_email else 'new'}-{number}"
    emails = [{"Value": f"{name}@bench.example.com", "Type": "work", "Primary": True}]
    return {
        "IdentityStoreId": world.identity_store_id,
        "UserName": name,
        "DisplayName": f"New User {number}",
        "Name": {"GivenName": "New", "FamilyName": f"User {number}"},
        **({"Emails": emails} if with_email else {}),
    }


def _by_name(world: World, number: int) -> dict[str, Any]:
    attribute = {"AttributePath": "userName", "AttributeValue": user_name(number)}
    return {"IdentityStoreId": world.identity_store_id, "AlternateIdentifier": {"UniqueAttribute": attribute}}


def _signer(world: World) -> Signer:
    return Signer(world, "identitystore", "AWSIdentityStore")
