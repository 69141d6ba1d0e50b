"""Users, access keys and roles: made, found, changed, removed."""

import threading

import pytest

from gatepost.core.call import Call
from gatepost.core.iam import access_keys, roles, users
from gatepost.core.iam.model import Role
from gatepost.core.organization.model import Organization
from gatepost.kit.arns import RESERVED_SSO_PATH
from gatepost.kit.errors import Conflict, Invalid, NotFound, QuotaExceeded
from gatepost.kit.paging import PageRequest
from tests.calls import Core
from tests.store.conftest import MANAGEMENT
from tests.store.iam.conftest import ADMINISTRATOR, make_role

pytestmark = pytest.mark.usefixtures("organization")
TRUST = roles.trust_account(MANAGEMENT)


def put(core: Core, name: str, **changes: object) -> Role:
    wish: dict[str, object] = {
        "name": name,
        "path": RESERVED_SSO_PATH,
        "attached": [ADMINISTRATOR],
        "inline": {},
        "max_session_seconds": 3600,
        "description": "",
    } | changes
    return core.write(lambda call: roles.put_reserved_role(call, MANAGEMENT, **wish))  # type: ignore[arg-type]


def test_a_user_is_found_in_any_case(core: Core) -> None:
    made = core.write(lambda call: users.create(call, MANAGEMENT, "Alice", path="/team/", attached=[ADMINISTRATOR]))
    assert core.read(lambda call: users.get(call, MANAGEMENT, "aLICE")) == made
    assert made.arn == f"arn:aws:iam::{MANAGEMENT}:user/team/Alice"
    with pytest.raises(Conflict) as raised:
        core.write(lambda call: users.create(call, MANAGEMENT, "ALICE"))
    assert raised.value.reason == "EntityAlreadyExists"


def test_a_user_belongs_to_one_account(core: Core, member: str) -> None:
    core.write(lambda call: users.create(call, MANAGEMENT, "alice"))
    with pytest.raises(NotFound, match="The user with name alice cannot be found"):
        core.read(lambda call: users.get(call, member, "alice"))


def test_a_user_has_two_keys_at_most(core: Core) -> None:
    user = core.write(lambda call: users.create(call, MANAGEMENT, "alice"))
    made = [core.write(lambda call: access_keys.create_for(call, user)) for _ in range(2)]
    with pytest.raises(QuotaExceeded, match="AccessKeysPerUser: 2"):
        core.write(lambda call: access_keys.create_for(call, user))
    listed = core.read(lambda call: access_keys.list_keys(call, user))
    assert {key.access_key_id for key in listed} == {key.access_key_id for key, _ in made}
    assert made[0][1] != made[1][1]


