"""A page token opens the next page of its own query and nothing else."""

from collections.abc import Iterator
from typing import Any

import pytest
from botocore import xform_name
from botocore.model import OperationModel

from tests.doors.wire.samples import service_model
from tests.sweep.conftest import Copies
from tests.sweep.good import good
from tests.sweep.names import CUSTOM, MANAGEMENT, OIDC, READ_ONLY, REDIRECT_URI
from tests.sweep.operations import OPERATIONS
from tests.sweep.site import Site

Params = dict[str, Any]

PAGED = [
    (service, name)
    for service, name in OPERATIONS
    if name.startswith("List")
    and service_model(service).operation_model(name).input_shape.members.keys() & {"NextToken", "nextToken"}  # type: ignore[union-attr]
]

OTHER_MEMBERS = (
    "AccountId",
    "accountId",
    "ApplicationArn",
    "Extensions",
    "GroupId",
    "MemberId",
    "PermissionSetArn",
    "PrincipalId",
    "ProvisioningStatus",
)
"""Members in which two queries of one operation can differ."""

# What has no second item for an administrator of the organisation, or pages by a size of the service's own.
OF_ONE_PAGE = frozenset(
    {
        "ListApplicationAuthenticationMethods",
        "ListApplicationGrants",
        "ListIdentityStores",
        "ListInstances",
        "ListTagsForResource",
    }
)


DIFFERING = [
    (service, name, member)
    for service, name in PAGED
    if name not in OF_ONE_PAGE
    for member in OTHER_MEMBERS
    if member in service_model(service).operation_model(name).input_shape.members  # type: ignore[union-attr]
]


def token_of(model: OperationModel) -> str:
    return "NextToken" if service_of(model) in {"sso-admin", "identitystore"} else "nextToken"


def service_of(model: OperationModel) -> str:
    return str(model.service_model.service_name)


def takes_a_size(model: OperationModel) -> bool:
    return model.input_shape is not None and bool(model.input_shape.members.keys() & {"MaxResults", "maxResults"})


def first_page(model: OperationModel, site: Site) -> Params:
    """Return the input of a query's first page, of one item where the caller can choose."""
    params = good(model, site.own)
    limit = "MaxResults" if token_of(model) == "NextToken" else "maxResults"
    if model.input_shape and limit in model.input_shape.members:
        params[limit] = 1
    return params


def second_things(site: Site) -> Iterator[tuple[str, str, Params]]:
    """Yield the calls after which there are two of everything that is listed."""
    own = site.own
    in_set = {"InstanceArn": own.instance_arn, "PermissionSetArn": own.permission_set_arn}
    admin = f"{READ_ONLY.rpartition('/')[0]}/AdministratorAccess"
    yield "sso-admin", "AttachManagedPolicyToPermissionSet", {**in_set, "ManagedPolicyArn": admin}
    for name in ("one", "two"):
        reference = {"CustomerManagedPolicyReference": {"Name": name}}
        yield "sso-admin", "AttachCustomerManagedPolicyReferenceToPermissionSet", {**in_set, **reference}
    yield "sso-admin", "AddRegion", {"InstanceArn": own.instance_arn, "RegionName": "eu-west-1"}
    application = {"InstanceArn": own.instance_arn, "ApplicationProviderArn": CUSTOM, "Name": "Library"}
    yield "sso-admin", "CreateApplication", application
    yield "sso-admin", "PutApplicationAccessScope", {"ApplicationArn": own.application_arn, "Scope": "wiki:write"}
    code = {"GrantType": "authorization_code", "Grant": {"AuthorizationCode": {"RedirectUris": [REDIRECT_URI]}}}
    yield "sso-admin", "PutApplicationGrant", {"ApplicationArn": own.application_arn, **code}
    issuer = {"TrustedTokenIssuerType": "OIDC_JWT", "TrustedTokenIssuerConfiguration": {"OidcJwtConfiguration": OIDC}}
    yield "sso-admin", "CreateTrustedTokenIssuer", {"InstanceArn": own.instance_arn, "Name": "second", **issuer}
    store = {"IdentityStoreId": own.identity_store_id}
    members = ((own.group_id, own.other_user_id), (own.other_group_id, own.user_id))
    for group, user in members:
        yield "identitystore", "CreateGroupMembership", {**store, "GroupId": group, "MemberId": {"UserId": user}}


def assign(site: Site) -> None:
    """Assign two sets in two accounts to the person, and one to another person for a while."""
    caller, own = site.administrator, site.own
    made = caller.call("sso-admin", "CreatePermissionSet", InstanceArn=own.instance_arn, Name="Writers")
    in_account = {"InstanceArn": own.instance_arn, "TargetType": "AWS_ACCOUNT", "PrincipalType": "USER"}
    for arn in (own.permission_set_arn, made["PermissionSet"]["PermissionSetArn"]):
        for account_id in (MANAGEMENT, site.foreign.account_id):
            target = {**in_account, "PermissionSetArn": arn, "TargetId": account_id}
            caller.call("sso-admin", "CreateAccountAssignment", **target, PrincipalId=own.user_id)
            caller.call("sso-admin", "CreateAccountAssignment", **target, PrincipalId=own.other_user_id)
    site.work()
    caller.call("sso-admin", "DeleteAccountAssignment", **target, PrincipalId=own.other_user_id)
    target.pop("PrincipalType")
    caller.call("sso-admin", "ProvisionPermissionSet", **target)
    site.work()


