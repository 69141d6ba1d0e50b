"""What a person may use: directly, through groups, and not at all, on both databases."""

from gatepost.core.access import entitlements
from gatepost.core.access.model import AccountEntry, AccountRoles, Entitlement, RoleEntry
from gatepost.core.directory import groups, memberships, users
from gatepost.core.iam import roles
from gatepost.kit.paging import PageRequest
from tests.store.access.world import EVERYTHING, MANAGEMENT, World


def account_ids(world: World, user_id: str) -> list[str]:
    page = world.database.read(lambda tx: entitlements.list_accounts(tx, user_id, EVERYTHING))
    return [entry.account_id for entry in page.items]


def find(world: World, user_id: str, account_id: str, name: str) -> Entitlement | None:
    return world.database.read(lambda tx: entitlements.find_entitlement(tx, user_id, account_id, name))


def test_a_person_sees_what_is_theirs_directly_and_through_groups_once(world: World) -> None:
    dev, prod, ada, bob = world.account("dev"), world.account("prod"), world.user("ada"), world.user("bob")
    team = world.group("team", ada)
    auditors, admins = world.permission_set("Auditors"), world.permission_set("Admins")
    world.assign(auditors, dev, ada)
    world.assign(auditors, dev, team, "GROUP")
    world.assign(admins, dev, team, "GROUP")
    world.assign(auditors, prod, bob)

    assert account_ids(world, ada) == [dev]
    assert account_ids(world, bob) == [prod]
    page = world.database.read(lambda tx: entitlements.list_roles(tx, ada, dev, EVERYTHING))
    assert [entry.permission_set_name for entry in page.items] == ["Admins", "Auditors"]
    assert world.database.read(lambda tx: entitlements.list_roles(tx, ada, prod, EVERYTHING)).items == []
    assert find(world, ada, dev, "Admins") is not None
    assert find(world, bob, dev, "Admins") is None
    assert find(world, bob, prod, "Admins") is None


def test_an_entitlement_names_the_role_as_it_is(world: World) -> None:
    ada = world.user("ada")
    auditors = world.permission_set("Auditors", session_duration="PT2H", relay_state="https://example.com")
    world.assign(auditors, MANAGEMENT, ada)
    found = find(world, ada, MANAGEMENT, "Auditors")
    assert found is not None
    role = world.run(lambda call: roles.get_role(call, MANAGEMENT, found.role_name))
    assert (found.role_id, found.session_seconds) == (role.role_id, 7200)
    assert (found.permission_set_arn, found.relay_state) == (auditors.arn, "https://example.com")


def test_accounts_and_roles_come_page_by_page(world: World) -> None:
    ada, auditors = world.user("ada"), world.permission_set("Auditors")
    accounts = sorted(world.account(f"account{number}") for number in range(3))
    for account_id in accounts:
        world.assign(auditors, account_id, ada)
    first = world.database.read(lambda tx: entitlements.list_accounts(tx, ada, PageRequest(2)))
    rest = world.database.read(lambda tx: entitlements.list_accounts(tx, ada, PageRequest(2, first.next)))
    assert [entry.account_id for entry in (*first.items, *rest.items)] == accounts
    assert rest.next is None
    world.assign(world.permission_set("Admins"), accounts[0], ada)
    one = world.database.read(lambda tx: entitlements.list_roles(tx, ada, accounts[0], PageRequest(1)))
    two = world.database.read(lambda tx: entitlements.list_roles(tx, ada, accounts[0], PageRequest(1, one.next)))
    assert [entry.permission_set_name for entry in (*one.items, *two.items)] == ["Admins", "Auditors"]


def test_the_portal_gets_everything_at_once_by_name(world: World) -> None:
    zoo, ant, ada = world.account("zoo"), world.account("ant"), world.user("ada")
    auditors = world.permission_set("Auditors", description="They look")
    admins = world.permission_set("Admins")
    world.assign(auditors, zoo, ada)
    world.assign(auditors, ant, ada)
    world.assign(admins, ant, ada)
    assert world.database.read(lambda tx: entitlements.list_entitlements(tx, ada)) == (
        AccountRoles(
            AccountEntry(ant, "ant", "ant@accounts.example.com"),
            (
                RoleEntry(ant, "Admins", None, admins.arn, None),
                RoleEntry(ant, "Auditors", "They look", auditors.arn, None),
            ),
        ),
        AccountRoles(
            AccountEntry(zoo, "zoo", "zoo@accounts.example.com"),
            (RoleEntry(zoo, "Auditors", "They look", auditors.arn, None),),
        ),
    )


def test_nothing_is_there_before_the_role_is_or_after_it_is_gone(world: World) -> None:
    ada, auditors = world.user("ada"), world.permission_set("Auditors")
    world.ask(auditors, MANAGEMENT, ada)
    assert account_ids(world, ada) == []
    world.work()
    assert account_ids(world, ada) == [MANAGEMENT]
    world.unassign(auditors, MANAGEMENT, ada)
    assert account_ids(world, ada) == []
    assert find(world, ada, MANAGEMENT, "Auditors") is None


def test_a_disabled_or_deleted_person_has_nothing(world: World) -> None:
    store_id = world.instance.identity_store_id
    ada, auditors = world.user("ada"), world.permission_set("Auditors")
    team = world.group("team", ada)
    world.assign(auditors, MANAGEMENT, ada)
    world.assign(world.permission_set("Admins"), MANAGEMENT, team, "GROUP")

    world.run(lambda call: users.set_status(call, identity_store_id=store_id, user_id=ada, status="DISABLED"))
    assert account_ids(world, ada) == []
    assert world.database.read(lambda tx: entitlements.list_entitlements(tx, ada)) == ()
    assert find(world, ada, MANAGEMENT, "Auditors") is None
    assert find(world, ada, MANAGEMENT, "Admins") is None

    world.run(lambda call: users.set_status(call, identity_store_id=store_id, user_id=ada, status="ENABLED"))
    assert account_ids(world, ada) == [MANAGEMENT]
    world.run(lambda call: users.delete(call, identity_store_id=store_id, user_id=ada))
    assert account_ids(world, ada) == []
    assert find(world, ada, MANAGEMENT, "Auditors") is None


def test_who_leaves_a_group_or_loses_it_loses_its_roles(world: World) -> None:
    store_id = world.instance.identity_store_id
    ada, auditors = world.user("ada"), world.permission_set("Auditors")
    left, lost = world.group("left", ada), world.group("lost", ada)
    prod = world.account("prod")
    world.assign(auditors, MANAGEMENT, left, "GROUP")
    world.assign(auditors, prod, lost, "GROUP")
    assert account_ids(world, ada) == sorted([MANAGEMENT, prod])

    def leave(group_id: str) -> None:
        membership = world.run(
            lambda call: memberships.get_between(call, identity_store_id=store_id, group_id=group_id, user_id=ada)
        )
        world.run(
            lambda call: memberships.delete(call, identity_store_id=store_id, membership_id=membership.membership_id)
        )

    leave(left)
    assert account_ids(world, ada) == [prod]
    world.run(lambda call: groups.delete(call, identity_store_id=store_id, group_id=lost))
    assert account_ids(world, ada) == []
