"""Gatepost's own API under /api/v1, for what AWS has no API for: JSON, and a description of itself."""

from gatepost.core.call import Runtime
from gatepost.doors.api import endpoints, openapi
from gatepost.doors.visit import Visitors
from gatepost.web.dispatch import Route


def routes(runtime: Runtime) -> list[Route]:
    """Return every endpoint, and the OpenAPI document that describes them."""
    visitors = Visitors(runtime)
    document = openapi.document(endpoints.ALL, runtime.settings.public_url)
    return [
        *(endpoint.route(visitors) for endpoint in endpoints.ALL),
        openapi.route(document),
    ]
