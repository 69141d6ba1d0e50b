"""The console's sentences: what was done, why something is not allowed, and what went wrong, for people."""

from collections.abc import Mapping
from typing import Final

from gatepost.kit.errors import Conflict, Denied, Invalid, NotFound, Problem, QuotaExceeded, Throttled

DONE: Final[Mapping[str, str]] = {
    "user-added": "The user is there, and an invitation is on its way to them.",
    "user-added-without-groups": "The user is there and invited. Not every group took them in: see below.",
    "user-to-hand": "The user is there. Make the password now that you hand over.",
    "user-to-hand-alone": "The user is there. Not every group took them in. Make the password now that you hand over.",
    "user-saved": "The change is saved.",
    "user-enabled": "The user can sign in again.",
    "user-disabled": "The user cannot sign in any more, and is signed out everywhere.",
    "user-deleted": "The user is deleted.",
    "invitation-sent": "A new link is on its way. Earlier ones no longer work.",
    "reset-sent": "A link to a new password is on its way. Their password works until they use it.",
    "verification-sent": "A link that confirms the address is on its way.",
    "sessions-ended": "They are signed out everywhere, programs included.",
    "device-removed": "The device is removed, and its owner is told.",
    "session-ended": "That session has ended.",
    "group-added": "The group is there. Put people into it.",
    "group-saved": "The change is saved.",
    "group-deleted": "The group is deleted.",
    "device-grant-allowed": "The group's members may sign in by a code, unless another group of theirs forbids it.",
    "device-grant-forbidden": "The group's members may not sign in by a code any more. What they have allowed before goes on.",
    "set-added": "The permission set is there. Give it policies, then assign it.",
    "set-saved": "The change is saved. Accounts that have the set already get it when you bring it to them.",
    "set-deleted": "The permission set is deleted.",
    "import-discarded": "The file is forgotten. Nobody was added by this.",
    "application-added": "The application is there. Give it what it must know of Gatepost, and assign who may enter it.",
    "application-enabled": "The application is open again to who is assigned.",
    "application-disabled": "Nobody can enter the application any more.",
    "issuer-added": "The issuer is trusted. Say at each application whether it may bring its tokens.",
    "issuer-deleted": "The issuer is deleted: its tokens are good for nothing here.",
    "logo-saved": "The logo is saved. People see it in the portal.",
    "application-deleted": "The application is deleted.",
    "assigned": "They may enter the application.",
    "unassigned": "They may not enter the application any more by this.",
    "source-changed": "The identity source is changed. Open sessions go on until they end.",
    "token-deleted": "The token is deleted, and good for nothing.",
    "settings-saved": "The change is saved.",
    "joined": "The user is in the group.",
    "left": "The user is no longer in the group.",
}
"""What a page says at its top after an act, by the word in its address."""

_CODES: Final[Mapping[type[Problem], str]] = {
    Denied: "AccessDenied",
    NotFound: "ResourceNotFoundException",
    Conflict: "ConflictException",
    Invalid: "ValidationException",
    QuotaExceeded: "ServiceQuotaExceededException",
    Throttled: "ThrottlingException",
}


def error_code(problem: Problem) -> str:
    """Return CloudTrail's errorCode of a problem, as the JSON services name it."""
    return _CODES.get(type(problem), problem.reason or type(problem).__name__)


def denial(role_name: str, action: str) -> str:
    """Say that a role lacks an action."""
    return f"Your role {role_name} does not allow {action}."


def problem_title(problem: Problem) -> str:
    """Return the title of the page that tells of a problem."""
    if problem.reason == "NoInstance":
        return "Nothing to administer here"
    return "Your role does not allow this" if isinstance(problem, Denied) else "There is nothing here"


def problem_sentence(problem: Problem, role_name: str) -> str:
    """Return what that page says."""
    if problem.reason == "NoInstance":
        return (
            "The account of your role administers no instance of Identity Center. You can look at the account's own event"
            " history, or open the console with a role of the management account."
        )
    if isinstance(problem, Denied):
        return f"Nothing was done. You work with the role {role_name}: ask for one that allows it."
    return "It may have been deleted, or the address is mistyped."
