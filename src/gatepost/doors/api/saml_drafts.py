"""What helps to connect an application: the catalogue, settings read from metadata, and a preview of what it would be told."""

from dataclasses import asdict
from typing import Any, Final, cast

from pydantic import Field

from gatepost.core.applications import saml_applications, saml_assertions
from gatepost.core.applications.catalogue import CATALOGUE, CatalogueEntry
from gatepost.core.applications.saml_assertions import Statements
from gatepost.core.applications.saml_checks import check_settings
from gatepost.core.applications.saml_model import SamlSettings
from gatepost.core.call import Call
from gatepost.doors import saml_metadata
from gatepost.doors.api.endpoint import Endpoint
from gatepost.doors.api.messages import Body
from gatepost.doors.api.requested import Requested
from gatepost.doors.api.saml_messages import SamlSettingsBody
from gatepost.kit import arns
from gatepost.kit.errors import Invalid
from gatepost.web.saml import names
from gatepost.web.saml.documents import LARGEST_METADATA


class MetadataBody(Body):
    """An application's metadata: the document, or the https address where it is."""

    xml: str | None = Field(default=None, max_length=LARGEST_METADATA)
    url: str | None = Field(default=None, max_length=2048)

    def for_the_record(self) -> dict[str, Any]:
        """Return what was sent, without the document."""
        return {name: "…" if name == "xml" else each for name, each in super().for_the_record().items()}


class PreviewBody(Body):
    """Whom to look at, and settings that are not saved yet; without them, those that are."""

    user_id: str = Field(min_length=1, max_length=47)
    saml: SamlSettingsBody | None = None


def list_catalogue(requested: Requested) -> dict[str, Any]:
    """List the applications with ready settings."""
    return requested.perform(lambda call: {"applications": [_entry(each) for each in CATALOGUE]})


def read_metadata(requested: Requested) -> dict[str, Any]:
    """Return the settings that an application's metadata come to; nothing is connected."""
    body = cast(MetadataBody, requested.body)
    if (body.xml is None) == (body.url is None):
        raise Invalid("Give either xml or url.")
    requested.require_permission()  # before anybody elsewhere is asked
    xml = requested.visitors.fetch(body.url) if body.url else (body.xml or "").encode()

    def do(call: Call) -> SamlSettings:
        settings = saml_metadata.application_settings(xml)
        check_settings(settings)
        return settings

    return asdict(requested.perform(do))


def preview(requested: Requested, *, application_id: str) -> dict[str, Any]:
    """Return what the application would be told of a user."""
    body = cast(PreviewBody, requested.body)

    def do(call: Call) -> Statements:
        saved = saml_applications.get(call, requested.instance, application_id).settings
        settings = saved if body.saml is None else body.saml.settings()
        check_settings(settings)
        return saml_assertions.statements(call, requested.instance, settings, body.user_id)

    found = requested.perform(do)
    return {
        "name_id": found.name_id,
        "name_id_format": names.NAME_ID_FORMATS[found.name_id_format],
        "attributes": [
            {"name": each.name, "name_format": names.NAME_FORMATS[each.name_format], "values": list(each.values)}
            for each in found.attributes
        ],
    }


def _entry(entry: CatalogueEntry) -> dict[str, Any]:
    return {
        "application_provider_arn": arns.application_provider(entry.provider_name),
        "name": entry.display_name,
        "description": entry.description,
        "variables": dict(entry.variables),
        "saml": {
            "entity_id": entry.entity_id,
            "assertion_consumer_services": [{"url": entry.assertion_consumer_url, "index": 0}],
            "name_id_format": entry.name_id_format,
            "name_id_value": entry.name_id_value,
            "attributes": [asdict(each) for each in entry.attributes],
        },
    }


_SAML: Final = {"type": "object", "description": "To be sent as `saml` when the application is connected."}
_ENTRY: Final = {
    "type": "object",
    "required": ["application_provider_arn", "name", "description", "variables", "saml"],
    "properties": {
        "application_provider_arn": {"type": "string"},
        "name": {"type": "string"},
        "description": {"type": "string"},
        "variables": {
            "type": "object",
            "additionalProperties": {"type": "string"},
            "description": "What is to be put in the place of each name in braces, with a sentence about it.",
        },
        "saml": _SAML,
    },
}
_ATTRIBUTE: Final = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "name_format": {"type": "string"},
        "values": {"type": "array", "items": {"type": "string"}},
    },
}
ALL: Final = (
    Endpoint(
        method="GET",
        path="/saml-catalogue",
        name="ListSamlCatalogue",
        summary="List widely used applications with ready settings.",
        schema={
            "type": "object",
            "required": ["applications"],
            "properties": {"applications": {"type": "array", "items": _ENTRY}},
        },
        answer=list_catalogue,
    ),
    Endpoint(
        method="POST",
        path="/saml-metadata",
        name="ReadSamlMetadata",
        summary="Return the settings that an application's metadata come to; nothing is connected.",
        schema=_SAML,
        answer=read_metadata,
        body=MetadataBody,
    ),
    Endpoint(
        method="POST",
        path="/saml-applications/{application_id}/preview",
        name="PreviewSamlAssertion",
        summary="Return what a SAML application would be told of a user.",
        schema={
            "type": "object",
            "required": ["name_id", "name_id_format", "attributes"],
            "properties": {
                "name_id": {"type": "string"},
                "name_id_format": {"type": "string"},
                "attributes": {"type": "array", "items": _ATTRIBUTE},
            },
        },
        answer=preview,
        body=PreviewBody,
    ),
)
