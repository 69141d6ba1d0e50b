"""The API as a page's script meets it: the portal's installation and browser."""

from tests.doors.portal.conftest import browser, gatepost, install

__all__ = ["browser", "gatepost", "install"]
