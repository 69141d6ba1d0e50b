"""SAML 2.0: Gatepost as the identity provider of applications, and as the service provider of an outside one."""

from gatepost.core.call import Runtime
from gatepost.doors.saml import (
    assertion_consumer,
    idp_metadata,
    provider_logout,
    service_provider,
    single_logout,
    single_sign_on,
)
from gatepost.doors.visit import Site
from gatepost.web.dispatch import Route
from gatepost.web.pages import Pages


def routes(runtime: Runtime, pages: Pages) -> list[Route]:
    """Return every address under `/saml`."""
    site = Site(runtime, pages)
    return [
        *idp_metadata.routes(site),
        *single_sign_on.routes(site),
        *single_logout.routes(site),
        *service_provider.routes(site),
        *assertion_consumer.routes(site),
        *provider_logout.routes(site),
    ]
