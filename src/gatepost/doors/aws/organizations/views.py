"""The organisation's models as output structures, and tags as they come in."""

from collections.abc import Mapping, Sequence
from typing import Any

from gatepost.core.organization.model import (
    Account,
    CreateAccountStatus,
    DelegatedAdministrator,
    Organization,
    OrganizationalUnit,
    TrustedService,
)
from gatepost.kit.errors import Invalid


def organization(organization: Organization, management: Account) -> dict[str, Any]:
    """Return the Organization structure."""
    return {
        "Id": organization.organization_id,
        "Arn": organization.arn,
        "FeatureSet": "ALL",
        "MasterAccountArn": organization.account_arn(management.account_id),
        "MasterAccountId": management.account_id,
        "MasterAccountEmail": management.email,
        "AvailablePolicyTypes": [],
    }


def root(organization: Organization, root: OrganizationalUnit) -> dict[str, Any]:
    """Return the Root structure."""
    return {"Id": root.unit_id, "Arn": organization.root_arn, "Name": root.name, "PolicyTypes": []}


def unit(organization: Organization, unit: OrganizationalUnit) -> dict[str, Any]:
    """Return the OrganizationalUnit structure."""
    return {"Id": unit.unit_id, "Arn": organization.unit_arn(unit.unit_id), "Name": unit.name, "Path": unit.path}


def parent(parent: OrganizationalUnit) -> dict[str, Any]:
    """Return the Parent structure."""
    return {"Id": parent.unit_id, "Type": "ROOT" if parent.is_root else "ORGANIZATIONAL_UNIT"}


def account(organization: Organization, account: Account) -> dict[str, Any]:
    """Return the Account structure; `State` is the newer name of `Status`, which has the same values here."""
    return {
        "Id": account.account_id,
        "Arn": organization.account_arn(account.account_id),
        "Email": account.email,
        "Name": account.name,
        "Status": account.status,
        "State": account.status,
        "Paths": [account.path],
        "JoinedMethod": account.joined_method,
        "JoinedTimestamp": account.joined_at,
    }


def delegated_administrator(organization: Organization, known: DelegatedAdministrator) -> dict[str, Any]:
    """Return the DelegatedAdministrator structure: an account's, but for its paths, and since when."""
    view = {name: value for name, value in account(organization, known.account).items() if name != "Paths"}
    return view | {"DelegationEnabledDate": known.enabled_at}


def delegated_service(service: TrustedService) -> dict[str, Any]:
    """Return the DelegatedService structure."""
    return {"ServicePrincipal": service.service_principal, "DelegationEnabledDate": service.enabled_at}


def enabled_service(service: TrustedService) -> dict[str, Any]:
    """Return the EnabledServicePrincipal structure."""
    return {"ServicePrincipal": service.service_principal, "DateEnabled": service.enabled_at}


def create_account_status(status: CreateAccountStatus) -> dict[str, Any]:
    """Return the CreateAccountStatus structure."""
    return {
        "Id": status.request_id,
        "AccountName": status.account_name,
        "State": status.state,
        "RequestedTimestamp": status.requested_at,
        "CompletedTimestamp": status.completed_at,
        "AccountId": status.account_id,
        "FailureReason": status.failure_reason,
    }


def tags(given: Sequence[Mapping[str, str]] | None) -> dict[str, str]:
    """Return a list of tags as a mapping; raise Invalid where a key is there twice."""
    named = {tag["Key"]: tag["Value"] for tag in given or ()}
    if len(named) != len(given or ()):
        raise Invalid(
            "You provided the same tag key twice.",
            reason="DUPLICATE_TAG_KEY",
        )
    return named
