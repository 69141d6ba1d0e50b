"""Use cases of trusted token issuers: create, get, list, update, delete."""

from dataclasses import dataclass, replace

from gatepost.core.applications import store
from gatepost.core.applications.model import (
    JwksRetrievalOption,
    OidcJwtConfiguration,
    TrustedTokenIssuer,
    TrustedTokenIssuerType,
)
from gatepost.core.audit.model import Resource
from gatepost.core.call import Call
from gatepost.core.instances import instances
from gatepost.core.tagging import tags as tagging
from gatepost.core.tagging.model import Tags
from gatepost.kit import arns, ids
from gatepost.kit.errors import Conflict, NotFound
from gatepost.kit.paging import Page, PageRequest
from gatepost.store.database import Duplicate


@dataclass(frozen=True, slots=True)
class OidcJwtChange:
    """What is to change of an OpenID Connect issuer's configuration; None stays. Its URL never changes."""

    claim_attribute_path: str | None = None
    identity_store_attribute_path: str | None = None
    jwks_retrieval_option: JwksRetrievalOption | None = None


def create(
    call: Call,
    *,
    instance_arn: str,
    name: str,
    type: TrustedTokenIssuerType,  # noqa: A002 - AWS's own name for it
    configuration: OidcJwtConfiguration,
    tags: Tags | None = None,
) -> TrustedTokenIssuer:
    """Make a trusted token issuer (sso-admin CreateTrustedTokenIssuer). Its name is unique in the instance."""
    instance = instances.require(call, instance_arn)
    issuer = TrustedTokenIssuer(
        issuer_id=ids.new_trusted_token_issuer_id(call.entropy),
        instance_id=instance.instance_id,
        account_id=call.actor.account_id or instance.owner_account_id,
        name=name,
        type=type,
        configuration=configuration,
    )
    try:
        store.trusted_token_issuers.insert_issuer(call.tx, issuer)
    except Duplicate:
        raise _name_taken(name) from None
    tagging.put(call, issuer.arn, tags or {})
    call.event.resources.append(Resource("AWS::SSO::TrustedTokenIssuer", issuer.arn))
    return issuer


def get(call: Call, issuer_arn: str) -> TrustedTokenIssuer:
    """Return a trusted token issuer (sso-admin DescribeTrustedTokenIssuer), or raise NotFound."""
    _, issuer_id = arns.trusted_token_issuer_ids(issuer_arn)
    return _found(issuer_arn, store.trusted_token_issuers.find_issuer(call.tx, issuer_id))


def lock(call: Call, issuer_arn: str) -> TrustedTokenIssuer:
    """Do as `get`; until this transaction ends nobody else changes the issuer or its tags."""
    _, issuer_id = arns.trusted_token_issuer_ids(issuer_arn)
    return _found(issuer_arn, store.trusted_token_issuers.lock_issuer(call.tx, issuer_id))


def list_of_instance(call: Call, instance_arn: str, page: PageRequest) -> Page[TrustedTokenIssuer]:
    """List an instance's trusted token issuers (sso-admin ListTrustedTokenIssuers)."""
    instance_id = instances.require(call, instance_arn).instance_id
    return store.trusted_token_issuers.list_issuers(call.tx, instance_id, page)


def update(call: Call, issuer_arn: str, *, name: str | None = None, change: OidcJwtChange | None = None) -> None:
    """Change what is given of a trusted token issuer (sso-admin UpdateTrustedTokenIssuer); the rest stays as it is."""
    before = lock(call, issuer_arn)
    change = change or OidcJwtChange()
    held = before.configuration
    after = replace(
        before,
        name=name or before.name,
        configuration=replace(
            held,
            claim_attribute_path=change.claim_attribute_path or held.claim_attribute_path,
            identity_store_attribute_path=change.identity_store_attribute_path or held.identity_store_attribute_path,
            jwks_retrieval_option=change.jwks_retrieval_option or held.jwks_retrieval_option,
        ),
    )
    try:
        store.trusted_token_issuers.update_issuer(call.tx, after)
    except Duplicate:
        raise _name_taken(after.name) from None


def delete(call: Call, issuer_arn: str) -> None:
    """Remove a trusted token issuer, even one that grants still name (sso-admin DeleteTrustedTokenIssuer).

    "Deleting this trusted token issuer configuration will cause users to lose access to any applications that are configured
    to use" it: the grants keep its ARN, which then stands for nobody.
    """
    issuer = lock(call, issuer_arn)
    store.trusted_token_issuers.delete_issuer(call.tx, issuer.issuer_id)
    tagging.remove_all(call, issuer_arn)


def _found(issuer_arn: str, issuer: TrustedTokenIssuer | None) -> TrustedTokenIssuer:
    if issuer is None or issuer.arn != issuer_arn:
        raise NotFound(f"Could not find TrustedTokenIssuer with arn {issuer_arn}")
    return issuer


def _name_taken(name: str) -> Conflict:
    return Conflict(f"TrustedTokenIssuer with name {name} already exists.")
