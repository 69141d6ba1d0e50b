"""AWS Organizations through boto3: trusted services and delegated administrators."""

from datetime import datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.doors.boto import MANAGEMENT
from tests.doors.clients import Cloud
from tests.doors.organizations.test_organizations import create_account

SSO = "sso.amazonaws.com"


@pytest.fixture
def organizations(cloud: Cloud) -> Any:
    return cloud.client("organizations")


@pytest.fixture
def member(cloud: Cloud) -> str:
    return create_account(cloud, "Security")


def as_member(cloud: Cloud, account_id: str, service: str) -> Any:
    role_arn = f"arn:aws:iam::{account_id}:role/OrganizationAccountAccessRole"
    assumed = cloud.client("sts").assume_role(RoleArn=role_arn, RoleSessionName="admin")
    return cloud.client(service, assumed["Credentials"])


def test_services_are_enabled_and_disabled(organizations: Any) -> None:
    [first] = organizations.list_aws_service_access_for_organization()["EnabledServicePrincipals"]
    assert first["ServicePrincipal"] == SSO
    assert isinstance(first["DateEnabled"], datetime)
    organizations.enable_aws_service_access(ServicePrincipal="config.amazonaws.com")
    paginator = organizations.get_paginator("list_aws_service_access_for_organization")
    pages = list(paginator.paginate(PaginationConfig={"PageSize": 1}))
    assert [page["EnabledServicePrincipals"][0]["ServicePrincipal"] for page in pages] == ["config.amazonaws.com", SSO]
    organizations.disable_aws_service_access(ServicePrincipal="config.amazonaws.com")
    assert organizations.list_aws_service_access_for_organization()["EnabledServicePrincipals"] == [first]


def test_an_account_is_registered_and_deregistered(organizations: Any, member: str) -> None:
    organizations.register_delegated_administrator(AccountId=member, ServicePrincipal=SSO)
    [administrator] = organizations.list_delegated_administrators(ServicePrincipal=SSO)["DelegatedAdministrators"]
    account = organizations.describe_account(AccountId=member)["Account"]
    del account["Paths"]
    assert {name: administrator[name] for name in account} == account
    assert isinstance(administrator["DelegationEnabledDate"], datetime)
    assert organizations.list_delegated_administrators()["DelegatedAdministrators"] == [administrator]
    [service] = organizations.list_delegated_services_for_account(AccountId=member)["DelegatedServices"]
    assert service["ServicePrincipal"] == SSO
    organizations.deregister_delegated_administrator(AccountId=member, ServicePrincipal=SSO)
    assert organizations.list_delegated_administrators()["DelegatedAdministrators"] == []


@pytest.mark.parametrize(
    ("operation", "arguments", "code", "reason"),
    [
        ("register_delegated_administrator", {"AccountId": "999999999999"}, "AccountNotFoundException", None),
        (
            "register_delegated_administrator",
            {"AccountId": MANAGEMENT},
            "ConstraintViolationException",
            "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR",
        ),
        (
            "register_delegated_administrator",
            {"AccountId": None, "ServicePrincipal": "config.amazonaws.com"},
            "ConstraintViolationException",
            "SERVICE_ACCESS_NOT_ENABLED",
        ),
        (
            "register_delegated_administrator",
            {"AccountId": None, "ServicePrincipal": "nonsense"},
            "InvalidInputException",
            "UNRECOGNIZED_SERVICE_PRINCIPAL",
        ),
        ("register_delegated_administrator", {"AccountId": "1234"}, "InvalidInputException", "INVALID_PATTERN"),
        ("deregister_delegated_administrator", {"AccountId": None}, "AccountNotRegisteredException", None),
        ("deregister_delegated_administrator", {"AccountId": "999999999999"}, "AccountNotFoundException", None),
        ("list_delegated_services_for_account", {"AccountId": None}, "AccountNotRegisteredException", None),
        ("list_delegated_services_for_account", {"AccountId": "999999999999"}, "AccountNotFoundException", None),
        (
            "enable_aws_service_access",
            {"ServicePrincipal": "nonsense"},
            "InvalidInputException",
            "UNRECOGNIZED_SERVICE_PRINCIPAL",
        ),
        ("list_delegated_administrators", {"NextToken": "nonsense"}, "InvalidInputException", "INVALID_NEXT_TOKEN"),
        (
            "list_aws_service_access_for_organization",
            {"NextToken": "nonsense"},
            "InvalidInputException",
            "INVALID_NEXT_TOKEN",
        ),
    ],
)
def test_errors_are_those_of_the_model(
    organizations: Any, member: str, operation: str, arguments: dict[str, Any], code: str, reason: str | None
) -> None:
    """An account id of None stands for a member account that administers nothing."""
    given = {name: member if value is None else value for name, value in arguments.items()}
    if "register" in operation:
        given = {"ServicePrincipal": SSO, **given}
    with pytest.raises(ClientError) as raised:
        getattr(organizations, operation)(**given)
    assert raised.value.response["Error"]["Code"] == code
    assert raised.value.response.get("Reason") == reason


def test_a_second_registration_is_refused_with_the_reason(cloud: Cloud, organizations: Any, member: str) -> None:
    organizations.register_delegated_administrator(AccountId=member, ServicePrincipal=SSO)
    with pytest.raises(organizations.exceptions.AccountAlreadyRegisteredException):
        organizations.register_delegated_administrator(AccountId=member, ServicePrincipal=SSO)
    other = create_account(cloud, "Other")
    for call, arguments in (
        (organizations.register_delegated_administrator, {"AccountId": other}),
        (organizations.disable_aws_service_access, {}),
    ):
        with pytest.raises(organizations.exceptions.ConstraintViolationException) as raised:
            call(ServicePrincipal=SSO, **arguments)
        assert raised.value.response["Reason"] == "DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE"


def test_a_delegated_administrator_sees_the_organisation_and_does_not_change_it(
    cloud: Cloud, organizations: Any, member: str
) -> None:
    delegate = as_member(cloud, member, "organizations")
    with pytest.raises(delegate.exceptions.AccessDeniedException):
        delegate.list_accounts()
    organizations.register_delegated_administrator(AccountId=member, ServicePrincipal=SSO)
    assert {account["Id"] for account in delegate.list_accounts()["Accounts"]} == {MANAGEMENT, member}
    root_id = delegate.list_roots()["Roots"][0]["Id"]
    assert delegate.list_delegated_administrators()["DelegatedAdministrators"][0]["Id"] == member
    for call, arguments in (
        (delegate.register_delegated_administrator, {"AccountId": member, "ServicePrincipal": SSO}),
        (delegate.deregister_delegated_administrator, {"AccountId": member, "ServicePrincipal": SSO}),
        (delegate.enable_aws_service_access, {"ServicePrincipal": "config.amazonaws.com"}),
        (delegate.create_account, {"Email": "new@example.com", "AccountName": "New"}),
        (delegate.create_organizational_unit, {"ParentId": root_id, "Name": "Mine"}),
    ):
        with pytest.raises(delegate.exceptions.AccessDeniedException):
            call(**arguments)
    organizations.deregister_delegated_administrator(AccountId=member, ServicePrincipal=SSO)
    with pytest.raises(delegate.exceptions.AccessDeniedException):
        delegate.list_accounts()