def assign_application(site: Site, application_arn: str) -> None:
    """Assign a second application to the person and a second person to the first one."""
    for arn, user_id in ((application_arn, site.own.user_id), (site.own.application_arn, site.own.other_user_id)):
        assignment = {"ApplicationArn": arn, "PrincipalType": "USER", "PrincipalId": user_id}
        assert site.administrator.call("sso-admin", "CreateApplicationAssignment", **assignment).status == 200


@pytest.fixture(scope="module")
def site(copies: Copies) -> Site:
    site = copies.open()
    assign(site)
    for service, name, params in second_things(site):
        answer = site.administrator.call(service, name, **params)
        assert answer.status == 200, (name, answer.parsed)
        if name == "CreateApplication":
            assign_application(site, answer["ApplicationArn"])
    site.work()
    return site


@pytest.fixture(scope="module")
def tokens(site: Site) -> dict[str, str]:
    """The token of each query's second page."""
    found = {}
    for service, name in PAGED:
        model = service_model(service).operation_model(name)
        answer = site.administrator.call(service, name, **first_page(model, site))
        assert answer.status == 200, (name, answer.parsed)
        if token := answer.parsed.get(token_of(model)):
            found[name] = token
    return found


def test_every_list_of_two_has_a_second_page(site: Site, tokens: dict[str, str]) -> None:
    assert {name for _, name in PAGED} - tokens.keys() == OF_ONE_PAGE
    for service, name in PAGED:
        if name in tokens:
            model = service_model(service).operation_model(name)
            params = first_page(model, site) | {token_of(model): tokens[name]}
            assert site.administrator.call(service, name, **params).status == 200, name


@pytest.mark.parametrize(("service", "name"), PAGED)
def test_boto3s_paginator_finds_the_same_in_small_pages_as_in_large_ones(site: Site, service: str, name: str) -> None:
    model = service_model(service).operation_model(name)
    client, operation = site.administrator.boto3(service), xform_name(name)

    def listed(**config: int) -> list[Any]:
        pages = client.get_paginator(operation).paginate(**good(model, site.own), PaginationConfig=config)
        return [item for page in pages for item in items(page)]

    everything = listed()
    assert everything
    assert listed(**{"PageSize": 1} if takes_a_size(model) else {}) == everything


def items(page: Params) -> list[Any]:
    """Return what a page lists."""
    [listed] = [value for value in page.values() if isinstance(value, list)]
    return listed


@pytest.mark.parametrize(("service", "name"), PAGED)
def test_a_token_of_another_operation_is_refused(site: Site, tokens: dict[str, str], service: str, name: str) -> None:
    model = service_model(service).operation_model(name)
    others = {token for of, token in tokens.items() if of != name}
    broken = {"x", "x" * 200, *(token[:-1] for token in others), *(token[::-1] for token in others)}
    for token in others | broken:
        answer = site.administrator.call(service, name, **first_page(model, site) | {token_of(model): token})
        assert answer.code in {"ValidationException", "InvalidRequestException"}, (token, answer.parsed)


@pytest.mark.parametrize(("service", "name", "member"), DIFFERING)
def test_a_token_of_the_same_operation_with_another_member_is_refused(
    site: Site, tokens: dict[str, str], service: str, name: str, member: str
) -> None:
    model = service_model(service).operation_model(name)
    params = first_page(model, site) | {member: other(site, member)}
    assert site.administrator.call(service, name, **params).status == 200, "the other query is answered by itself"
    answer = site.administrator.call(service, name, **params | {token_of(model): tokens[name]})
    assert answer.code in {"ValidationException", "InvalidRequestException"}, answer.parsed


def other(site: Site, member: str) -> Any:
    """Return another value of a member by which queries differ."""
    own, instance = site.own, {"InstanceArn": site.own.instance_arn}
    if member == "PermissionSetArn":
        sets = site.administrator.call("sso-admin", "ListPermissionSets", **instance)["PermissionSets"]
        return next(arn for arn in sets if arn != own.permission_set_arn)
    if member == "ApplicationArn":
        listed = site.administrator.call("sso-admin", "ListApplications", **instance)["Applications"]
        return next(each["ApplicationArn"] for each in listed if each["ApplicationArn"] != own.application_arn)
    return {
        "AccountId": site.foreign.account_id,
        "accountId": site.foreign.account_id,
        "GroupId": own.other_group_id,
        "MemberId": {"UserId": own.other_user_id},
        "PrincipalId": own.other_user_id,
        "Extensions": ["aws:identitystore:enterprise"],
        "ProvisioningStatus": "LATEST_PERMISSION_SET_PROVISIONED",
    }[member]
