"""Assignments and the jobs that make and remove them, on both databases."""

import pytest

from gatepost.core.access import assignments, permission_sets, policies, provisioning, requests
from gatepost.core.access.model import Assignment, Operation, PermissionSet, PrincipalType, Request
from gatepost.core.audit import store as audit_store
from gatepost.core.directory import users
from gatepost.core.iam import roles
from gatepost.core.iam.model import Role
from gatepost.kit.arns import RESERVED_SSO_PATH
from gatepost.kit.errors import Conflict, NotFound
from gatepost.kit.paging import PageRequest
from tests.kit import FakeClock
from tests.store.access.world import ADMINISTRATOR, EVERYTHING, MANAGEMENT, READ_ONLY, World


def state(world: World, request: Request, operation: Operation = "CREATE_ASSIGNMENT") -> Request:
    return world.run(lambda call: requests.get(call, world.instance.arn, operation, request.request_id))


def reserved_roles(world: World, account_id: str) -> list[Role]:
    listed = world.run(lambda call: roles.list_roles(call, account_id, EVERYTHING, path_prefix=RESERVED_SSO_PATH))
    return list(listed.items)


def assigned(world: World, permission_set: PermissionSet, account_id: str) -> list[Assignment]:
    found = world.run(
        lambda call: assignments.list_of_role(
            call,
            instance_arn=world.instance.arn,
            permission_set_arn=permission_set.arn,
            account_id=account_id,
            page=EVERYTHING,
        )
    )
    return list(found.items)


def provision(world: World, permission_set: PermissionSet, account_id: str | None) -> Request:
    return world.run(
        lambda call: provisioning.request(
            call, instance_arn=world.instance.arn, permission_set_arn=permission_set.arn, account_id=account_id
        )
    )


def test_an_assignment_is_in_progress_until_its_role_is_there(world: World) -> None:
    account_id, user_id = world.account("dev"), world.user("ada")
    permission_set = world.permission_set("Auditors", READ_ONLY, session_duration="PT2H", description="They look")
    request = world.ask(permission_set, account_id, user_id)
    assert state(world, request).status == "IN_PROGRESS"
    assert assigned(world, permission_set, account_id) == []
    assert reserved_roles(world, account_id) == []

    world.work()

    assert state(world, request).status == "SUCCEEDED"
    assert assigned(world, permission_set, account_id) == [
        Assignment(permission_set.permission_set_id, account_id, "USER", user_id)
    ]
    [role] = reserved_roles(world, account_id)
    assert role.name.startswith("AWSReservedSSO_Auditors_")
    assert len(role.name.removeprefix("AWSReservedSSO_Auditors_")) == 16
    assert role.path == RESERVED_SSO_PATH
    assert (role.attached, role.inline, role.max_session_seconds, role.description) == (
        [READ_ONLY],
        {},
        7200,
        "They look",
    )


def test_one_role_serves_everybody_and_goes_with_the_last(world: World) -> None:
    account_id, ada, bob = world.account("dev"), world.user("ada"), world.user("bob")
    group_id = world.group("team", bob)
    permission_set = world.permission_set("Auditors")
    world.assign(permission_set, account_id, ada)
    world.assign(permission_set, account_id, group_id, "GROUP")
    [role] = reserved_roles(world, account_id)

    world.unassign(permission_set, account_id, ada)
    assert reserved_roles(world, account_id) == [role]

    world.unassign(permission_set, account_id, group_id, "GROUP")
    assert reserved_roles(world, account_id) == []
    world.run(lambda call: permission_sets.delete(call, world.instance.arn, permission_set.arn))


def test_an_assignment_that_exists_succeeds_again_and_changes_nothing(world: World) -> None:
    user_id, permission_set = world.user("ada"), world.permission_set("Auditors")
    world.assign(permission_set, MANAGEMENT, user_id)
    before = reserved_roles(world, MANAGEMENT)
    again = world.ask(permission_set, MANAGEMENT, user_id)
    world.work()
    assert state(world, again).status == "SUCCEEDED"
    assert reserved_roles(world, MANAGEMENT) == before
    assert len(assigned(world, permission_set, MANAGEMENT)) == 1


