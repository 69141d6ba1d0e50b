"""boto3: applications."""

import re
from datetime import datetime
from typing import Any

import pytest

from tests.doors.boto import MANAGEMENT
from tests.doors.sso_admin.applications import (
    CUSTOM,
    UNKNOWN_APPLICATION,
    UNKNOWN_INSTANCE,
    application,
    blind,
    limited,
)
from tests.doors.sso_admin.conftest import Admin

SIGN_IN = {"Origin": "APPLICATION", "ApplicationUrl": "https://wiki.example.com/login"}


def described(admin: Admin, application_arn: str) -> dict[str, Any]:
    answer = admin.sso.describe_application(ApplicationArn=application_arn)
    return {name: value for name, value in answer.items() if name != "ResponseMetadata"}


def test_an_application_is_made_and_described(admin: Admin) -> None:
    made = admin.sso.create_application(
        InstanceArn=admin.instance_arn,
        ApplicationProviderArn=CUSTOM,
        Name="Wiki",
        Description="What we know",
        PortalOptions={"Visibility": "DISABLED", "SignInOptions": SIGN_IN},
        Status="DISABLED",
    )
    store_arn = f"arn:aws:identitystore::{MANAGEMENT}:identitystore/{admin.identity_store_id}"
    assert re.fullmatch(
        rf"arn:aws:sso::{MANAGEMENT}:application/ssoins-[0-9a-f]{{16}}/apl-[0-9a-f]{{16}}", made["ApplicationArn"]
    )
    assert (made["InstanceArn"], made["IdentityStoreArn"]) == (admin.instance_arn, store_arn)
    found = described(admin, made["ApplicationArn"])
    assert isinstance(found.pop("CreatedDate"), datetime)
    assert found == {
        "ApplicationArn": made["ApplicationArn"],
        "ApplicationProviderArn": CUSTOM,
        "Name": "Wiki",
        "ApplicationAccount": MANAGEMENT,
        "InstanceArn": admin.instance_arn,
        "IdentityStoreArn": store_arn,
        "Status": "DISABLED",
        "PortalOptions": {"SignInOptions": SIGN_IN, "Visibility": "DISABLED"},
        "Description": "What we know",
        "CreatedFrom": "us-east-1",
    }


def test_a_name_is_all_it_takes(admin: Admin) -> None:
    found = described(admin, application(admin))
    assert (found["Status"], found["PortalOptions"]) == ("ENABLED", {"Visibility": "ENABLED"})
    assert "Description" not in found


def test_what_is_given_is_changed_and_the_rest_stays(admin: Admin) -> None:
    arn = application(admin, Description="What we know", PortalOptions={"Visibility": "DISABLED"})
    admin.sso.update_application(ApplicationArn=arn, Name="Library", PortalOptions={"SignInOptions": SIGN_IN})
    found = described(admin, arn)
    assert (found["Name"], found["Description"], found["Status"]) == ("Library", "What we know", "ENABLED")
    assert found["PortalOptions"] == {"SignInOptions": SIGN_IN, "Visibility": "DISABLED"}
    admin.sso.update_application(ApplicationArn=arn, Description="Other things", Status="DISABLED")
    assert described(admin, arn) == found | {"Description": "Other things", "Status": "DISABLED"}
    admin.sso.update_application(ApplicationArn=arn, PortalOptions={"SignInOptions": {"Origin": "IDENTITY_CENTER"}})
    assert described(admin, arn)["PortalOptions"]["SignInOptions"] == {"Origin": "IDENTITY_CENTER"}


def test_one_that_is_removed_is_gone(admin: Admin) -> None:
    arn = application(admin)
    admin.sso.delete_application(ApplicationArn=arn)
    for operation in (admin.sso.describe_application, admin.sso.update_application, admin.sso.delete_application):
        with pytest.raises(admin.sso.exceptions.ResourceNotFoundException, match="Could not find Application"):
            operation(ApplicationArn=arn)
    assert application(admin) != arn


def test_names_are_unique(admin: Admin) -> None:
    application(admin)
    other = application(admin, "Library")
    with pytest.raises(admin.sso.exceptions.ConflictException, match="Application with name Wiki already exists"):
        application(admin)
    with pytest.raises(admin.sso.exceptions.ConflictException, match="Application with name Wiki already exists"):
        admin.sso.update_application(ApplicationArn=other, Name="Wiki")
    admin.sso.update_application(ApplicationArn=other, Name="Library")


def test_a_repeated_request_makes_nothing_twice(admin: Admin) -> None:
    token = "0b2f6c1e-the-token"
    first = application(admin, ClientToken=token)
    assert application(admin, ClientToken=token) == first
    with pytest.raises(admin.sso.exceptions.ConflictException, match="client token"):
        application(admin, "Library", ClientToken=token)
    assert len(admin.pages("list_applications", "Applications")) == 1


def test_they_are_listed_with_all_their_details_and_by_account_and_provider(admin: Admin) -> None:
    made = {application(admin, f"Application {number}") for number in range(5)}
    listed = admin.pages("list_applications", "Applications")
    assert {each["ApplicationArn"] for each in listed} == made
    assert listed[0] == described(admin, listed[0]["ApplicationArn"])
    for filters, count in (
        ({"ApplicationAccount": MANAGEMENT}, 5),
        ({"ApplicationAccount": "999999999999"}, 0),
        ({"ApplicationProvider": CUSTOM}, 5),
        ({"ApplicationProvider": f"{CUSTOM}-saml"}, 0),
        ({"ApplicationAccount": MANAGEMENT, "ApplicationProvider": CUSTOM}, 5),
    ):
        assert len(admin.pages("list_applications", "Applications", Filter=filters)) == count


