"""Constraints of the models, and the sentences in which AWS tells that one is broken."""

from datetime import UTC, datetime
from typing import Any

import pytest

from gatepost.doors.aws.wire.shapes import service
from gatepost.doors.aws.wire.validate import validate
from gatepost.kit.errors import Invalid
from gatepost.kit.secret import Secret
from tests.doors.wire.samples import INSTANCE, INSTANT, PERMISSION_SET, UUID

STORE = "d-1234567890"
USER_ID = f"1234567890-{UUID}"


def check(service_name: str, operation: str, params: dict[str, Any]) -> dict[str, Any]:
    return validate(service(service_name).operations[operation], params)


def failure(service_name: str, operation: str, params: dict[str, Any]) -> Invalid:
    with pytest.raises(Invalid) as caught:
        check(service_name, operation, params)
    return caught.value


@pytest.mark.parametrize(
    ("params", "sentence", "reason"),
    [
        ({}, "Value null at 'instanceArn' failed to satisfy constraint: Member must not be null", "INPUT_REQUIRED"),
        (
            {"InstanceArn": None},
            "Value null at 'instanceArn' failed to satisfy constraint: Member must not be null",
            "INPUT_REQUIRED",
        ),
        (
            {"InstanceArn": "arn:aws:sso:::x"},
            "Value 'arn:aws:sso:::x' at 'instanceArn' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:aws(-[a-z]{1,5}){0,3}:sso:::instance/(sso)?ins-[a-zA-Z0-9-.]{16}",
            "INVALID_PATTERN",
        ),
        (
            {"InstanceArn": INSTANCE, "MaxResults": 0},
            "Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1",
            "MIN_VALUE_EXCEEDED",
        ),
        (
            {"InstanceArn": INSTANCE, "MaxResults": 101},
            "Value '101' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 100",
            "MAX_VALUE_EXCEEDED",
        ),
    ],
)
def test_one_broken_constraint(params: dict[str, Any], sentence: str, reason: str) -> None:
    problem = failure("sso-admin", "ListPermissionSets", params)

    assert problem.message == f"1 validation error detected: {sentence}"
    assert problem.reason == reason


def test_all_broken_constraints_are_told_together() -> None:
    problem = failure(
        "sso-admin",
        "CreateAccountAssignment",
        {
            "InstanceArn": INSTANCE,
            "PermissionSetArn": PERMISSION_SET,
            "TargetId": "12345678901x",
            "TargetType": "ACCOUNT",
            "PrincipalType": "USER",
        },
    )

    assert problem.message == (
        "3 validation errors detected: "
        "Value '12345678901x' at 'targetId' failed to satisfy constraint: "
        r"Member must satisfy regular expression pattern: \d{12}; "
        "Value 'ACCOUNT' at 'targetType' failed to satisfy constraint: Member must satisfy enum value set: [AWS_ACCOUNT]; "
        "Value null at 'principalId' failed to satisfy constraint: Member must not be null"
    )
    assert problem.details["member"] == "targetId"


def test_many_failures_are_counted_and_not_all_listed() -> None:
    tags = [{"Key": "k"}] * 75

    problem = failure("sso-admin", "TagResource", {"ResourceArn": INSTANCE, "Tags": tags})

    assert problem.message.startswith("75 validation errors detected: ")
    assert len(problem.message) < 4000


def test_paths_count_list_positions_from_one() -> None:
    tags = [{"Key": "k", "Value": "v"}, {"Key": "", "Value": "v"}]

    problem = failure("sso-admin", "TagResource", {"ResourceArn": INSTANCE, "Tags": tags})

    assert problem.message == (
        "1 validation error detected: Value '' at 'tags.2.member.key' failed to satisfy constraint: "
        "Member must have length greater than or equal to 1"
    )


def test_a_text_that_is_too_long_never_meets_its_pattern() -> None:
    problem = failure("sso-admin", "ListPermissionSets", {"InstanceArn": "!" * 1_000_000})

    assert problem.message == (
        f"1 validation error detected: Value '{'!' * 256}...' at 'instanceArn' failed to satisfy constraint: "
        "Member must have length less than or equal to 1224"
    )


@pytest.mark.parametrize("account_id", ["12345678901٣", "123456789012\n", " 23456789012", "1234567890123"])
def test_patterns_mean_the_whole_text_and_ascii_digits(account_id: str) -> None:
    params = {"InstanceArn": INSTANCE, "AccountId": account_id}

    assert "'accountId'" in failure("sso-admin", "ListPermissionSetsProvisionedToAccount", params).message


