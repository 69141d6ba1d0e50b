"""The operations that AWS has and Gatepost has not yet; the list may only shrink."""

from gatepost.doors.aws.router import SERVICES
from gatepost.doors.aws.service import HANDLERS
from gatepost.doors.aws.wire.shapes import service


def missing_operations() -> dict[str, list[str]]:
    """Return the names of the operations without a handler, by service."""
    return {
        name: sorted(each for each in service(name).operations if (name, each) not in HANDLERS) for name in SERVICES
    }
