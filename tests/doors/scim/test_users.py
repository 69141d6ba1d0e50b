"""/Users: what is made, read, replaced, changed and deleted, and what of it is written down."""

from typing import Any
from urllib.parse import quote

import orjson

from tests.doors.installation import Installation
from tests.doors.scim.conftest import ENTERPRISE, USER, Provider, problem

BABS: dict[str, Any] = {
    "schemas": [USER, ENTERPRISE],
    "userName": "bjensen@example.com",
    "externalId": "701984",
    "name": {"formatted": "Ms. Barbara J Jensen, III", "familyName": "Jensen", "givenName": "Barbara"},
    "displayName": "Babs Jensen",
    "emails": [
        {"value": "bjensen@example.com", "type": "work", "primary": True},
        {"value": "babs@jensen.org", "type": "home"},
    ],
    "addresses": [{"type": "work", "locality": "Hollywood", "country": "US"}, {"type": "home", "locality": "Oslo"}],
    "ims": [{"value": "someaimhandle", "type": "aim"}],
    "x509Certificates": [{"value": "MIIDQzCCAqygAwIBAgICEAAw"}],
    "entitlements": [{"value": "parking", "display": "A parking lot"}],
    "active": True,
    ENTERPRISE: {"employeeNumber": "701984", "manager": {"value": "26118915", "$ref": "../Users/26118915"}},
}


def test_a_user_comes_back_as_it_was_sent(provider: Provider) -> None:
    made = provider.made("/Users", BABS)
    assert {name: value for name, value in made.items() if name not in {"id", "meta"}} == BABS
    assert provider.get(f"/Users/{made['id']}") == made
    assert made["meta"]["location"] == f"http://localhost:8080/scim/v2/Users/{made['id']}"


def test_creation_says_where_and_which_version(provider: Provider) -> None:
    answer = provider.send("POST", "/Users", BABS)
    made = answer.json
    assert made is not None
    assert answer.headers["Location"] == made["meta"]["location"]
    assert answer.headers["ETag"] == made["meta"]["version"]


def test_names_of_attributes_may_have_any_case(provider: Provider) -> None:
    made = provider.made("/Users", {"schemas": [USER], "USERNAME": "ada", "Name": {"GIVENNAME": "Ada"}})
    assert (made["userName"], made["name"]) == ("ada", {"givenName": "Ada"})


def test_what_is_read_only_is_passed_over(provider: Provider) -> None:
    made = provider.user("ada", id="mine", meta={"version": "9"}, groups=[{"value": "x"}])
    assert made["id"] != "mine"
    assert "groups" not in made


def test_a_replacement_takes_away_what_it_does_not_name(provider: Provider) -> None:
    made = provider.made("/Users", BABS)
    answer = provider.send("PUT", f"/Users/{made['id']}", {"schemas": [USER], "userName": "babs"})
    assert answer.status_code == 200
    after = answer.json
    assert after is not None
    assert {name for name in after if name not in {"schemas", "id", "meta"}} == {"userName", "active"}
    assert after["meta"]["created"] == made["meta"]["created"]
    assert after["meta"]["version"] != made["meta"]["version"]


def test_user_names_are_unique_whatever_their_case(provider: Provider) -> None:
    provider.user("ada")
    other = provider.user("grace")
    body = {"schemas": [USER], "userName": "ADA"}
    assert problem(provider.send("POST", "/Users", body)) == (409, "uniqueness")
    assert problem(provider.send("PUT", f"/Users/{other['id']}", body)) == (409, "uniqueness")


def test_a_deleted_user_is_gone_from_everywhere(provider: Provider) -> None:
    ada = provider.user("ada")
    group = provider.group("Analysts", ada["id"])
    answer = provider.send("DELETE", f"/Users/{ada['id']}")
    assert (answer.status_code, answer.data) == (204, b"")
    assert problem(provider.send("GET", f"/Users/{ada['id']}")) == (404, None)
    assert problem(provider.send("DELETE", f"/Users/{ada['id']}")) == (404, None)
    after = provider.get(f"/Groups/{group['id']}")
    assert "members" not in after
    assert after["meta"]["version"] != group["meta"]["version"]


def test_each_write_leaves_one_event_without_anything_personal(provider: Provider, installation: Installation) -> None:
    made = provider.made("/Users", BABS | {"password": "correct horse battery staple 7"})
    provider.patch(f"/Users/{made['id']}", {"op": "replace", "path": "title", "value": "Tour Guide"})
    provider.send("DELETE", f"/Users/{made['id']}")
    installation.runtime.events.flush()
    events = _events(installation)
    names = [each["eventName"] for each in events if not each["readOnly"]]
    assert names == ["CreateUser", "PatchUser", "DeleteUser"]
    created = next(each for each in events if each["eventName"] == "CreateUser")
    assert created["userIdentity"]["type"] == "WebIdentityUser"
    assert created["userIdentity"]["accessKeyId"] == provider.token_id
    assert created["requestParameters"]["tenantId"] == provider.tenant.tenant_id
    assert created["responseElements"]["id"] == made["id"]
    text = orjson.dumps(events).decode()
    assert not any(word in text for word in ("Jensen", "bjensen", "correct horse", "Hollywood", provider.token))


def test_nobody_is_invited_by_mail(provider: Provider, installation: Installation) -> None:
    provider.made("/Users", BABS)
    installation.work()
    assert not list((installation.runtime.settings.data_dir / "mail").glob("*"))


