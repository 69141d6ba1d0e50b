"""What administrators do to the roles of an account, on both databases."""

import json

import pytest

from gatepost.core.iam import account_aliases, managed_policies, role_policies, roles
from gatepost.core.iam.model import Role
from gatepost.kit.arns import RESERVED_SSO_PATH
from gatepost.kit.errors import Conflict, Invalid, NotFound, QuotaExceeded
from tests.calls import Core
from tests.store.conftest import MANAGEMENT
from tests.store.iam.conftest import ADMINISTRATOR, make_role

pytestmark = pytest.mark.usefixtures("organization")
TRUST = roles.trust_account(MANAGEMENT)
READ = json.dumps({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "iam:Get*", "Resource": "*"}})
UNKNOWN = f"arn:aws:iam::{MANAGEMENT}:policy/Unknown"


def role(core: Core, name: str = "Ops") -> Role:
    return core.read(lambda call: roles.get_role(call, MANAGEMENT, name))


def create(core: Core, name: str = "Ops", **changes: object) -> Role:
    wish: dict[str, object] = {
        "path": "/",
        "trust_policy": TRUST,
        "description": "",
        "max_session_seconds": 3600,
        "permissions_boundary": None,
        "tagged": [],
    } | changes
    return core.write(lambda call: roles.create_own_role(call, MANAGEMENT, name=name, **wish))  # type: ignore[arg-type]


def test_a_role_is_made_within_what_aws_leaves_to_its_account(core: Core) -> None:
    made = create(core, path="/team/", tagged=[("team", "a")], permissions_boundary=ADMINISTRATOR)
    assert role(core) == made
    assert (made.tags, made.permissions_boundary) == ({"team": "a"}, ADMINISTRATOR)
    for reserved in ({"path": RESERVED_SSO_PATH}, {"name": "AWSReservedSSO_Ops_0123456789abcdef"}):
        with pytest.raises(Invalid, match="reserved"):
            create(core, **{"name": "Other", **reserved})
    with pytest.raises(NotFound):
        create(core, "Bound", permissions_boundary=UNKNOWN)
    with pytest.raises(QuotaExceeded, match="ACLSizePerRole: 2048"):
        create(core, "Trusting", trust_policy=TRUST.replace('"sts:AssumeRole"', json.dumps(["sts:AssumeRole"] * 200)))


def test_a_role_changes_in_what_is_given(core: Core) -> None:
    create(core, description="before")
    core.write(lambda call: roles.update_role(call, MANAGEMENT, "Ops", max_session_seconds=7200))
    core.write(lambda call: roles.update_role(call, MANAGEMENT, "ops", description=""))
    assert (role(core).description, role(core).max_session_seconds) == ("", 7200)
    trust = roles.trust_account("444455556666")
    core.write(lambda call: roles.set_trust_policy(call, MANAGEMENT, "Ops", trust))
    assert role(core).trust_policy == trust
    with pytest.raises(Invalid):
        core.write(lambda call: roles.set_trust_policy(call, MANAGEMENT, "Ops", READ))
    core.write(lambda call: roles.tag_role(call, MANAGEMENT, "Ops", [("team", "a"), ("tier", "1")]))
    core.write(lambda call: roles.untag_role(call, MANAGEMENT, "Ops", ["Team"]))
    assert role(core).tags == {"tier": "1"}


def test_managed_policies_come_and_go_up_to_ten(core: Core) -> None:
    create(core)
    core.write(lambda call: role_policies.attach(call, MANAGEMENT, "Ops", ADMINISTRATOR))
    core.write(lambda call: role_policies.attach(call, MANAGEMENT, "Ops", ADMINISTRATOR))
    assert role(core).attached == [ADMINISTRATOR]
    with pytest.raises(NotFound, match="does not exist or is not attachable"):
        core.write(lambda call: role_policies.attach(call, MANAGEMENT, "Ops", UNKNOWN))
    for number in range(10):
        made = core.write(
            lambda call, number=number: managed_policies.create(call, MANAGEMENT, name=f"P{number}", document=READ)  # type: ignore[misc]
        )
        attach = lambda call, arn=made.arn: role_policies.attach(call, MANAGEMENT, "Ops", arn)  # noqa: E731
        if number < 9:
            core.write(attach)
        else:
            with pytest.raises(QuotaExceeded, match="PoliciesPerRole: 10"):
                core.write(attach)
    core.write(lambda call: role_policies.detach(call, MANAGEMENT, "Ops", ADMINISTRATOR))
    assert len(role(core).attached) == 9
    with pytest.raises(NotFound):
        core.write(lambda call: role_policies.detach(call, MANAGEMENT, "Ops", ADMINISTRATOR))


