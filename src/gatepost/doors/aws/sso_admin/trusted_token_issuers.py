"""sso-admin operations on trusted token issuers."""

from collections.abc import Mapping, Sequence
from typing import Any

from gatepost.core.applications import trusted_token_issuers
from gatepost.core.applications.model import TrustedTokenIssuerType
from gatepost.core.applications.trusted_token_issuers import OidcJwtChange
from gatepost.core.call import Call
from gatepost.doors.aws.service import reads, writes
from gatepost.doors.aws.sso_admin import application_views, views
from gatepost.kit.paging import Page, PageRequest


@writes(on="InstanceArn")
def create_trusted_token_issuer(
    call: Call,
    *,
    instance_arn: str,
    name: str,
    trusted_token_issuer_type: TrustedTokenIssuerType,
    trusted_token_issuer_configuration: Mapping[str, Any],
    tags: Sequence[Mapping[str, str]] | None = None,
) -> dict[str, Any]:
    """Make a trusted token issuer."""
    made = trusted_token_issuers.create(
        call,
        instance_arn=instance_arn,
        name=name,
        type=trusted_token_issuer_type,
        configuration=application_views.oidc_jwt_given(trusted_token_issuer_configuration),
        tags=views.tags_given(tags),
    )
    return {"TrustedTokenIssuerArn": made.arn}


@reads(on="TrustedTokenIssuerArn")
def describe_trusted_token_issuer(call: Call, *, trusted_token_issuer_arn: str) -> dict[str, Any]:
    """Tell a trusted token issuer's details."""
    known = trusted_token_issuers.get(call, trusted_token_issuer_arn)
    return application_views.described_trusted_token_issuer(known)


@reads(on="InstanceArn")
def list_trusted_token_issuers(call: Call, *, page: PageRequest, instance_arn: str) -> Page[dict[str, Any]]:
    """List an instance's trusted token issuers."""
    found = trusted_token_issuers.list_of_instance(call, instance_arn, page)
    return found.map(application_views.trusted_token_issuer)


@writes(on="TrustedTokenIssuerArn")
def update_trusted_token_issuer(
    call: Call,
    *,
    trusted_token_issuer_arn: str,
    name: str | None = None,
    trusted_token_issuer_configuration: Mapping[str, Mapping[str, Any]] | None = None,
) -> dict[str, Any]:
    """Change a trusted token issuer."""
    given = (trusted_token_issuer_configuration or {}).get("OidcJwtConfiguration", {})
    change = OidcJwtChange(
        claim_attribute_path=given.get("ClaimAttributePath"),
        identity_store_attribute_path=given.get("IdentityStoreAttributePath"),
        jwks_retrieval_option=given.get("JwksRetrievalOption"),
    )
    trusted_token_issuers.update(call, trusted_token_issuer_arn, name=name, change=change)
    return {}


@writes(on="TrustedTokenIssuerArn")
def delete_trusted_token_issuer(call: Call, *, trusted_token_issuer_arn: str) -> dict[str, Any]:
    """Remove a trusted token issuer."""
    trusted_token_issuers.delete(call, trusted_token_issuer_arn)
    return {}
