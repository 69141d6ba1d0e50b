"""scim2-tester, whole, and scim2-client: people who know the specification and not us."""

from typing import Any

from scim2_client.engines.wsgi import WSGISCIMClient
from scim2_models import EnterpriseUser, Group, ListResponse, ResourceType, ScimProvider, SearchRequest, User
from scim2_tester import CheckResult, Status, check_server

from gatepost import app
from tests.doors.boto import ENDPOINT
from tests.doors.installation import Installation
from tests.doors.scim.conftest import Provider


def test_scim2_tester_finds_nothing(scim: WSGISCIMClient) -> None:
    _require_success(check_server(scim))


def test_scim2_tester_finds_nothing_by_the_models_that_it_brings(
    installation: Installation, provider: Provider
) -> None:
    """The RFC's users and groups as scim2-models has them, instead of what `/Schemas` publishes."""
    types = [ResourceType.from_resource(User[EnterpriseUser]), ResourceType.from_resource(Group)]
    client = WSGISCIMClient(
        app.build(installation.runtime),
        provider=ScimProvider(models=[User, EnterpriseUser, Group], resource_types=types),
        base_url=f"{ENDPOINT}/scim/v2",
        headers={"Authorization": f"Bearer {provider.token}"},
    )
    _require_success(check_server(client))


def test_scim2_client_discovers_and_works(scim: Any) -> None:
    """Its models are made of what it discovers, so that no type checker knows them."""
    scim.discover()
    provider = scim.provider
    assert isinstance(provider, ScimProvider)
    user_model, group_model = scim.get_resource_model("User"), scim.get_resource_model("Group")
    assert user_model is not None
    assert group_model is not None

    user = scim.create(user_model(user_name="bjensen"))
    group = scim.create(group_model(display_name="Tour Guides", members=[{"value": user.id}]))
    assert group.members[0].value == user.id

    found = scim.query(user_model, query_parameters=SearchRequest(filter='userName eq "BJENSEN"'))
    assert isinstance(found, ListResponse)
    assert [each.id for each in found.resources or ()] == [user.id]

    user.nick_name = "Babs"
    assert scim.replace(user).nick_name == "Babs"
    assert scim.query(user_model, user.id).groups[0].value == group.id
    scim.delete(user_model, user.id)
    assert not scim.query(group_model, group.id).members


def _require_success(results: list[CheckResult]) -> None:
    assert len(results) > 100
    assert [(each.title, each.reason) for each in results if each.status != Status.SUCCESS] == []
