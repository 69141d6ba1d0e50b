"""Customer managed policies and permissions boundaries of permission sets, on both databases."""

import json

import pytest

from gatepost.core.access import customer_managed_policies, permissions_boundaries, policies, provisioning, requests
from gatepost.core.access.model import (
    CustomerManagedPolicyReference,
    Operation,
    PermissionsBoundary,
    PermissionSet,
    Request,
)
from gatepost.core.authz import managed
from gatepost.core.iam import managed_policies, roles
from gatepost.core.iam.model import Role
from gatepost.kit.arns import RESERVED_SSO_PATH
from gatepost.kit.errors import Conflict, NotFound, QuotaExceeded
from gatepost.kit.paging import PageRequest
from tests.store.access.world import ADMINISTRATOR, EVERYTHING, MANAGEMENT, READ_ONLY, World

DOCUMENT = json.dumps({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}})
STORAGE = CustomerManagedPolicyReference("Storage", "/team/")
BOUND = CustomerManagedPolicyReference("Bound", "/")


def attach(world: World, permission_set: PermissionSet, reference: CustomerManagedPolicyReference = STORAGE) -> None:
    world.run(
        lambda call: customer_managed_policies.attach(
            call, instance_arn=world.instance.arn, permission_set_arn=permission_set.arn, reference=reference
        )
    )


def detach(world: World, permission_set: PermissionSet, reference: CustomerManagedPolicyReference = STORAGE) -> None:
    world.run(
        lambda call: customer_managed_policies.detach(
            call, instance_arn=world.instance.arn, permission_set_arn=permission_set.arn, reference=reference
        )
    )


def bound(world: World, permission_set: PermissionSet, boundary: PermissionsBoundary) -> None:
    world.run(
        lambda call: permissions_boundaries.put(
            call, instance_arn=world.instance.arn, permission_set_arn=permission_set.arn, boundary=boundary
        )
    )


def write_policy(world: World, account_id: str, reference: CustomerManagedPolicyReference = STORAGE) -> str:
    made = world.run(
        lambda call: managed_policies.create(
            call, account_id, name=reference.name, path=reference.path, document=DOCUMENT
        )
    )
    return made.arn


def provision(world: World, permission_set: PermissionSet, account_id: str | None) -> Request:
    """Have a set provisioned, and return the request as it ended."""
    request = world.run(
        lambda call: provisioning.request(
            call, instance_arn=world.instance.arn, permission_set_arn=permission_set.arn, account_id=account_id
        )
    )
    world.work()
    return ended(world, request, "PROVISION_PERMISSION_SET")


def ended(world: World, request: Request, operation: Operation) -> Request:
    return world.run(lambda call: requests.get(call, world.instance.arn, operation, request.request_id))


def reserved_roles(world: World, account_id: str) -> list[Role]:
    listed = world.run(lambda call: roles.list_roles(call, account_id, EVERYTHING, path_prefix=RESERVED_SSO_PATH))
    return list(listed.items)


def outdated(world: World, permission_set: PermissionSet) -> list[str]:
    page = world.run(
        lambda call: provisioning.list_accounts(
            call,
            instance_arn=world.instance.arn,
            permission_set_arn=permission_set.arn,
            status="LATEST_PERMISSION_SET_NOT_PROVISIONED",
            page=EVERYTHING,
        )
    )
    return list(page.items)


def test_references_come_and_go_and_are_listed_by_name(world: World) -> None:
    made = world.permission_set("Auditors")
    for name in ("C", "A", "B"):
        attach(world, made, CustomerManagedPolicyReference(name, "/"))
    attach(world, made, CustomerManagedPolicyReference("A", "/team/"))
    with pytest.raises(Conflict, match="already has a typed link attachment to a manged policy with /team/A"):
        attach(world, made, CustomerManagedPolicyReference("A", "/team/"))

    def listed(request: PageRequest) -> tuple[list[tuple[str, str]], PageRequest | None]:
        page = world.run(
            lambda call: customer_managed_policies.list_references(call, world.instance.arn, made.arn, request)
        )
        rest = PageRequest(request.size, page.next) if page.next else None
        return [(each.name, each.path) for each in page.items], rest

    first, rest = listed(PageRequest(3))
    assert first == [("A", "/"), ("A", "/team/"), ("B", "/")]
    assert rest is not None
    assert listed(rest) == ([("C", "/")], None)
    detach(world, made, CustomerManagedPolicyReference("A", "/"))
    with pytest.raises(NotFound, match="Could not find CustomerManagedPolicyReference with name and path /A"):
        detach(world, made, CustomerManagedPolicyReference("A", "/"))
    assert listed(EVERYTHING)[0] == [("A", "/team/"), ("B", "/"), ("C", "/")]


def test_both_kinds_of_policies_share_a_quota(world: World) -> None:
    made = world.permission_set("Auditors", READ_ONLY)
    for number in range(19):
        attach(world, made, CustomerManagedPolicyReference(f"P{number}", "/"))
    with pytest.raises(QuotaExceeded, match="more than 20"):
        attach(world, made)
    with pytest.raises(QuotaExceeded, match="more than 20"):
        world.attach(made, ADMINISTRATOR)
    detach(world, made, CustomerManagedPolicyReference("P0", "/"))
    world.attach(made, ADMINISTRATOR)


def test_a_boundary_is_of_one_kind_or_the_other(world: World) -> None:
    made = world.permission_set("Auditors")

    def get() -> PermissionsBoundary:
        return world.run(lambda call: permissions_boundaries.get(call, world.instance.arn, made.arn))

    with pytest.raises(NotFound, match="Could not find PermissionsBoundary"):
        get()
    bound(world, made, READ_ONLY)
    assert get() == READ_ONLY
    bound(world, made, STORAGE)
    assert get() == STORAGE
    with pytest.raises(NotFound, match="Policy does not exist with ARN"):
        bound(world, made, "arn:aws:iam::aws:policy/Unknown")
    world.run(lambda call: permissions_boundaries.delete(call, world.instance.arn, made.arn))
    with pytest.raises(NotFound):
        get()
    with pytest.raises(NotFound):
        world.run(lambda call: permissions_boundaries.delete(call, world.instance.arn, made.arn))


