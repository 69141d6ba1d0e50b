"""Applications and trusted token issuers as their tests make them, and callers that may not do everything."""

import json
from typing import Any

from tests.doors.boto import MANAGEMENT
from tests.doors.sso_admin.conftest import Admin

CUSTOM = "arn:aws:sso::aws:applicationProvider/custom"
UNKNOWN_APPLICATION = f"arn:aws:sso::{MANAGEMENT}:application/ssoins-0123456789abcdef/apl-0123456789abcdef"
UNKNOWN_ISSUER = (
    f"arn:aws:sso::{MANAGEMENT}:trustedTokenIssuer/ssoins-0123456789abcdef/tti-00000000-0000-4000-8000-000000000000"
)
UNKNOWN_INSTANCE = "arn:aws:sso:::instance/ssoins-0123456789abcdef"
OIDC = {
    "IssuerUrl": "https://idp.example.com",
    "ClaimAttributePath": "email",
    "IdentityStoreAttributePath": "emails.value",
    "JwksRetrievalOption": "OPEN_ID_DISCOVERY",
}


def application(admin: Admin, name: str = "Wiki", **members: Any) -> str:
    """Make an application and return its ARN."""
    given = {"InstanceArn": admin.instance_arn, "ApplicationProviderArn": CUSTOM, "Name": name, **members}
    return str(admin.sso.create_application(**given)["ApplicationArn"])


def issuer(admin: Admin, name: str = "idp", **members: Any) -> str:
    """Make a trusted token issuer and return its ARN."""
    given = {
        "InstanceArn": admin.instance_arn,
        "Name": name,
        "TrustedTokenIssuerType": "OIDC_JWT",
        "TrustedTokenIssuerConfiguration": {"OidcJwtConfiguration": OIDC},
        **members,
    }
    return str(admin.sso.create_trusted_token_issuer(**given)["TrustedTokenIssuerArn"])


def blind(admin: Admin) -> Admin:
    """Return the administrator with a client that sends whatever it is given."""
    admin.sso = admin.installation.client("sso-admin", looks_at_input=False)
    return admin


def limited(admin: Admin, *statements: dict[str, Any], name: str = "limited") -> Any:
    """Return sso-admin's client for a new role of the management account with these statements as its only policy."""
    iam, sts = admin.installation.client("iam"), admin.installation.client("sts")
    trust = _policy({"Effect": "Allow", "Principal": {"AWS": MANAGEMENT}, "Action": "sts:AssumeRole"})
    role_arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    iam.put_role_policy(RoleName=name, PolicyName="only", PolicyDocument=_policy(*statements))
    credentials = sts.assume_role(RoleArn=role_arn, RoleSessionName="test")["Credentials"]
    return admin.installation.client("sso-admin", credentials=credentials)


def _policy(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})