def test_the_limit_holds_when_keys_are_made_at_once(core: Core) -> None:
    user = core.write(lambda call: users.create(call, MANAGEMENT, "alice"))
    outcomes: list[str] = []

    def create() -> None:
        try:
            core.write(lambda call: access_keys.create_for(call, user), serializable=True)
        except QuotaExceeded:
            outcomes.append("refused")
        else:
            outcomes.append("made")

    threads = [threading.Thread(target=create) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["made", "made", "refused", "refused"]


def test_a_key_is_switched_off_and_removed(core: Core) -> None:
    user = core.write(lambda call: users.create(call, MANAGEMENT, "alice"))
    key, _ = core.write(lambda call: access_keys.create_for(call, user))
    core.write(lambda call: access_keys.set_status(call, user, key.access_key_id, "Inactive"))
    assert [each.status for each in core.read(lambda call: access_keys.list_keys(call, user))] == ["Inactive"]
    core.write(lambda call: access_keys.delete(call, user, key.access_key_id))
    assert core.read(lambda call: access_keys.list_keys(call, user)) == []


def test_a_key_belongs_to_its_user(core: Core) -> None:
    alice = core.write(lambda call: users.create(call, MANAGEMENT, "alice"))
    mallory = core.write(lambda call: users.create(call, MANAGEMENT, "mallory"))
    key, _ = core.write(lambda call: access_keys.create_for(call, alice))
    with pytest.raises(NotFound):
        core.write(lambda call: access_keys.set_status(call, mallory, key.access_key_id, "Inactive"))
    with pytest.raises(NotFound):
        core.write(lambda call: access_keys.delete(call, mallory, key.access_key_id))


def test_no_key_can_be_set_to_expired(core: Core) -> None:
    user = core.write(lambda call: users.create(call, MANAGEMENT, "alice"))
    key, _ = core.write(lambda call: access_keys.create_for(call, user))
    with pytest.raises(Invalid):
        core.write(lambda call: access_keys.set_status(call, user, key.access_key_id, "Expired"))


def test_roles_are_listed_by_name_below_a_path(core: Core) -> None:
    for name, path in (("beta", "/"), ("Alpha", "/team_a/"), ("gamma", "/teamXa/"), ("delta", "/team_a/sub/")):
        make_role(core, MANAGEMENT, name, TRUST, path=path)

    def names(prefix: str) -> list[str]:
        found = core.read(lambda call: roles.list_roles(call, MANAGEMENT, PageRequest(10), path_prefix=prefix))
        return [role.name for role in found.items]

    assert names("/") == ["Alpha", "beta", "delta", "gamma"]
    assert names("/team_a/") == ["Alpha", "delta"]
    assert names("/TEAM_A/") == []


def test_roles_come_in_pages(core: Core) -> None:
    for number in range(5):
        make_role(core, MANAGEMENT, f"Role{number}", TRUST)
    first = core.read(lambda call: roles.list_roles(call, MANAGEMENT, PageRequest(3)))
    second = core.read(lambda call: roles.list_roles(call, MANAGEMENT, PageRequest(3, first.next)))
    assert [role.name for role in (*first.items, *second.items)] == [f"Role{number}" for number in range(5)]
    assert second.next is None


def test_a_role_keeps_all_it_was_made_with(core: Core) -> None:
    made = make_role(
        core,
        MANAGEMENT,
        "Deploy",
        TRUST,
        path="/ci/",
        attached=[ADMINISTRATOR],
        inline={"extra": '{"Version":"2012-10-17","Statement":[]}'},
        max_session_seconds=7200,
        description="deploys",
        permissions_boundary=ADMINISTRATOR,
        tags={"team": "payments"},
    )
    assert core.read(lambda call: roles.get_role(call, MANAGEMENT, "DEPLOY")) == made
    with pytest.raises(Conflict):
        make_role(core, MANAGEMENT, "deploy", TRUST)


def test_a_trust_policy_must_be_one(core: Core) -> None:
    with pytest.raises(Invalid) as raised:
        make_role(core, MANAGEMENT, "Deploy", '{"Version":"2012-10-17","Statement":[{"Effect":"Allow"}]}')
    assert raised.value.reason == "MalformedPolicyDocument"


def test_a_role_of_single_sign_on_is_made_and_then_changed_in_place(core: Core, organization: Organization) -> None:
    made = put(core, "AWSReservedSSO_Ops_0123456789abcdef")
    core.clock.advance(hours=1)
    changed = put(core, "AWSReservedSSO_Ops_0123456789abcdef", attached=[], max_session_seconds=7200, description="new")
    assert made.arn == f"arn:aws:iam::{MANAGEMENT}:role{RESERVED_SSO_PATH}{made.name}"
    assert (changed.role_id, changed.created_at) == (made.role_id, made.created_at)
    stored = core.read(lambda call: roles.get_role(call, MANAGEMENT, made.name))
    assert (stored.attached, stored.max_session_seconds, stored.description) == ([], 7200, "new")


def test_a_role_is_removed(core: Core) -> None:
    make_role(core, MANAGEMENT, "Deploy", TRUST)

    def delete(call: Call) -> None:
        roles.delete_role(call, MANAGEMENT, "Deploy")

    core.write(delete)
    with pytest.raises(NotFound, match="The role with name Deploy cannot be found"):
        core.write(delete)
