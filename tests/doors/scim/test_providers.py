"""What identity providers really send, from their documentation: the test of the connection, the first sync, and what follows."""

from typing import Any, cast
from urllib.parse import quote

from tests.doors.scim.conftest import ENTERPRISE, GROUP, PATCH_OP, USER, Json, Method, Provider


def sends(provider: Provider, method: Method, path: str, body: Json | None = None, *, gets: int) -> Json:
    """Send what a provider sends; it must get this status."""
    answer = provider.send(method, path, body)
    assert answer.status_code == gets, answer.text
    return cast(Json, answer.json or {})


def patches(provider: Provider, path: str, *operations: Json) -> Json:
    """Send a PATCH as a provider does, and return the resource."""
    return provider.patch(path, *operations)


def found(provider: Provider, kind: str, text: str, more: str = "") -> list[str]:
    """Return the ids of what a filter finds, as providers look before they make anything."""
    return [each["id"] for each in provider.get(f"/{kind}?filter={quote(text)}{more}")["Resources"]]


class TestEntra:
    """Microsoft Learn, "Develop and plan provisioning for a SCIM endpoint in Microsoft Entra ID".

    Capitalised ops, "False", a look by filter before each creation; with and without the flag `aadOptscim062020`.
    """

    def test_the_connection(self, provider: Provider) -> None:
        text = quote('userName eq "9d7ab4d0-0000-4c5d-9d1f-000000000000"')
        for flag in ("", "aadOptscim062020&"):
            page = provider.get(f"/Users?{flag}filter={text}")
            assert (page["totalResults"], page["Resources"]) == (0, [])

    def test_a_user_through_their_life(self, provider: Provider) -> None:
        for text in ('externalId eq "jyoung"', 'emails[type eq "work"].value eq "Test_User@testuser.example"'):
            assert found(provider, "Users", text) == []
        made = provider.made(
            "/Users",
            {
                "schemas": [USER, ENTERPRISE],
                "externalId": "0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef",
                "userName": "Test_User_ab6490ee",
                "active": True,
                "displayName": "lennay",
                "emails": [{"primary": True, "type": "work", "value": "Test_User@testuser.example"}],
                "meta": {"resourceType": "User"},
                "name": {"formatted": "givenName familyName", "familyName": "familyName", "givenName": "givenName"},
                "roles": [],
            },
        )
        assert found(provider, "Users", 'emails[type eq "work"].value eq "test_user@testuser.example"') == [made["id"]]
        assert found(provider, "Users", 'emails[type eq "home"].value eq "test_user@testuser.example"') == []
        path = f"/Users/{made['id']}"
        changed = patches(
            provider,
            path,
            {"op": "Replace", "path": 'emails[type eq "work"].value', "value": "updated@testuser.example"},
            {"op": "Replace", "path": "name.familyName", "value": "updatedFamilyName"},
            {"op": "Add", "path": 'phoneNumbers[type eq "mobile"].value', "value": "+49 30 1"},
            {"op": "Add", "path": f"{ENTERPRISE}:department", "value": "Research"},
            {"op": "Add", "path": 'roles[primary eq "True"].value', "value": "Guide"},
        )
        assert changed["emails"][0]["value"] == "updated@testuser.example"
        assert changed["name"]["familyName"] == "updatedFamilyName"
        assert changed["phoneNumbers"] == [{"type": "mobile", "value": "+49 30 1"}]
        assert changed[ENTERPRISE] == {"department": "Research"}
        assert changed["roles"] == [{"primary": True, "value": "Guide"}]
        assert patches(provider, path, {"op": "Replace", "path": "active", "value": "False"})["active"] is False
        assert patches(provider, path, {"op": "Replace", "value": {"active": True, "name.givenName": "G"}})["active"]
        sends(provider, "DELETE", path, gets=204)
        sends(provider, "GET", path, gets=404)

    def test_a_manager(self, provider: Provider) -> None:
        boss, ada = provider.user("boss"), provider.user("ada")
        path, text = f"/Users/{ada['id']}", f'id eq "{ada["id"]}" and manager eq "{boss["id"]}"'
        assert found(provider, "Users", text, "&attributes=id") == []
        for name, value in (
            (f"{ENTERPRISE}:manager", boss["id"]),
            ("manager", [{"$ref": f"http://localhost/scim/Users/{boss['id']}", "value": boss["id"]}]),
        ):
            changed = patches(provider, path, {"op": "Add", "path": name, "value": value})
            assert changed[ENTERPRISE]["manager"]["value"] == boss["id"]
            assert found(provider, "Users", text, "&attributes=id") == [ada["id"]]
        assert ENTERPRISE not in patches(provider, path, {"op": "Remove", "path": f"{ENTERPRISE}:manager"})

    def test_groups(self, provider: Provider) -> None:
        ada = provider.user("ada")
        assert found(provider, "Groups", 'displayName eq "displayName"', "&excludedAttributes=members") == []
        group = provider.made(
            "/Groups",
            {"schemas": [GROUP],
             "externalId": "8aa1a0c0", "displayName": "displayName", "members": [], "meta": {"resourceType": "Group"}},
        )  # fmt: skip
        path = f"/Groups/{group['id']}"
        joined = patches(
            provider, path, {"op": "Add", "path": "members", "value": [{"$ref": None, "value": ada["id"]}]}
        )
        assert joined["members"][0]["value"] == ada["id"]
        text = f'id eq "{group["id"]}" and members eq "{ada["id"]}"'
        assert found(provider, "Groups", text, "&excludedAttributes=members") == [group["id"]]
        renamed = patches(provider, path, {"op": "Replace", "path": "displayName", "value": "1879db59"})
        assert renamed["displayName"] == "1879db59"
        left = patches(provider, path, {"op": "Remove", "path": "members", "value": [{"value": ada["id"]}]})
        assert "members" not in left
        sends(provider, "DELETE", path, gets=204)


