"""SAML applications on both databases: kept as they were given, and open to whom they should be."""

from dataclasses import replace
from typing import Any

import pytest

from gatepost.core.applications import applications, assignments, saml_applications
from gatepost.core.applications.model import PortalOptions
from gatepost.core.applications.saml_model import (
    AssertionConsumerService,
    AttributeMapping,
    SamlApplication,
    SamlSettings,
)
from gatepost.core.directory import users
from gatepost.kit.errors import Conflict, NotFound, Refused
from gatepost.kit.paging import PageRequest
from tests.store.applications.conftest import Applications

SETTINGS = SamlSettings(
    entity_id="https://wiki.example.com",
    assertion_consumer_services=(
        AssertionConsumerService("https://wiki.example.com/a", 1),
        AssertionConsumerService("https://wiki.example.com/b", 2),
    ),
    attributes=(AttributeMapping("mail", "${user:email}", "basic"),),
    relay_state="/home",
    logout_url="https://wiki.example.com/slo",
)


def connect(world: Applications, name: str = "Wiki", **changes: Any) -> SamlApplication:
    return world.write(
        lambda call: saml_applications.create(call, world.instance, replace(SETTINGS, **changes), name=name)
    )


def may_enter(world: Applications, saml: SamlApplication, user_id: str) -> bool:
    try:
        world.read(lambda call: saml_applications.require_entry(call, saml, user_id))
    except Refused:
        return False
    return True


def tiles(world: Applications, user_id: str) -> list[str]:
    found = world.read(lambda call: saml_applications.list_tiles(call, world.instance, user_id))
    return [each.application.name for each in found]


@pytest.fixture
def world(core: object) -> Applications:
    return Applications(core)  # type: ignore[arg-type]


def test_it_is_found_as_it_was_given(world: Applications) -> None:
    made = connect(world)
    application_id = made.application.application_id
    assert world.read(lambda call: saml_applications.get(call, world.instance, application_id)) == made
    assert world.read(lambda call: saml_applications.get_by_entity_id(call, world.instance, SETTINGS.entity_id)) == made
    with pytest.raises(NotFound):
        world.read(lambda call: saml_applications.get_by_entity_id(call, world.instance, SETTINGS.entity_id.upper()))


def test_an_entity_id_is_connected_once(world: Applications) -> None:
    connect(world)
    with pytest.raises(Conflict, match="entity ID"):
        connect(world, "Other")
    other = connect(world, "Other", entity_id="https://other.example.com")
    with pytest.raises(Conflict, match="entity ID"):
        world.write(
            lambda call: saml_applications.update(
                call,
                world.instance,
                other.application.application_id,
                SETTINGS,
                name="Other",
                description=None,
                status="ENABLED",
                portal=PortalOptions(),
                logo=None,
            )
        )


def test_who_may_enter(world: Applications) -> None:
    saml = connect(world)
    direct, member, stranger = world.user("direct"), world.user("member"), world.user("stranger")
    world.assign(saml.application, direct)
    world.assign(saml.application, world.group("Writers", member), "GROUP")
    assert [may_enter(world, saml, each) for each in (direct, member, stranger)] == [True, True, False]
    assert [tiles(world, each) for each in (direct, member, stranger)] == [["Wiki"], ["Wiki"], []]

    world.write(lambda call: assignments.require(call, saml.application.arn, required=False))
    assert may_enter(world, saml, stranger)
    world.write(
        lambda call: users.set_status(
            call, identity_store_id=world.identity_store_id, user_id=stranger, status="DISABLED"
        )
    )
    assert not may_enter(world, saml, stranger)
    assert tiles(world, stranger) == []
    world.write(lambda call: applications.update(call, saml.application.arn, status="DISABLED"))
    assert tiles(world, direct) == []


def test_sso_admin_removes_it_whole(world: Applications) -> None:
    saml = connect(world)
    world.write(lambda call: applications.delete(call, saml.application.arn))
    page = world.read(lambda call: saml_applications.list_all(call, world.instance, PageRequest(10)))
    assert page.items == []
    assert connect(world).is_enabled


def test_a_list_comes_in_pages(world: Applications) -> None:
    for number in range(5):
        connect(world, f"Wiki {number}", entity_id=f"https://wiki{number}.example.com")
    seen, page = [], PageRequest(2)
    while True:
        found = world.read(lambda call, page=page: saml_applications.list_all(call, world.instance, page))  # type: ignore[misc]
        seen += [each.application.name for each in found.items]
        if found.next is None:
            break
        page = PageRequest(2, found.next)
    assert sorted(seen) == [f"Wiki {number}" for number in range(5)]
