"""The facade over botocore's models: names, paging, errors, and what audit records may show."""

import keyword
from typing import Any

import pytest
from botocore.loaders import Loader

from gatepost.core.audit.model import HIDDEN
from gatepost.doors.aws.wire.shapes import NAMINGS, Operation, service
from gatepost.kit.secret import Secret
from tests.doors.wire.samples import INSTANT, difficult, operation_models, sample, service_model


def operation(service_name: str, name: str) -> Operation:
    return service(service_name).operations[name]


@pytest.mark.parametrize(
    ("service_name", "signing_name", "protocol", "action"),
    [
        ("sso-admin", "sso", "json", "sso:ListInstances"),
        ("identitystore", "identitystore", "json", "identitystore:CreateUser"),
        ("sso", "awsssoportal", "rest-json", "sso:ListAccounts"),
        ("sso-oidc", "sso-oauth", "rest-json", "sso-oauth:CreateTokenWithIAM"),
        ("sts", "sts", "query", "sts:AssumeRole"),
        ("iam", "iam", "query", "iam:GetRole"),
        ("organizations", "organizations", "json", "organizations:ListRoots"),
        ("cloudtrail", "cloudtrail", "json", "cloudtrail:LookupEvents"),
    ],
)
def test_names(service_name: str, signing_name: str, protocol: str, action: str) -> None:
    found = service(service_name)

    assert (found.signing_name, found.protocol) == (signing_name, protocol)
    assert found.operations[action.partition(":")[2]].action == action
    assert found is service(service_name)


def test_unsigned_operations() -> None:
    unsigned = {
        (each.service.name, each.name)
        for name in NAMINGS
        for each in service(name).operations.values()
        if each.is_unsigned
    }

    assert unsigned == {
        ("sso", "GetRoleCredentials"),
        ("sso", "ListAccountRoles"),
        ("sso", "ListAccounts"),
        ("sso", "Logout"),
        ("sso-oidc", "CreateToken"),
        ("sso-oidc", "RegisterClient"),
        ("sso-oidc", "StartDeviceAuthorization"),
        ("sts", "AssumeRoleWithSAML"),
        ("sts", "AssumeRoleWithWebIdentity"),
    }


def test_idempotency_tokens() -> None:
    tokens = {each.name: each.idempotency_token for each in service("sso-admin").operations.values()}

    assert {name for name, token in tokens.items() if token} == {
        "CreateApplication",
        "CreateInstance",
        "CreateTrustedTokenIssuer",
    }
    assert tokens["CreateInstance"] == "ClientToken"


@pytest.mark.parametrize("service_name", NAMINGS)
def test_arguments_are_python_names_that_differ(service_name: str) -> None:
    for each in service(service_name).operations.values():
        names = list(each.argument_names.values())
        assert len(set(names)) == len(names)
        assert all(name.isidentifier() and not keyword.iskeyword(name) for name in names)


def test_snake_names() -> None:
    assert operation("sso-oidc", "CreateTokenWithIAM").snake_name == "create_token_with_iam"
    assert operation("sso-admin", "AttachManagedPolicyToPermissionSet").argument_names["ManagedPolicyArn"] == (
        "managed_policy_arn"
    )


@pytest.mark.parametrize("service_name", NAMINGS)
def test_paging_agrees_with_every_paginator_of_botocore(service_name: str) -> None:
    pagers: dict[str, Any] = Loader().load_service_model(service_name, "paginators-1")["pagination"]
    for name, pager in pagers.items():
        paging = operation(service_name, name).paging
        assert paging is not None
        told = (paging.token, paging.next_token, paging.limit, paging.more_results)
        wanted = (pager["input_token"], pager["output_token"], pager.get("limit_key"), pager.get("more_results"))
        assert told == wanted, name
        assert paging.result == pager["result_key"] or not isinstance(pager["result_key"], str)


def test_page_sizes() -> None:
    paging = operation("sso-admin", "ListPermissionSets").paging
    assert paging is not None
    assert (paging.smallest, paging.largest, paging.result) == (1, 100, "PermissionSets")


