"""What an identity provider's metadata come to as settings of ours."""

from collections.abc import Sequence
from typing import Final

from gatepost.core.federation.metadata_refresh import ProviderFacts
from gatepost.core.federation.model import SignOnBinding
from gatepost.web.saml import names, partner_metadata
from gatepost.web.saml.partner_metadata import Place

_BINDINGS: Final[dict[str, SignOnBinding]] = {names.REDIRECT: "HTTP-Redirect", names.POST: "HTTP-POST"}


def facts_of(xml: bytes) -> ProviderFacts:
    """Return what metadata say of the provider whose they are; Invalid for what are none."""
    found = partner_metadata.read_identity_provider(xml)
    sign_on, logout = _preferred(found.sign_on_services), _preferred(found.logout_services)
    place = sign_on or found.sign_on_services[0]
    return ProviderFacts(
        entity_id=found.entity_id,
        sign_on_url=place.url,
        sign_on_binding=_BINDINGS[place.binding],
        certificates=tuple(found.signing_certificates),
        logout_url=logout.url if logout else None,
        logout_binding=_BINDINGS[logout.binding] if logout else "HTTP-Redirect",
    )


def _preferred(services: Sequence[Place]) -> Place | None:
    """Return the service that takes redirects, which pass more browsers' rules, else the one that takes forms."""
    by_binding = {each.binding: each for each in reversed(services)}
    return by_binding.get(names.REDIRECT) or by_binding.get(names.POST)