def test_users_are_marked_as_provisioned(provider: Provider, installation: Installation) -> None:
    from gatepost.core.directory import store

    made = provider.user("ada")
    store_id = installation.instance.identity_store_id
    user = installation.runtime.database.read(lambda tx: store.find_user(tx, store_id, made["id"]))
    assert user is not None
    assert user.provisioned_by == provider.tenant.tenant_id
    admin = installation.runtime.database.read(lambda tx: store.find_user_by_name(tx, store_id, "admin"))
    assert admin is not None
    assert admin.provisioned_by is None


def test_identity_store_sees_what_was_provisioned(provider: Provider, installation: Installation) -> None:
    made = provider.made("/Users", BABS)
    identitystore = installation.client("identitystore")
    store_id = installation.instance.identity_store_id
    user = identitystore.describe_user(IdentityStoreId=store_id, UserId=made["id"])
    assert user["UserName"] == "bjensen@example.com"
    assert user["ExternalIds"] == [{"Issuer": provider.tenant.issuer, "Id": "701984"}]
    identitystore.update_user(
        IdentityStoreId=store_id,
        UserId=made["id"],
        Operations=[{"AttributePath": "title", "AttributeValue": "Guide"}],
    )
    assert provider.get(f"/Users/{made['id']}")["title"] == "Guide"


def test_a_user_with_a_name_only_is_changed_by_the_api_too(provider: Provider, installation: Installation) -> None:
    made = provider.user("ada")
    store_id = installation.instance.identity_store_id
    installation.client("identitystore").update_user(
        IdentityStoreId=store_id,
        UserId=made["id"],
        Operations=[{"AttributePath": "title", "AttributeValue": "Countess"}],
    )
    after = provider.get(f"/Users/{made['id']}")
    assert after["title"] == "Countess"
    assert "displayName" not in after


def test_versions_guard_changes(provider: Provider) -> None:
    ada = provider.user("ada")
    path, version = f"/Users/{ada['id']}", ada["meta"]["version"]
    body = {"schemas": [USER], "userName": "ada", "title": "Countess"}
    assert provider.send("PUT", path, body, if_match=version).status_code == 200
    assert problem(provider.send("PUT", path, body, if_match=version)) == (412, None)
    assert problem(provider.send("DELETE", path, if_match=version)) == (412, None)
    assert provider.send("PUT", path, body, if_match="*").status_code == 200


def test_a_known_version_is_not_sent_again(provider: Provider) -> None:
    ada = provider.user("ada")
    path = f"/Users/{ada['id']}"
    answer = provider.send("GET", path, if_none_match=ada["meta"]["version"])
    assert (answer.status_code, answer.data) == (304, b"")
    provider.group("Analysts", ada["id"])
    assert provider.send("GET", path, if_none_match=ada["meta"]["version"]).status_code == 200


def test_a_group_that_is_joined_does_not_make_a_version_outdated_for_writes(provider: Provider) -> None:
    ada = provider.user("ada")
    provider.group("Analysts", ada["id"])
    body = {"schemas": [USER], "userName": "ada"}
    answer = provider.send("PUT", f"/Users/{ada['id']}", body, if_match=ada["meta"]["version"])
    assert answer.status_code == 200


def test_attributes_are_chosen_and_excluded(provider: Provider) -> None:
    made = provider.made("/Users", BABS)
    path = f"/Users/{made['id']}"
    only = provider.get(f"{path}?attributes=userName,emails.value,{ENTERPRISE}:employeeNumber")
    assert only == {
        "schemas": [USER, ENTERPRISE],
        "id": made["id"],
        "userName": "bjensen@example.com",
        "emails": [{"value": "bjensen@example.com"}, {"value": "babs@jensen.org"}],
        ENTERPRISE: {"employeeNumber": "701984"},
    }
    without = provider.get(f"{path}?excludedAttributes=id,name,emails,{ENTERPRISE}")
    assert {"name", "emails", ENTERPRISE}.isdisjoint(without)
    assert without["id"] == made["id"]


def _events(installation: Installation) -> list[Any]:
    cloudtrail = installation.client("cloudtrail")
    found = cloudtrail.lookup_events(
        LookupAttributes=[{"AttributeKey": "EventSource", "AttributeValue": "identitystore-scim.amazonaws.com"}]
    )["Events"]
    return [orjson.loads(each["CloudTrailEvent"]) for each in reversed(found)]


def test_external_ids_are_what_the_provider_calls_people(provider: Provider) -> None:
    """Distinguished names have blanks, which Identity Center's own constraint does not allow."""
    name = "CN=Ada Lovelace,OU=London"
    ada = provider.user("ada", externalId=name)
    group = provider.group("Analysts", externalId=name)
    text = quote(f'externalId eq "{name}"')
    assert [each["id"] for each in provider.get(f"/Users?filter={text}")["Resources"]] == [ada["id"]]
    assert [each["id"] for each in provider.get(f"/Groups?filter={text}")["Resources"]] == [group["id"]]
    body = {"schemas": [USER], "userName": "grace", "externalId": "x" * 257}
    assert problem(provider.send("POST", "/Users", body)) == (400, "invalidValue")


def test_the_identity_store_api_changes_whom_a_provider_keeps(provider: Provider, installation: Installation) -> None:
    """As AWS's does: programs may work beside a provider. What they change, the provider sees and may change again."""
    ada = provider.user("ada", name={"givenName": "Ada", "familyName": "Lovelace"}, displayName="Ada")
    identitystore, store_id = installation.client("identitystore"), installation.instance.identity_store_id
    operations = [{"AttributePath": "displayName", "AttributeValue": "Countess"}]
    identitystore.update_user(IdentityStoreId=store_id, UserId=ada["id"], Operations=operations)
    assert provider.get(f"/Users/{ada['id']}")["displayName"] == "Countess"
    identitystore.delete_user(IdentityStoreId=store_id, UserId=ada["id"])
    assert provider.send("GET", f"/Users/{ada['id']}").status_code == 404
