"""What the service can do and what resources look like: /ServiceProviderConfig, /ResourceTypes, /Schemas (RFC 7644 section 4).

Everything is made from the schemas that requests are read by and from the bounds that they are held to.
"""

from collections.abc import Mapping
from typing import Any, Final

from gatepost.doors.scim import bulk, listing, profile_aws
from gatepost.doors.scim.attributes import ResourceType, Schema
from gatepost.doors.scim.exchange import Answer, Exchange
from gatepost.doors.scim.metaschemas import METASCHEMAS, RESOURCE_TYPE, SCHEMA, SERVICE_PROVIDER_CONFIG
from gatepost.doors.scim.schemas import GROUPS, USERS
from gatepost.kit.errors import Denied, NotFound

_DOCUMENTATION: Final = "https://datatracker.ietf.org/doc/html/rfc7644"
_TYPES: Final = (USERS, GROUPS)
_AWS_CONFIG: Final[dict[str, Any]] = {
    "bulk": {"supported": False, "maxOperations": 0, "maxPayloadSize": 0},
    "filter": {"supported": True, "maxResults": profile_aws.MOST_RESULTS},
    "changePassword": {"supported": False},
    "sort": {"supported": False},
    "pagination": {
        "cursor": True,
        "index": False,
        "defaultPaginationMethod": "cursor",
        "defaultPageSize": profile_aws.MOST_RESULTS,
        "maxPageSize": profile_aws.MOST_RESULTS,
    },
}


def service_provider_config(exchange: Exchange) -> Answer:
    """Return what of the specification is there."""
    limit = exchange.runtime.settings.body_limit_bytes
    body = {
        "schemas": [SERVICE_PROVIDER_CONFIG],
        "documentationUri": _DOCUMENTATION,
        "patch": {"supported": True},
        "bulk": {"supported": True, "maxOperations": bulk.MOST_OPERATIONS, "maxPayloadSize": limit},
        "filter": {"supported": True, "maxResults": listing.MOST_RESULTS},
        "changePassword": {"supported": True},
        "sort": {"supported": True},
        "etag": {"supported": True},
        "pagination": {
            "cursor": True,
            "index": True,
            "defaultPaginationMethod": "index",
            "defaultPageSize": listing.MOST_RESULTS,
            "maxPageSize": listing.MOST_RESULTS,
        },
        "authenticationSchemes": [
            {
                "type": "oauthbearertoken",
                "name": "Bearer token",
                "description": "An access token in the Authorization header, made by gatepost scim token create.",
                "specUri": "https://datatracker.ietf.org/doc/html/rfc6750",
                "primary": True,
            }
        ],
        "meta": _meta(exchange, "ServiceProviderConfig", "/ServiceProviderConfig"),
    }
    return _told(exchange, "ServiceProviderConfig", body | _AWS_CONFIG if exchange.is_aws else body)


def resource_types(exchange: Exchange) -> Answer:
    """List the kinds of resources."""
    return _listed(exchange, "ListResourceTypes", [_resource_type(exchange, each) for each in _TYPES])


def resource_type(exchange: Exchange) -> Answer:
    """Return one kind of resources."""
    name = exchange.request.path[1]
    found = next((each for each in _TYPES if each.name == name), None)
    if found is None:
        raise NotFound(f"There is no resource type {name[:64]!r}.")
    return _told(exchange, "GetResourceType", _resource_type(exchange, found))


def schemas(exchange: Exchange) -> Answer:
    """List the schemas."""
    return _listed(exchange, "ListSchemas", [_schema(exchange, each) for each in _SCHEMAS.values()])


def schema(exchange: Exchange) -> Answer:
    """Return one schema by its URN."""
    urn = exchange.request.path[1]
    found = _SCHEMAS.get(urn)
    if found is None:
        raise NotFound(f"There is no schema {urn[:128]!r}.")
    return _told(exchange, "GetSchema", _schema(exchange, found))


def _listed(exchange: Exchange, name: str, resources: list[dict[str, Any]]) -> Answer:
    if "filter" in exchange.request.query:
        # "If a 'filter' is provided, the service provider SHOULD respond with HTTP status code 403" (section 4).
        raise Denied("What the service can do is not filtered.")
    body = {
        "schemas": [listing.LIST_RESPONSE],
        "totalResults": len(resources),
        "itemsPerPage": len(resources),
        "startIndex": 1,
        "Resources": resources,
    }
    return _told(exchange, name, body)


def _told(exchange: Exchange, name: str, body: Any) -> Answer:
    return exchange.read(name, lambda call: Answer(200, body))


def _resource_type(exchange: Exchange, of: ResourceType) -> dict[str, Any]:
    return {
        "schemas": [RESOURCE_TYPE],
        "id": of.name,
        "name": of.name,
        "endpoint": of.endpoint,
        "description": of.description,
        "schema": of.schema.id,
        "schemaExtensions": [{"schema": each.id, "required": False} for each in of.extensions],
        "meta": _meta(exchange, "ResourceType", f"/ResourceTypes/{of.name}"),
    }


def _schema(exchange: Exchange, of: Schema) -> dict[str, Any]:
    of = profile_aws.schema_of(of) if exchange.is_aws else of
    return {
        "schemas": [SCHEMA],
        "id": of.id,
        "name": of.name,
        "description": of.description,
        "attributes": [each.description_of() for each in of.attributes],
        "meta": _meta(exchange, "Schema", f"/Schemas/{of.id}"),
    }


def _meta(exchange: Exchange, kind: str, place: str) -> dict[str, str]:
    return {"resourceType": kind, "location": exchange.base_url + place}


_SCHEMAS: Final[Mapping[str, Schema]] = {
    each.id: each for each in (USERS.schema, *USERS.extensions, GROUPS.schema, *METASCHEMAS)
}
