"""SAML 2.0: Gatepost as the identity provider of applications."""

from gatepost.core.call import Runtime
from gatepost.doors.saml import idp_metadata, single_sign_on
from gatepost.doors.visit import Site
from gatepost.web.dispatch import Route
from gatepost.web.pages import Pages


def routes(runtime: Runtime, pages: Pages) -> list[Route]:
    """Return every address under `/saml`."""
    site = Site(runtime, pages)
    return [*idp_metadata.routes(site), *single_sign_on.routes(site)]