def test_a_page_holds_no_more_than_the_answer_may(admin: Admin) -> None:
    for number in range(51):
        application(admin, f"Application {number}")
    first = admin.sso.list_applications(InstanceArn=admin.instance_arn, MaxResults=100)
    assert len(first["Applications"]) == 50
    rest = admin.sso.list_applications(InstanceArn=admin.instance_arn, MaxResults=100, NextToken=first["NextToken"])
    assert len(rest["Applications"]) == 1
    assert "NextToken" not in rest


BAD: tuple[tuple[dict[str, Any], str], ...] = (
    ({"ApplicationProviderArn": f"{CUSTOM}-saml"}, "is not supported for this action"),
    ({"PortalOptions": {"SignInOptions": {"Origin": "APPLICATION"}}}, "ApplicationUrl is required"),
    ({"PortalOptions": {"SignInOptions": {**SIGN_IN, "ApplicationUrl": "ftp://wiki"}}}, "applicationUrl"),
    ({"Name": ""}, "length greater than or equal to 1"),
    ({"Name": "x" * 101}, "length less than or equal to 100"),
    ({"Name": "a\0b"}, r"U\+0000"),
    ({"Description": "x" * 129}, "length less than or equal to 128"),
    ({"Status": "PAUSED"}, "enum"),
    ({"ClientToken": "a token"}, "regular expression"),
    ({"Tags": [{"Key": "aws:team", "Value": "a"}]}, "reserved"),
)


def test_bad_applications_are_refused(admin: Admin) -> None:
    for members, sentence in BAD:
        with pytest.raises(blind(admin).sso.exceptions.ValidationException, match=sentence):
            application(admin, **members)
    assert admin.pages("list_applications", "Applications") == []


def test_any_name_of_a_hundred_characters_comes_back_as_it_was(admin: Admin) -> None:
    name = ("\u00c4rger \U0001f511 <b>\"'%s\r\n\u202e" * 10)[:100]
    assert described(admin, application(admin, name))["Name"] == name


def test_more_tags_than_a_resource_may_have_are_refused(admin: Admin) -> None:
    tags = [{"Key": f"key{number}", "Value": ""} for number in range(51)]
    with pytest.raises(admin.sso.exceptions.ServiceQuotaExceededException, match="at most 50 tags"):
        application(admin, Tags=tags)
    assert admin.pages("list_applications", "Applications") == []


def test_what_does_not_exist_is_not_found(admin: Admin) -> None:
    not_found, denied = admin.sso.exceptions.ResourceNotFoundException, admin.sso.exceptions.AccessDeniedException
    with pytest.raises(not_found, match="ApplicationProvider"):
        application(admin, ApplicationProviderArn="arn:aws:sso::aws:applicationProvider/none")
    with pytest.raises(not_found, match="Instance"):
        application(admin, InstanceArn=UNKNOWN_INSTANCE)
    # The operation declares no ResourceNotFoundException.
    with pytest.raises(denied, match="Instance"):
        admin.sso.list_applications(InstanceArn=UNKNOWN_INSTANCE)
    with pytest.raises(not_found):
        admin.sso.describe_application(ApplicationArn=UNKNOWN_APPLICATION)


def test_an_arn_counts_as_a_whole(admin: Admin) -> None:
    arn = application(admin)
    with pytest.raises(admin.sso.exceptions.ResourceNotFoundException):
        admin.sso.describe_application(ApplicationArn=arn.replace(MANAGEMENT, "999999999999"))
    with pytest.raises(admin.sso.exceptions.ValidationException, match="partition"):
        admin.sso.describe_application(ApplicationArn=arn.replace("arn:aws:", "arn:aws-cn:"))


def test_who_may_is_decided_by_application_and_account(admin: Admin) -> None:
    wiki, library = application(admin), application(admin, "Library")
    reader = limited(
        admin,
        {"Effect": "Allow", "Action": "sso:DescribeApplication", "Resource": wiki},
        {
            "Effect": "Allow",
            "Action": "sso:UpdateApplication",
            "Resource": "*",
            "Condition": {"StringEquals": {"sso:ApplicationAccount": MANAGEMENT}},
        },
        {
            "Effect": "Allow",
            "Action": "sso:DeleteApplication",
            "Resource": "*",
            "Condition": {"StringEquals": {"sso:ApplicationAccount": "999999999999"}},
        },
    )
    assert reader.describe_application(ApplicationArn=wiki)["Name"] == "Wiki"
    reader.update_application(ApplicationArn=library, Name="Archive")
    with pytest.raises(reader.exceptions.AccessDeniedException):
        reader.describe_application(ApplicationArn=library)
    with pytest.raises(reader.exceptions.AccessDeniedException):
        reader.delete_application(ApplicationArn=wiki)


def test_who_made_it_is_on_record(admin: Admin) -> None:
    arn = application(admin)
    admin.sso.delete_application(ApplicationArn=arn)
    found = admin.installation.client("cloudtrail").lookup_events(
        LookupAttributes=[{"AttributeKey": "ResourceName", "AttributeValue": arn}]
    )["Events"]
    assert {event["EventName"] for event in found} == {"CreateApplication", "DeleteApplication"}
    assert {event["Username"] for event in found} == {"bootstrap-admin"}
    [resource] = [each for each in found[0]["Resources"] if each["ResourceName"] == arn]
    assert resource["ResourceType"] == "AWS::SSO::Application"
