"""boto3: what an application may ask for, how it gets tokens, and how it says who it is."""

from typing import Any

import pytest

from tests.doors.boto import MANAGEMENT
from tests.doors.sso_admin.applications import (
    UNKNOWN_APPLICATION,
    UNKNOWN_INSTANCE,
    UNKNOWN_ISSUER,
    application,
    blind,
    issuer,
)
from tests.doors.sso_admin.conftest import Admin

JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
ACTOR_POLICY: dict[str, Any] = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{MANAGEMENT}:root"},
            "Action": "sso-oauth:CreateTokenWithIAM",
            "Resource": "*",
        }
    ],
}


def all_pages(admin: Admin, operation: str, result: str, application_arn: str, size: int | None = None) -> list[Any]:
    config = {} if size is None else {"PageSize": size}
    pages = admin.sso.get_paginator(operation).paginate(ApplicationArn=application_arn, PaginationConfig=config)
    return [item for page in pages for item in page[result]]


# ------------------------------------------------------------------------------------------------- access scopes


def test_a_scope_has_targets_or_none(admin: Admin) -> None:
    arn, other = application(admin), application(admin, "Library")
    targets = [admin.instance_arn, other, arn]
    admin.sso.put_application_access_scope(ApplicationArn=arn, Scope="sso:account:access", AuthorizedTargets=targets)
    admin.sso.put_application_access_scope(ApplicationArn=arn, Scope="openid")
    found = admin.sso.get_application_access_scope(ApplicationArn=arn, Scope="sso:account:access")
    assert (found["Scope"], found["AuthorizedTargets"]) == ("sso:account:access", targets)
    assert all_pages(admin, "list_application_access_scopes", "Scopes", arn, 1) == [
        {"Scope": "openid"},
        {"Scope": "sso:account:access", "AuthorizedTargets": targets},
    ]
    admin.sso.put_application_access_scope(ApplicationArn=arn, Scope="sso:account:access", AuthorizedTargets=[other])
    admin.sso.delete_application_access_scope(ApplicationArn=arn, Scope="openid")
    assert all_pages(admin, "list_application_access_scopes", "Scopes", arn) == [
        {"Scope": "sso:account:access", "AuthorizedTargets": [other]}
    ]


def test_an_application_has_25_scopes_at_most(admin: Admin) -> None:
    arn = application(admin)
    for number in range(25):
        admin.sso.put_application_access_scope(ApplicationArn=arn, Scope=f"scope{number}")
    # The operation declares no ServiceQuotaExceededException.
    with pytest.raises(admin.sso.exceptions.ValidationException, match="at most 25 access scopes"):
        admin.sso.put_application_access_scope(ApplicationArn=arn, Scope="one:too:many")
    admin.sso.put_application_access_scope(ApplicationArn=arn, Scope="scope0")
    first = admin.sso.list_application_access_scopes(ApplicationArn=arn)
    assert len(first["Scopes"]) == 10
    assert len(all_pages(admin, "list_application_access_scopes", "Scopes", arn)) == 25


def test_a_scope_reaches_nothing_that_is_not_there(admin: Admin) -> None:
    arn = application(admin)
    not_found = admin.sso.exceptions.ResourceNotFoundException
    for target in (UNKNOWN_APPLICATION, UNKNOWN_INSTANCE):
        with pytest.raises(not_found):
            admin.sso.put_application_access_scope(ApplicationArn=arn, Scope="openid", AuthorizedTargets=[target])
    with pytest.raises(not_found):
        admin.sso.put_application_access_scope(ApplicationArn=UNKNOWN_APPLICATION, Scope="openid")
    for operation in ("get_application_access_scope", "delete_application_access_scope"):
        with pytest.raises(not_found, match="AccessScope"):
            getattr(admin.sso, operation)(ApplicationArn=arn, Scope="openid")
        with pytest.raises(not_found, match="Application"):
            getattr(admin.sso, operation)(ApplicationArn=UNKNOWN_APPLICATION, Scope="openid")
    with pytest.raises(not_found):
        admin.sso.list_application_access_scopes(ApplicationArn=UNKNOWN_APPLICATION)
    with pytest.raises(admin.sso.exceptions.ValidationException):
        admin.sso.put_application_access_scope(ApplicationArn=arn, Scope="a scope")


# -------------------------------------------------------------------------------------------------------- grants


