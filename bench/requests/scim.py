"""SCIM: create a user, look one up by a filter, add a member to a large group and take them out."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from urllib.parse import quote

import orjson

from bench import http
from bench.installation import Installation
from bench.load import Script, again, each
from bench.plan import Plan
from bench.world import World, user_name
from gatepost.core.call import Call
from gatepost.core.directory import groups, users
from gatepost.core.directory.members import MembersChange
from gatepost.core.directory.model import ExternalId, GroupAttributes, UserChange
from gatepost.core.provisioning import tenants, tokens

MEMBERS = 50_000
_DISTINCT = 2_000
_USER = "urn:ietf:params:scim:schemas:core:2.0:User"
_GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
_PATCH_OP = "urn:ietf:params:scim:api:messages:2.0:PatchOp"


def create_user(world: World, plan: Plan) -> list[Script]:
    """Create users as providers send them: with names, an address and the provider's own id."""
    return create(plan, _headers(world))


def create(plan: Plan, headers: dict[str, str], path: str = "/scim/v2/Users") -> list[Script]:
    """Return scripts that share users out among them, none of whom is there yet."""
    requests = iter([http.post(path, new_user(number), headers) for number in range(plan.requests)])
    return [each(requests) for _ in range(plan.connections)]


def filter_by_user_name(world: World, plan: Plan) -> list[Script]:
    """Look users up by their names, spread over the whole directory."""
    return _filters(plan, _headers(world), [f'userName eq "{user_name(number)}"' for number in _spread(world)])


def filter_by_external_id(world: World, plan: Plan) -> list[Script]:
    """Look users up by the provider's own ids."""
    with world.installation.core() as core:
        core.run(lambda call: _give_external_ids(call, world))
    wanted = [f'externalId eq "external-{number}"' for number in _spread(world)]
    return _filters(plan, _headers(world), wanted)


def patch_small_group(world: World, plan: Plan) -> list[Script]:
    """Add a member to a group of one and take them out again."""
    return _patches(world, plan, 1)


def patch_large_group(world: World, plan: Plan) -> list[Script]:
    """Do the same with a group of 50,000."""
    return _patches(world, plan, MEMBERS)


def _patches(world: World, plan: Plan, size: int) -> list[Script]:
    with world.installation.core() as core:
        group_id = core.run(lambda call: _make_group(call, world, world.user_ids[:size]))
    headers, path = _headers(world), f"/scim/v2/Groups/{group_id}"
    scripts = []
    for user_id in world.user_ids[-plan.connections :]:
        joins = {"op": "add", "path": "members", "value": [{"value": user_id}]}
        leaves = {"op": "remove", "path": f'members[value eq "{user_id}"]'}
        bodies = [orjson.dumps({"schemas": [_PATCH_OP], "Operations": [each]}) for each in (joins, leaves)]
        scripts.append(again([http.post(path, body, headers, "PATCH") for body in bodies]))
    return scripts


def _filters(plan: Plan, headers: dict[str, str], wanted: Sequence[str]) -> list[Script]:
    requests = [http.get(f"/scim/v2/Users?filter={quote(text)}", headers) for text in wanted]
    share = len(requests) // plan.connections
    return [again(requests, number * share) for number in range(plan.connections)]


def _spread(world: World) -> range:
    return range(0, len(world.user_ids), max(len(world.user_ids) // _DISTINCT, 1))


def _headers(world: World) -> dict[str, str]:
    return headers_of(token(world))


@cache
def _token(installation: Installation, identity_store_id: str) -> str:
    """Return the token of a world, which may have two at most."""
    with installation.core() as core:
        return core.run(lambda call: tokens.create(call, identity_store_id))[2].reveal()


def headers_of(token: str) -> dict[str, str]:
    """Return the header fields of a provider's request."""
    return {"Authorization": f"Bearer {token}", "Content-Type": "application/scim+json"}


def token(world: World) -> str:
    """Return the token of a world's identity provider."""
    return _token(world.installation, world.identity_store_id)


def new_user(number: int) -> bytes:
    """Return a user as a provider sends them."""
    name = f"provisioned-{number}"
    return orjson.dumps(
        {
            "schemas": [_USER],
            "userName": f"{name}@bench.example.com",
            "externalId": name,
            "displayName": f"Provisioned User {number}",
            "name": {"givenName": "Provisioned", "familyName": f"User {number}"},
            "emails": [{"value": f"{name}@bench.example.com", "type": "work", "primary": True}],
            "active": True,
        }
    )


def new_group(name: str, member_ids: Sequence[str]) -> bytes:
    """Return a group with its members."""
    members = [{"value": each} for each in member_ids]
    return orjson.dumps({"schemas": [_GROUP], "displayName": name, "externalId": name, "members": members})


def _give_external_ids(call: Call, world: World) -> None:
    issuer = tenants.find_or_make(call, world.identity_store_id).issuer
    for number in _spread(world):
        users.update(
            call,
            identity_store_id=world.identity_store_id,
            user_id=world.user_ids[number],
            change=_known_as(ExternalId(issuer, f"external-{number}")),
        )


def _known_as(external_id: ExternalId) -> UserChange:
    return lambda before: replace(before, external_ids=(external_id,))


def _make_group(call: Call, world: World, member_ids: Sequence[str]) -> str:
    attributes = GroupAttributes(f"Group of {len(member_ids)}")
    group = groups.create(call, identity_store_id=world.identity_store_id, attributes=attributes)
    groups.apply(
        call,
        identity_store_id=world.identity_store_id,
        group_id=group.group_id,
        change=lambda unchanged: unchanged,
        members_changes=[MembersChange("add", dict.fromkeys(member_ids))],
    )
    return group.group_id
