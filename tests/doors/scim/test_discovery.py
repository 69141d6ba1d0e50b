"""What the service tells of itself, and searches by POST."""

from typing import Any, cast

import pytest

from tests.doors.scim.conftest import ENTERPRISE, GROUP, USER, Json, Provider, problem

SEARCH = "urn:ietf:params:scim:api:messages:2.0:SearchRequest"


def test_the_config_tells_what_is_there(provider: Provider) -> None:
    config = provider.get("/ServiceProviderConfig")
    features = ("patch", "bulk", "filter", "changePassword", "sort", "etag")
    assert [name for name in features if not config[name]["supported"]] == []
    assert config["pagination"]["cursor"]
    assert config["authenticationSchemes"][0]["type"] == "oauthbearertoken"


def test_schemas_are_those_that_requests_are_read_by(provider: Provider) -> None:
    listed = provider.get("/Schemas")
    assert {USER, GROUP, ENTERPRISE} <= {each["id"] for each in listed["Resources"]}
    for schema in listed["Resources"]:
        assert provider.get(f"/Schemas/{schema['id']}") == schema
    attributes = provider.get(f"/Schemas/{USER}")["attributes"]
    values: dict[str, Any] = {"string": "x", "reference": "https://x.example", "boolean": True}
    for attribute in attributes:
        if attribute["type"] in values and attribute["name"] not in {"userName", "password"}:
            made = provider.user(f"user-{attribute['name']}", **{attribute["name"]: values[attribute["type"]]})
            assert attribute["name"] in made


def test_discovery_is_not_filtered(provider: Provider) -> None:
    assert problem(provider.send("GET", "/Schemas?filter=id%20pr")) == (403, None)


def search(provider: Provider, path: str, **parameters: Any) -> Json:
    answer = provider.send("POST", path, {"schemas": [SEARCH], **parameters})
    assert answer.status_code == 200, answer.text
    return cast(Json, answer.json)


def test_searches_by_post(provider: Provider) -> None:
    ada = provider.user("ada", title="Countess")
    provider.group("Analysts", ada["id"])
    found = search(provider, "/Users/.search", filter='userName eq "ada"', attributes=["title"], startIndex=1, count=5)
    assert found["Resources"] == [{"schemas": [USER], "id": ada["id"], "title": "Countess"}]
    assert search(provider, "/Groups/.search", filter="displayName pr")["totalResults"] == 1


def test_searches_of_everything(provider: Provider) -> None:
    ada = provider.user("ada")
    provider.group("Analysts", ada["id"])
    everything = search(provider, "/.search")
    assert everything["totalResults"] == 3
    assert [each["meta"]["resourceType"] for each in everything["Resources"]] == ["User", "User", "Group"]
    assert provider.get("")["totalResults"] == 3
    second = search(provider, "/.search", startIndex=2, count=2)["Resources"]
    assert [each["meta"]["resourceType"] for each in second] == ["User", "Group"]
    assert search(provider, "/.search", startIndex=3)["Resources"][0]["displayName"] == "Analysts"
    assert search(provider, "/.search", filter='userName eq "ada"')["totalResults"] == 1
    assert search(provider, "/.search", filter='meta.resourceType eq "Group"')["totalResults"] == 1
    assert search(provider, "/.search", filter='displayName sw "a"', count=0)["totalResults"] == 1


def test_everything_comes_in_pages_by_cursor(provider: Provider) -> None:
    for number in range(3):
        provider.user(f"user{number}")
        provider.group(f"Group {number}")
    collected: list[str] = []
    cursor = ""
    for _ in range(9):
        page = search(provider, "/.search", cursor=cursor, count=2)
        collected += [each["id"] for each in page["Resources"]]
        cursor = page.get("nextCursor", "")
        if not cursor:
            break
    assert len(collected) == len(set(collected)) == 7


@pytest.mark.parametrize(
    ("parameters", "scim_type"),
    [
        ({"filter": 7}, "invalidValue"),
        ({"count": "x"}, "invalidValue"),
        ({"count": True}, "invalidValue"),
        ({"attributes": "userName"}, "invalidValue"),
        ({"nonsense": 1}, "invalidSyntax"),
        ({"filter": "nonsense pr"}, "invalidFilter"),
        ({"filter": "userName"}, "invalidFilter"),
    ],
)
def test_searches_that_are_none(provider: Provider, parameters: Json, scim_type: str) -> None:
    answer = provider.send("POST", "/.search", {"schemas": [SEARCH], **parameters})
    assert problem(answer) == (400, scim_type)
    assert problem(provider.send("POST", "/.search", {"filter": "userName pr"})) == (400, "invalidSyntax")
