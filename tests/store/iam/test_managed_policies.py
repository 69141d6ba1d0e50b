"""Customer managed policies and their versions, on both databases."""

import json
import threading

import pytest

from gatepost.core.authz import decide, managed
from gatepost.core.iam import managed_policies, policy_versions, role_policies, role_sessions, roles
from gatepost.core.iam.model import ManagedPolicy, PolicyUsage
from gatepost.core.iam.role_sessions import Wish
from gatepost.kit.errors import Conflict, Denied, Invalid, NotFound, Problem, QuotaExceeded
from gatepost.kit.paging import PageRequest
from tests.calls import Core
from tests.store.conftest import MANAGEMENT
from tests.store.iam.conftest import ADMINISTRATOR, MakeUser, SignIn, make_role

pytestmark = pytest.mark.usefixtures("organization")
TRUST = roles.trust_account(MANAGEMENT)
EVERYTHING = PageRequest(100)


def allowing(*actions: str) -> str:
    return json.dumps(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": list(actions), "Resource": "*"}]}
    )


LIST = allowing("sso:ListInstances")
CREATE = allowing("sso:CreatePermissionSet")


def make(
    core: Core, name: str = "Lists", document: str = LIST, *, account_id: str = MANAGEMENT, path: str = "/"
) -> str:
    made = core.write(lambda call: managed_policies.create(call, account_id, name=name, document=document, path=path))
    return made.arn


def add(core: Core, arn: str, document: str = CREATE, *, default: bool = True) -> str:
    return core.write(
        lambda call: policy_versions.create(call, MANAGEMENT, arn, document=document, set_as_default=default)
    ).version_id


def get(core: Core, arn: str, account_id: str = MANAGEMENT) -> ManagedPolicy:
    return core.read(lambda call: managed_policies.get(call, account_id, arn))


def attach(core: Core, role: str, arn: str) -> None:
    core.write(lambda call: role_policies.attach(call, MANAGEMENT, role, arn))


def delete(core: Core, arn: str) -> None:
    core.write(lambda call: managed_policies.delete(call, MANAGEMENT, arn))


def reason(problem: pytest.ExceptionInfo[Problem]) -> str | None:
    return problem.value.reason


def test_a_policy_belongs_to_one_account_and_its_name_is_unique_there(core: Core, member: str) -> None:
    arn = make(core, "Lists", path="/team/")
    assert arn == f"arn:aws:iam::{MANAGEMENT}:policy/team/Lists"
    policy = get(core, arn)
    assert (policy.name, policy.path, policy.default_version_id, policy.created_at) == (
        "Lists",
        "/team/",
        "v1",
        core.clock.now(),
    )
    with pytest.raises(Conflict, match="A policy called LISTS already exists") as raised:
        make(core, "LISTS", path="/other/")
    assert reason(raised) == "EntityAlreadyExists"
    with pytest.raises(NotFound):
        get(core, arn, member)
    make(core, "Lists", account_id=member)


def test_a_document_must_be_an_identity_policy_of_bounded_length(core: Core) -> None:
    with pytest.raises(Invalid) as raised:
        make(core, document=TRUST)
    assert reason(raised) == "MalformedPolicyDocument"
    blanks = LIST.replace(":", ":" + " " * 7000, 1)
    make(core, "Spacious", blanks)
    with pytest.raises(QuotaExceeded, match="PolicySize: 6144"):
        make(core, "Long", allowing(*(f"sso:List{number:05}" for number in range(700))))


def test_versions_count_on_and_the_default_is_in_force(core: Core) -> None:
    arn = make(core)
    assert [add(core, arn, default=False) for _ in range(4)] == ["v2", "v3", "v4", "v5"]
    with pytest.raises(QuotaExceeded, match="up to 5 versions"):
        add(core, arn)
    core.write(lambda call: policy_versions.delete(call, MANAGEMENT, arn, "v5"))
    # The number of a version that went is not given again.
    assert add(core, arn) == "v6"
    assert get(core, arn).default_version_id == "v6"
    with pytest.raises(Conflict, match="Cannot delete the default version of a policy"):
        core.write(lambda call: policy_versions.delete(call, MANAGEMENT, arn, "v6"))
    core.write(lambda call: policy_versions.set_default(call, MANAGEMENT, arn, "v2"))
    policy, versions = core.read(lambda call: policy_versions.list_versions(call, MANAGEMENT, arn))
    assert policy.default_version_id == "v2"
    assert [version.version_id for version in versions] == ["v6", "v4", "v3", "v2", "v1"]
    with pytest.raises(NotFound, match="version v5 does not exist"):
        core.read(lambda call: policy_versions.get(call, MANAGEMENT, arn, "v5"))
    with pytest.raises(NotFound, match="version v5 does not exist"):
        core.write(lambda call: policy_versions.set_default(call, MANAGEMENT, arn, "v5"))
    with pytest.raises(NotFound, match="version v5 does not exist"):
        core.write(lambda call: policy_versions.delete(call, MANAGEMENT, arn, "v5"))