@pytest.mark.parametrize("name", ["jo", "Jörg", "李", "j.o@example.com"])
def test_patterns_with_unicode_classes_take_every_script(name: str) -> None:
    assert check("identitystore", "CreateUser", {"IdentityStoreId": STORE, "UserName": name})["UserName"] == name


@pytest.mark.parametrize("name", ["with blank", "tab\t", ""])
def test_patterns_with_unicode_classes_refuse_the_rest(name: str) -> None:
    assert "'userName'" in failure("identitystore", "CreateUser", {"IdentityStoreId": STORE, "UserName": name}).message


def test_sensitive_values_are_not_echoed() -> None:
    problem = failure("identitystore", "CreateUser", {"IdentityStoreId": STORE, "UserName": "canary " * 30})

    assert "canary" not in problem.message
    assert problem.message.startswith("1 validation error detected: Value at 'userName' failed to satisfy constraint: ")


def test_credentials_that_the_models_do_not_mark_are_not_echoed() -> None:
    problem = failure("sts", "GetSessionToken", {"SerialNumber": "GAHT12345678", "TokenCode": "canary"})

    assert "canary" not in problem.message


def test_credentials_arrive_as_secrets_and_personal_data_as_text() -> None:
    token = check(
        "sso-oidc",
        "CreateToken",
        {"clientId": "id", "clientSecret": "s", "grantType": "g", "code": "c", "deviceCode": "d", "refreshToken": "r"},
    )
    user = check("identitystore", "CreateUser", {"IdentityStoreId": STORE, "UserName": "jo"})

    assert {name for name, value in token.items() if isinstance(value, Secret)} == {
        "clientSecret",
        "code",
        "deviceCode",
        "refreshToken",
    }
    assert user == {"IdentityStoreId": STORE, "UserName": "jo"}


def test_unknown_members_and_nulls_are_ignored() -> None:
    params = {"InstanceArn": INSTANCE, "NextToken": None, "Unknown": {"anything": [1]}}

    assert check("sso-admin", "ListPermissionSets", params) == {"InstanceArn": INSTANCE}


def test_null_in_a_list_is_missing() -> None:
    problem = failure(
        "identitystore",
        "IsMemberInGroups",
        {"IdentityStoreId": STORE, "MemberId": {"UserId": USER_ID}, "GroupIds": [USER_ID, None]},
    )

    assert "Value null at 'groupIds.2.member' failed to satisfy constraint: Member must not be null" in problem.message


def test_a_list_that_is_too_long_is_not_read() -> None:
    problem = failure(
        "identitystore",
        "IsMemberInGroups",
        {"IdentityStoreId": STORE, "MemberId": {"UserId": USER_ID}, "GroupIds": ["wrong"] * 101},
    )

    assert problem.message == (
        "1 validation error detected: Value at 'groupIds' failed to satisfy constraint: "
        "Member must have length less than or equal to 100"
    )


@pytest.mark.parametrize("member", [{}, {"UserId": USER_ID, "Unknown": 1}, {"Unknown": 1}])
def test_a_union_has_exactly_one_member(member: dict[str, Any]) -> None:
    params = {"IdentityStoreId": STORE, "GroupId": USER_ID, "MemberId": member}

    if "UserId" in member:
        assert check("identitystore", "CreateGroupMembership", params)["MemberId"] == {"UserId": USER_ID}
    else:
        assert "'memberId'" in failure("identitystore", "CreateGroupMembership", params).message


def test_a_union_with_two_members_is_refused() -> None:
    identifier = {
        "ExternalId": {"Issuer": "https://example.com", "Id": "1"},
        "UniqueAttribute": {"AttributePath": "userName", "AttributeValue": "jo"},
    }

    problem = failure("identitystore", "GetUserId", {"IdentityStoreId": STORE, "AlternateIdentifier": identifier})

    assert problem.message == (
        "1 validation error detected: Value at 'alternateIdentifier' failed to satisfy constraint: "
        "Member must have exactly one of its members set"
    )


