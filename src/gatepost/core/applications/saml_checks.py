"""What is acceptable in a SAML application's settings."""

import re
from typing import Final

from cryptography import x509

from gatepost.core.applications import attribute_mappings
from gatepost.core.applications.saml_model import LONGEST_SESSION_MINUTES, SamlSettings
from gatepost.kit import places
from gatepost.kit.errors import Invalid

MOST_PLACES: Final = 50
MOST_ATTRIBUTES: Final = 50
LONGEST_RELAY_STATE: Final = 1024

_TEXT = re.compile(r"[^\x00-\x1f\x7f]+")


def check_settings(settings: SamlSettings) -> None:
    """Raise Invalid, with a sentence that says what to mend, for settings that cannot work or would not be safe."""
    require_entity_id(settings.entity_id)
    _check_places(settings)
    _check_subject(settings)
    _check_attributes(settings)
    if settings.relay_state is not None and not _is_text(settings.relay_state, LONGEST_RELAY_STATE):
        raise Invalid(f"The relay state has 1 to {LONGEST_RELAY_STATE} characters.")
    if not 5 <= settings.session_minutes <= LONGEST_SESSION_MINUTES:
        raise Invalid(f"A session lasts 5 to {LONGEST_SESSION_MINUTES} minutes.")
    _check_signatures(settings)
    if settings.logout_url is not None:
        places.require(settings.logout_url, "The logout URL")
        if settings.logout_binding == "SOAP" and not settings.logout_url.startswith("https:"):
            raise Invalid("A logout URL that is told by SOAP must be https.")


def require_entity_id(entity_id: str) -> None:
    """Raise Invalid for what cannot be an entity's id (saml-metadata section 2.3.2: a URI of 1024 characters at most)."""
    if not _is_text(entity_id, 1024) or entity_id != entity_id.strip():
        raise Invalid("An entity ID has 1 to 1024 characters.")


def require_certificate(certificate: str) -> None:
    """Raise Invalid unless this is one X.509 certificate in PEM."""
    try:
        x509.load_pem_x509_certificate(certificate.encode("ascii"))
    except ValueError:
        raise Invalid("A certificate must be X.509 in PEM: -----BEGIN CERTIFICATE----- and so on.") from None


def _check_places(settings: SamlSettings) -> None:
    services = settings.assertion_consumer_services
    if not 1 <= len(services) <= MOST_PLACES:
        raise Invalid(f"An application has 1 to {MOST_PLACES} assertion consumer services.")
    for service in services:
        places.require(service.url, "The assertion consumer service")
    if len({service.index for service in services}) != len(services):
        raise Invalid("Two assertion consumer services have the same index.")


def _check_subject(settings: SamlSettings) -> None:
    if settings.name_id_value == attribute_mappings.GROUPS or not _is_text(settings.name_id_value, 1024):
        raise Invalid("The subject must be one value, such as ${user:email}.")
    attribute_mappings.check_value(settings.name_id_value)


def _check_attributes(settings: SamlSettings) -> None:
    if len(settings.attributes) > MOST_ATTRIBUTES:
        raise Invalid(f"An application has at most {MOST_ATTRIBUTES} attribute mappings.")
    for mapping in settings.attributes:
        if not _is_text(mapping.name, 256) or not _is_text(mapping.value, 2048):
            raise Invalid("An attribute has a name of 1 to 256 characters and a value of 1 to 2048.")
        attribute_mappings.check_value(mapping.value)


def _check_signatures(settings: SamlSettings) -> None:
    if not (settings.sign_response or settings.sign_assertion):
        raise Invalid("The response, the assertion or both must be signed.")
    if settings.requests_signed and not settings.certificates:
        raise Invalid("Signed requests need a certificate of the application to verify them with.")
    for certificate in settings.certificates:
        require_certificate(certificate)
    if settings.encryption_certificate is not None:
        require_certificate(settings.encryption_certificate)


def _is_text(text: str, longest: int) -> bool:
    return len(text) <= longest and _TEXT.fullmatch(text) is not None