def test_a_policy_goes_when_nobody_has_it_and_one_version_is_left(core: Core) -> None:
    arn = make(core)
    add(core, arn)
    make_role(core, MANAGEMENT, "Ops", TRUST)
    attach(core, "Ops", arn)
    with pytest.raises(Conflict, match="attached to entities") as raised:
        delete(core, arn)
    assert reason(raised) == "DeleteConflict"
    core.write(lambda call: role_policies.detach(call, MANAGEMENT, "Ops", arn))
    core.write(lambda call: role_policies.set_boundary(call, MANAGEMENT, "Ops", arn))
    with pytest.raises(Conflict, match="attached to entities"):
        delete(core, arn)
    core.write(lambda call: role_policies.set_boundary(call, MANAGEMENT, "Ops", None))
    with pytest.raises(Conflict, match="more than one version"):
        delete(core, arn)
    core.write(lambda call: policy_versions.delete(call, MANAGEMENT, arn, "v1"))
    delete(core, arn)
    with pytest.raises(NotFound, match=f"Policy {arn} was not found"):
        get(core, arn)


def test_policies_of_aws_are_read_and_attached_but_not_changed(core: Core, member: str) -> None:
    assert get(core, ADMINISTRATOR, member).default_version_id == "v1"
    _, version = core.read(lambda call: policy_versions.get(call, member, ADMINISTRATOR, "v1"))
    assert json.loads(version.document)["Statement"]
    with pytest.raises(Denied):
        delete(core, ADMINISTRATOR)
    with pytest.raises(Denied):
        add(core, ADMINISTRATOR)


@pytest.mark.parametrize("arn", ["nonsense", "arn:aws:iam::111122223333:role/Ops", "arn:aws:s3:::policy/x"])
def test_what_is_no_arn_of_a_policy_is_invalid(core: Core, arn: str) -> None:
    with pytest.raises(Invalid) as raised:
        get(core, arn)
    assert reason(raised) == "InvalidInput"


def test_policies_are_listed_by_kind_path_and_use(core: Core) -> None:
    make_role(core, MANAGEMENT, "Ops", TRUST)
    used, bounding, idle = make(core, "B", path="/team/"), make(core, "A", path="/team/"), make(core, "C")
    attach(core, "Ops", used)
    attach(core, "Ops", ADMINISTRATOR)
    core.write(lambda call: role_policies.set_boundary(call, MANAGEMENT, "Ops", bounding))

    def listed(size: int = 100, **wish: object) -> dict[str, PolicyUsage]:
        found: dict[str, PolicyUsage] = {}
        page: PageRequest | None = PageRequest(size)
        while page is not None:
            answer = core.read(
                lambda call, page=page: managed_policies.list_policies(call, MANAGEMENT, page, **wish)  # type: ignore[arg-type, misc]
            )
            assert len(answer.items) <= size
            found |= {policy.arn: usage for policy, usage in answer.items}
            page = PageRequest(size, answer.next) if answer.next else None
        return found

    assert list(listed(scope="Local")) == [bounding, used, idle]
    assert listed(scope="Local", path_prefix="/team/") == {bounding: PolicyUsage(0, 1), used: PolicyUsage(1, 0)}
    assert set(listed(scope="AWS")) == {policy.arn for policy in managed.list_managed()}
    assert list(listed()) == [*listed(scope="AWS"), bounding, used, idle]
    for size in (1, 7, len(listed(scope="AWS")), 24):
        assert listed(size) == listed()
    assert listed(only_attached=True) == {ADMINISTRATOR: PolicyUsage(1, 0), used: PolicyUsage(1, 0)}
    assert list(listed(used_as="PermissionsBoundary")) == [bounding]
    assert list(listed(used_as="PermissionsPolicy", scope="Local")) == [used]
    assert core.read(lambda call: managed_policies.usage(call, MANAGEMENT, used)) == PolicyUsage(1, 0)


