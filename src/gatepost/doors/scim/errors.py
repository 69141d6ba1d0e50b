"""Problems as SCIM's error messages (RFC 7644 section 3.12, RFC 9865 section 2.1)."""

from typing import Any, Final, Literal

from gatepost.core.directory.criteria import TOO_MANY
from gatepost.kit import errors
from gatepost.kit.errors import Invalid, Problem
from gatepost.web import dispatch, limits

ERROR: Final = "urn:ietf:params:scim:api:messages:2.0:Error"
PRECONDITION_FAILED: Final = "PreconditionFailed"
CHALLENGE: Final = 'Bearer realm="gatepost"'

ScimType = Literal[
    "invalidFilter",
    "tooMany",
    "uniqueness",
    "mutability",
    "invalidSyntax",
    "invalidPath",
    "noTarget",
    "invalidValue",
    "invalidVers",
    "sensitive",
    "invalidCursor",
    "expiredCursor",
    "invalidCount",
]

_STATUS: Final[dict[type[Problem], int]] = {
    errors.Invalid: 400,
    errors.Refused: 400,
    errors.Unauthenticated: 401,
    errors.Denied: 403,
    # The provider cannot mend it by trying again, which 429 would ask it to.
    errors.QuotaExceeded: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.Throttled: 429,
    errors.NotImplementedYet: 501,
    errors.Unavailable: 503,
}
_STATUS_BY_REASON: Final = {
    dispatch.METHOD_NOT_ALLOWED: 405,
    PRECONDITION_FAILED: 412,
    "CONCURRENT_MODIFICATION": 412,
    limits.TOO_LARGE: 413,
    limits.NOT_A_FORM: 415,
    limits.HEAD_TOO_LARGE: 431,
}
_TYPES: Final = frozenset(ScimType.__args__)  # type: ignore[attr-defined]
_TYPE_BY_REASON: Final = {
    TOO_MANY: "tooMany",
    "UNIQUENESS_CONSTRAINT_VIOLATION": "uniqueness",
    "InvalidNextToken": "invalidCursor",
}


def refusal(scim_type: ScimType, sentence: str) -> Invalid:
    """Return the error of a request that does not keep to the specification."""
    return Invalid(sentence, reason=scim_type)


def status_of(problem: Problem) -> int:
    """Return the HTTP status of a problem."""
    special = _STATUS_BY_REASON.get(problem.reason or "")
    return special or next((_STATUS[kind] for kind in type(problem).__mro__ if kind in _STATUS), 500)


def scim_type_of(problem: Problem) -> str | None:
    """Return the detail error keyword; statuses other than 400 and 409 have none."""
    status, reason = status_of(problem), problem.reason or ""
    if status not in {400, 409}:
        return None
    if reason in _TYPES:
        return reason
    return _TYPE_BY_REASON.get(reason) or ("invalidValue" if status == 400 else "uniqueness")


def code_of(problem: Problem) -> str:
    """Return what an event names the problem by."""
    return scim_type_of(problem) or problem.reason or type(problem).__name__


def document_of(problem: Problem) -> dict[str, Any]:
    """Return the error message."""
    return document(status_of(problem), problem.message, scim_type_of(problem))


def document(status: int, detail: str, scim_type: str | None = None) -> dict[str, Any]:
    """Return an error message of these members."""
    message: dict[str, Any] = {"schemas": [ERROR], "status": str(status), "detail": detail}
    if scim_type is not None:
        message["scimType"] = scim_type
    return message