def test_two_requests_about_one_assignment_do_not_run_at_once(world: World) -> None:
    ada, bob, permission_set = world.user("ada"), world.user("bob"), world.permission_set("Auditors")
    world.ask(permission_set, MANAGEMENT, ada)
    with pytest.raises(Conflict, match="There is a conflicting operation in process"):
        world.ask(permission_set, MANAGEMENT, ada)
    with pytest.raises(Conflict, match="There is a conflicting operation in process"):
        world.ask_to_remove(permission_set, MANAGEMENT, ada)
    world.ask(permission_set, MANAGEMENT, bob)
    world.work()
    world.ask_to_remove(permission_set, MANAGEMENT, ada)
    with pytest.raises(Conflict):
        world.ask(permission_set, MANAGEMENT, ada)


def test_what_is_unknown_is_refused_and_leaves_nothing(world: World) -> None:
    user_id, permission_set = world.user("ada"), world.permission_set("Auditors")
    group_id = world.group("team")
    unknown = world.permission_set("Gone")
    world.run(lambda call: permission_sets.delete(call, world.instance.arn, unknown.arn))
    with pytest.raises(NotFound, match="Could not find PermissionSet"):
        world.ask(unknown, MANAGEMENT, user_id)
    with pytest.raises(NotFound, match="Could not find account with id 999999999999"):
        world.ask(permission_set, "999999999999", user_id)
    with pytest.raises(NotFound, match="Could not find USER"):
        world.ask(permission_set, MANAGEMENT, group_id, "USER")
    with pytest.raises(NotFound, match="Could not find GROUP"):
        world.ask(permission_set, MANAGEMENT, user_id, "GROUP")
    with pytest.raises(NotFound, match="Could not find an assignment"):
        world.ask_to_remove(permission_set, MANAGEMENT, user_id)
    for operation in ("CREATE_ASSIGNMENT", "DELETE_ASSIGNMENT"):
        listed = world.run(
            lambda call, operation=operation: requests.list_of(call, world.instance.arn, operation, None, EVERYTHING)  # type: ignore[misc]
        )
        assert listed.items == []


def test_what_goes_away_before_the_job_fails_the_request_with_the_reason(world: World) -> None:
    user_id, permission_set = world.user("ada"), world.permission_set("Auditors")
    request = world.ask(permission_set, MANAGEMENT, user_id)
    world.run(lambda call: users.delete(call, identity_store_id=world.instance.identity_store_id, user_id=user_id))
    world.work()
    failed = state(world, request)
    assert (failed.status, failed.failure_reason) == ("FAILED", f"Could not find USER with id {user_id}")
    assert reserved_roles(world, MANAGEMENT) == []


def test_a_set_that_is_assigned_cannot_be_deleted(world: World) -> None:
    permission_set = world.permission_set("Auditors")
    world.assign(permission_set, MANAGEMENT, world.user("ada"))
    with pytest.raises(Conflict, match="PermissionSet has ApplicationProfile associated with it"):
        world.run(lambda call: permission_sets.delete(call, world.instance.arn, permission_set.arn))


def test_an_assignment_outlives_its_person_and_can_still_be_removed(world: World) -> None:
    user_id, permission_set = world.user("ada"), world.permission_set("Auditors")
    world.assign(permission_set, MANAGEMENT, user_id)
    world.run(lambda call: users.delete(call, identity_store_id=world.instance.identity_store_id, user_id=user_id))
    assert len(assigned(world, permission_set, MANAGEMENT)) == 1
    world.unassign(permission_set, MANAGEMENT, user_id)
    assert assigned(world, permission_set, MANAGEMENT) == []
    assert reserved_roles(world, MANAGEMENT) == []


