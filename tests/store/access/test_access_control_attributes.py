"""The configuration of attributes for access control, and the sessions that carry them, on both databases."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from gatepost.core import actors
from gatepost.core.access import access_control_attributes, entitlements
from gatepost.core.access.model import AccessControlAttribute
from gatepost.core.actors import Actor
from gatepost.core.directory import users
from gatepost.core.directory.model import Enterprise, UserAttributes
from gatepost.core.iam import authentication, roles
from gatepost.core.tokens import role_credentials
from gatepost.kit import arns
from gatepost.kit.errors import Conflict, Invalid, NotFound
from tests.calls import Core
from tests.store.access.world import MANAGEMENT, World

DEPARTMENT = AccessControlAttribute("Department", "${path:enterprise.department}")
NAME = AccessControlAttribute("Name", "${path:userName}")


def create(world: World, *attributes: AccessControlAttribute) -> None:
    world.run(lambda call: access_control_attributes.create(call, world.instance.arn, attributes))


def update(world: World, *attributes: AccessControlAttribute) -> None:
    world.run(lambda call: access_control_attributes.update(call, world.instance.arn, attributes))


def get(world: World) -> Sequence[AccessControlAttribute]:
    return world.run(lambda call: access_control_attributes.get(call, world.instance.arn))


def delete(world: World) -> None:
    world.run(lambda call: access_control_attributes.delete(call, world.instance.arn))


def set_attributes(world: World, user_id: str, **changed: Any) -> None:
    def change(user: UserAttributes) -> UserAttributes:
        return replace(user, **changed)

    world.run(
        lambda call: users.update(
            call, identity_store_id=world.instance.identity_store_id, user_id=user_id, change=change
        )
    )


def session_of(world: World, core: Core, user_id: str) -> Actor:
    """Return the actor whom credentials of the person's role make."""
    person = actors.identity_center_user(
        user_id=user_id,
        user_name="ada",
        identity_store_id=world.instance.identity_store_id,
        account_id=MANAGEMENT,
    )
    given = core.read(lambda call: role_credentials.issue(call, MANAGEMENT, "Auditors"), actor=person)
    return core.identify(lambda call: authentication.resolve(call, given.access_key_id, given.session_token)[1])


def tags_of(actor: Actor) -> dict[str, object]:
    prefix = "aws:PrincipalTag/"
    return {key.removeprefix(prefix): value for key, value in actor.context.items() if key.startswith(prefix)}


@pytest.fixture
def ada(world: World) -> str:
    """A person who is assigned "Auditors" in the management account."""
    user_id = world.user("ada")
    world.assign(world.permission_set("Auditors"), MANAGEMENT, user_id)
    return user_id


def test_a_configuration_is_made_changed_and_removed(world: World) -> None:
    for act in (get, update, delete):
        with pytest.raises(NotFound, match="Could not find an access control attribute configuration"):
            act(world)
    create(world, DEPARTMENT)
    assert get(world) == (DEPARTMENT,)
    with pytest.raises(Conflict):
        create(world, NAME)
    update(world, NAME, DEPARTMENT)
    assert get(world) == (NAME, DEPARTMENT)
    update(world)
    assert get(world) == ()
    delete(world)
    with pytest.raises(NotFound):
        get(world)


def test_an_unknown_instance_is_not_found(world: World) -> None:
    unknown = arns.instance("ssoins-0123456789abcdef")
    with pytest.raises(NotFound, match="Could not find Instance"):
        world.run(lambda call: access_control_attributes.create(call, unknown, [NAME]))


@pytest.mark.parametrize(
    ("attributes", "sentence"),
    [
        ([NAME, replace(NAME, key="NAME")], "more than once"),
        ([replace(NAME, key="AWS:name")], "reserved"),
        ([replace(NAME, source="${path:nothing}")], "not a supported source"),
    ],
)
def test_bad_attributes_are_refused(world: World, attributes: list[AccessControlAttribute], sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        create(world, *attributes)
    create(world)
    with pytest.raises(Invalid, match=sentence):
        update(world, *attributes)


def test_attributes_become_tags_of_the_session(world: World, core: Core, ada: str) -> None:
    assert tags_of(session_of(world, core, ada)) == {}
    create(world, DEPARTMENT, NAME)
    assert tags_of(session_of(world, core, ada)) == {"Name": "ada"}
    set_attributes(world, ada, enterprise=Enterprise(department="Numbers"))
    before = session_of(world, core, ada)
    assert tags_of(before) == {"Department": "Numbers", "Name": "ada"}
    # They pass on to no session that this one opens.
    assert before.transitive_tag_keys == ()
    update(world, NAME)
    assert tags_of(session_of(world, core, ada)) == {"Name": "ada"}
    delete(world)
    assert tags_of(session_of(world, core, ada)) == {}


def test_no_session_opens_without_a_tag_that_it_should_have(world: World, core: Core, ada: str) -> None:
    create(world, AccessControlAttribute("Title", "${path:title}"))
    set_attributes(world, ada, title="Director, Numbers")
    with pytest.raises(Invalid, match="Title"):
        session_of(world, core, ada)


def test_more_than_a_token_holds_is_refused(world: World, core: Core, ada: str) -> None:
    create(world, *(AccessControlAttribute(f"Title{number}", "${path:title}") for number in range(50)))
    set_attributes(world, ada, title="t" * 250)
    with pytest.raises(Invalid, match="of allotted space"):
        session_of(world, core, ada)


def test_an_entitlement_brings_the_attributes_along(world: World, ada: str) -> None:
    create(world, DEPARTMENT)
    found = world.database.read(lambda tx: entitlements.find_entitlement(tx, ada, MANAGEMENT, "Auditors"))
    assert found is not None
    assert found.attributes == (DEPARTMENT,)


def test_the_trust_of_its_role_lets_single_sign_on_tag_sessions(world: World, ada: str) -> None:
    found = world.database.read(lambda tx: entitlements.find_entitlement(tx, ada, MANAGEMENT, "Auditors"))
    assert found is not None
    role = world.run(lambda call: roles.get_role(call, MANAGEMENT, found.role_name))
    assert '"sts:TagSession"' in role.trust_policy
