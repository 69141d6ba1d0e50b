"""The identity provider's metadata, for applications to import."""

from werkzeug.wrappers import Request, Response

from gatepost.doors.saml import identity_provider
from gatepost.doors.visit import Site
from gatepost.web.answers import download
from gatepost.web.dispatch import Route
from gatepost.web.saml import metadata


def routes(site: Site) -> list[Route]:
    """Return `/saml/idp/metadata`."""
    return [Route("GET", "/saml/idp/metadata", lambda request: _show(site, request))]


def _show(site: Site, request: Request) -> Response:
    document = metadata.identity_provider(
        site.runtime.settings.public_url, identity_provider.certificates(site, request)
    )
    return download(document, "gatepost-metadata.xml", metadata.CONTENT_TYPE)
