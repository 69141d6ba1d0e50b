"""Amazon Resource Names: made here, parsed here."""

from dataclasses import dataclass

from gatepost.kit.errors import Invalid

PARTITION = "aws"
RESERVED_SSO_PATH = "/aws-reserved/sso.amazonaws.com/"
RESERVED_PATHS = ("/aws-reserved/", "/aws-service-role/")
"""Paths of roles that no administrator makes or changes."""


@dataclass(frozen=True, slots=True)
class Arn:
    """arn:partition:service:region:account:resource, split at its first five colons."""

    partition: str
    service: str
    region: str
    account_id: str
    resource: str

    def __str__(self) -> str:
        return f"arn:{self.partition}:{self.service}:{self.region}:{self.account_id}:{self.resource}"


def parse(text: str) -> Arn:
    """Split an ARN; raise Invalid where it is none."""
    parts = text.split(":", 5)
    if len(parts) != 6 or parts[0] != "arn" or not parts[1] or not parts[2] or not parts[5]:
        raise Invalid(f"{text!r} is not an Amazon Resource Name.")
    return Arn(*parts[1:])


def instance(instance_id: str) -> str:
    """Return the ARN of an Identity Center instance (`ssoins-…`)."""
    return f"arn:{PARTITION}:sso:::instance/{instance_id}"


def instance_id(arn: str) -> str:
    """Return `ssoins-…` of an instance ARN."""
    return _after(arn, "instance/")


def permission_set(instance_id: str, permission_set_id: str) -> str:
    """Return the ARN of a permission set of an instance."""
    return f"arn:{PARTITION}:sso:::permissionSet/{instance_id}/{permission_set_id}"


def permission_set_ids(arn: str) -> tuple[str, str]:
    """Return `ssoins-…` and `ps-…` of a permission set's ARN."""
    instance_part, _, set_part = _after(arn, "permissionSet/").partition("/")
    return instance_part, set_part


def application(account_id: str, instance_id: str, application_id: str) -> str:
    """Return the ARN of an application of an instance; the account is the one that made it."""
    return f"arn:{PARTITION}:sso::{account_id}:application/{instance_id}/{application_id}"


def application_ids(arn: str) -> tuple[str, str]:
    """Return `ssoins-…` and `apl-…` of an application's ARN."""
    instance_part, _, application_part = _after(arn, "application/").partition("/")
    return instance_part, application_part


def trusted_token_issuer(account_id: str, instance_id: str, issuer_id: str) -> str:
    """Return the ARN of a trusted token issuer of an instance; the account is the one that made it."""
    return f"arn:{PARTITION}:sso::{account_id}:trustedTokenIssuer/{instance_id}/{issuer_id}"


def trusted_token_issuer_ids(arn: str) -> tuple[str, str]:
    """Return `ssoins-…` and `tti-…` of a trusted token issuer's ARN."""
    instance_part, _, issuer_part = _after(arn, "trustedTokenIssuer/").partition("/")
    return instance_part, issuer_part


def application_provider(name: str) -> str:
    """Return the ARN of an application provider, which no account owns but AWS."""
    return f"arn:{PARTITION}:sso::aws:applicationProvider/{name}"


def kind(arn: str) -> str:
    """Return what kind of resource an ARN names, such as `permissionSet`."""
    return parse(arn).resource.partition("/")[0]


def instance_id_within(arn: str) -> str:
    """Return `ssoins-…` of the ARN of an instance, or of what lies in one."""
    _, _, ids = parse(arn).resource.partition("/")
    return ids.partition("/")[0]


def account(account_id: str) -> str:
    """Return the ARN under which sso-admin names an account as an assignment's target."""
    return f"arn:{PARTITION}:sso:::account/{account_id}"


def identity_store(account_id: str, identity_store_id: str) -> str:
    """Return the ARN of an identity store, owned by the organisation's management account."""
    return f"arn:{PARTITION}:identitystore::{account_id}:identitystore/{identity_store_id}"


def identity_store_user(user_id: str) -> str:
    """Return the ARN of a user of an identity store."""
    return f"arn:{PARTITION}:identitystore:::user/{user_id}"


def identity_store_group(group_id: str) -> str:
    """Return the ARN of a group of an identity store."""
    return f"arn:{PARTITION}:identitystore:::group/{group_id}"


def identity_store_membership(membership_id: str) -> str:
    """Return the ARN of a group membership of an identity store."""
    return f"arn:{PARTITION}:identitystore:::membership/{membership_id}"


def account_root(account_id: str) -> str:
    """Return the ARN of an account as a principal."""
    return f"arn:{PARTITION}:iam::{account_id}:root"


def iam_user(account_id: str, name: str, path: str = "/") -> str:
    """Return the ARN of an IAM user; `path` begins and ends with a slash."""
    return f"arn:{PARTITION}:iam::{account_id}:user{path}{name}"


def iam_role(account_id: str, name: str, path: str = "/") -> str:
    """Return the ARN of an IAM role; `path` begins and ends with a slash."""
    return f"arn:{PARTITION}:iam::{account_id}:role{path}{name}"


def iam_policy(account_id: str, name: str, path: str = "/") -> str:
    """Return the ARN of a customer managed policy; `path` begins and ends with a slash."""
    return f"arn:{PARTITION}:iam::{account_id}:policy{path}{name}"


def assumed_role(account_id: str, role_name: str, session_name: str) -> str:
    """Return the ARN of a role session, which leaves the role's path out."""
    return f"arn:{PARTITION}:sts::{account_id}:assumed-role/{role_name}/{session_name}"


def organization(management_account_id: str, organization_id: str) -> str:
    """Return the ARN of an organisation."""
    return f"arn:{PARTITION}:organizations::{management_account_id}:organization/{organization_id}"


def organization_root(management_account_id: str, organization_id: str, root_id: str) -> str:
    """Return the ARN of an organisation's root."""
    return f"arn:{PARTITION}:organizations::{management_account_id}:root/{organization_id}/{root_id}"


def organizational_unit(management_account_id: str, organization_id: str, unit_id: str) -> str:
    """Return the ARN of an organisational unit."""
    return f"arn:{PARTITION}:organizations::{management_account_id}:ou/{organization_id}/{unit_id}"


def organization_account(management_account_id: str, organization_id: str, account_id: str) -> str:
    """Return the ARN of an account as a member of its organisation."""
    return f"arn:{PARTITION}:organizations::{management_account_id}:account/{organization_id}/{account_id}"


def _after(arn: str, prefix: str) -> str:
    parsed = parse(arn)
    # Of another partition nothing is here. Policies see an ARN as it was sent, so one thing must not have two.
    if parsed.partition != PARTITION or not parsed.resource.startswith(prefix):
        raise Invalid(f"{arn!r} does not name a {prefix.rstrip('/')} of the partition {PARTITION}.")
    return parsed.resource.removeprefix(prefix)
