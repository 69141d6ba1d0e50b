"""boto3: CreateTokenWithIAM, as far as an application comes without people who sign in to it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from gatepost import app
from gatepost.settings import Settings
from tests.doors.boto import MANAGEMENT
from tests.doors.installation import Installation
from tests.doors.sso_admin.applications import CUSTOM, UNKNOWN_APPLICATION, application, limited
from tests.doors.sso_admin.conftest import Admin

JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"
CODE: dict[str, Any] = {"code": "c0de", "redirectUri": "https://wiki.example.com/callback"}
GRANTS: dict[str, dict[str, Any]] = {
    "authorization_code": {"AuthorizationCode": {"RedirectUris": ["https://wiki.example.com/callback"]}},
    "refresh_token": {"RefreshToken": {}},
    TOKEN_EXCHANGE: {"TokenExchange": {}},
}


@pytest.fixture
def admin(database_url: str, tmp_path: Path) -> Iterator[Admin]:
    runtime = app.make_runtime(Settings(data_dir=tmp_path, database_url=database_url, log_level="error"))
    yield Admin(Installation(runtime))
    runtime.events.flush()
    runtime.database.close()


def speaking(admin: Admin, application_arn: str, principal: str, effect: str = "Allow") -> None:
    """Let a principal speak for an application, or forbid it."""
    statement = {
        "Effect": effect,
        "Principal": {"AWS": principal},
        "Action": "sso-oauth:CreateTokenWithIAM",
        "Resource": "*",
    }
    admin.sso.put_application_authentication_method(
        ApplicationArn=application_arn,
        AuthenticationMethodType="IAM",
        AuthenticationMethod={"Iam": {"ActorPolicy": {"Version": "2012-10-17", "Statement": [statement]}}},
    )


def wiki(admin: Admin, **members: Any) -> str:
    """Return an application with every grant that needs no issuer, for which the whole account may speak."""
    arn = application(admin, **members)
    for grant_type, grant in GRANTS.items():
        admin.sso.put_application_grant(ApplicationArn=arn, GrantType=grant_type, Grant=grant)
    speaking(admin, arn, MANAGEMENT)
    return arn


def assumed(admin: Admin, account_id: str, role: str = "OrganizationAccountAccessRole") -> dict[str, Any]:
    """Return credentials of a role."""
    role_arn = f"arn:aws:iam::{account_id}:role/{role}"
    answered = admin.installation.client("sts").assume_role(RoleArn=role_arn, RoleSessionName="wiki")
    return dict(answered["Credentials"])


def answer(admin: Admin, credentials: dict[str, Any] | None = None, **members: Any) -> str:
    """Return the error that CreateTokenWithIAM answers."""
    client = admin.installation.client("sso-oidc", credentials=credentials, looks_at_input=False)
    with pytest.raises(ClientError) as caught:
        client.create_token_with_iam(**members)
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] < 500
    return str(caught.value.response["Error"]["Code"])


def test_each_thing_that_is_wrong_has_its_own_answer(admin: Admin) -> None:
    arn = wiki(admin)
    admin.sso.put_application_access_scope(ApplicationArn=arn, Scope="wiki:read")
    right: dict[str, Any] = {"clientId": arn, "grantType": "authorization_code", **CODE}
    exchange = {"clientId": arn, "grantType": TOKEN_EXCHANGE, "subjectToken": "t"}
    asked: tuple[tuple[dict[str, Any], str], ...] = (
        (right | {"clientId": UNKNOWN_APPLICATION}, "InvalidClientException"),
        (right | {"clientId": "wiki"}, "InvalidClientException"),
        (right | {"clientId": "arn:aws:sso:::instance/ssoins-0123456789abcdef"}, "InvalidClientException"),
        (right | {"clientId": None}, "InvalidRequestException"),
        (right | {"grantType": "password"}, "UnsupportedGrantTypeException"),
        (right | {"grantType": JWT_BEARER, "assertion": "x"}, "UnauthorizedClientException"),
        (right | {"code": None}, "InvalidRequestException"),
        (right | {"redirectUri": None}, "InvalidRequestException"),
        ({"clientId": arn, "grantType": "refresh_token"}, "InvalidRequestException"),
        (exchange, "InvalidRequestException"),
        (exchange | {"subjectTokenType": "urn:x"}, "InvalidRequestException"),
        (exchange | {"subjectTokenType": ACCESS_TOKEN, "requestedTokenType": "urn:x"}, "InvalidRequestException"),
        (right | {"scope": ["wiki:write"]}, "InvalidScopeException"),
        (right | {"scope": ["wiki:read", "openid"]}, "UnsupportedGrantTypeException"),
        (exchange | {"subjectTokenType": ACCESS_TOKEN}, "UnsupportedGrantTypeException"),
    )
    for members, code in asked:
        assert answer(admin, **members) == code, members


def test_only_who_may_speak_for_an_application_is_heard(admin: Admin) -> None:
    plain = application(admin)
    right: dict[str, Any] = {"clientId": plain, "grantType": "authorization_code", **CODE}
    assert answer(admin, **right) == "AccessDeniedException", "without an actor policy nobody is"
    speaking(admin, plain, "999999999999")
    assert answer(admin, **right) == "AccessDeniedException", "an administrator's own policies do not stand in for it"
    speaking(admin, plain, MANAGEMENT)
    assert answer(admin, **right) == "UnauthorizedClientException", "heard, and without a grant"
    speaking(admin, plain, MANAGEMENT, effect="Deny")
    assert answer(admin, **right) == "AccessDeniedException"


def test_the_callers_own_policies_must_allow_it_too(admin: Admin) -> None:
    arn = wiki(admin)
    limited(admin, {"Effect": "Allow", "Action": "sso:*", "Resource": "*"})
    credentials = assumed(admin, MANAGEMENT, "limited")
    right: dict[str, Any] = {"clientId": arn, "grantType": "authorization_code", **CODE}
    assert answer(admin, credentials, **right) == "AccessDeniedException"


def test_a_disabled_application_gets_nothing(admin: Admin) -> None:
    arn = wiki(admin, Status="DISABLED")
    assert answer(admin, clientId=arn, grantType="authorization_code", **CODE) == "UnauthorizedClientException"


def test_another_account_speaks_for_it_where_both_allow_it(admin: Admin) -> None:
    arn, member = wiki(admin), admin.account("workloads")
    credentials = assumed(admin, member)
    right: dict[str, Any] = {"clientId": arn, "grantType": "authorization_code", **CODE}
    assert answer(admin, credentials, **right) == "AccessDeniedException"
    speaking(admin, arn, member)
    assert answer(admin, credentials, **right) == "UnsupportedGrantTypeException"


def test_the_network_of_the_applications_instance_decides_before_anything_is_told(admin: Admin) -> None:
    account_id = admin.account("workloads")
    member = admin.member(account_id)
    instance_arn = member.instance()["InstanceArn"]
    arn = member.sso.create_application(InstanceArn=instance_arn, ApplicationProviderArn=CUSTOM, Name="Wiki")[
        "ApplicationArn"
    ]
    right: dict[str, Any] = {"clientId": arn, "grantType": "authorization_code", **CODE}
    admin.sso = member.sso
    speaking(admin, arn, account_id)
    credentials = assumed(admin, account_id)
    assert answer(admin, credentials, **right) == "UnauthorizedClientException"
    network = {"VpceAccessRequired": True, "AllowSourceIps": ["127.0.0.0/8"]}
    member.sso.update_instance(InstanceArn=instance_arn, NetworkConfiguration=network)
    admin.installation.address = "192.0.2.7"
    assert answer(admin, credentials, **right) == "AccessDeniedException"
    network["ExcludeApplicationArns"] = [arn]
    admin.installation.address = "127.0.0.1"
    member.sso.update_instance(InstanceArn=instance_arn, NetworkConfiguration=network)
    admin.installation.address = "192.0.2.7"
    assert answer(admin, credentials, **right) == "UnauthorizedClientException"


def test_a_call_that_is_not_signed_is_nobodys(admin: Admin) -> None:
    given = {"clientId": UNKNOWN_APPLICATION, "grantType": "refresh_token"}
    response = admin.installation.http.post("/token?aws_iam=t", json=given)
    assert response.status_code == 403
    assert response.headers["x-amzn-ErrorType"] == "MissingAuthenticationTokenException"
