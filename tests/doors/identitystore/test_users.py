"""Users as boto3 sees them."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from gatepost.core.audit import store as audit_store
from tests.doors.identitystore.conftest import Installation

ADA: dict[str, Any] = {
    "UserName": "ada",
    "DisplayName": "Ada Lovelace",
    "Name": {"GivenName": "Ada", "FamilyName": "Lovelace"},
}
ENTERPRISE = "aws:identitystore:enterprise"
MULTI_VALUE = (
    "Unsupported update operation on multi-value attribute emails, "
    "please provide full replacement of Multi-Value attribute types"
)
ECHO = "The attribute emails has no sub-attribute " + repr(("\r\nforged" * 99)[:64])
EMPTY = (
    "2 validation errors detected: Value at 'title' failed to satisfy constraint: Member must have length greater than "
    "or equal to 1; Value at 'title' failed to satisfy constraint: Member must satisfy regular expression pattern: "
    r"[\p{L}\p{M}\p{S}\p{N}\p{P}\t\n\r \u00A0\u3000]+"
)
WHOLE: dict[str, Any] = {
    "UserName": "grace",
    "Name": {
        "Formatted": "Rear Adm. Grace Hopper",
        "FamilyName": "Hopper",
        "GivenName": "Grace",
        "MiddleName": "Brewster",
        "HonorificPrefix": "Dr.",
        "HonorificSuffix": "Ph.D.",
    },
    "DisplayName": "Grace Hopper",
    "NickName": "Amazing Grace",
    "ProfileUrl": "https://example.com/grace",
    "Emails": [{"Value": "Grace@example.com", "Type": "work", "Primary": True}],
    "Addresses": [
        {
            "StreetAddress": "1 Main St",
            "Locality": "Arlington",
            "Region": "VA",
            "PostalCode": "22201",
            "Country": "US",
            "Formatted": "1 Main St\nArlington",
            "Type": "work",
            "Primary": False,
        }
    ],
    "PhoneNumbers": [{"Value": "+1 (555) 010-0100", "Type": "work", "Primary": True}],
    "UserType": "Staff",
    "Title": "Programmer",
    "PreferredLanguage": "en",
    "Locale": "en-US",
    "Timezone": "America/New_York",
    "Photos": [{"Value": "https://example.com/g.png", "Type": "photo", "Display": "At her desk", "Primary": True}],
    "Website": "https://grace.example.com",
    "Birthdate": "1906-12-09",
    "Roles": [{"Value": "Researcher", "Type": "work", "Primary": True}],
}


class Store:
    """The identity store and the operations these tests repeat."""

    def __init__(self, client: Any, identity_store_id: str) -> None:
        self.client = client
        self.id = identity_store_id

    def create(self, **members: Any) -> str:
        return str(self.client.create_user(IdentityStoreId=self.id, **members)["UserId"])

    def describe(self, user_id: str, **members: Any) -> dict[str, Any]:
        answer = self.client.describe_user(IdentityStoreId=self.id, UserId=user_id, **members)
        return {name: value for name, value in answer.items() if name != "ResponseMetadata"}

    def update(self, user_id: str, path: str, value: Any = None) -> None:
        operation: Any = {"AttributePath": path, "AttributeValue": value}
        self.client.update_user(IdentityStoreId=self.id, UserId=user_id, Operations=[operation])


@pytest.fixture
def store(identitystore: Any, installation: Installation) -> Store:
    return Store(identitystore, installation.identity_store_id)


def error(raised: pytest.ExceptionInfo[Any]) -> tuple[str, str]:
    said = raised.value.response["Error"]
    return said["Code"], said["Message"]


def test_every_member_comes_back(store: Store, installation: Installation) -> None:
    created = store.client.create_user(IdentityStoreId=store.id, **WHOLE)
    user = store.describe(created["UserId"])

    assert {name: user[name] for name in WHOLE} == WHOLE
    assert (user["UserArn"], user["Revision"]) == (created["UserArn"], created["Revision"])
    assert user["UserArn"] == f"arn:aws:identitystore:::user/{user['UserId']}"
    assert user["UserStatus"] == "ENABLED"
    assert user["CreatedAt"] == user["UpdatedAt"]
    assert user["CreatedBy"] == user["UpdatedBy"] == "arn:aws:iam::111122223333:user/bootstrap-admin"
    assert "Extensions" not in user


def test_members_that_nobody_gave_are_not_there(store: Store) -> None:
    user = store.describe(store.create(**ADA))

    assert set(user) == {
        *("IdentityStoreId", "UserId", "UserArn", "Revision", "UserName", "Name", "DisplayName", "UserStatus"),
        *("CreatedAt", "CreatedBy", "UpdatedAt", "UpdatedBy"),
    }


def test_the_extension_is_there_where_it_is_asked_for(store: Store) -> None:
    enterprise = {
        "employeeNumber": "7",
        "costCenter": "CC-1",
        "organization": "Navy",
        "division": "Computing",
        "department": "R&D",
        "manager": {"value": "manager-id", "$ref": "../Users/1"},
    }
    user_id = store.create(**ADA, Extensions={ENTERPRISE: enterprise})

    assert "Extensions" not in store.describe(user_id)
    assert store.describe(user_id, Extensions=[ENTERPRISE])["Extensions"] == {ENTERPRISE: enterprise}
    listed = store.client.list_users(IdentityStoreId=store.id, Extensions=[ENTERPRISE])["Users"]
    assert [user["Extensions"] for user in listed if "Extensions" in user] == [{ENTERPRISE: enterprise}]


def test_an_extension_that_is_null_is_none(store: Store) -> None:
    user_id = store.create(**ADA, Extensions={ENTERPRISE: None})
    assert "Extensions" not in store.describe(user_id, Extensions=[ENTERPRISE])


@pytest.mark.parametrize(
    "extensions", [{"aws:identitystore:other": {}}, {ENTERPRISE: {"salary": "1"}}, {ENTERPRISE: {"division": 1}}]
)
def test_an_extension_that_is_not_known_is_refused(store: Store, extensions: dict[str, Any]) -> None:
    with pytest.raises(store.client.exceptions.ValidationException):
        store.create(**ADA, Extensions=extensions)
    with pytest.raises(store.client.exceptions.ValidationException):
        store.client.list_users(IdentityStoreId=store.id, Extensions=["aws:identitystore:other"])


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ({}, "userName is a required attribute"),
        (
            {"UserName": "ada"},
            "displayname: The attribute displayname is required, name: The attribute name is required",
        ),
        ({**ADA, "Name": {"GivenName": "Ada"}}, "familyname: The attribute familyname is required"),
    ],
)
def test_what_a_user_must_have(store: Store, members: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ClientError) as refused:
        store.create(**members)
    assert error(refused) == ("ValidationException", sentence)


def test_a_name_that_is_taken_is_a_conflict(store: Store) -> None:
    store.create(**ADA)

    with pytest.raises(store.client.exceptions.ConflictException) as refused:
        store.create(**{**ADA, "UserName": "ADA"})

    assert error(refused) == ("ConflictException", "Duplicate UserName")
    assert refused.value.response["Reason"] == "UNIQUENESS_CONSTRAINT_VIOLATION"


@pytest.mark.parametrize("path", ["userName", "UserName"])
def test_looked_up_by_user_name(store: Store, path: str) -> None:
    user_id = store.create(**ADA)

    found = store.client.get_user_id(
        IdentityStoreId=store.id,
        AlternateIdentifier={"UniqueAttribute": {"AttributePath": path, "AttributeValue": "Ada"}},
    )

    assert (found["UserId"], found["UserArn"]) == (user_id, f"arn:aws:identitystore:::user/{user_id}")


def test_looked_up_by_email_and_by_external_id(store: Store) -> None:
    user_id = store.create(**WHOLE)
    store.update(user_id, "externalIds", [{"issuer": "https://idp.example.com", "id": "00u1"}])

    by_email = store.client.get_user_id(
        IdentityStoreId=store.id,
        AlternateIdentifier={
            "UniqueAttribute": {"AttributePath": "emails.value", "AttributeValue": "grace@EXAMPLE.com"}
        },
    )
    by_external_id = store.client.get_user_id(
        IdentityStoreId=store.id,
        AlternateIdentifier={"ExternalId": {"Issuer": "https://idp.example.com", "Id": "00u1"}},
    )

    assert by_email["UserId"] == by_external_id["UserId"] == user_id
    assert store.describe(user_id)["ExternalIds"] == [{"Issuer": "https://idp.example.com", "Id": "00u1"}]


def test_what_cannot_be_looked_up(store: Store) -> None:
    def look(path: str, value: Any) -> None:
        store.client.get_user_id(
            IdentityStoreId=store.id,
            AlternateIdentifier={"UniqueAttribute": {"AttributePath": path, "AttributeValue": value}},
        )

    with pytest.raises(ClientError) as refused:
        look("displayName", "Ada")
    assert error(refused) == ("ValidationException", "The attribute displayName is not a unique attribute")
    for value in ("", 1, ["ada"]):
        with pytest.raises(store.client.exceptions.ValidationException):
            look("userName", value)
    with pytest.raises(store.client.exceptions.ResourceNotFoundException) as missing:
        look("userName", "nobody")
    assert error(missing) == ("ResourceNotFoundException", "USER not found.")
    assert missing.value.response["ResourceType"] == "USER"


def test_what_is_not_there_is_named(store: Store) -> None:
    nobody = "0000000000-aaaaaaaa-0000-4000-8000-000000000000"
    with pytest.raises(store.client.exceptions.ResourceNotFoundException) as missing:
        store.describe(nobody)
    assert (missing.value.response["ResourceType"], missing.value.response["ResourceId"]) == ("USER", nobody)

    with pytest.raises(store.client.exceptions.ResourceNotFoundException) as missing:
        store.client.create_user(IdentityStoreId="d-0000000000", **ADA)
    assert missing.value.response["ResourceType"] == "IDENTITY_STORE"

    for gone in (store.client.delete_user,):
        with pytest.raises(store.client.exceptions.ResourceNotFoundException):
            gone(IdentityStoreId=store.id, UserId=nobody)


def test_ids_may_be_arns(store: Store, installation: Installation) -> None:
    user_id = store.create(**ADA)
    store_arn = f"arn:aws:identitystore::111122223333:identitystore/{store.id}"
    user_arn = f"arn:aws:identitystore:::user/{user_id}"

    assert store.client.describe_user(IdentityStoreId=store_arn, UserId=user_arn)["UserId"] == user_id


@pytest.mark.parametrize(
    ("store_arn", "user_arn"),
    [
        ("arn:aws:identitystore::999999999999:identitystore/{store}", "{user}"),
        ("arn:aws-cn:identitystore::111122223333:identitystore/{store}", "{user}"),
        ("{store}", "arn:aws:identitystore:::group/{user}"),
        ("{store}", "arn:aws-cn:identitystore:::user/{user}"),
    ],
)
def test_an_arn_in_a_spelling_that_no_policy_means_is_refused(store: Store, store_arn: str, user_arn: str) -> None:
    user_id = store.create(**ADA)

    with pytest.raises(ClientError) as refused:
        store.client.delete_user(IdentityStoreId=store_arn.format(store=store.id), UserId=user_arn.format(user=user_id))

    assert error(refused)[0] in {"ResourceNotFoundException", "ValidationException"}
    assert store.describe(user_id)["UserId"] == user_id


@pytest.mark.parametrize(
    ("path", "value", "member"),
    [
        ("userName", "countess", "UserName"),
        ("displayName", "Countess", "DisplayName"),
        ("nickName", "Enchantress", "NickName"),
        ("profileUrl", "https://example.com", "ProfileUrl"),
        ("userType", "Staff", "UserType"),
        ("title", "Countess", "Title"),
        ("preferredLanguage", "fr", "PreferredLanguage"),
        ("locale", "en-GB", "Locale"),
        ("timezone", "Europe/London", "Timezone"),
        ("website", "https://ada.example.com", "Website"),
        ("birthdate", "1815-12-10", "Birthdate"),
        ("userStatus", "DISABLED", "UserStatus"),
    ],
)
def test_a_simple_attribute_is_set_by_its_path(store: Store, path: str, value: str, member: str) -> None:
    user_id = store.create(**ADA)

    store.update(user_id, path, value)

    user = store.describe(user_id)
    assert (user[member], user["Revision"]) == (value, "2")


@pytest.mark.parametrize(
    ("path", "value", "member", "expected"),
    [
        (
            "emails",
            [{"value": "ada@example.com", "type": "work", "primary": True}],
            "Emails",
            [{"Value": "ada@example.com", "Type": "work", "Primary": True}],
        ),
        ("emails", [{"Value": "ada@example.com", "Type": None}], "Emails", [{"Value": "ada@example.com"}]),
        (
            "addresses",
            [{"streetAddress": "St James's Sq", "postalCode": "SW1", "primary": False}],
            "Addresses",
            [{"StreetAddress": "St James's Sq", "PostalCode": "SW1", "Primary": False}],
        ),
        ("phoneNumbers", [{"value": "1"}], "PhoneNumbers", [{"Value": "1"}]),
        (
            "photos",
            [{"value": "a"}, {"value": "b", "display": "B"}],
            "Photos",
            [{"Value": "a"}, {"Value": "b", "Display": "B"}],
        ),
        ("roles", [{"value": "Analyst"}], "Roles", [{"Value": "Analyst"}]),
        (
            "name",
            {"givenName": "Augusta Ada", "familyName": "King"},
            "Name",
            {"GivenName": "Augusta Ada", "FamilyName": "King"},
        ),
        ("name.middleName", "Augusta", "Name", {"GivenName": "Ada", "FamilyName": "Lovelace", "MiddleName": "Augusta"}),
    ],
)
def test_a_complex_attribute_is_replaced_whole(store: Store, path: str, value: Any, member: str, expected: Any) -> None:
    user_id = store.create(**ADA)

    store.update(user_id, path, value)

    assert store.describe(user_id)[member] == expected


def test_the_extension_is_set_whole_and_in_its_parts(store: Store) -> None:
    user_id = store.create(**ADA)

    def enterprise() -> Any:
        return store.describe(user_id, Extensions=[ENTERPRISE]).get("Extensions", {}).get(ENTERPRISE)

    store.update(user_id, f"{ENTERPRISE}.department", "Mathematics")
    store.update(user_id, f"{ENTERPRISE}.manager.value", "babbage")
    assert enterprise() == {"department": "Mathematics", "manager": {"value": "babbage"}}
    store.update(user_id, f"{ENTERPRISE}.manager")
    store.update(user_id, f"{ENTERPRISE}.department")
    assert enterprise() is None
    store.update(user_id, ENTERPRISE, {"costCenter": "1"})
    assert enterprise() == {"costCenter": "1"}
    store.update(user_id, ENTERPRISE)
    assert enterprise() is None


@pytest.mark.parametrize(
    ("path", "member"),
    [("nickName", "NickName"), ("emails", "Emails"), ("photos", "Photos"), ("name.middleName", "MiddleName")],
)
def test_null_or_nothing_removes_an_attribute(store: Store, path: str, member: str) -> None:
    for operation in ({"AttributePath": path, "AttributeValue": None}, {"AttributePath": path}):
        user_id = store.create(**WHOLE)
        operations: Any = [operation]
        store.client.update_user(IdentityStoreId=store.id, UserId=user_id, Operations=operations)
        user = store.describe(user_id)
        assert member not in user
        assert member not in user["Name"]
        store.client.delete_user(IdentityStoreId=store.id, UserId=user_id)


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("UserName", "countess", "The attribute path UserName is not supported"),
        ("Name.GivenName", "Augusta", "The attribute path Name.GivenName is not supported"),
        ("name.GivenName", "Augusta", "The attribute path name.GivenName is not supported"),
        ("password", "secret", "The attribute path password is not supported"),
        ("aws:identitystore:other", {}, "The attribute path aws:identitystore:other is not supported"),
        (f"{ENTERPRISE}.salary", "1", f"The attribute path {ENTERPRISE}.salary is not supported"),
        (
            "emails.value",
            "ada@example.com",
            MULTI_VALUE,
        ),
        ("emails", [], "The attribute emails must be a list with at least one element"),
        ("emails", {"value": "a"}, "The attribute emails must be a list with at least one element"),
        ("emails", ["ada@example.com"], "The attribute emails must be an object"),
        ("emails", [{"address": "a"}], "The attribute emails has no sub-attribute 'address'"),
        ("emails", [{"\r\nforged" * 99: "a"}], ECHO),
        ("emails", [{"primary": "true"}], "The attribute emails.primary must be true or false"),
        ("emails", [{"value": "a"}, {"value": "b"}], "List attribute emails exceeds allowed limit of 1"),
        ("externalIds", [{"id": "1"}], "The attribute externalIds lacks a required sub-attribute"),
        ("title", 1, "The attribute title must be a string"),
        ("title", {"a": "b"}, "The attribute title must be a string"),
        ("userStatus", "ASLEEP", "The attribute userStatus must be ENABLED or DISABLED"),
        ("userStatus", ["ENABLED"], "The attribute userStatus must be ENABLED or DISABLED"),
        ("displayName", None, "displayname: The attribute displayname is required"),
        ("userName", None, "userName is a required attribute"),
        ("name", None, "name: The attribute name is required"),
        (
            "title",
            "",
            EMPTY,
        ),
    ],
)
def test_an_operation_that_cannot_be_is_refused_and_changes_nothing(
    store: Store, path: str, value: Any, sentence: str
) -> None:
    user_id = store.create(**ADA)

    with pytest.raises(ClientError) as refused:
        store.update(user_id, path, value)

    assert error(refused) == ("ValidationException", sentence)
    assert store.describe(user_id)["Revision"] == "1"


def test_operations_are_applied_in_order_all_or_none(store: Store) -> None:
    user_id = store.create(**ADA)
    operations: Any = [
        {"AttributePath": "title", "AttributeValue": "Miss"},
        {"AttributePath": "title", "AttributeValue": "Countess"},
        {"AttributePath": "name.middleName", "AttributeValue": "Augusta"},
    ]

    updated = store.client.update_user(IdentityStoreId=store.id, UserId=user_id, Operations=operations)
    assert (updated["UserId"], updated["Revision"]) == (user_id, "2")
    assert store.describe(user_id)["Title"] == "Countess"

    bad: Any = [{"AttributePath": "title", "AttributeValue": "Lady"}, {"AttributePath": "Title"}]
    with pytest.raises(store.client.exceptions.ValidationException):
        store.client.update_user(IdentityStoreId=store.id, UserId=user_id, Operations=bad)
    assert store.describe(user_id)["Title"] == "Countess"


def test_a_revision_locks_optimistically(store: Store) -> None:
    user_id = store.create(**ADA)
    store.update(user_id, "title", "Countess")
    operations: Any = [{"AttributePath": "title", "AttributeValue": "Lady"}]

    with pytest.raises(store.client.exceptions.ConflictException) as refused:
        store.client.update_user(IdentityStoreId=store.id, UserId=user_id, Operations=operations, Revision="1")
    assert refused.value.response["Reason"] == "CONCURRENT_MODIFICATION"
    with pytest.raises(store.client.exceptions.ConflictException):
        store.client.delete_user(IdentityStoreId=store.id, UserId=user_id, Revision="9" * 64)
    store.client.update_user(IdentityStoreId=store.id, UserId=user_id, Operations=operations, Revision="2")
    store.client.delete_user(IdentityStoreId=store.id, UserId=user_id, Revision="3")

    with pytest.raises(store.client.exceptions.ResourceNotFoundException):
        store.describe(user_id)


def test_lists_are_paged_and_a_token_is_of_its_query(store: Store) -> None:
    made = [store.create(**{**ADA, "UserName": f"user-{number}"}) for number in range(7)]

    pages = list(
        store.client.get_paginator("list_users").paginate(IdentityStoreId=store.id, PaginationConfig={"PageSize": 3})
    )

    assert [len(page["Users"]) for page in pages] == [3, 3, 2]
    assert [user["UserId"] for page in pages for user in page["Users"]][1:] == made
    assert "NextToken" not in pages[-1]
    with pytest.raises(store.client.exceptions.ValidationException):
        store.client.list_groups(IdentityStoreId=store.id, NextToken=pages[0]["NextToken"])


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("UserName", "grace"),
        ("userName", "GRACE"),
        ("Emails.Value", "grace@example.com"),
        ("DisplayName", "Grace Hopper"),
    ],
)
def test_filters_still_work(store: Store, path: str, value: str) -> None:
    store.create(**ADA)
    user_id = store.create(**WHOLE)

    found = store.client.list_users(
        IdentityStoreId=store.id, Filters=[{"AttributePath": path, "AttributeValue": value}]
    )

    assert [user["UserId"] for user in found["Users"]] == [user_id]
    assert "NextToken" not in found


def test_a_filter_on_anything_else_is_refused(store: Store) -> None:
    with pytest.raises(store.client.exceptions.ValidationException):
        store.client.list_users(
            IdentityStoreId=store.id, Filters=[{"AttributePath": "Title", "AttributeValue": "Countess"}]
        )


def test_a_write_is_recorded_without_what_is_sensitive(store: Store, installation: Installation) -> None:
    store.create(**{**ADA, "UserName": "canary-name", "Title": "canary-title"})

    rows = installation.runtime.database.read(lambda tx: tx.all(audit_store.events.select()))
    [event] = [row for row in rows if row.name == "CreateUser"]

    assert (event.source, event.read_only) == ("identitystore.amazonaws.com", False)
    assert "canary" not in str(event.body)
    assert "arn:aws:identitystore:::user/" in str(event.body["resources"])
