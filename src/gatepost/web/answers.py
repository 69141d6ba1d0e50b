"""Answers that are no pages: what no cache keeps and no browser takes for something else, and files to save."""

from typing import TypeVar

from werkzeug.wrappers import Response

R = TypeVar("R", bound=Response)


def private(response: R) -> R:
    """Return the answer as one that no cache keeps, and whose content is what its type says."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def download(content: str | bytes, name: str, content_type: str) -> Response:
    """Return a file that the browser saves under a name of letters, digits, hyphens and a point."""
    response = Response(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return private(response)
