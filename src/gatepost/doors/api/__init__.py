"""Gatepost's own API under /api/v1, for what AWS has no API for: JSON, and a description of itself."""

from gatepost.core.call import Runtime
from gatepost.doors.api import endpoints, openapi
from gatepost.doors.visit import Fetch, Visitors
from gatepost.web.dispatch import Route


def routes(runtime: Runtime, fetch: Fetch | None = None) -> list[Route]:
    """Return every endpoint, and the OpenAPI document that describes them; `fetch` gets metadata of others."""
    visitors = Visitors(runtime, fetch)
    document = openapi.document(endpoints.ALL, runtime.settings.public_url)
    return [
        *(endpoint.route(visitors) for endpoint in endpoints.ALL),
        openapi.route(document),
    ]
