"""Which name an application gets for a person, where its request asks for one of a certain format (saml-core section 3.4.1.1)."""

from dataclasses import dataclass
from typing import Final

from gatepost.core.applications.saml_model import NameIdFormat, SamlSettings

_ID: Final = "${user:id}"
_EMAIL: Final = "${user:email}"


@dataclass(frozen=True, slots=True)
class Naming:
    """A name's format, and the text with sources that it is made of; a transient name is made of nothing."""

    format: NameIdFormat
    value: str


def own_naming(settings: SamlSettings) -> Naming:
    """Return what the administrator has set."""
    return Naming(settings.name_id_format, settings.name_id_value)


def naming(settings: SamlSettings, wanted: str | None) -> Naming | None:
    """Return the name to give for a wanted format, None where it cannot be had: an application that asks is told no more than
    the administrator has set. A transient name says nothing, and a persistent one is the user's id, which says nothing either;
    an e-mail address is given only where the application gets it anyway.
    """
    own = own_naming(settings)
    if wanted in (None, "unspecified", own.format) or settings.ignores_name_id_policy:
        return own
    if wanted == "transient":
        return Naming("transient", own.value)
    if wanted == "persistent":
        return Naming("persistent", _ID)
    return Naming("emailAddress", _EMAIL) if wanted == "emailAddress" and own.value == _EMAIL else None
