"""Requests that are wrong, or mean ill: each gets an error in SCIM's form, and leaves nothing behind."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import orjson
import pytest

from tests.doors.boto import ENDPOINT
from tests.doors.installation import Installation
from tests.doors.scim.conftest import ENTERPRISE, GROUP, USER, Method, Provider, problem

BODY = {"schemas": [USER], "userName": "ada"}


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer ", "Bearer wrong", "Basic YTpi", "Bearer gpp_" + "a" * 43, "gpp_x", "Bearer \u00e9"],
)
@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/Users"), ("POST", "/Bulk"), ("DELETE", "/nothing"), ("GET", "/Me")]
)
def test_who_has_no_token_learns_nothing(shared: Provider, authorization: str, method: Method, path: str) -> None:
    answer = shared.send(method, path, Authorization=authorization)
    assert problem(answer) == (401, None)
    assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="gatepost"')


def test_a_token_of_another_tenant_is_refused(provider: Provider) -> None:
    provider.base = f"/{provider.tenant.tenant_id}/scim/v2"
    assert provider.send("GET", "/Users").status_code == 200
    provider.base = "/11111111-1111-4111-8111-111111111111/scim/v2"
    assert problem(provider.send("GET", "/Users")) == (401, None)


def test_locations_are_of_the_address_that_was_asked(provider: Provider) -> None:
    provider.base = f"/{provider.tenant.tenant_id}/scim/v2"
    made = provider.user("ada")
    assert made["meta"]["location"] == f"{ENDPOINT}/{provider.tenant.tenant_id}/scim/v2/Users/{made['id']}"


@pytest.mark.parametrize(
    "path", ["/nothing", "/Users/a/b", "/users", "/Schemas/urn:x", "/ResourceTypes/Car", "//", "/Users//"]
)
def test_what_is_not_there(shared: Provider, path: str) -> None:
    assert problem(shared.send("GET", path)) == (404, None)


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("PUT", "/Users", "GET, HEAD, POST"),
        ("POST", "/Users/x", "DELETE, GET, HEAD, PATCH, PUT"),
        ("GET", "/Bulk", "POST"),
        ("DELETE", "/ServiceProviderConfig", "GET, HEAD"),
        ("GET", "/Users/.search", "POST"),
        ("DELETE", "", "GET, HEAD"),
    ],
)
def test_methods_that_a_path_does_not_take(shared: Provider, method: Method, path: str, allow: str) -> None:
    answer = shared.send(method, path)
    assert problem(answer) == (405, None)
    assert answer.headers["Allow"] == allow


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "application/xml", ""])
def test_bodies_of_other_media_types(shared: Provider, content_type: str) -> None:
    assert problem(shared.send("POST", "/Users", BODY, content_type=content_type)) == (415, None)


@pytest.mark.parametrize(
    "content_type", ["application/json", "application/scim+json; charset=utf-8", "APPLICATION/JSON"]
)
def test_media_types_that_are_taken(provider: Provider, content_type: str) -> None:
    assert provider.send("POST", "/Users", BODY, content_type=content_type).status_code == 201


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"nonsense",
        b"[]",
        b'"x"',
        b"null",
        b"\xff\xfe",
        b'{"a": NaN}',
        b"[" * 100_000,
        b'{"userName": "\\ud800"}',
    ],
)
def test_bodies_that_are_no_object(shared: Provider, body: bytes) -> None:
    assert problem(shared.send("POST", "/Users", body)) == (400, "invalidSyntax")


def test_bodies_that_are_too_large(provider: Provider, installation: Installation) -> None:
    body = orjson.dumps(BODY | {"title": "x" * installation.runtime.settings.body_limit_bytes})
    assert problem(provider.send("POST", "/Users", body)) == (413, None)


@pytest.mark.parametrize(
    ("body", "scim_type"),
    [
        ({"userName": "ada"}, "invalidSyntax"),
        ({"schemas": [], "userName": "ada"}, "invalidSyntax"),
        ({"schemas": USER, "userName": "ada"}, "invalidSyntax"),
        ({"schemas": [7], "userName": "ada"}, "invalidSyntax"),
        ({"schemas": [GROUP], "userName": "ada"}, "invalidSyntax"),
        ({"schemas": [USER, "urn:nothing"], "userName": "ada"}, "invalidSyntax"),
        ({"schemas": [ENTERPRISE], "userName": "ada"}, "invalidSyntax"),
        ({"schemas": [USER]}, "invalidValue"),
        ({"schemas": [USER], "userName": ""}, "invalidValue"),
        ({"schemas": [USER], "userName": None}, "invalidValue"),
        ({"schemas": [USER], "userName": 7}, "invalidValue"),
        ({"schemas": [USER], "userName": ["ada"]}, "invalidValue"),
        ({"schemas": [USER], "userName": "a da"}, "invalidValue"),
        ({"schemas": [USER], "userName": "x" * 129}, "invalidValue"),
        ({"schemas": [USER], "userName": "Administrator"}, "invalidValue"),
        ({"schemas": [USER], "userName": "a\u0000"}, "invalidValue"),
        (BODY | {"nonsense": 1}, "invalidSyntax"),
        (BODY | {"USERNAME": "other"}, "invalidSyntax"),
        (BODY | {"urn:nothing": {}}, "invalidSyntax"),
        (BODY | {"name": {"nonsense": "x"}}, "invalidSyntax"),
        (BODY | {"name": "Ada"}, "invalidValue"),
        (BODY | {"name": ["Ada"]}, "invalidValue"),
        (BODY | {"active": "perhaps"}, "invalidValue"),
        (BODY | {"active": 1}, "invalidValue"),
        (BODY | {"emails": {"value": "x"}}, "invalidValue"),
        (BODY | {"emails": ["x"]}, "invalidValue"),
        (BODY | {"emails": [{"value": {"x": 1}}]}, "invalidValue"),
        (BODY | {"emails": [{"value": "a", "primary": True}, {"value": "b", "primary": True}]}, "invalidValue"),
        (BODY | {"emails": [{"value": f"{n}@x"} for n in range(101)]}, "invalidValue"),
        (BODY | {"title": "x" * 1025}, "invalidValue"),
        (BODY | {"title": "\u0007"}, "invalidValue"),
        (BODY | {"externalId": "x" * 257}, "invalidValue"),
        (BODY | {"externalId": "a\x07b"}, "invalidValue"),
        (BODY | {ENTERPRISE: "x"}, "invalidValue"),
        (BODY | {ENTERPRISE: {"manager": 7}}, "invalidValue"),
        (BODY | {"password": "short"}, "invalidValue"),
    ],
)  # fmt: skip
def test_users_that_are_none(shared: Provider, body: Any, scim_type: str) -> None:
    assert problem(shared.send("POST", "/Users", body)) == (400, scim_type)
    assert shared.names("/Users") == ["admin"]


@pytest.mark.parametrize(
    ("body", "scim_type"),
    [
        ({"schemas": [GROUP]}, "invalidValue"),
        ({"schemas": [GROUP], "displayName": "x" * 1025}, "invalidValue"),
        ({"schemas": [GROUP], "displayName": "A", "members": "x"}, "invalidValue"),
        ({"schemas": [GROUP], "displayName": "A", "members": [{}]}, "invalidValue"),
        ({"schemas": [GROUP], "displayName": "A", "members": [{"value": "x"}]}, "invalidValue"),
        ({"schemas": [GROUP], "displayName": "A", "members": [{"value": "\u0000"}]}, "invalidValue"),
        ({"schemas": [GROUP], "displayName": "A", "members": ["x"]}, "invalidValue"),
        ({"schemas": [GROUP], "displayName": "A", "members": [{"nonsense": "x"}]}, "invalidSyntax"),
        ({"schemas": [GROUP], "displayName": "A", "userName": "x"}, "invalidSyntax"),
    ],
)
def test_groups_that_are_none(shared: Provider, body: Any, scim_type: str) -> None:
    assert problem(shared.send("POST", "/Groups", body)) == (400, scim_type)
    assert shared.names("/Groups") == []


def test_an_address_that_is_taken(provider: Provider) -> None:
    emails = [{"value": "ada@example.com"}]
    provider.user("ada", emails=emails)
    body = {"schemas": [USER], "userName": "grace", "emails": emails}
    assert problem(provider.send("POST", "/Users", body)) == (409, "uniqueness")


def test_an_external_id_that_is_taken(provider: Provider) -> None:
    provider.user("ada", externalId="1")
    body = {"schemas": [USER], "userName": "grace", "externalId": "1"}
    assert problem(provider.send("POST", "/Users", body)) == (409, "uniqueness")


def test_of_parallel_creations_of_one_name_one_succeeds(provider: Provider) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: provider.send("POST", "/Users", BODY), range(24)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 23
    assert {problem(each) for each in answers if each.status_code != 201} == {(409, "uniqueness")}
    assert provider.get('/Users?filter=userName eq "ada"')["totalResults"] == 1


def test_parallel_members_are_all_kept(provider: Provider) -> None:
    group = provider.group("Analysts")
    users = [provider.user(f"user{number}")["id"] for number in range(16)]

    def join(user_id: str) -> int:
        operation = {"op": "add", "path": "members", "value": [{"value": user_id}, {"value": users[0]}]}
        body = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [operation]}
        return provider.send("PATCH", f"/Groups/{group['id']}", body).status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(join, users)) == {204}
    assert {each["value"] for each in provider.get(f"/Groups/{group['id']}")["members"]} == set(users)


def test_head_answers_like_get_without_a_body(shared: Provider) -> None:
    answer = shared.send("HEAD", "/Users")
    assert (answer.status_code, answer.data) == (200, b"")


def test_a_network_that_may_not_provision(provider: Provider, installation: Installation) -> None:
    installation.client("identitystore").update_identity_store(
        IdentityStoreId=installation.instance.identity_store_id,
        NetworkConfiguration={"VpceAccessRequired": False, "ScimAllowSourceIps": ["192.0.2.0/24"]},
    )
    assert problem(provider.send("GET", "/Users")) == (403, None)
