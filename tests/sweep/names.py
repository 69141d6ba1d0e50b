"""What a site has, by the names that operations take, and the values that its things are made of."""

from dataclasses import dataclass

from botocore.credentials import Credentials

MANAGEMENT = "111122223333"
SCOPE = "wiki:read"
READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"
CUSTOM = "arn:aws:sso::aws:applicationProvider/custom"
DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"
REDIRECT_URI = "https://wiki.example.com/callback"
POLICY = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}'
ACTOR_POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"AWS": MANAGEMENT},
            "Action": "sso-oauth:CreateTokenWithIAM",
            "Resource": "*",
        }
    ],
}
OIDC = {
    "IssuerUrl": "https://idp.example.com",
    "ClaimAttributePath": "email",
    "IdentityStoreAttributePath": "emails.value",
    "JwksRetrievalOption": "OPEN_ID_DISCOVERY",
}
ATTRIBUTES = {"AccessControlAttributes": [{"Key": "team", "Value": {"Source": ["${path:userName}"]}}]}


@dataclass(frozen=True)
class Names:
    """What an instance has, by the names that operations take."""

    instance_arn: str
    identity_store_id: str
    account_id: str
    user_id: str
    user_name: str
    other_user_id: str
    group_id: str
    other_group_id: str
    membership_id: str
    permission_set_arn: str
    application_arn: str
    issuer_arn: str
    creation_request_id: str = ""
    deletion_request_id: str = ""
    provisioning_request_id: str = ""
    client_id: str = ""
    client_secret: str = ""
    access_token: str = ""
    refresh_token: str = ""


@dataclass(frozen=True)
class Keys:
    """The administrator's access key, and what the organisation's instance and an account's own have."""

    administrator: Credentials
    own: Names
    foreign: Names


def start_url(names: Names) -> str:
    return f"https://{names.identity_store_id}.awsapps.com/start"
