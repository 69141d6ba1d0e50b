"""The identity provider's metadata, for applications to import."""

from werkzeug.wrappers import Request, Response

from gatepost.doors.saml import identity_provider
from gatepost.doors.visit import Site
from gatepost.web.dispatch import Route
from gatepost.web.saml import metadata


def routes(site: Site) -> list[Route]:
    """Return `/saml/idp/metadata`."""
    return [Route("GET", "/saml/idp/metadata", lambda request: _show(site, request))]


def _show(site: Site, request: Request) -> Response:
    document = metadata.identity_provider(
        site.runtime.settings.public_url, identity_provider.certificates(site, request)
    )
    response = Response(document, content_type=metadata.CONTENT_TYPE)
    response.headers["Content-Disposition"] = 'attachment; filename="gatepost-metadata.xml"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response
