"""The texts that people copy: for the AWS CLI's files and for a terminal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from gatepost.core.iam.temporary_credentials import Credentials
from gatepost.core.instances.model import Instance

SERVICES: Final = ("sso_oidc", "sso", "sts", "sso_admin", "identitystore", "organizations", "iam", "cloudtrail")
"""The services that answer here, as the AWS CLI's `services` sections name them."""
SSO_SESSION: Final = "gatepost"
"""What the `sso-session` section is called: profiles with the same one share a sign-in."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role of an account, by its permission set's name."""

    account_id: str
    name: str

    @property
    def profile_name(self) -> str:
        """The profile's name, in the form of the AWS access portal."""
        return f"{self.name}-{self.account_id}"


def sso_profile(role: Role, instance: Instance, public_url: str, *, name: str | None = None) -> str:
    """Return a profile that signs in by itself, for ~/.aws/config."""
    return f"{_profile(name or role.profile_name, role, instance)}\n{_shared(instance, public_url)}"


def config_file(roles: Iterable[Role], instance: Instance, public_url: str) -> str:
    """Return a whole ~/.aws/config: a profile for each role, all with one sign-in."""
    profiles = "\n".join(_profile(role.profile_name, role, instance) for role in roles)
    return f"{profiles}\n{_shared(instance, public_url)}"


def _profile(name: str, role: Role, instance: Instance) -> str:
    return f"""[profile {name}]
sso_session = {SSO_SESSION}
sso_account_id = {role.account_id}
sso_role_name = {role.name}
region = {instance.region}
services = {SSO_SESSION}
"""


def _shared(instance: Instance, public_url: str) -> str:
    """Return the sections that profiles refer to.

    The start URL is the alias on AWS's host: recent AWS CLIs take no other and contact only the endpoints that are named here.
    Nothing is indented that need not be: below other sections of that file, an indented line would go on with the value before it.
    """
    services = "\n".join(f"{name} =\n  endpoint_url = {public_url}" for name in SERVICES)
    return f"""[sso-session {SSO_SESSION}]
sso_start_url = {instance.start_url_alias}
sso_region = {instance.region}
sso_registration_scopes = sso:account:access

[services {SSO_SESSION}]
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