def test_each_grant_comes_back_as_it_was_put(admin: Admin) -> None:
    arn, trusted, plain = application(admin), issuer(admin), issuer(admin, "other")
    issuers = [
        {"TrustedTokenIssuerArn": trusted, "AuthorizedAudiences": ["wiki", "https://wiki.example.com"]},
        {"TrustedTokenIssuerArn": plain},
    ]
    redirects = ["https://wiki.example.com/callback", "http://127.0.0.1/callback"]
    grants: dict[str, Any] = {
        "authorization_code": {"AuthorizationCode": {"RedirectUris": redirects}},
        "refresh_token": {"RefreshToken": {}},
        JWT_BEARER: {"JwtBearer": {"AuthorizedTokenIssuers": issuers}},
        TOKEN_EXCHANGE: {"TokenExchange": {}},
    }
    for grant_type, grant in grants.items():
        admin.sso.put_application_grant(ApplicationArn=arn, GrantType=grant_type, Grant=grant)
        assert admin.sso.get_application_grant(ApplicationArn=arn, GrantType=grant_type)["Grant"] == grant
    assert all_pages(admin, "list_application_grants", "Grants", arn) == [
        {"GrantType": grant_type, "Grant": grant} for grant_type, grant in grants.items()
    ]
    changed = {"AuthorizationCode": {"RedirectUris": redirects[:1]}}
    admin.sso.put_application_grant(ApplicationArn=arn, GrantType="authorization_code", Grant=changed)
    for grant_type in ("refresh_token", JWT_BEARER, TOKEN_EXCHANGE):
        admin.sso.delete_application_grant(ApplicationArn=arn, GrantType=grant_type)
    assert all_pages(admin, "list_application_grants", "Grants", arn) == [
        {"GrantType": "authorization_code", "Grant": changed}
    ]


BAD_GRANTS: tuple[tuple[str, Any, str], ...] = (
    ("refresh_token", {"TokenExchange": {}}, "must match GrantType"),
    ("refresh_token", {}, "exactly one"),
    ("refresh_token", {"RefreshToken": {}, "TokenExchange": {}}, "exactly one"),
    ("authorization_code", {"AuthorizationCode": {}}, "RedirectUris is required"),
    ("authorization_code", {"AuthorizationCode": {"RedirectUris": []}}, "length greater than or equal to 1"),
    ("authorization_code", {"AuthorizationCode": {"RedirectUris": ["http://wiki.example.com"]}}, "redirect URI"),
    ("authorization_code", {"AuthorizationCode": {"RedirectUris": ["javascript:alert(1)"]}}, "redirect URI"),
    ("authorization_code", {"AuthorizationCode": {"RedirectUris": ["https://a"] * 11}}, "less than or equal to 10"),
    (JWT_BEARER, {"JwtBearer": {}}, "AuthorizedTokenIssuers is required"),
    (JWT_BEARER, {"JwtBearer": {"AuthorizedTokenIssuers": [{}]}}, "TrustedTokenIssuerArn is required"),
    ("password", {"RefreshToken": {}}, "enum"),
)


def test_bad_grants_are_refused(admin: Admin) -> None:
    arn = application(blind(admin))
    for grant_type, grant, sentence in BAD_GRANTS:
        with pytest.raises(admin.sso.exceptions.ValidationException, match=sentence):
            admin.sso.put_application_grant(ApplicationArn=arn, GrantType=grant_type, Grant=grant)
    assert all_pages(admin, "list_application_grants", "Grants", arn) == []


def test_a_grant_trusts_only_issuers_that_are_there_each_once(admin: Admin) -> None:
    arn, trusted = application(admin), issuer(admin)

    def put(*arns: str) -> None:
        issuers = [{"TrustedTokenIssuerArn": each} for each in arns]
        grant = {"JwtBearer": {"AuthorizedTokenIssuers": issuers}}
        admin.sso.put_application_grant(ApplicationArn=arn, GrantType=JWT_BEARER, Grant=grant)

    with pytest.raises(admin.sso.exceptions.ResourceNotFoundException, match="TrustedTokenIssuer"):
        put(trusted, UNKNOWN_ISSUER)
    with pytest.raises(admin.sso.exceptions.ResourceNotFoundException, match="TrustedTokenIssuer"):
        put(trusted.replace(MANAGEMENT, "999999999999"))
    with pytest.raises(admin.sso.exceptions.ValidationException, match="more than once"):
        put(trusted, trusted)
    put(trusted)


def test_a_grant_that_is_not_there_is_not_found(admin: Admin) -> None:
    arn, not_found = application(admin), admin.sso.exceptions.ResourceNotFoundException
    for operation in ("get_application_grant", "delete_application_grant"):
        with pytest.raises(not_found, match="Could not find Grant"):
            getattr(admin.sso, operation)(ApplicationArn=arn, GrantType="refresh_token")
        with pytest.raises(not_found, match="Could not find Application"):
            getattr(admin.sso, operation)(ApplicationArn=UNKNOWN_APPLICATION, GrantType="refresh_token")
    with pytest.raises(not_found):
        admin.sso.list_application_grants(ApplicationArn=UNKNOWN_APPLICATION)
    with pytest.raises(not_found):
        admin.sso.put_application_grant(
            ApplicationArn=UNKNOWN_APPLICATION, GrantType="refresh_token", Grant={"RefreshToken": {}}
        )


# ---------------------------------------------------------------------------------------- authentication methods


def put_method(admin: Admin, application_arn: str, policy: Any) -> None:
    admin.sso.put_application_authentication_method(
        ApplicationArn=application_arn,
        AuthenticationMethodType="IAM",
        AuthenticationMethod={"Iam": {"ActorPolicy": policy}},
    )


