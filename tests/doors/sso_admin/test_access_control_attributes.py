"""boto3: attributes for access control, from their configuration to the policies that look at them."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from gatepost.core import actors
from gatepost.core.ask import Ask, Client
from gatepost.core.call import perform
from gatepost.core.tokens import role_credentials
from tests.doors.boto import MANAGEMENT
from tests.doors.clients import Cloud

DEPARTMENT = {"Key": "Department", "Value": {"Source": ["${path:enterprise.department}"]}}
UNKNOWN = "arn:aws:sso:::instance/ssoins-0123456789abcdef"


@pytest.fixture
def sso(cloud: Cloud) -> Any:
    return cloud.client("sso-admin")


@pytest.fixture
def arn(cloud: Cloud) -> str:
    return cloud.made.instance.arn


def configuration(*attributes: dict[str, Any]) -> dict[str, Any]:
    return {"InstanceAccessControlAttributeConfiguration": {"AccessControlAttributes": list(attributes)}}


def test_a_configuration_is_made_changed_and_removed(sso: Any, arn: str) -> None:
    not_found = sso.exceptions.ResourceNotFoundException
    with pytest.raises(not_found):
        sso.describe_instance_access_control_attribute_configuration(InstanceArn=arn)
    with pytest.raises(not_found):
        sso.update_instance_access_control_attribute_configuration(InstanceArn=arn, **configuration())
    sso.create_instance_access_control_attribute_configuration(InstanceArn=arn, **configuration(DEPARTMENT))
    described = sso.describe_instance_access_control_attribute_configuration(InstanceArn=arn)
    assert described["Status"] == "ENABLED"
    assert described["InstanceAccessControlAttributeConfiguration"]["AccessControlAttributes"] == [DEPARTMENT]
    with pytest.raises(sso.exceptions.ConflictException):
        sso.create_instance_access_control_attribute_configuration(InstanceArn=arn, **configuration())
    sso.update_instance_access_control_attribute_configuration(InstanceArn=arn, **configuration())
    described = sso.describe_instance_access_control_attribute_configuration(InstanceArn=arn)
    assert described["InstanceAccessControlAttributeConfiguration"]["AccessControlAttributes"] == []
    sso.delete_instance_access_control_attribute_configuration(InstanceArn=arn)
    with pytest.raises(not_found):
        sso.delete_instance_access_control_attribute_configuration(InstanceArn=arn)


@pytest.mark.parametrize(
    "attributes",
    [
        [{"Key": "Department", "Value": {"Source": []}}],
        [{"Key": "Department", "Value": {"Source": ["${path:title}", "${path:locale}"]}}],
        [{"Key": "", "Value": {"Source": ["${path:title}"]}}],
        [{"Key": "Department", "Value": {"Source": ["${path:salary}"]}}],
        [{"Key": "Department"}],
        [DEPARTMENT, DEPARTMENT],
        [{**DEPARTMENT, "Key": f"Key{number}"} for number in range(51)],
    ],
)
def test_bad_attributes_are_refused(sso: Any, arn: str, attributes: list[dict[str, Any]]) -> None:
    with pytest.raises(sso.exceptions.ValidationException):
        sso.create_instance_access_control_attribute_configuration(InstanceArn=arn, **configuration(*attributes))


@pytest.mark.parametrize("verb", ["create", "describe", "update", "delete"])
def test_an_unknown_instance_is_not_found(sso: Any, verb: str) -> None:
    call = getattr(sso, f"{verb}_instance_access_control_attribute_configuration")
    with pytest.raises(sso.exceptions.ResourceNotFoundException):
        call(InstanceArn=UNKNOWN, **(configuration(DEPARTMENT) if verb in {"create", "update"} else {}))


def test_a_policy_sees_the_departments_of_people(cloud: Cloud, sso: Any, arn: str) -> None:
    directory, store_id = cloud.client("identitystore"), cloud.made.instance.identity_store_id
    people = {
        name: directory.create_user(
            IdentityStoreId=store_id, UserName=name, DisplayName=name, Name={"GivenName": name, "FamilyName": "Test"}
        )["UserId"]
        for name in ("ada", "bob")
    }
    directory.update_user(
        IdentityStoreId=store_id,
        UserId=people["ada"],
        Operations=[
            {"AttributePath": "aws:identitystore:enterprise", "AttributeValue": {"department": "numbers"}},
        ],
    )
    statement = {
        "Effect": "Allow",
        "Action": "sso:ListInstances",
        "Resource": "*",
        "Condition": {"StringEquals": {"aws:PrincipalTag/Department": "numbers"}},
    }
    named = {
        "InstanceArn": arn,
        "PermissionSetArn": sso.create_permission_set(InstanceArn=arn, Name="Counting")["PermissionSet"][
            "PermissionSetArn"
        ],
    }
    sso.put_inline_policy_to_permission_set(
        **named, InlinePolicy=json.dumps({"Version": "2012-10-17", "Statement": statement})
    )
    for user_id in people.values():
        sso.create_account_assignment(
            **named, TargetId=MANAGEMENT, TargetType="AWS_ACCOUNT", PrincipalType="USER", PrincipalId=user_id
        )
    cloud.work()

    def may(name: str) -> bool:
        try:
            client_of(cloud, name, people[name]).list_instances()
        except ClientError as error:
            assert error.response["Error"]["Code"] == "AccessDeniedException"  # noqa: PT017 - it is one of two outcomes
            return False
        return True

    assert not may("ada")
    sso.create_instance_access_control_attribute_configuration(InstanceArn=arn, **configuration(DEPARTMENT))
    assert may("ada")
    assert not may("bob")


def client_of(cloud: Cloud, name: str, user_id: str) -> Any:
    """Return a client under credentials of the person's role, as GetRoleCredentials gives them."""
    instance = cloud.made.instance
    person = actors.identity_center_user(
        user_id=user_id,
        user_name=name,
        identity_store_id=instance.identity_store_id,
        account_id=instance.owner_account_id,
    )
    client = Client("198.51.100.7", "pytest", "request-1", instance.region)
    ask = Ask(person, "sso:GetRoleCredentials", "sso.amazonaws.com", client, resources=(person.arn,))
    given = perform(cloud.runtime, ask, lambda call: role_credentials.issue(call, MANAGEMENT, "Counting"))
    return cloud.client(
        "sso-admin",
        {
            "AccessKeyId": given.access_key_id,
            "SecretAccessKey": given.secret.reveal(),
            "SessionToken": given.session_token.reveal(),
        },
    )