def test_a_change_reaches_roles_when_the_set_is_provisioned(world: World) -> None:
    first, second, user_id = world.account("dev"), world.account("prod"), world.user("ada")
    permission_set = world.permission_set("Auditors", READ_ONLY)
    world.assign(permission_set, first, user_id)
    world.assign(permission_set, second, user_id)

    def accounts(status: str | None) -> list[str]:
        page = world.run(
            lambda call: provisioning.list_accounts(
                call,
                instance_arn=world.instance.arn,
                permission_set_arn=permission_set.arn,
                status=status,  # type: ignore[arg-type]
                page=EVERYTHING,
            )
        )
        return list(page.items)

    latest, outdated = "LATEST_PERMISSION_SET_PROVISIONED", "LATEST_PERMISSION_SET_NOT_PROVISIONED"
    both = sorted([first, second])
    assert (accounts(None), accounts(latest), accounts(outdated)) == (both, both, [])

    world.attach(permission_set, ADMINISTRATOR)
    assert (accounts(latest), accounts(outdated)) == ([], both)
    [role] = reserved_roles(world, first)
    assert role.attached == [READ_ONLY]

    request = provision(world, permission_set, first)
    world.work()
    assert state(world, request, "PROVISION_PERMISSION_SET").status == "SUCCEEDED"
    assert (accounts(latest), accounts(outdated)) == ([first], [second])
    [changed] = reserved_roles(world, first)
    assert (changed.role_id, changed.name, changed.attached) == (role.role_id, role.name, [ADMINISTRATOR, READ_ONLY])

    provision(world, permission_set, None)
    world.work()
    assert (accounts(latest), accounts(outdated)) == (both, [])


def test_an_assignment_takes_the_set_as_it_is_now(world: World) -> None:
    permission_set = world.permission_set("Auditors", READ_ONLY)
    world.assign(permission_set, MANAGEMENT, world.user("ada"))
    world.attach(permission_set, ADMINISTRATOR)
    world.assign(permission_set, MANAGEMENT, world.user("bob"))
    [role] = reserved_roles(world, MANAGEMENT)
    assert role.attached == [ADMINISTRATOR, READ_ONLY]


def test_many_accounts_are_provisioned_in_batches(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provisioning, "ACCOUNTS_PER_JOB", 2)
    user_id, permission_set = world.user("ada"), world.permission_set("Auditors")
    accounts = [world.account(f"account{number}") for number in range(5)]
    for account_id in accounts:
        world.assign(permission_set, account_id, user_id)
    world.attach(permission_set, READ_ONLY)
    request = provision(world, permission_set, None)
    world.work()
    assert state(world, request, "PROVISION_PERMISSION_SET").status == "SUCCEEDED"
    assert [reserved_roles(world, each)[0].attached for each in accounts] == [[READ_ONLY]] * 5


def test_a_set_can_be_provisioned_where_nobody_is_assigned(world: World) -> None:
    permission_set = world.permission_set("Auditors")
    provision(world, permission_set, MANAGEMENT)
    world.work()
    assert len(reserved_roles(world, MANAGEMENT)) == 1
    listed = world.run(
        lambda call: provisioning.list_permission_sets(
            call, instance_arn=world.instance.arn, account_id=MANAGEMENT, status=None, page=EVERYTHING
        )
    )
    assert listed.items == [permission_set.arn]


def test_the_inline_policy_is_on_the_role(world: World) -> None:
    document = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}'
    permission_set = world.permission_set("Auditors")
    world.run(
        lambda call: policies.put_inline(
            call, instance_arn=world.instance.arn, permission_set_arn=permission_set.arn, document=document
        )
    )
    world.assign(permission_set, MANAGEMENT, world.user("ada"))
    [role] = reserved_roles(world, MANAGEMENT)
    assert role.inline == {"AwsSSOInlinePolicy": document}


def test_a_user_has_the_assignments_of_their_groups_too(world: World) -> None:
    account_id, ada = world.account("dev"), world.user("ada")
    team, others = world.group("team", ada), world.group("others")
    permission_set, second = world.permission_set("Auditors"), world.permission_set("Admins")
    world.assign(permission_set, account_id, ada)
    world.assign(permission_set, MANAGEMENT, team, "GROUP")
    world.assign(second, account_id, others, "GROUP")

    def listed(
        principal_id: str, principal_type: PrincipalType, account_id: str | None = None, size: int = 100
    ) -> list[Assignment]:
        found: list[Assignment] = []
        page = PageRequest(size)
        while True:
            answer = world.run(
                lambda call, page=page: assignments.list_of_principal(  # type: ignore[misc]
                    call,
                    instance_arn=world.instance.arn,
                    principal_type=principal_type,
                    principal_id=principal_id,
                    account_id=account_id,
                    page=page,
                )
            )
            found += [each for _, each in answer.items]
            if answer.next is None:
                return found
            page = PageRequest(size, answer.next)

    direct = Assignment(permission_set.permission_set_id, account_id, "USER", ada)
    through_team = Assignment(permission_set.permission_set_id, MANAGEMENT, "GROUP", team)
    assert set(listed(ada, "USER")) == {direct, through_team}
    assert listed(ada, "USER", size=1) == listed(ada, "USER")
    assert listed(ada, "USER", MANAGEMENT) == [through_team]
    assert listed(team, "GROUP") == [through_team]


