"""/Bulk: operations that refer to each other, fail by themselves and stop where the client wants."""

from typing import Any, cast

from tests.doors.scim.conftest import ENTERPRISE, GROUP, PATCH_OP, USER, Json, Provider, problem

BULK = "urn:ietf:params:scim:api:messages:2.0:BulkRequest"


def bulk(provider: Provider, *operations: Json, **members: Any) -> list[Json]:
    answer = provider.send("POST", "/Bulk", {"schemas": [BULK], "Operations": list(operations), **members})
    assert answer.status_code == 200, answer.text
    body = cast(Json, answer.json)
    assert body["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:BulkResponse"]
    return cast(list[Json], body["Operations"])


def post_user(name: str, **attributes: Any) -> Json:
    return {
        "method": "POST",
        "path": "/Users",
        "bulkId": name,
        "data": {"schemas": [USER], "userName": name, **attributes},
    }


def post_group(name: str, *bulk_ids: str) -> Json:
    members = [{"type": "User", "value": f"bulkId:{each}"} for each in bulk_ids]
    return {
        "method": "POST",
        "path": "/Groups",
        "bulkId": name,
        "data": {"schemas": [GROUP], "displayName": name, "members": members},
    }


def test_a_group_before_its_members(provider: Provider) -> None:
    outcomes = bulk(provider, post_group("Analysts", "ada", "grace"), post_user("ada"), post_user("grace"))
    assert [(each["status"], each["method"], each["bulkId"]) for each in outcomes] == [
        ("201", "POST", "Analysts"),
        ("201", "POST", "ada"),
        ("201", "POST", "grace"),
    ]
    group = provider.get("/Groups/" + outcomes[0]["location"].rpartition("/")[2])
    assert outcomes[0]["version"] == group["meta"]["version"]
    assert {each["value"] for each in group["members"]} == {
        each["location"].rpartition("/")[2] for each in outcomes[1:]
    }


def test_every_method(provider: Provider) -> None:
    ada, grace = provider.user("ada"), provider.user("grace")
    group = provider.group("Analysts")
    patch = {"schemas": [PATCH_OP], "Operations": [{"op": "replace", "path": "title", "value": "Admiral"}]}
    join = {
        "schemas": [PATCH_OP],
        "Operations": [{"op": "add", "path": "members", "value": [{"value": "bulkId:new"}]}],
    }
    outcomes = bulk(
        provider,
        {"method": "PUT", "path": f"/Users/{ada['id']}", "data": {"schemas": [USER], "userName": "Ada L."[:3]}},
        {"method": "PATCH", "path": f"/Users/{grace['id']}", "data": patch, "version": grace["meta"]["version"]},
        {"method": "PATCH", "path": f"/Users/{grace['id']}", "data": patch, "version": grace["meta"]["version"]},
        {"method": "patch", "path": f"/Groups/{group['id']}", "data": join},
        post_user("new"),
        {"method": "PATCH", "path": "/Users/bulkId:new", "data": patch},
        {"method": "DELETE", "path": f"/Users/{ada['id']}"},
    )
    assert [each["status"] for each in outcomes] == ["200", "200", "412", "204", "201", "200", "204"]
    new = provider.get("/Users/" + outcomes[4]["location"].rpartition("/")[2])
    assert new["title"] == "Admiral"
    assert provider.get(f"/Groups/{group['id']}")["members"][0]["value"] == new["id"]
    assert outcomes[3]["location"].endswith(f"/Groups/{group['id']}")


def test_users_who_are_each_others_managers(provider: Provider) -> None:
    def under(name: str) -> Json:
        return {ENTERPRISE: {"manager": {"value": f"bulkId:{name}"}}}

    outcomes = bulk(provider, post_user("ada", **under("grace")), post_user("grace", **under("ada")))
    assert [each["status"] for each in outcomes] == ["201", "201"]
    ada, grace = (provider.get("/Users/" + each["location"].rpartition("/")[2]) for each in outcomes)
    assert ada[ENTERPRISE]["manager"]["value"] == grace["id"]
    assert grace[ENTERPRISE]["manager"]["value"] == ada["id"]
    assert outcomes[0]["version"] == ada["meta"]["version"]


def test_one_that_fails_leaves_the_others(provider: Provider) -> None:
    provider.user("ada")
    outcomes = bulk(provider, post_user("ada"), post_user("grace"), post_group("Analysts", "ada"), post_user("zoe"))
    assert [each["status"] for each in outcomes] == ["409", "201", "400", "201"]
    assert outcomes[0]["response"]["scimType"] == "uniqueness"
    assert "location" not in outcomes[0]
    assert provider.names("/Users") == ["admin", "ada", "grace", "zoe"]
    assert provider.names("/Groups") == []


def test_errors_end_it_where_the_client_wants(provider: Provider) -> None:
    provider.user("ada")
    outcomes = bulk(provider, post_user("ada"), post_user("grace"), failOnErrors=1)
    assert [each["status"] for each in outcomes] == ["409"]
    assert provider.names("/Users") == ["admin", "ada"]


def test_operations_that_are_none(provider: Provider) -> None:
    outcomes = bulk(
        provider,
        {"method": "POST", "path": "/Nothing", "bulkId": "1", "data": {}},
        {"method": "POST", "path": "/Bulk", "bulkId": "2", "data": {}},
        {"method": "GET", "path": "/Users/x"},
        {"method": "DELETE", "path": "/Users"},
        {"method": "PUT", "path": "/Users/bulkId:nobody", "data": {}},
        {"method": "POST", "path": "/Users", "bulkId": "3"},
    )
    assert [each["status"] for each in outcomes] == ["400"] * 6


def test_what_is_no_bulk_request(provider: Provider) -> None:
    good = {"schemas": [BULK], "Operations": [post_user("ada")]}
    bad: list[Any] = [
        {"Operations": [post_user("ada")]},
        good | {"Operations": []},
        good | {"Operations": ["x"]},
        good | {"Operations": [{"method": "POST", "path": "/Users", "data": {}}]},
        good | {"Operations": [{"path": "/Users", "bulkId": "1"}]},
        [],
    ]
    for body in bad:
        assert problem(provider.send("POST", "/Bulk", body)) == (400, "invalidSyntax")
    for body in (good | {"failOnErrors": "x"}, good | {"Operations": [post_user("ada"), post_user("ada")]}):
        assert problem(provider.send("POST", "/Bulk", body)) == (400, "invalidValue")
    many = good | {"Operations": [{"method": "DELETE", "path": "/Users/x"}] * 1001}
    assert problem(provider.send("POST", "/Bulk", many)) == (413, None)
    assert provider.names("/Users") == ["admin"]
