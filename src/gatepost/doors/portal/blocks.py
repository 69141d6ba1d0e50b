"""The texts that people copy from the access keys page: for the AWS CLI's files and for a terminal."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from gatepost.core.iam.temporary_credentials import Credentials
from gatepost.core.instances.model import Instance

SERVICES: Final = ("sso_oidc", "sso", "sts", "sso_admin", "identitystore", "organizations", "iam", "cloudtrail")
"""The services that answer here, as the AWS CLI's `services` sections name them."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role of an account, by its permission set's name."""

    account_id: str
    name: str

    @property
    def profile_name(self) -> str:
        """The profile's name, in the form of the AWS access portal."""
        return f"{self.name}-{self.account_id}"


def sso_profile(role: Role, instance: Instance, public_url: str) -> str:
    """Return a profile that signs in by itself, for ~/.aws/config.

    The start URL is the alias on AWS's host: recent AWS CLIs take no other and contact only the endpoints that are named here.
    """
    services = "\n".join(f"{name} =\n  endpoint_url = {public_url}" for name in SERVICES)
    return f"""[profile {role.profile_name}]
sso_session = gatepost
sso_account_id = {role.account_id}
sso_role_name = {role.name}
region = {instance.region}
services = gatepost

[sso-session gatepost]
sso_start_url = {instance.start_url_alias}
sso_region = {instance.region}
sso_registration_scopes = sso:account:access

[services gatepost]
{services}
"""


def credentials_file(role: Role, credentials: Credentials, region: str, public_url: str) -> str:
    """Return a block for ~/.aws/credentials, named as the AWS access portal names it."""
    return f"""[{role.account_id}_{role.name}]
aws_access_key_id = {credentials.access_key_id}
aws_secret_access_key = {credentials.secret.reveal()}
aws_session_token = {credentials.session_token.reveal()}
region = {region}
endpoint_url = {public_url}
"""


def environment(credentials: Credentials, region: str, public_url: str) -> Mapping[str, str]:
    """Return the lines that set a terminal's environment, by kind of terminal: `posix`, `cmd`, `powershell`."""
    variables = {
        "AWS_ACCESS_KEY_ID": credentials.access_key_id,
        "AWS_SECRET_ACCESS_KEY": credentials.secret.reveal(),
        "AWS_SESSION_TOKEN": credentials.session_token.reveal(),
        # The AWS CLI and most SDKs read the first, boto3 the second.
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "AWS_ENDPOINT_URL": public_url,
    }
    return {
        "posix": _lines('export {}="{}"', variables),
        "cmd": _lines("SET {}={}", variables),
        "powershell": _lines('$Env:{}="{}"', variables),
    }


def _lines(template: str, variables: Mapping[str, str]) -> str:
    return "".join(template.format(name, value) + "\n" for name, value in variables.items())