def test_an_actor_policy_comes_back_as_it_was_put(admin: Admin) -> None:
    arn = application(admin)
    put_method(admin, arn, ACTOR_POLICY)
    method = {"Iam": {"ActorPolicy": ACTOR_POLICY}}
    named = {"ApplicationArn": arn, "AuthenticationMethodType": "IAM"}
    assert admin.sso.get_application_authentication_method(**named)["AuthenticationMethod"] == method
    assert all_pages(admin, "list_application_authentication_methods", "AuthenticationMethods", arn) == [
        {"AuthenticationMethodType": "IAM", "AuthenticationMethod": method}
    ]
    put_method(admin, arn, {**ACTOR_POLICY, "Id": "other"})
    found = admin.sso.get_application_authentication_method(**named)["AuthenticationMethod"]
    assert found["Iam"]["ActorPolicy"]["Id"] == "other"
    admin.sso.delete_application_authentication_method(**named)
    assert all_pages(admin, "list_application_authentication_methods", "AuthenticationMethods", arn) == []


STATEMENT: dict[str, Any] = ACTOR_POLICY["Statement"][0]
NO_POLICIES: tuple[Any, ...] = (
    "text",
    7,
    True,
    [],
    [ACTOR_POLICY],
    {},
    {**ACTOR_POLICY, "Version": "2020-01-01"},
    {**ACTOR_POLICY, "Other": 1},
    {**ACTOR_POLICY, "Statement": [{"Effect": "Allow", "Action": "sso-oauth:*", "Resource": "*"}]},
    {**ACTOR_POLICY, "Statement": [{**STATEMENT, "Condition": {"NoSuchOperator": {"a:b": 1e300}}}]},
    {**ACTOR_POLICY, "Statement": {"a": [[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]}},
)


def test_what_is_no_policy_is_refused(admin: Admin) -> None:
    arn = application(admin)
    for policy in NO_POLICIES:
        with pytest.raises(admin.sso.exceptions.ValidationException):
            put_method(admin, arn, policy)
    assert all_pages(admin, "list_application_authentication_methods", "AuthenticationMethods", arn) == []


def test_a_method_that_is_not_there_is_not_found(admin: Admin) -> None:
    arn, not_found = application(admin), admin.sso.exceptions.ResourceNotFoundException
    for operation in ("get_application_authentication_method", "delete_application_authentication_method"):
        with pytest.raises(not_found, match="AuthenticationMethod"):
            getattr(admin.sso, operation)(ApplicationArn=arn, AuthenticationMethodType="IAM")
        with pytest.raises(not_found, match="Application"):
            getattr(admin.sso, operation)(ApplicationArn=UNKNOWN_APPLICATION, AuthenticationMethodType="IAM")
    with pytest.raises(not_found):
        admin.sso.list_application_authentication_methods(ApplicationArn=UNKNOWN_APPLICATION)
    with pytest.raises(not_found):
        put_method(admin, UNKNOWN_APPLICATION, ACTOR_POLICY)


# ------------------------------------------------------------------------------------------------------ sessions


def test_background_sessions_are_switched(admin: Admin) -> None:
    arn = application(admin)

    def status() -> str:
        answer = admin.sso.get_application_session_configuration(ApplicationArn=arn)
        return str(answer["UserBackgroundSessionApplicationStatus"])

    assert status() == "DISABLED"
    admin.sso.put_application_session_configuration(
        ApplicationArn=arn, UserBackgroundSessionApplicationStatus="ENABLED"
    )
    admin.sso.put_application_session_configuration(ApplicationArn=arn)
    assert status() == "ENABLED"
    for operation in ("get_application_session_configuration", "put_application_session_configuration"):
        with pytest.raises(admin.sso.exceptions.ResourceNotFoundException):
            getattr(admin.sso, operation)(ApplicationArn=UNKNOWN_APPLICATION)


# ----------------------------------------------------------------------------------------------------- providers


def test_every_provider_is_listed_and_described(admin: Admin) -> None:
    pages = admin.sso.get_paginator("list_application_providers").paginate(PaginationConfig={"PageSize": 3})
    listed = [provider for page in pages for provider in page["ApplicationProviders"]]
    arns = [provider["ApplicationProviderArn"] for provider in listed]
    assert arns == sorted(arns)
    assert {"arn:aws:sso::aws:applicationProvider/custom", "arn:aws:sso::aws:applicationProvider/custom-saml"} < set(
        arns
    )
    for provider in listed:
        found = admin.sso.describe_application_provider(ApplicationProviderArn=provider["ApplicationProviderArn"])
        assert {name: found[name] for name in provider} == provider
        assert set(provider["DisplayData"]) == {"DisplayName", "Description"}
    with pytest.raises(admin.sso.exceptions.ResourceNotFoundException):
        admin.sso.describe_application_provider(ApplicationProviderArn=f"{arns[0]}/none")


def test_only_custom_applications_are_made_here(admin: Admin) -> None:
    listed = admin.sso.list_application_providers()["ApplicationProviders"]
    for provider in listed:
        arn = provider["ApplicationProviderArn"]
        if arn.endswith("/custom"):
            assert provider["FederationProtocol"] == "OAUTH"
        else:
            with pytest.raises(admin.sso.exceptions.ValidationException, match="not supported for this action"):
                application(admin, ApplicationProviderArn=arn)
