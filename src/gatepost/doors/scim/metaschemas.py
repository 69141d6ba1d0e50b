"""The schemas of what describes the service: ServiceProviderConfig, ResourceType and Schema (RFC 7643 sections 5 to 7)."""

from typing import Final

from gatepost.doors.scim.attributes import Attribute, AttributeType, Schema

SERVICE_PROVIDER_CONFIG: Final = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"
RESOURCE_TYPE: Final = "urn:ietf:params:scim:schemas:core:2.0:ResourceType"
SCHEMA: Final = "urn:ietf:params:scim:schemas:core:2.0:Schema"


def _told(
    name: str,
    description: str,
    kind: AttributeType = "string",
    *parts: Attribute,
    required: bool = True,
    multi_valued: bool = False,
    reference_types: tuple[str, ...] = (),
    canonical_values: tuple[str, ...] = (),
) -> Attribute:
    """Return an attribute that only the server writes."""
    return Attribute(
        name,
        description,
        kind,
        required=required,
        multi_valued=multi_valued,
        mutability="readOnly",
        parts=parts,
        reference_types=reference_types,
        canonical_values=canonical_values,
        case_exact=kind == "reference",
    )


def _feature(name: str, description: str, *parts: Attribute) -> Attribute:
    return _told(name, description, "complex", _told("supported", "Whether it is there.", "boolean"), *parts)


def _link(name: str, description: str) -> Attribute:
    return _told(name, description, "reference", required=False, reference_types=("external",))


_KINDS: Final = ("string", "complex", "boolean", "decimal", "integer", "dateTime", "reference", "binary")
_CHARACTERISTICS: Final = (
    _told("name", "The attribute's name."),
    _told("type", "What kind of value it has.", canonical_values=_KINDS),
    _told("multiValued", "Whether it may have several values.", "boolean"),
    _told("description", "What it is, for people.", required=False),
    _told("required", "Whether a resource must have it.", "boolean", required=False),
    _told("canonicalValues", "Values that are suggested.", multi_valued=True, required=False),
    _told("caseExact", "Whether the case of its values counts.", "boolean", required=False),
    _told(
        "mutability",
        "Who may write it, and when.",
        required=False,
        canonical_values=("readOnly", "readWrite", "immutable", "writeOnly"),
    ),
    _told(
        "returned",
        "When it is in an answer.",
        required=False,
        canonical_values=("always", "never", "default", "request"),
    ),
    _told(
        "uniqueness", "Among what its value is unique.", required=False, canonical_values=("none", "server", "global")
    ),
    _told("referenceTypes", "What it may refer to.", multi_valued=True, required=False),
)

METASCHEMAS: Final = (
    Schema(
        SERVICE_PROVIDER_CONFIG,
        "ServiceProviderConfig",
        "What of the specification the service supports.",
        (
            _link("documentationUri", "A page about the service."),
            _feature("patch", "Changes by PATCH."),
            _feature(
                "bulk",
                "Many operations in one request.",
                _told("maxOperations", "How many at most.", "integer"),
                _told("maxPayloadSize", "The largest body in bytes.", "integer"),
            ),
            _feature("filter", "Filters.", _told("maxResults", "How many resources an answer holds.", "integer")),
            _feature("changePassword", "Setting a password."),
            _feature("sort", "Sorted lists."),
            _feature("etag", "Entity tags."),
            _told(
                "pagination",
                "Pages of lists (RFC 9865).",
                "complex",
                _told("cursor", "Whether by cursor.", "boolean"),
                _told("index", "Whether by index.", "boolean"),
                _told(
                    "defaultPaginationMethod",
                    "How, where a client does not say.",
                    required=False,
                    canonical_values=("cursor", "index"),
                ),
                _told("defaultPageSize", "The size, where a client does not say.", "integer", required=False),
                _told("maxPageSize", "The largest size.", "integer", required=False),
                _told("cursorTimeout", "How long a cursor is good, in seconds.", "integer", required=False),
                required=False,
            ),
            _told(
                "authenticationSchemes",
                "How a client proves who it is.",
                "complex",
                _told(
                    "type",
                    "The scheme.",
                    canonical_values=("oauth", "oauth2", "oauthbearertoken", "httpbasic", "httpdigest"),
                ),
                _told("name", "Its name."),
                _told("description", "What it is, for people."),
                _link("specUri", "Its specification."),
                _link("documentationUri", "A page about it."),
                _told("primary", "Whether it is the preferred one.", "boolean", required=False),
                multi_valued=True,
            ),
        ),
    ),
    Schema(
        RESOURCE_TYPE,
        "ResourceType",
        "A kind of resource.",
        (
            _told("id", "The kind's id.", required=False),
            _told("name", "Its name."),
            _told("description", "What it is, for people.", required=False),
            _told("endpoint", "Where its resources are.", "reference", reference_types=("uri",)),
            _told("schema", "Its schema.", "reference", reference_types=("uri",)),
            _told(
                "schemaExtensions",
                "The extensions of its schema.",
                "complex",
                _told("schema", "The extension.", "reference", reference_types=("uri",)),
                _told("required", "Whether a resource must have it.", "boolean"),
                multi_valued=True,
            ),
        ),
    ),
    Schema(
        SCHEMA,
        "Schema",
        "The attributes that resources have.",
        (
            _told("id", "The schema's URN."),
            _told("name", "Its name."),
            _told("description", "What it is, for people.", required=False),
            _told(
                "attributes",
                "The attributes.",
                "complex",
                *_CHARACTERISTICS,
                _told(
                    "subAttributes",
                    "The parts of a complex attribute.",
                    "complex",
                    *_CHARACTERISTICS,
                    multi_valued=True,
                    required=False,
                ),
                multi_valued=True,
            ),
        ),
    ),
)
