"""boto3: tags on everything that carries them, and what policies make of them."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.doors.sso_admin.applications import (
    UNKNOWN_APPLICATION,
    UNKNOWN_INSTANCE,
    UNKNOWN_ISSUER,
    application,
    blind,
    issuer,
    limited,
)
from tests.doors.sso_admin.conftest import Admin

Tags = Mapping[str, str]
UNKNOWN_SET = "arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-0123456789abcdef"

MAKERS: dict[str, Callable[[Admin, list[Tags]], str]] = {
    "permission set": lambda admin, tags: admin.permission_set("Auditors", Tags=tags),
    "application": lambda admin, tags: application(admin, Tags=tags),
    "trusted token issuer": lambda admin, tags: issuer(admin, Tags=tags),
}


def written(tags: Tags) -> list[Tags]:
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def tagged(admin: Admin, resource_arn: str, **members: str) -> Tags:
    pages = admin.sso.get_paginator("list_tags_for_resource").paginate(ResourceArn=resource_arn, **members)
    return {tag["Key"]: tag["Value"] for page in pages for tag in page["Tags"]}


def come_and_go(admin: Admin, arn: str) -> None:
    admin.sso.tag_resource(ResourceArn=arn, Tags=written({"team": "b", "Stage": ""}))
    assert tagged(admin, arn, InstanceArn=admin.instance_arn) == {"Stage": "", "team": "b"}
    admin.sso.tag_resource(InstanceArn=admin.instance_arn, ResourceArn=arn, Tags=written({"team": "c"}))
    admin.sso.untag_resource(ResourceArn=arn, TagKeys=["Stage", "absent"])
    assert tagged(admin, arn) == {"team": "c"}


@pytest.mark.parametrize("kind", MAKERS)
def test_tags_are_made_with_a_resource_and_go_with_it(admin: Admin, kind: str) -> None:
    arn = MAKERS[kind](admin, written({"team": "a"}))
    assert tagged(admin, arn) == {"team": "a"}
    come_and_go(admin, arn)


def test_the_instance_has_tags(admin: Admin) -> None:
    come_and_go(admin, admin.instance_arn)


def test_upper_and_lower_case_are_different_keys(admin: Admin) -> None:
    arn = application(admin, Tags=written({"team": "a", "Team": "b"}))
    assert tagged(admin, arn) == {"Team": "b", "team": "a"}


def test_a_resource_has_fifty_tags_at_most(admin: Admin) -> None:
    arn = application(admin, Tags=written({f"key{number:02}": "v" for number in range(50)}))
    with pytest.raises(admin.sso.exceptions.ServiceQuotaExceededException, match="at most 50 tags"):
        admin.sso.tag_resource(ResourceArn=arn, Tags=written({"one": "too many"}))
    admin.sso.tag_resource(ResourceArn=arn, Tags=written({"key00": "other"}))
    assert len(tagged(admin, arn)) == 50


BAD: tuple[tuple[list[Tags], str], ...] = (
    ([{"Key": "aws:team", "Value": "a"}], "reserved"),
    ([{"Key": "AWS:team", "Value": "a"}], "reserved"),
    ([{"Key": "a", "Value": "1"}, {"Key": "a", "Value": "2"}], "more than once"),
    ([{"Key": "a;b", "Value": ""}], "regular expression"),
    ([{"Key": "a", "Value": "<b>"}], "regular expression"),
    ([{"Key": "", "Value": ""}], "length greater than or equal to 1"),
    ([{"Key": "x" * 129, "Value": ""}], "length less than or equal to 128"),
    ([{"Key": "a", "Value": "x" * 257}], "length less than or equal to 256"),
    ([{"Key": "a"}], "must not be null"),
    ([{"Key": f"key{number}", "Value": ""} for number in range(76)], "length less than or equal to 75"),
)


def test_bad_tags_are_refused(admin: Admin) -> None:
    arn = application(blind(admin))
    for tags, sentence in BAD:
        with pytest.raises(admin.sso.exceptions.ValidationException, match=sentence):
            admin.sso.tag_resource(ResourceArn=arn, Tags=tags)
    assert tagged(admin, arn) == {}


def test_the_keys_to_remove_are_looked_at_too(admin: Admin) -> None:
    arn = application(admin)
    with pytest.raises(admin.sso.exceptions.ValidationException, match="reserved"):
        admin.sso.untag_resource(ResourceArn=arn, TagKeys=["aws:team"])
    with pytest.raises(admin.sso.exceptions.ValidationException, match="length greater than or equal to 1"):
        blind(admin).sso.untag_resource(ResourceArn=arn, TagKeys=[])


def test_what_does_not_exist_has_no_tags(admin: Admin) -> None:
    not_found = admin.sso.exceptions.ResourceNotFoundException
    for arn in (UNKNOWN_INSTANCE, UNKNOWN_SET, UNKNOWN_APPLICATION, UNKNOWN_ISSUER):
        with pytest.raises(not_found):
            admin.sso.list_tags_for_resource(ResourceArn=arn)
        with pytest.raises(not_found):
            admin.sso.tag_resource(ResourceArn=arn, Tags=written({"a": "b"}))
        with pytest.raises(not_found):
            admin.sso.untag_resource(ResourceArn=arn, TagKeys=["a"])


def test_a_resource_of_another_instance_is_not_found(admin: Admin) -> None:
    arn = application(admin)
    with pytest.raises(admin.sso.exceptions.ResourceNotFoundException):
        admin.sso.list_tags_for_resource(ResourceArn=arn, InstanceArn=UNKNOWN_INSTANCE)
    with pytest.raises(admin.sso.exceptions.ValidationException):
        admin.sso.list_tags_for_resource(ResourceArn="arn:aws:iam::111122223333:role/reader")


# ------------------------------------------------------------------------------------------------------ policies


def allow(action: str, **conditions: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": "*", "Condition": conditions}


@pytest.mark.parametrize("kind", MAKERS)
def test_a_resources_tags_decide_who_may(admin: Admin, kind: str) -> None:
    mine, client = (
        MAKERS[kind](admin, written({"team": "a"})),
        limited(admin, allow("sso:*", StringEquals={"aws:ResourceTag/team": "a"})),
    )
    assert client.list_tags_for_resource(ResourceArn=mine)["Tags"] == written({"team": "a"})
    admin.sso.tag_resource(ResourceArn=mine, Tags=written({"team": "b"}))
    with pytest.raises(client.exceptions.AccessDeniedException):
        client.list_tags_for_resource(ResourceArn=mine)


def test_each_resource_of_a_call_is_held_against_its_own_tags(admin: Admin) -> None:
    mine, theirs = (admin.permission_set(name, Tags=written({"team": name})) for name in ("a", "b"))
    client = limited(
        admin,
        {"Effect": "Allow", "Action": "sso:DescribePermissionSet", "Resource": admin.instance_arn},
        {
            "Effect": "Allow",
            "Action": "sso:DescribePermissionSet",
            "Resource": "arn:aws:sso:::permissionSet/*",
            "Condition": {"StringEquals": {"aws:ResourceTag/team": "a"}},
        },
    )
    described = client.describe_permission_set(InstanceArn=admin.instance_arn, PermissionSetArn=mine)
    assert described["PermissionSet"]["Name"] == "a"
    with pytest.raises(client.exceptions.AccessDeniedException):
        client.describe_permission_set(InstanceArn=admin.instance_arn, PermissionSetArn=theirs)


def test_a_deny_by_tag_holds_however_its_key_is_written(admin: Admin) -> None:
    secret = application(admin, Tags=written({"Secret": "yes"}))
    deny = {"Effect": "Deny", "Action": "sso:*", "Resource": "*"}
    for number, key in enumerate(("aws:ResourceTag/Secret", "AWS:RESOURCETAG/SECRET")):
        denied = {**deny, "Condition": {"StringEquals": {key: "yes"}}}
        client = limited(admin, allow("sso:*"), denied, name=f"limited{number}")
        with pytest.raises(client.exceptions.AccessDeniedException, match="explicit deny"):
            client.describe_application(ApplicationArn=secret)


def test_a_tag_fills_a_variable(admin: Admin) -> None:
    """A resource's tag stands in a condition's value, the request's tag beside it: nobody may hand a thing to another team."""
    mine = application(admin, Tags=written({"team": "a"}))
    client = limited(admin, allow("sso:TagResource", StringEquals={"aws:RequestTag/team": "${aws:ResourceTag/team}"}))
    client.tag_resource(ResourceArn=mine, Tags=written({"team": "a", "stage": "test"}))
    with pytest.raises(client.exceptions.AccessDeniedException):
        client.tag_resource(ResourceArn=mine, Tags=written({"team": "b"}))


