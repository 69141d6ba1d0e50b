"""The name of one request, which its answer, its log lines and its audit event carry."""

from typing import Final

from werkzeug.wrappers import Response

from gatepost.kit.entropy import Entropy
from gatepost.kit.ids import new_uuid

HEADER: Final = "x-amzn-RequestId"
KEY: Final = "gatepost.request_id"
"""Where the WSGI environment keeps it for the doors."""


def new_request_id(entropy: Entropy) -> str:
    """Return a fresh id: made here always, for one that a client chose could collide or carry anything into a log."""
    return new_uuid(entropy)


def mark(response: Response, request_id: str) -> Response:
    """Return the response with its request's id, in the header that AWS clients print."""
    response.headers[HEADER] = request_id
    return response
