"""What the console does, by the names that policies and CloudTrail know: those of the API's operations."""

from dataclasses import dataclass
from typing import Final

from gatepost.core.audit.model import HIDDEN

_SOURCES: Final = {
    "cloudtrail": "cloudtrail.amazonaws.com",
    "gatepost": "gatepost.internal",
    "identitystore": "identitystore.amazonaws.com",
    "organizations": "organizations.amazonaws.com",
    "sso": "sso.amazonaws.com",
}
_OF_THE_INSTANCE: Final = frozenset({"gatepost", "identitystore", "sso"})


@dataclass(frozen=True, slots=True)
class Act:
    """One action; `writes` says whether it changes anything."""

    action: str
    writes: bool = False

    @property
    def service(self) -> str:
        """The service's name in policies."""
        return self.action.partition(":")[0]

    @property
    def event_source(self) -> str:
        """The service as CloudTrail names it."""
        return _SOURCES[self.service]

    @property
    def is_of_the_instance(self) -> bool:
        """True where it works on an instance of Identity Center, which an account owns."""
        return self.service in _OF_THE_INSTANCE


def _reads(action: str) -> Act:
    return Act(action)


def _writes(action: str) -> Act:
    return Act(action, writes=True)


DESCRIBE_INSTANCE: Final = _reads("sso:DescribeInstance")

LIST_USERS: Final = _reads("identitystore:ListUsers")
DESCRIBE_USER: Final = _reads("identitystore:DescribeUser")
CREATE_USER: Final = _writes("identitystore:CreateUser")
UPDATE_USER: Final = _writes("identitystore:UpdateUser")
DELETE_USER: Final = _writes("identitystore:DeleteUser")
# AWS has no API for these: the actions are those of Gatepost's own.
INVITE_USER: Final = _writes("gatepost:InviteUser")
LIST_SESSIONS: Final = _reads("gatepost:ListSessions")
END_SESSION: Final = _writes("gatepost:EndSession")

LIST_GROUPS: Final = _reads("identitystore:ListGroups")
LIST_GROUPS_OF_USER: Final = _reads("identitystore:ListGroupMembershipsForMember")
CREATE_MEMBERSHIP: Final = _writes("identitystore:CreateGroupMembership")
DELETE_MEMBERSHIP: Final = _writes("identitystore:DeleteGroupMembership")

LIST_ASSIGNMENTS_OF_PRINCIPAL: Final = _reads("sso:ListAccountAssignmentsForPrincipal")

LOOKUP_EVENTS: Final = _reads("cloudtrail:LookupEvents")


def hidden(*members: str) -> dict[str, str]:
    """Return members of a request as its event shows what is personal."""
    return dict.fromkeys(members, HIDDEN)
