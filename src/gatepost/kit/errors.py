"""The meanings an error can have inside; each door has one table from these to its wire codes.

All of them undo the call's transaction, except `Refused`: the expected no, whose counters and revocations must survive.
"""

from collections.abc import Mapping


class Problem(Exception):  # noqa: N818 - the subclasses are named by their meaning, not by "Error"
    """A call that did not do what was asked, with a sentence for the caller.

    `reason` is the machine-readable cause where a door needs one (an AWS enum value, an OAuth error code, an IAM error code);
    `details` are further members of the answer's error structure, such as ResourceId.
    """

    def __init__(self, message: str, *, reason: str | None = None, details: Mapping[str, object] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.reason = reason
        self.details: Mapping[str, object] = details or {}


class NotFound(Problem):
    """What the call names does not exist."""


class Conflict(Problem):
    """The call contradicts what is there: a name taken, a revision outdated, a token used for something else."""


class Invalid(Problem):
    """The input does not keep to its constraints."""


class Denied(Problem):
    """The actor is known and may not do this."""


class Unauthenticated(Problem):
    """Nobody, or nobody we believe, is asking: a credential is missing, wrong, expired or revoked."""


class QuotaExceeded(Problem):
    """The call would go past a limit of the instance."""


class Throttled(Problem):
    """Too many calls; the same call can succeed later."""


class Unavailable(Problem):
    """Something the call needs is away; the same call can succeed later."""


class NotImplementedYet(Problem):
    """The protocol has this operation and Gatepost does not."""


class Refused(Problem):
    """The expected no: a wrong password, a pending authorisation, a reused token. Its transaction commits."""
