"""What went wrong, turned into what a service says of it on the wire.

A problem's meaning (its class) gives the code. Its `reason` gives a more exact one where it names an error that the service
declares (by code, by shape, in sso-oidc by OAuth's code) or one of the neutral reasons of `codes.REASONS`; else it goes into the
error's member `Reason`, where the model has that and knows the value. `details` fill further members that the model declares, named
as arguments are: `resource_id` fills `ResourceId`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from gatepost.doors.aws.wire import codes
from gatepost.doors.aws.wire.model import Member
from gatepost.doors.aws.wire.shapes import ErrorShape, Operation, Service
from gatepost.kit.errors import Problem

INTERNAL_ERROR = "An internal error occurred."


@dataclass(frozen=True, slots=True)
class WireError:
    """An error as it goes out; `members` are those that the model declares for it, `details` the values of some."""

    code: str
    status: int
    message: str
    members: Mapping[str, Member] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_ours(self) -> bool:
        """Whether the fault is the server's."""
        return self.status >= 500


def translate(service: Service, operation: Operation | None, problem: Exception) -> WireError:
    """Return what a problem is on the wire; of an exception that is no Problem nothing but that it happened."""
    if not isinstance(problem, Problem):
        return _error(service, _by_meaning(service, operation, codes.INTERNAL), INTERNAL_ERROR)
    reason = problem.reason or ""
    code = _names(service).get(reason)
    if code is None and (neutral := _neutral(service, reason)) is not None:
        return WireError(neutral.name, neutral.status, problem.message)
    if code is None:
        code = _guessed(service, problem) or _by_meaning(service, operation, type(problem))
    return _error(service, code, problem.message, problem)


@cache
def _names(service: Service) -> Mapping[str, str]:
    """Return the codes of a service by every name that a reason may use for them."""
    names = {code: code for candidates in codes.MEANINGS[service.name].values() for code in candidates}
    if service.name == "sso-oidc":
        names.update({oauth: code for code, oauth in codes.OAUTH_CODES.items()})
    for error in service.errors.values():
        names.update({error.code: error.code, error.name: error.code})
    return names


def _neutral(service: Service, reason: str) -> codes.Code | None:
    table = codes.REASONS[service.protocol]
    return table.get(reason) or table.get(codes.ALIASES.get(reason, ""))


def _guessed(service: Service, problem: Problem) -> str | None:
    """Find a declared error that is named like the reason, or for the input member that is wrong."""
    for_member = codes.BY_MEMBER.get(service.name, {}).get(str(problem.details.get("member")))
    candidates = (f"{problem.reason}Exception", for_member)
    return next((code for code in candidates if code in service.errors), None)


def _by_meaning(service: Service, operation: Operation | None, meaning: type[Exception]) -> str:
    table = codes.MEANINGS[service.name]
    candidates = next(table[each] for each in meaning.__mro__ if each in table)
    declared = operation.errors if operation else {}
    return next((code for code in candidates if code in declared), candidates[0])


def _error(service: Service, code: str, message: str, problem: Problem | None = None) -> WireError:
    declared = service.errors.get(code)
    if declared is None:
        return WireError(code, codes.STATUSES.get(code, 400), message)
    details = dict(_details(declared, problem)) if problem else {}
    return WireError(code, declared.status, message, declared.members, details)


def _details(declared: ErrorShape, problem: Problem) -> Iterator[tuple[str, Any]]:
    for name, member in declared.members.items():
        if member.argument_name in problem.details:
            yield name, problem.details[member.argument_name]
        elif name in {"Reason", "reason"}:
            spelt = codes.REASON_MEMBERS.get(problem.reason or "", problem.reason)
            if spelt in member.shape.enum:
                yield name, spelt