def test_every_error_has_a_status_and_only_faults_of_ours_have_500() -> None:
    faults = {(name, error.code) for name in NAMINGS for error in service(name).errors.values() if error.status >= 500}

    assert faults == {
        ("sso-admin", "InternalServerException"),
        ("identitystore", "InternalServerException"),
        ("organizations", "ServiceException"),
        ("sso-oidc", "InternalServerException"),
        ("iam", "ServiceFailure"),
        ("iam", "PolicyEvaluation"),
    }


@pytest.mark.parametrize(("service_name", "name"), [each for each in operation_models() if each[0] in {"sts", "iam"}])
def test_query_services_use_nothing_that_the_codec_does_not_know(service_name: str, name: str) -> None:
    """No flattened list, no renamed member, no XML attribute: what awsQuery also has is not written here."""
    model = service_model(service_name).operation_model(name)
    for top in (model.input_shape, model.output_shape):
        seen: set[str] = set()
        stack = [top] if top else []
        while stack:
            shape = stack.pop()
            if shape.name in seen:
                continue
            seen.add(shape.name)
            assert set(shape.serialization) <= {"resultWrapper"}
            stack += [*getattr(shape, "members", {}).values()]
            stack += [each for part in ("member", "key", "value") if (each := getattr(shape, part, None))]


def test_records_show_cloudtrails_spelling_and_nothing_sensitive() -> None:
    shown = operation("identitystore", "CreateUser").mask(
        {
            "IdentityStoreId": "d-1234567890",
            "UserName": "canary",
            "Name": {"GivenName": "canary"},
            "Emails": [{"Value": "canary", "Primary": True}],
            "NotInTheModel": "canary",
        }
    )

    assert shown == {
        "identityStoreId": "d-1234567890",
        "userName": HIDDEN,
        "name": {"givenName": HIDDEN},
        "emails": [{"value": HIDDEN, "primary": True}],
    }


def test_records_are_ready_for_json() -> None:
    shown = operation("cloudtrail", "LookupEvents").mask({"StartTime": INSTANT, "MaxResults": None})

    assert shown == {"startTime": "2026-06-01T12:30:15Z"}


@pytest.mark.parametrize(
    ("service_name", "name", "visible"),
    [
        ("sso-oidc", "CreateToken", {"clientId", "grantType", "scope", "redirectUri"}),
        ("sso", "GetRoleCredentials", {"roleName", "accountId"}),
        (
            "sts",
            "AssumeRoleWithWebIdentity",
            {
                "roleArn",
                "roleSessionName",
                "providerId",
                "policyArns",
                "policy",
                "durationSeconds",
                "minimumSessionTokenSize",
            },
        ),
        ("iam", "ChangePassword", set()),
        ("iam", "EnableMFADevice", {"userName", "serialNumber"}),
    ],
)
def test_credentials_in_input_are_hidden(service_name: str, name: str, visible: set[str]) -> None:
    shape = service_model(service_name).operation_model(name).input_shape
    assert shape is not None
    params = {key: Secret(value) if key == "clientSecret" else value for key, value in sample(shape, difficult).items()}

    shown = operation(service_name, name).mask(params)

    assert {key for key, value in shown.items() if value != HIDDEN} == visible
    assert len(shown) == len(params)


@pytest.mark.parametrize(
    ("service_name", "name", "path", "hidden"),
    [
        ("sts", "AssumeRole", "credentials", {"secretAccessKey", "sessionToken"}),
        ("sso", "GetRoleCredentials", "roleCredentials", {"secretAccessKey", "sessionToken"}),
        ("sso-oidc", "CreateToken", None, {"accessToken", "refreshToken", "idToken"}),
        ("sso-oidc", "RegisterClient", None, {"clientSecret"}),
        ("sso-oidc", "StartDeviceAuthorization", None, {"deviceCode", "userCode", "verificationUriComplete"}),
        ("iam", "CreateAccessKey", "accessKey", {"secretAccessKey"}),
    ],
)
def test_credentials_in_output_are_hidden(service_name: str, name: str, path: str | None, hidden: set[str]) -> None:
    shape = service_model(service_name).operation_model(name).output_shape
    assert shape is not None

    shown = operation(service_name, name).mask_output(sample(shape, difficult))

    assert shown is not None
    found = shown if path is None else shown[path]
    assert {key for key, value in found.items() if value == HIDDEN} == hidden
