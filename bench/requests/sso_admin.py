"""sso-admin: permission sets and account assignments, made and listed."""

from collections.abc import Iterator
from itertools import islice, product
from typing import Any

import orjson

from bench.load import Script, Sequel, again, each
from bench.plan import Plan
from bench.requests.signed import Signer
from bench.world import World

PAGE_OF_ACCOUNT = 50
PAGE_OF_PRINCIPAL = 20
_PRINCIPALS = 50
"""Whose assignments are listed in turn: as many as have some in every world."""


def create_permission_set(world: World, plan: Plan) -> list[Script]:
    """Make permission sets, each by a name of its own."""
    signer = _signer(world)
    made = ({"InstanceArn": world.instance_arn, "Name": f"Made-{number}"} for number in range(plan.requests))
    requests = iter([signer.request("CreatePermissionSet", each) for each in made])
    return [each(requests) for _ in range(plan.connections)]


def create_account_assignment(world: World, plan: Plan) -> list[Script]:
    """Assign every user to every account, one at a time."""
    requests = iter(list(_creations(world, plan.requests)))
    return [each(requests) for _ in range(plan.connections)]


def create_and_await(world: World, plan: Plan) -> list[Script]:
    """Assign as well, and ask for the request's status until it has SUCCEEDED."""
    requests = iter(list(_creations(world, plan.requests)))
    return [_await_each(_signer(world), world, requests) for _ in range(plan.connections)]


def list_account_assignments(world: World, plan: Plan) -> list[Script]:
    """List the first page of who has a role, account after account."""
    of_set = {"PermissionSetArn": world.permission_set_arn, "MaxResults": PAGE_OF_ACCOUNT}
    return _lists(world, plan, "ListAccountAssignments", [of_set | {"AccountId": each} for each in world.account_ids])


def list_of_principal(world: World, plan: Plan) -> list[Script]:
    """List the first page of a user's assignments, user after user."""
    of_user = {"PrincipalType": "USER", "MaxResults": PAGE_OF_PRINCIPAL}
    queries = [of_user | {"PrincipalId": each} for each in world.user_ids[:_PRINCIPALS]]
    return _lists(world, plan, "ListAccountAssignmentsForPrincipal", queries)


def assignment(world: World, user_id: str, account_id: str) -> dict[str, str]:
    """Return the parameters that assign a user to an account with the world's permission set."""
    return {
        "InstanceArn": world.instance_arn,
        "TargetId": account_id,
        "TargetType": "AWS_ACCOUNT",
        "PermissionSetArn": world.permission_set_arn,
        "PrincipalType": "USER",
        "PrincipalId": user_id,
    }


def _lists(world: World, plan: Plan, operation: str, queries: list[dict[str, Any]]) -> list[Script]:
    signer = _signer(world)
    requests = [signer.request(operation, {"InstanceArn": world.instance_arn, **each}) for each in queries]
    return [again(requests, start % len(requests)) for start in range(plan.connections)]


def _creations(world: World, count: int) -> Iterator[bytes]:
    signer = _signer(world)
    for user_id, account_id in islice(product(world.user_ids, world.account_ids), count):
        yield signer.request("CreateAccountAssignment", assignment(world, user_id, account_id))


def _await_each(signer: Signer, world: World, creations: Iterator[bytes]) -> Script:
    for request in creations:
        status = _status(orjson.loads((yield request)))
        asked = {
            "InstanceArn": world.instance_arn,
            "AccountAssignmentCreationRequestId": status["RequestId"],
        }
        while status["Status"] == "IN_PROGRESS":
            look = Sequel(signer.request("DescribeAccountAssignmentCreationStatus", asked))
            status = _status(orjson.loads((yield look)))
        if status["Status"] != "SUCCEEDED":
            raise ValueError(f"an assignment failed: {status}")


def _status(answer: Any) -> dict[str, str]:
    status: dict[str, str] = answer["AccountAssignmentCreationStatus"]
    return status


def _signer(world: World) -> Signer:
    return Signer(world, "sso", "SWBExternalService")