class TestOkta:
    """Okta developer guides, "SCIM 2.0 protocol reference": a password with each user, groups pushed with display names."""

    def test_the_connection(self, provider: Provider) -> None:
        assert provider.get("/Users?startIndex=1&count=2")["startIndex"] == 1
        assert provider.get("/Groups?startIndex=1&count=100")["totalResults"] == 0

    def test_a_user_through_their_life(self, provider: Provider) -> None:
        assert found(provider, "Users", 'userName eq "test.user@okta.local"', "&startIndex=1&count=100") == []
        made = provider.made(
            "/Users",
            {
                "schemas": [USER],
                "userName": "test.user@okta.local",
                "name": {"givenName": "Test", "familyName": "User"},
                "emails": [{"primary": True, "value": "test.user@okta.local", "type": "work"}],
                "displayName": "Test User",
                "locale": "en-US",
                "externalId": "00ujl29u0le5T6Aj10h7",
                "groups": [],
                "password": "1mz050nq-Kt9wLr2",
                "active": True,
            },
        )
        assert "password" not in made
        assert found(provider, "Users", 'userName eq "test.user@okta.local"', "&startIndex=1&count=100") == [made["id"]]
        path = f"/Users/{made['id']}"
        body = provider.get(path) | {"active": False, "groups": [{"value": "x", "display": "y"}]}
        assert sends(provider, "PUT", path, body, gets=200)["active"] is False
        body = {"schemas": [PATCH_OP], "Operations": [{"op": "replace", "value": {"active": True}}]}
        assert sends(provider, "PATCH", path, body, gets=200)["active"] is True

    def test_groups_are_pushed(self, provider: Provider) -> None:
        ada, grace = provider.user("ada"), provider.user("grace")
        assert found(provider, "Groups", 'displayName eq "Test SCIMv2"', "&startIndex=1&count=100") == []
        pushed = [{"value": ada["id"], "display": "ada@okta.local"}]
        group = provider.made("/Groups", {"schemas": [GROUP], "displayName": "Test SCIMv2", "members": pushed})
        path = f"/Groups/{group['id']}"
        changed = patches(
            provider,
            path,
            {"op": "replace", "value": {"id": group["id"], "displayName": "Test SCIMv2 renamed"}},
            {"op": "add", "path": "members", "value": [{"value": grace["id"], "display": "grace@okta.local"}]},
        )
        assert changed["displayName"] == "Test SCIMv2 renamed"
        assert [each["display"] for each in changed["members"]] == ["ada@okta.local", "grace@okta.local"]
        left = patches(provider, path, {"op": "remove", "path": f'members[value eq "{ada["id"]}"]'})
        assert [each["value"] for each in left["members"]] == [grace["id"]]
        whole = patches(provider, path, {"op": "replace", "path": "members", "value": pushed})
        assert [each["value"] for each in whole["members"]] == [ada["id"]]
        members: list[Any] = [{"value": ada["id"], "display": "ada"}]
        body = {"schemas": [GROUP], "id": group["id"], "displayName": "Test SCIMv2", "members": members}
        sends(provider, "PUT", path, body, gets=200)
        sends(provider, "DELETE", path, gets=204)


