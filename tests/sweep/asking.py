"""Operations asked by name, and what names nothing."""

from collections.abc import Iterator
from typing import Any

from botocore.model import OperationModel

from tests.doors.wire.samples import service_model
from tests.sweep.caller import Answer, Caller
from tests.sweep.names import MANAGEMENT, Names
from tests.sweep.operations import OPERATIONS

Answered = tuple[str, str, Answer]

ADMINISTRATION = frozenset({"sso-admin", "identitystore"})

NO_INSTANCE = "arn:aws:sso:::instance/ssoins-0123456789abcdef"
UNKNOWN: dict[str, Any] = {
    "InstanceArn": NO_INSTANCE,
    "IdentityStoreId": "d-0123456789",
    "PermissionSetArn": "arn:aws:sso:::permissionSet/{instance}/ps-0123456789abcdef",
    "ApplicationArn": f"arn:aws:sso::{MANAGEMENT}:application/{{instance}}/apl-0123456789abcdef",
    "ApplicationProviderArn": "arn:aws:sso::aws:applicationProvider/none",
    "TrustedTokenIssuerArn": f"arn:aws:sso::{MANAGEMENT}:trustedTokenIssuer/{{instance}}/tti-00000000-0000-4000-8000-000000000000",
    "ResourceArn": "arn:aws:sso:::permissionSet/{instance}/ps-0123456789abcdef",
    "AccountId": "999999999999",
    "TargetId": "999999999999",
    "PrincipalId": "00000000-0000-4000-8000-000000000000",
    "UserId": "00000000-0000-4000-8000-000000000000",
    "GroupId": "00000000-0000-4000-8000-000000000000",
    "GroupIds": ["00000000-0000-4000-8000-000000000000"],
    "MembershipId": "00000000-0000-4000-8000-000000000000",
    "MemberId": {"UserId": "00000000-0000-4000-8000-000000000000"},
    "AlternateIdentifier": {"UniqueAttribute": {"AttributePath": "userName", "AttributeValue": "nobody"}},
    "AccountAssignmentCreationRequestId": "00000000-0000-4000-8000-000000000000",
    "AccountAssignmentDeletionRequestId": "00000000-0000-4000-8000-000000000000",
    "ProvisionPermissionSetRequestId": "00000000-0000-4000-8000-000000000000",
    "ManagedPolicyArn": "arn:aws:iam::aws:policy/None",
    "RegionName": "ap-east-1",
    "Scope": "none",
    "GrantType": "authorization_code",
}
"""Of each member that names something a value that names nothing; `{instance}` stands for the id of the instance asked."""


def each(services: frozenset[str] = ADMINISTRATION) -> Iterator[OperationModel]:
    return (service_model(service).operation_model(name) for service, name in OPERATIONS if service in services)


def asked(caller: Caller, model: OperationModel, params: dict[str, Any]) -> Answered:
    """Call an operation and return the answer with its service and its name."""
    service = model.service_model.service_name
    return service, model.name, caller.call(service, model.name, **params)


def named(caller: Caller, service: str, name: str, **params: Any) -> Answered:
    return asked(caller, service_model(service).operation_model(name), params)


def unknown(names: Names) -> dict[str, Any]:
    """Return what names nothing in an instance."""
    instance_id = names.instance_arn.rpartition("/")[2]
    return {
        member: value.replace("{instance}", instance_id) if isinstance(value, str) else value
        for member, value in UNKNOWN.items()
    }
