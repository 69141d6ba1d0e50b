"""identitystore CreateUser, GetUserId and ListUsers."""

from typing import Any

import orjson

from bench.load import Script, again, each
from bench.plan import Plan
from bench.requests.signed import Signer
from bench.world import World, user_name

PAGE = 50
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


def list_users(world: World, plan: Plan) -> list[Script]:
    """Turn the pages of the directory, from the first to the last and again."""
    return [_turn_pages(_signer(world), world) for _ in range(plan.connections)]


def _turn_pages(signer: Signer, world: World) -> Script:
    first = {"IdentityStoreId": world.identity_store_id, "MaxResults": PAGE}
    page: dict[str, Any] = {}
    while True:
        token = page.get("NextToken")
        page = orjson.loads((yield signer.request("ListUsers", first | ({"NextToken": token} if token else {}))))


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
