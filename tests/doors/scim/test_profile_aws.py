"""The profile `aws`: what Identity Center's documentation says of its endpoint, limits included."""

from typing import Any
from urllib.parse import quote

import pytest

from tests.doors.installation import Installation
from tests.doors.scim.conftest import GROUP, PATCH_OP, USER, Json, Method, Provider, problem

PERSON: Json = {
    "schemas": [USER],
    "userName": "ada",
    "displayName": "Ada Lovelace",
    "name": {"givenName": "Ada", "familyName": "Lovelace"},
    "emails": [{"value": "ada@example.com", "type": "work", "primary": True}],
}


@pytest.fixture
def aws(installation: Installation) -> Provider:
    """A provider whose token is of the profile aws."""
    provider = Provider(installation, "aws")
    provider.base = f"/{provider.tenant.tenant_id}/scim/v2"
    return provider


def test_a_user(aws: Provider) -> None:
    made = aws.made("/Users", PERSON)
    assert aws.names("/Users?filter=userName%20eq%20%22ada%22") == ["ada"]
    aws.made("/Groups", {"schemas": [GROUP], "displayName": "Analysts", "members": [{"value": made["id"]}]})
    assert "groups" not in aws.get(f"/Users/{made['id']}")


@pytest.mark.parametrize(
    "change",
    [
        {"displayName": None},
        {"name": {"givenName": "Ada"}},
        {"emails": [{"value": "ada@example.com"}]},
        {"emails": [{"value": "a@x", "primary": True}, {"value": "b@x", "primary": False}]},
        {"phoneNumbers": [{"value": "1"}, {"value": "2"}]},
        {"ims": [{"value": "x"}]},
        {"photos": [{"value": "https://x.example/p"}]},
        {"x509Certificates": [{"value": "MII="}]},
        {"entitlements": [{"value": "x"}]},
        {"groups": [{"value": "x"}]},
        {"password": "correct horse battery staple 7"},
    ],
)
def test_what_its_users_cannot_have(aws: Provider, change: Json) -> None:
    assert problem(aws.send("POST", "/Users", PERSON | change)) == (400, "invalidValue")
    assert aws.names("/Users") == ["admin"]


def test_members_are_never_listed(aws: Provider) -> None:
    ada = aws.made("/Users", PERSON)
    group = aws.group("Analysts", ada["id"])
    assert aws.get(f"/Groups/{group['id']}")["members"] == []
    assert [each["members"] for each in aws.get("/Groups")["Resources"]] == [[]]
    for text in (f'members.value eq "{ada["id"]}"', f'id eq "{group["id"]}" and members eq "{ada["id"]}"'):
        assert aws.names(f"/Groups?filter={quote(text)}") == ["Analysts"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/Users", 'userName sw "a"'),
        ("/Users", 'userName eq "a" or userName eq "b"'),
        ("/Users", 'displayName eq "a"'),
        ("/Users", 'emails.value eq "a"'),
        ("/Users", 'not (userName eq "a")'),
        ("/Groups", "displayName pr"),
        ("/Groups", 'displayName eq "a" and externalId eq "b"'),
    ],
)
def test_filters_that_it_does_not_have(aws: Provider, path: str, text: str) -> None:
    assert problem(aws.send("GET", f"{path}?filter={quote(text)}")) == (400, "invalidFilter")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/Bulk"),
        ("GET", "/Me"),
        ("POST", "/.search"),
        ("POST", "/Users/.search"),
        ("POST", "/Groups/.search"),
        ("PUT", "/Groups/0"),
        ("GET", ""),
    ],
)
def test_operations_that_it_does_not_have(aws: Provider, method: Method, path: str) -> None:
    assert problem(aws.send(method, path, {} if method != "GET" else None)) == (400, "invalidSyntax")


def test_pages_by_cursor_have_no_total(aws: Provider) -> None:
    for number in range(3):
        aws.made(
            "/Users",
            PERSON | {"userName": f"user{number}", "emails": [{"value": f"{number}@example.com", "primary": True}]},
        )
    first = aws.get("/Users?cursor&count=3")
    assert (first["itemsPerPage"], "totalResults" in first) == (3, False)
    last = aws.get(f"/Users?cursor={quote(first['nextCursor'])}&count=3")
    assert (last["itemsPerPage"], "nextCursor" in last) == (1, False)
    plain = aws.get("/Users?startIndex=3&sortBy=userName&attributes=userName")
    assert (plain["totalResults"], plain["startIndex"], plain["itemsPerPage"]) == (4, 1, 4)
    assert "displayName" in plain["Resources"][0]


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "replace", "path": "members", "value": []},
        {"op": "remove", "path": "members"},
        {"op": "replace", "value": {"members": []}},
        {"op": "add", "path": "members", "value": [{"value": "0"}] * 101},
    ],
)
def test_changes_of_members_that_it_does_not_have(aws: Provider, operation: Any) -> None:
    group = aws.group("Analysts")
    answer = aws.send("PATCH", f"/Groups/{group['id']}", {"schemas": [PATCH_OP], "Operations": [operation]})
    assert problem(answer)[0] == 400


def test_a_group_of_more_than_a_hundred_is_not_made(aws: Provider) -> None:
    body = {"schemas": [GROUP], "displayName": "A", "members": [{"value": "0"}] * 101}
    assert problem(aws.send("POST", "/Groups", body)) == (400, "invalidValue")


def test_it_tells_what_it_does(aws: Provider) -> None:
    config = aws.get("/ServiceProviderConfig")
    assert not config["bulk"]["supported"]
    assert not config["sort"]["supported"]
    assert config["filter"]["maxResults"] == 100
    attributes = {each["name"] for each in aws.get(f"/Schemas/{USER}")["attributes"]}
    assert {"userName", "emails", "active"} <= attributes
    assert attributes.isdisjoint({"ims", "photos", "entitlements", "x509Certificates", "password", "groups"})
