"""A Problem as a person reads it, a page, and as a program does, RFC 9457 JSON."""

from dataclasses import dataclass
from typing import Final

import orjson
from werkzeug.http import HTTP_STATUS_CODES
from werkzeug.wrappers import Response

from gatepost.kit import errors
from gatepost.kit.errors import Problem
from gatepost.kit.sentences import Sentence
from gatepost.web import csrf, dispatch, limits
from gatepost.web.answers import private
from gatepost.web.languages import Language
from gatepost.web.pages import Pages

PROBLEM_JSON: Final = "application/problem+json"

_STATUS: Final[dict[type[Problem], int]] = {
    errors.Invalid: 400,
    errors.Refused: 400,
    errors.Unauthenticated: 401,
    errors.Denied: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.QuotaExceeded: 429,
    errors.Throttled: 429,
    errors.NotImplementedYet: 501,
    errors.Unavailable: 503,
}
_STATUS_BY_REASON: Final = {
    dispatch.METHOD_NOT_ALLOWED: 405,
    limits.TOO_LARGE: 413,
    limits.HEAD_TOO_LARGE: 431,
    limits.NOT_A_FORM: 415,
}
_FAULT: Final = Sentence("The server met an unexpected condition.")
_CHALLENGE: Final = 'AWS4-HMAC-SHA256 realm="gatepost"'
"""What a program can answer a 401 with, which must say so (RFC 9110 section 11.6.1); a browser's way, the cookie, is no scheme."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What the error page says beside the problem's own sentence: a title, and what to do next."""

    title: str
    advice: str


_RELOAD = Wording(Sentence("This page is out of date"), Sentence("Go back, reload the page, and try once more."))
_WORDING: Final[dict[int, Wording]] = {
    400: Wording(
        Sentence("That did not work"),
        Sentence("Go back and check what you typed. If a link led you here, ask for a new one."),
    ),
    401: Wording(Sentence("Please sign in"), Sentence("Your session has ended. Sign in again to go on.")),
    403: Wording(
        Sentence("You cannot open this"),
        Sentence("If you need it for your work, ask your administrator to give you access."),
    ),
    404: Wording(
        Sentence("There is nothing here"), Sentence("The address may be mistyped, or the page may have moved.")
    ),
    405: Wording(Sentence("That did not work"), Sentence("Go back to the start page and try from there.")),
    409: Wording(
        Sentence("Something changed meanwhile"), Sentence("Reload the page to see how it is now, then try again.")
    ),
    413: Wording(Sentence("That is too much at once"), Sentence("Send less, or shorter text, and try again.")),
    429: Wording(
        Sentence("One moment, please"), Sentence("There were too many attempts. Wait a minute and try again.")
    ),
    500: Wording(
        Sentence("Something went wrong on our side"), Sentence("It is recorded. Try again, or tell your administrator.")
    ),
    503: Wording(Sentence("Back in a moment"), Sentence("A part of the service is away. Try again in a minute.")),
}
_WORDING_BY_REASON: Final = {
    csrf.EXPIRED: _RELOAD,
    csrf.FOREIGN: _RELOAD,
    csrf.MISSING: Wording(
        Sentence("Cookies are needed"), Sentence("Allow cookies for this site in your browser, then reload the page.")
    ),
}


def status_of(problem: Problem) -> int:
    """Return the HTTP status of a problem."""
    special = _STATUS_BY_REASON.get(problem.reason or "")
    return special or next((_STATUS[kind] for kind in type(problem).__mro__ if kind in _STATUS), 500)


def tell_to_wait(response: Response, problem: Problem) -> None:
    """Where a problem says after how many seconds to try again, make the answer a 429 that says so."""
    if (seconds := problem.details.get("retry_after_seconds")) is not None:
        response.status_code = 429
        response.headers["Retry-After"] = str(seconds)


def as_page(pages: Pages, language: Language, problem: Problem, request_id: str) -> Response:
    """Answer with the error page: what happened, what to do, and the request's id for whoever is asked for help."""
    return _page(pages, language, status_of(problem), problem.message, problem.reason, request_id)


def fault_page(pages: Pages, language: Language, request_id: str) -> Response:
    """Answer for an error of ours, of which the person learns nothing but the request's id."""
    return _page(pages, language, 500, _FAULT, None, request_id)


def as_json(problem: Problem, request_id: str) -> Response:
    """Answer with problem details: `title`, `status`, `detail`, `reason`, `request_id` and the problem's own members."""
    return _json(status_of(problem), problem.message, problem.reason, request_id, dict(problem.details))


def fault_json(request_id: str) -> Response:
    """Answer a program for an error of ours."""
    return _json(500, _FAULT, None, request_id, {})


def _page(pages: Pages, language: Language, status: int, message: str, reason: str | None, request_id: str) -> Response:
    wording = _WORDING_BY_REASON.get(reason or "") or _WORDING.get(status, _WORDING[400])
    return pages.render(
        "error.html",
        language=language,
        status=status,
        title=wording.title,
        message=message,
        advice=wording.advice,
        request_id=request_id,
        home_url="/",
    )


def _json(status: int, detail: str, reason: str | None, request_id: str, details: dict[str, object]) -> Response:
    members = {
        **details,
        # RFC 9457 section 4.2.1: about:blank says that the status is all there is to the type.
        "type": "about:blank",
        "title": HTTP_STATUS_CODES[status],
        "status": status,
        "detail": detail,
        "request_id": request_id,
    }
    if reason is not None:
        members["reason"] = reason
    response = private(Response(orjson.dumps(members, default=str), status, content_type=PROBLEM_JSON))
    if status == 401:
        response.headers["WWW-Authenticate"] = _CHALLENGE
    return response
