"""The identity provider's metadata, asked for again: what it says of itself now is taken over, such as its next certificate."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from gatepost.core.call import Call
from gatepost.core.federation import provider_certificates, store
from gatepost.core.federation.model import ExternalProvider, IdentitySource, SignOnBinding
from gatepost.core.instances.model import Instance
from gatepost.kit import places
from gatepost.kit.errors import Conflict, Invalid

NO_ADDRESS: Final = "MetadataAddressMissing"


@dataclass(frozen=True, slots=True)
class ProviderFacts:
    """What an identity provider's metadata say of it; certificates are PEM."""

    entity_id: str
    sign_on_url: str
    sign_on_binding: SignOnBinding
    certificates: tuple[str, ...]
    logout_url: str | None = None
    logout_binding: SignOnBinding = "HTTP-Redirect"


Read = Callable[[str], ProviderFacts]
"""Fetches and reads the metadata at an address; Invalid where that cannot be done."""


def address(call: Call, instance: Instance) -> str | None:
    """Return where the metadata of the provider are that people sign in through, if it is known."""
    provider = store.sources.find_source(call.tx, instance.instance_id).provider
    return provider.metadata_url if provider is not None else None


def no_address() -> Conflict:
    """Return the problem of a provider whose metadata nobody can ask for."""
    return Conflict("No address is known where the provider's metadata are.", reason=NO_ADDRESS)


def is_news(call: Call, instance: Instance, facts: ProviderFacts) -> bool:
    """Say whether metadata tell anything that is not known yet."""
    provider = store.sources.find_source(call.tx, instance.instance_id).provider
    return provider is not None and _updated(provider, facts) != provider


def take_over(call: Call, instance: Instance, facts: ProviderFacts) -> IdentitySource:
    """Set what the metadata say; the source stays the one that an administrator chose, and so does the one before it.

    Conflict where they are another provider's, Invalid where with them nobody could sign in.
    """
    before = store.sources.lock_source(call.tx, instance.instance_id)
    if before.provider is None or before.provider.metadata_url is None:
        raise no_address()
    provider = _updated(before.provider, facts)
    if facts.entity_id != before.provider.entity_id:
        raise Conflict(f"The metadata are those of {facts.entity_id}, which is another provider.")
    if not provider_certificates.believed(provider, call.now):
        raise Invalid("Every certificate in the metadata has expired.")
    places.require(provider.sign_on_url, "The sign-on URL")
    if provider.logout_url is not None:
        places.require(provider.logout_url, "The logout URL")
    if provider == before.provider:
        return before
    after = replace(before, choice=replace(before.choice, provider=provider), changed_at=call.now)
    store.sources.put_source(call.tx, after)
    provider_certificates.plan_warnings(call, after)
    return after


def _updated(provider: ExternalProvider, facts: ProviderFacts) -> ExternalProvider:
    return replace(
        provider,
        sign_on_url=facts.sign_on_url,
        sign_on_binding=facts.sign_on_binding,
        certificates=facts.certificates,
        logout_url=facts.logout_url,
        logout_binding=facts.logout_binding,
    )