def test_assignees_come_page_by_page(world: World) -> None:
    permission_set = world.permission_set("Auditors")
    people = [world.user(f"user{number}") for number in range(5)]
    for user_id in people:
        world.assign(permission_set, MANAGEMENT, user_id)
    world.assign(permission_set, MANAGEMENT, world.group("team"), "GROUP")
    seen: list[Assignment] = []
    page: PageRequest | None = PageRequest(2)
    while page is not None:
        answer = world.run(
            lambda call, page=page: assignments.list_of_role(  # type: ignore[misc]
                call,
                instance_arn=world.instance.arn,
                permission_set_arn=permission_set.arn,
                account_id=MANAGEMENT,
                page=page,
            )
        )
        seen += answer.items
        page = PageRequest(2, answer.next) if answer.next else None
    assert [each.principal_type for each in seen] == ["GROUP"] + ["USER"] * 5
    assert [each.principal_id for each in seen[1:]] == sorted(people)


def test_requests_are_listed_newest_first_and_by_status(world: World, clock: FakeClock) -> None:
    permission_set, people = world.permission_set("Auditors"), [world.user(f"user{number}") for number in range(4)]
    made = []
    for user_id in people:
        made.append(world.ask(permission_set, MANAGEMENT, user_id))
        clock.advance(seconds=1)
        if len(made) == 2:
            world.work()

    def listed(status: str | None, page: PageRequest = EVERYTHING) -> list[str]:
        found = world.run(
            lambda call: requests.list_of(call, world.instance.arn, "CREATE_ASSIGNMENT", status, page)  # type: ignore[arg-type]
        )
        rest = listed(status, PageRequest(page.size, found.next)) if found.next else []
        return [each.request_id for each in found.items] + rest

    newest_first = [request.request_id for request in reversed(made)]
    assert listed(None) == listed(None, PageRequest(1)) == listed(None, PageRequest(3)) == newest_first
    assert listed("IN_PROGRESS") == listed("IN_PROGRESS", PageRequest(1)) == newest_first[:2]
    assert listed("SUCCEEDED") == newest_first[2:]
    assert listed("FAILED") == []


def test_a_request_is_found_as_what_it_is_only(world: World) -> None:
    request = world.ask(world.permission_set("Auditors"), MANAGEMENT, world.user("ada"))
    with pytest.raises(NotFound):
        state(world, request, "DELETE_ASSIGNMENT")


def test_old_requests_are_forgotten_once_they_have_ended(world: World, clock: FakeClock) -> None:
    permission_set = world.permission_set("Auditors")
    ended = world.ask(permission_set, MANAGEMENT, world.user("ada"))
    world.work()
    running = world.ask(permission_set, MANAGEMENT, world.user("bob"))
    clock.advance(days=91)
    assert world.database.write(lambda tx: requests.sweep(tx, clock.now())) == 1
    assert state(world, running).status == "IN_PROGRESS"
    with pytest.raises(NotFound):
        state(world, ended)


def test_a_job_leaves_an_event_that_tells_how_it_ended(world: World, clock: FakeClock) -> None:
    request = world.ask(world.permission_set("Auditors"), MANAGEMENT, world.user("ada"))
    world.work()
    now = clock.now()
    page = world.database.read(
        lambda tx: audit_store.list_events(tx, MANAGEMENT, now, now, "EventName", "CreateAccountAssignment", EVERYTHING)
    )
    [event] = page.items
    assert event.body["eventType"] == "AwsServiceEvent"
    assert event.body["serviceEventDetails"]["requestId"] == request.request_id
    assert event.body["serviceEventDetails"]["status"] == "SUCCEEDED"
