"""What the metadata of SAML partners come to as settings: for every door through which administrators bring them."""

from collections.abc import Sequence
from typing import Final

from gatepost.core.applications.saml_model import AssertionConsumerService, LogoutBinding, SamlSettings
from gatepost.core.federation.metadata_refresh import ProviderFacts
from gatepost.core.federation.model import SignOnBinding
from gatepost.web.saml import names, partner_metadata
from gatepost.web.saml.partner_metadata import Place, ServiceProvider

_BINDINGS: Final[dict[str, SignOnBinding]] = {names.REDIRECT: "HTTP-Redirect", names.POST: "HTTP-POST"}

_LOGOUT_BINDINGS: Final[dict[str, LogoutBinding]] = {**_BINDINGS, names.SOAP: "SOAP"}


def application_settings(xml: bytes) -> SamlSettings:
    """Return settings for an application as it describes itself; formats and attributes it does not say are the defaults.

    Raise Invalid, with a sentence, for what is no metadata of a service provider.
    """
    found = partner_metadata.read_service_provider(xml)
    by_uri = {uri: name for name, uri in names.NAME_ID_FORMATS.items()}
    wanted = next((by_uri[each] for each in found.name_id_formats if each in by_uri), "emailAddress")
    logout = _preferred(found.logout_services) or _by_soap(found.logout_services)
    return SamlSettings(
        entity_id=found.entity_id,
        assertion_consumer_services=tuple(
            AssertionConsumerService(each.url, each.index) for each in found.assertion_consumer_services
        ),
        name_id_format=wanted,  # type: ignore[arg-type] # the names of the table are those of the type
        name_id_value="${user:id}" if wanted == "persistent" else "${user:email}",
        sign_assertion=True,
        requests_signed=found.signs_requests and bool(found.signing_certificates),
        certificates=tuple(found.signing_certificates),
        encryption_certificate=next(iter(found.encryption_certificates), None) if _encrypts(found) else None,
        logout_url=logout.url if logout else None,
        logout_binding=_LOGOUT_BINDINGS[logout.binding] if logout else "HTTP-Redirect",
    )


def _encrypts(found: ServiceProvider) -> bool:
    """Whether a key was given for encryption alone: one for both says no more than that the application signs."""
    return any(each not in found.signing_certificates for each in found.encryption_certificates)


def provider_facts(xml: bytes) -> ProviderFacts:
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


def _by_soap(services: Sequence[Place]) -> Place | None:
    """Return the service that is told from server to server, where it is one that we would tell."""
    return next((each for each in services if each.binding == names.SOAP and each.url.startswith("https:")), None)


def _preferred(services: Sequence[Place]) -> Place | None:
    """Return the service that takes redirects, which pass more browsers' rules, else the one that takes forms."""
    by_binding = {each.binding: each for each in reversed(services)}
    return by_binding.get(names.REDIRECT) or by_binding.get(names.POST)