def test_all_of_a_set_is_on_its_role(world: World) -> None:
    made, account_id = world.permission_set("Auditors", READ_ONLY), world.account("dev")
    attach(world, made)
    bound(world, made, BOUND)
    world.run(
        lambda call: policies.put_inline(
            call, instance_arn=world.instance.arn, permission_set_arn=made.arn, document=DOCUMENT
        )
    )
    storage, boundary = write_policy(world, account_id), write_policy(world, account_id, BOUND)
    world.assign(made, account_id, world.user("ada"))
    [role] = reserved_roles(world, account_id)
    assert role.attached == sorted([READ_ONLY, storage])
    assert (role.permissions_boundary, role.inline) == (boundary, {"AwsSSOInlinePolicy": DOCUMENT})
    with pytest.raises(Conflict, match="attached to entities"):
        world.run(lambda call: managed_policies.delete(call, account_id, storage))
    with pytest.raises(Conflict, match="attached to entities"):
        world.run(lambda call: managed_policies.delete(call, account_id, boundary))


@pytest.mark.parametrize("path", ["/", "/team/sub/", "/Team/"])
def test_a_policy_that_is_missing_fails_the_assignment_with_its_name(world: World, path: str) -> None:
    made, ada = world.permission_set("Auditors"), world.user("ada")
    attach(world, made)
    # Of the right name, but elsewhere.
    write_policy(world, MANAGEMENT, CustomerManagedPolicyReference("Storage", path))
    request = world.ask(made, MANAGEMENT, ada)
    world.work()
    failed = ended(world, request, "CREATE_ASSIGNMENT")
    assert failed.status == "FAILED"
    assert f"arn:aws:iam::{MANAGEMENT}:policy/team/Storage" in (failed.failure_reason or "")
    assert reserved_roles(world, MANAGEMENT) == []


def test_once_the_policy_is_there_the_assignment_succeeds(world: World) -> None:
    made, ada = world.permission_set("Auditors"), world.user("ada")
    attach(world, made)
    world.assign(made, MANAGEMENT, ada)
    assert reserved_roles(world, MANAGEMENT) == []
    arn = write_policy(world, MANAGEMENT)
    world.assign(made, MANAGEMENT, ada)
    [role] = reserved_roles(world, MANAGEMENT)
    assert role.attached == [arn]


def test_a_boundary_that_is_missing_fails_provisioning_and_leaves_the_role_as_it_was(world: World) -> None:
    made = world.permission_set("Auditors", READ_ONLY)
    world.assign(made, MANAGEMENT, world.user("ada"))
    before = reserved_roles(world, MANAGEMENT)
    bound(world, made, BOUND)
    failed = provision(world, made, MANAGEMENT)
    assert failed.status == "FAILED"
    assert f"arn:aws:iam::{MANAGEMENT}:policy/Bound" in (failed.failure_reason or "")
    assert reserved_roles(world, MANAGEMENT) == before
    assert outdated(world, made) == [MANAGEMENT]


def test_an_account_without_the_policy_keeps_no_other_from_its_role(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provisioning, "ACCOUNTS_PER_JOB", 2)
    made, ada = world.permission_set("Auditors", READ_ONLY), world.user("ada")
    accounts = sorted(world.account(f"account{number}") for number in range(5))
    for account_id in accounts:
        world.assign(made, account_id, ada)
    attach(world, made)
    without = [accounts[1], accounts[4]]
    for account_id in accounts:
        if account_id not in without:
            write_policy(world, account_id)
    failed = provision(world, made, None)
    assert failed.status == "FAILED"
    assert f"arn:aws:iam::{accounts[1]}:policy/team/Storage" in (failed.failure_reason or "")
    assert outdated(world, made) == without
    for account_id in without:
        write_policy(world, account_id)
    assert provision(world, made, None).status == "SUCCEEDED"
    assert outdated(world, made) == []


def test_roles_change_only_when_their_set_is_provisioned(world: World) -> None:
    made = world.permission_set("Auditors")
    world.assign(made, MANAGEMENT, world.user("ada"))
    arn = write_policy(world, MANAGEMENT)
    attach(world, made)
    bound(world, made, READ_ONLY)
    [role] = reserved_roles(world, MANAGEMENT)
    assert (role.attached, role.permissions_boundary) == ([], None)
    assert provision(world, made, MANAGEMENT).status == "SUCCEEDED"
    [role] = reserved_roles(world, MANAGEMENT)
    assert (role.attached, role.permissions_boundary) == ([arn], READ_ONLY)
    detach(world, made)
    world.run(lambda call: permissions_boundaries.delete(call, world.instance.arn, made.arn))
    assert provision(world, made, MANAGEMENT).status == "SUCCEEDED"
    [role] = reserved_roles(world, MANAGEMENT)
    assert (role.attached, role.permissions_boundary) == ([], None)
    world.run(lambda call: managed_policies.delete(call, MANAGEMENT, arn))


def test_a_set_may_hold_more_policies_than_an_administrator_attaches_to_a_role(world: World) -> None:
    arns = [policy.arn for policy in managed.list_managed()][:20]
    made = world.permission_set("Everything", *arns)
    world.assign(made, MANAGEMENT, world.user("ada"))
    [role] = reserved_roles(world, MANAGEMENT)
    assert role.attached == sorted(arns)
