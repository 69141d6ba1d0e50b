"""Where a person's browser meets an OAuth client: the authorization endpoint and the device page."""

from gatepost.core.call import Runtime
from gatepost.doors.oauth import authorize, device
from gatepost.doors.visit import Site
from gatepost.web.dispatch import Route
from gatepost.web.pages import Pages


def routes(runtime: Runtime, pages: Pages) -> list[Route]:
    """Return `/authorize` and `/device`."""
    site = Site(runtime, pages)
    return [*authorize.routes(site), *device.routes(site)]