@pytest.mark.parametrize("kind", ["permission set", "application", "trusted token issuer"])
def test_what_is_made_may_have_to_be_tagged(admin: Admin, kind: str) -> None:
    admin.sso = limited(
        admin,
        allow(
            "sso:Create*",
            **{
                "StringEquals": {"aws:RequestTag/team": "a"},
                "ForAllValues:StringEquals": {"aws:TagKeys": ["team", "stage"]},
            },
        ),
    )
    for tags in ({}, {"team": "b"}, {"team": "a", "other": "x"}):
        with pytest.raises(admin.sso.exceptions.AccessDeniedException):
            MAKERS[kind](admin, written(tags))
    assert MAKERS[kind](admin, written({"team": "a", "stage": "test"})).startswith("arn:aws:sso:")


def test_the_keys_that_may_be_removed_can_be_bounded(admin: Admin) -> None:
    arn = application(admin, Tags=written({"team": "a", "stage": "test"}))
    client = limited(admin, allow("sso:UntagResource", **{"ForAllValues:StringEquals": {"aws:TagKeys": ["stage"]}}))
    client.untag_resource(ResourceArn=arn, TagKeys=["stage"])
    with pytest.raises(client.exceptions.AccessDeniedException):
        client.untag_resource(ResourceArn=arn, TagKeys=["stage", "team"])
    assert tagged(admin, arn) == {"team": "a"}