class TestGoogle:
    """Google Workspace Admin Help, "Configure Amazon Web Services (AWS) auto-provisioning": people, by the profile `aws`."""

    def test_a_user_through_their_life(self, provider: Provider) -> None:
        google = Provider(provider.installation, "aws")
        google.base = f"/{google.tenant.tenant_id}/scim/v2"
        assert google.get("/Users?count=1")["Resources"]
        assert found(google, "Users", 'userName eq "ada@example.com"') == []
        made = google.made(
            "/Users",
            {
                "schemas": [USER, ENTERPRISE],
                "userName": "ada@example.com",
                "name": {"givenName": "Ada", "familyName": "Lovelace"},
                "displayName": "Ada Lovelace",
                "emails": [{"value": "ada@example.com", "type": "work", "primary": "true"}],
                "active": True,
                ENTERPRISE: {"department": "", "manager": None},
            },
        )
        assert made["emails"][0]["primary"] is True
        assert ENTERPRISE not in made
        assert found(google, "Users", 'userName eq "ada@example.com"') == [made["id"]]
        path = f"/Users/{made['id']}"
        assert patches(google, path, {"op": "replace", "path": "name.familyName", "value": "L."})["name"] == {
            "givenName": "Ada",
            "familyName": "L.",
        }
        assert patches(google, path, {"op": "replace", "path": "active", "value": False})["active"] is False
        sends(google, "DELETE", path, gets=204)


TEST_USER: Json = {
    "schemas": [USER],
    "userName": "test-user",
    "name": {"givenName": "Test", "familyName": "User"},
    "displayName": "Test User",
    "emails": [{"type": "work", "primary": True, "value": "test-user@example.com"}],
    "phoneNumbers": [{"type": "work", "value": ""}],
    "active": True,
    "externalId": "5f2c1",
}


class TestJumpCloud:
    """JumpCloud, "Identity Management using a Custom SCIM Integration": whole users by PUT, members by PATCH."""

    def test_the_connection_is_tried_with_a_user_and_a_group_that_are_deleted_again(self, provider: Provider) -> None:
        assert found(provider, "Users", 'userName eq "test-user"') == []
        user = provider.made("/Users", TEST_USER)
        path = f"/Users/{user['id']}"
        sends(provider, "PUT", path, TEST_USER | {"id": user["id"], "active": False}, gets=200)
        assert found(provider, "Groups", 'displayName eq "test-group"') == []
        group = provider.made("/Groups", {"schemas": [GROUP], "displayName": "test-group", "members": []})
        sends(provider, "DELETE", f"/Groups/{group['id']}", gets=204)
        sends(provider, "DELETE", path, gets=204)

    def test_members_come_without_a_path_or_with_one(self, provider: Provider) -> None:
        ada, group = provider.user("ada"), provider.group("Engineers")
        path, members = f"/Groups/{group['id']}", [{"value": ada["id"]}]
        for operation in (
            {"op": "add", "value": {"members": members}},
            {"op": "add", "path": "members", "value": members},
        ):
            assert patches(provider, path, operation)["members"][0]["value"] == ada["id"]
            assert "members" not in patches(provider, path, {"op": "remove", "path": "members", "value": members})