def test_inline_policies_come_and_go_within_their_quota(core: Core) -> None:
    create(core)
    core.write(lambda call: role_policies.put(call, MANAGEMENT, "Ops", "read", READ))
    assert core.read(lambda call: role_policies.get(call, MANAGEMENT, "Ops", "read")) == READ
    with pytest.raises(Invalid):
        core.write(lambda call: role_policies.put(call, MANAGEMENT, "Ops", "bad", TRUST))
    long = json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": {"Effect": "Allow", "Action": [f"iam:Get{n:06}" for n in range(650)], "Resource": "*"},
        }
    )
    with pytest.raises(QuotaExceeded, match="Maximum policy size of 10240 bytes exceeded for role Ops"):
        core.write(lambda call: role_policies.put(call, MANAGEMENT, "Ops", "long", long))
    core.write(lambda call: role_policies.delete(call, MANAGEMENT, "Ops", "read"))
    with pytest.raises(NotFound, match="The role policy with name read cannot be found"):
        core.read(lambda call: role_policies.get(call, MANAGEMENT, "Ops", "read"))
    with pytest.raises(NotFound, match="The role policy with name read cannot be found"):
        core.write(lambda call: role_policies.delete(call, MANAGEMENT, "Ops", "read"))


def test_a_role_goes_without_its_policies_only(core: Core) -> None:
    create(core)
    core.write(lambda call: role_policies.attach(call, MANAGEMENT, "Ops", ADMINISTRATOR))
    core.write(lambda call: role_policies.put(call, MANAGEMENT, "Ops", "read", READ))

    def delete() -> None:
        core.write(lambda call: roles.delete_empty_role(call, MANAGEMENT, "Ops"))

    with pytest.raises(Conflict, match="must detach all policies first"):
        delete()
    core.write(lambda call: role_policies.detach(call, MANAGEMENT, "Ops", ADMINISTRATOR))
    with pytest.raises(Conflict, match="must delete policies first"):
        delete()
    core.write(lambda call: role_policies.delete(call, MANAGEMENT, "Ops", "read"))
    delete()
    with pytest.raises(NotFound):
        delete()


def test_nobody_changes_a_role_of_single_sign_on(core: Core) -> None:
    name = "AWSReservedSSO_Ops_0123456789abcdef"
    made = make_role(core, MANAGEMENT, name, TRUST, path=RESERVED_SSO_PATH, attached=[ADMINISTRATOR])
    for change in (
        lambda call: roles.update_role(call, MANAGEMENT, name, description="mine"),
        lambda call: roles.set_trust_policy(call, MANAGEMENT, name, TRUST),
        lambda call: roles.tag_role(call, MANAGEMENT, name, [("a", "b")]),
        lambda call: roles.untag_role(call, MANAGEMENT, name, ["a"]),
        lambda call: roles.delete_empty_role(call, MANAGEMENT, name),
        lambda call: role_policies.attach(call, MANAGEMENT, name, ADMINISTRATOR),
        lambda call: role_policies.detach(call, MANAGEMENT, name, ADMINISTRATOR),
        lambda call: role_policies.put(call, MANAGEMENT, name, "read", READ),
        lambda call: role_policies.delete(call, MANAGEMENT, name, "read"),
        lambda call: role_policies.set_boundary(call, MANAGEMENT, name, ADMINISTRATOR),
    ):
        with pytest.raises(Conflict, match=f"protected role '{name}' - this role is only modifiable by AWS") as raised:
            core.write(change)
        assert raised.value.reason == "UnmodifiableEntity"
    assert role(core, name) == made


def test_an_account_has_one_alias_that_no_other_has(core: Core, member: str) -> None:
    core.write(lambda call: account_aliases.create(call, MANAGEMENT, "acme"))
    core.write(lambda call: account_aliases.create(call, MANAGEMENT, "acme-root"))
    assert core.read(lambda call: account_aliases.find(call, MANAGEMENT)) == "acme-root"
    with pytest.raises(Conflict, match="The account alias acme-root already exists"):
        core.write(lambda call: account_aliases.create(call, member, "acme-root"))
    core.write(lambda call: account_aliases.create(call, member, "acme"))
    with pytest.raises(NotFound):
        core.write(lambda call: account_aliases.delete(call, MANAGEMENT, "acme"))
    core.write(lambda call: account_aliases.delete(call, MANAGEMENT, "acme-root"))
    assert core.read(lambda call: account_aliases.find(call, MANAGEMENT)) is None