def test_tags_are_alike_whatever_their_case(core: Core) -> None:
    arn = make(core)
    core.write(lambda call: managed_policies.tag(call, MANAGEMENT, arn, [("Team", "a"), ("tier", "1")]))
    core.write(lambda call: managed_policies.tag(call, MANAGEMENT, arn, [("team", "b")]))
    assert get(core, arn).tags == {"tier": "1", "team": "b"}
    core.write(lambda call: managed_policies.untag(call, MANAGEMENT, arn, ["TIER", "absent"]))
    assert get(core, arn).tags == {"team": "b"}
    with pytest.raises(Invalid, match="Duplicate tag keys"):
        core.write(lambda call: managed_policies.tag(call, MANAGEMENT, arn, [("a", "1"), ("A", "2")]))
    with pytest.raises(Invalid, match="reserved"):
        core.write(lambda call: managed_policies.tag(call, MANAGEMENT, arn, [("AWS:x", "1")]))
    with pytest.raises(QuotaExceeded):
        core.write(lambda call: managed_policies.tag(call, MANAGEMENT, arn, [(str(each), "1") for each in range(50)]))


def test_the_version_in_force_decides_what_a_session_may(core: Core, make_user: MakeUser, sign_in: SignIn) -> None:
    alice = make_user("alice", attached=(ADMINISTRATOR,))
    role = make_role(core, MANAGEMENT, "Ops", TRUST)
    credentials = core.write(lambda call: role_sessions.assume(call, Wish(role.arn, "alice")), actor=alice).credentials

    def may(action: str) -> bool:
        actor = sign_in(credentials.access_key_id, credentials.session_token)
        return decide(actor.policies, actor.principal, action, "*", {}).allowed

    assert not may("sso:ListInstances")
    arn = make(core)
    attach(core, "Ops", arn)
    assert (may("sso:ListInstances"), may("sso:CreatePermissionSet")) == (True, False)
    add(core, arn)
    assert (may("sso:ListInstances"), may("sso:CreatePermissionSet")) == (False, True)
    core.write(lambda call: policy_versions.set_default(call, MANAGEMENT, arn, "v1"))
    assert may("sso:ListInstances")

    boundary = make(core, "Bound", CREATE)
    core.write(lambda call: role_policies.set_boundary(call, MANAGEMENT, "Ops", boundary))
    assert not may("sso:ListInstances")
    add(core, boundary, LIST)
    assert may("sso:ListInstances")
    core.write(lambda call: role_policies.detach(call, MANAGEMENT, "Ops", arn))
    assert not may("sso:ListInstances")


def test_a_session_policy_keeps_the_version_it_began_with(core: Core, make_user: MakeUser, sign_in: SignIn) -> None:
    alice = make_user("alice", attached=(ADMINISTRATOR,))
    role = make_role(core, MANAGEMENT, "Ops", TRUST, attached=[ADMINISTRATOR])
    arn = make(core)
    wish = Wish(role.arn, "alice", policy_arns=(arn,))
    credentials = core.write(lambda call: role_sessions.assume(call, wish), actor=alice).credentials
    add(core, arn)
    actor = sign_in(credentials.access_key_id, credentials.session_token)
    assert decide(actor.policies, actor.principal, "sso:ListInstances", "*", {}).allowed
    assert not decide(actor.policies, actor.principal, "sso:CreatePermissionSet", "*", {}).allowed
    foreign = Wish(role.arn, "alice", policy_arns=("arn:aws:iam::444455556666:policy/Lists",))
    with pytest.raises(Invalid, match="does not exist or is not attachable"):
        core.write(lambda call: role_sessions.assume(call, foreign), actor=alice)


def test_a_policy_is_not_removed_while_it_is_being_attached(core: Core) -> None:
    arn = make(core)
    make_role(core, MANAGEMENT, "Ops", TRUST)
    outcomes: list[str] = []

    def tried(name: str, act: object) -> None:
        try:
            act()  # type: ignore[operator]
        except (Conflict, NotFound):
            outcomes.append(f"no {name}")
        else:
            outcomes.append(name)

    threads = [
        threading.Thread(target=tried, args=("attach", lambda: attach(core, "Ops", arn))),
        threading.Thread(target=tried, args=("delete", lambda: delete(core, arn))),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) in (["attach", "no delete"], ["delete", "no attach"])


def test_names_taken_at_once_are_taken_once(core: Core) -> None:
    outcomes: list[str] = []

    def create(number: int) -> None:
        try:
            make(core, "Lists" if number % 2 else "lISTS")
        except Conflict:
            outcomes.append("refused")
        else:
            outcomes.append("made")

    threads = [threading.Thread(target=create, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["made"] + ["refused"] * 7