@pytest.mark.parametrize(
    ("service_name", "operation", "params", "sentence"),
    [
        ("sso-admin", "ListInstances", {"MaxResults": "5"}, "STRING_VALUE can not be converted to an Integer"),
        ("sso-admin", "ListInstances", {"MaxResults": 5.0}, "NUMBER_VALUE can not be converted to an Integer"),
        ("sso-admin", "ListInstances", {"MaxResults": True}, "BOOLEAN_VALUE can not be converted to an Integer"),
        ("sso-admin", "ListInstances", {"MaxResults": 2**31}, "NUMBER_VALUE can not be converted to an Integer"),
        ("sso-admin", "ListInstances", {"NextToken": 5}, "NUMBER_VALUE can not be converted to a String"),
        ("sso-admin", "ListInstances", {"NextToken": []}, "Start of list found where not expected"),
        ("sso-admin", "ListInstances", {"NextToken": {}}, "Start of structure or map found where not expected."),
        ("sso-admin", "TagResource", {"Tags": "x"}, "STRING_VALUE can not be converted to a list"),
        ("sso-admin", "TagResource", {"Tags": ["x"]}, "STRING_VALUE can not be converted to a structure"),
        ("cloudtrail", "LookupEvents", {"StartTime": "noon"}, "STRING_VALUE can not be converted to a Timestamp"),
        ("cloudtrail", "LookupEvents", {"StartTime": 1e300}, "NUMBER_VALUE can not be converted to a Timestamp"),
        ("cloudtrail", "LookupEvents", {"StartTime": -1}, "NUMBER_VALUE can not be converted to a Timestamp"),
        (
            "cloudtrail",
            "PutEventSelectors",
            {"TrailName": "abc", "AdvancedEventSelectors": [[]]},
            "Start of list found",
        ),
    ],
)
def test_a_wrong_type_ends_the_reading(
    service_name: str, operation: str, params: dict[str, Any], sentence: str
) -> None:
    problem = failure(service_name, operation, params)

    assert problem.message.startswith(sentence)
    assert problem.reason == "SerializationException"


@pytest.mark.parametrize(
    "sent",
    [
        1780317015,
        1780317015.0,
        "2026-06-01T12:30:15Z",
        "2026-06-01T14:30:15+02:00",
        "2026-06-01T12:30:15",
        "2026-06-01T12:30:15.000Z",
    ],
)
def test_timestamps_become_aware_instants(sent: float | str) -> None:
    assert check("cloudtrail", "LookupEvents", {"StartTime": sent})["StartTime"] == INSTANT


def test_the_last_second_that_a_timestamp_can_have() -> None:
    latest = check("cloudtrail", "LookupEvents", {"EndTime": 253_402_300_799})["EndTime"]

    assert latest == datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize("text", ["a\0b", "\0"])
def test_the_null_character_is_refused_where_no_pattern_does(text: str) -> None:
    problem = failure("sso-oidc", "RegisterClient", {"clientName": text, "clientType": "public"})

    assert problem.message == (
        "1 validation error detected: Value at 'clientName' failed to satisfy constraint: "
        "Member must not contain the character U+0000"
    )


def test_the_null_character_is_refused_in_documents() -> None:
    operation = {"AttributePath": "title", "AttributeValue": {"a": ["b", {"c\0": 1}]}}

    problem = failure(
        "identitystore", "UpdateUser", {"IdentityStoreId": STORE, "UserId": USER_ID, "Operations": [operation]}
    )

    assert "'operations.1.member.attributeValue'" in problem.message


def test_documents_come_as_they_are() -> None:
    operation = {"AttributePath": "emails", "AttributeValue": [{"Value": "jo@example.com", "Primary": True}]}
    params = {"IdentityStoreId": STORE, "UserId": USER_ID, "Operations": [operation]}

    assert check("identitystore", "UpdateUser", params) == params


def test_maps_are_bounded_and_their_keys_checked() -> None:
    few = {"aws:identitystore:enterprise": {"title": "x"}}
    many: dict[str, Any] = {f"aws:identitystore:{chr(97 + n)}": {} for n in range(11)}

    def create(extensions: dict[str, Any]) -> dict[str, Any]:
        return {"IdentityStoreId": STORE, "UserName": "jo", "Extensions": extensions}

    assert check("identitystore", "CreateUser", create(few))["Extensions"] == few
    assert "less than or equal to 10" in failure("identitystore", "CreateUser", create(many)).message
    assert "'extensions.key'" in failure("identitystore", "CreateUser", create({"wrong": {}})).message
