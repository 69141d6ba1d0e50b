"""What identity providers really send, from their documentation: Entra ID, Okta, Google Workspace, JumpCloud."""

from typing import Any, cast
from urllib.parse import quote

from tests.doors.scim.conftest import ENTERPRISE, GROUP, PATCH_OP, USER, Json, Provider


def patched(provider: Provider, path: str, *operations: Json) -> Json:
    """Send a PATCH as a provider does, and return the resource."""
    return provider.patch(path, *operations)


class TestEntra:
    """Microsoft Learn, "Develop and plan provisioning for a SCIM endpoint": capitalised ops, "False", a scan by filter first."""

    def test_a_connection_is_tried_with_a_user_who_is_not_there(self, provider: Provider) -> None:
        text = quote('userName eq "9d7ab4d0-0000-4c5d-9d1f-000000000000"')
        found = provider.get(f"/Users?filter={text}")
        assert (found["totalResults"], found["Resources"]) == (0, [])

    def test_a_user_through_their_life(self, provider: Provider) -> None:
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
        path = f"/Users/{made['id']}"
        changed = patched(
            provider,
            path,
            {"op": "Replace", "path": 'emails[type eq "work"].value', "value": "updated@testuser.example"},
            {"op": "Replace", "path": "name.familyName", "value": "updatedFamilyName"},
            {"op": "Add", "path": 'phoneNumbers[type eq "mobile"].value', "value": "+49 30 1"},
            {"op": "Add", "path": f"{ENTERPRISE}:department", "value": "Research"},
            {"op": "Add", "path": f"{ENTERPRISE}:manager", "value": made["id"]},
            {"op": "Add", "path": 'roles[primary eq "True"].value', "value": "Guide"},
        )
        assert changed["emails"][0]["value"] == "updated@testuser.example"
        assert changed["name"]["familyName"] == "updatedFamilyName"
        assert changed["phoneNumbers"] == [{"type": "mobile", "value": "+49 30 1"}]
        assert changed[ENTERPRISE] == {"department": "Research", "manager": {"value": made["id"]}}
        assert changed["roles"] == [{"primary": True, "value": "Guide"}]
        assert patched(provider, path, {"op": "Replace", "path": "active", "value": "False"})["active"] is False
        assert patched(provider, path, {"op": "Replace", "value": {"active": True, "name.givenName": "G"}})["active"]

    def test_members(self, provider: Provider) -> None:
        ada = provider.user("ada")
        group = provider.made(
            "/Groups",
            {"schemas": [GROUP], "externalId": "8aa1a0c0", "displayName": "displayName", "members": [],
             "meta": {"resourceType": "Group"}},
        )  # fmt: skip
        path = f"/Groups/{group['id']}"
        joined = patched(
            provider, path, {"op": "Add", "path": "members", "value": [{"$ref": None, "value": ada["id"]}]}
        )
        assert joined["members"][0]["value"] == ada["id"]
        text = quote(f'id eq "{group["id"]}" and members eq "{ada["id"]}"')
        assert provider.get(f"/Groups?excludedAttributes=members&filter={text}")["totalResults"] == 1
        left = patched(provider, path, {"op": "Remove", "path": "members", "value": [{"value": ada["id"]}]})
        assert "members" not in left


class TestOkta:
    """Okta developer guides, "SCIM 2.0 protocol reference": a password with each user, groups pushed with display names."""

    def test_users(self, provider: Provider) -> None:
        assert provider.get("/Users?startIndex=1&count=2")["startIndex"] == 1
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
        body = made | {"active": False, "groups": [{"value": "x", "display": "y"}]}
        replaced = provider.send("PUT", f"/Users/{made['id']}", body)
        assert replaced.status_code == 200
        assert cast(Json, replaced.json)["active"] is False
        body = {"schemas": [PATCH_OP], "Operations": [{"op": "replace", "value": {"active": True}}]}
        answer = provider.send("PATCH", f"/Users/{made['id']}", body)
        assert cast(Json, answer.json)["active"] is True

    def test_groups(self, provider: Provider) -> None:
        ada = provider.user("ada")
        group = provider.made("/Groups", {"schemas": [GROUP], "displayName": "Test SCIMv2"})
        path = f"/Groups/{group['id']}"
        changed = patched(
            provider,
            path,
            {"op": "replace", "value": {"id": group["id"], "displayName": "Test SCIMv2 renamed"}},
            {"op": "add", "path": "members", "value": [{"value": ada["id"], "display": "ada@okta.local"}]},
        )
        assert (changed["displayName"], len(changed["members"])) == ("Test SCIMv2 renamed", 1)
        left = patched(provider, path, {"op": "remove", "path": f'members[value eq "{ada["id"]}"]'})
        assert "members" not in left
        members: list[Any] = [{"value": ada["id"], "display": "ada"}]
        body = {"schemas": [GROUP], "id": group["id"], "displayName": "Test SCIMv2", "members": members}
        assert provider.send("PUT", path, body).status_code == 200


class TestGoogle:
    """Google Workspace Admin Help, "Automatic provisioning": looks up by userName, replaces and suspends by PATCH."""

    def test_users(self, provider: Provider) -> None:
        made = provider.made(
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
        text = quote('userName eq "ada@example.com"')
        assert provider.get(f"/Users?filter={text}&startIndex=1&count=1")["totalResults"] == 1
        suspended = patched(provider, f"/Users/{made['id']}", {"op": "replace", "path": "active", "value": False})
        assert suspended["active"] is False


class TestJumpCloud:
    """JumpCloud, "Custom SCIM Identity Management": whole users by PUT, members by PATCH without a path."""

    def test_users_and_groups(self, provider: Provider) -> None:
        body = {
            "schemas": [USER],
            "userName": "ada",
            "name": {"givenName": "Ada", "familyName": "Lovelace"},
            "displayName": "Ada Lovelace",
            "emails": [{"type": "work", "primary": True, "value": "ada@example.com"}],
            "phoneNumbers": [{"type": "work", "value": ""}],
            "active": True,
            "externalId": "5f2c1",
        }
        made = provider.made("/Users", body)
        assert (
            provider.send("PUT", f"/Users/{made['id']}", body | {"id": made["id"], "active": False}).status_code == 200
        )
        group = provider.made("/Groups", {"schemas": [GROUP], "displayName": "Engineers", "members": []})
        changed = patched(
            provider, f"/Groups/{group['id']}", {"op": "add", "value": {"members": [{"value": made["id"]}]}}
        )
        assert changed["members"][0]["value"] == made["id"]
