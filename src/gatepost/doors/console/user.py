"""One user: who it is, what they can enter and why, their groups, sessions and latest events."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from werkzeug.wrappers import Response

from gatepost.core.access import access_report
from gatepost.core.access.model import AccessOfUser
from gatepost.core.audit import lookup
from gatepost.core.audit.model import Event
from gatepost.core.call import Call
from gatepost.core.directory import groups, users
from gatepost.core.directory.model import MemberGroup, User
from gatepost.core.provisioning import keeping
from gatepost.core.signin import invitations, passwords, sessions, verified_emails
from gatepost.core.signin.model import Invitation, Session
from gatepost.doors.console import acts, user_devices
from gatepost.doors.console.users import USERS
from gatepost.doors.console.visit import Console, Looked, Visit
from gatepost.kit.paging import PageRequest, Window, WindowRequest
from gatepost.web.dispatch import Route

PAGE: Final = f"{USERS}/<user_id>"
_GROUPS: Final = WindowRequest(200)
_EVENTS: Final = PageRequest(20)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a user has come: whether they have set a password, and the invitation they were sent last.

    `is_kept` says that an identity provider keeps them in step, `one_time_until` until when the one-time password works that
    they were given, `email_verified_at` when their address has proved to be theirs.
    """

    has_password: bool
    invitation: Invitation | None
    is_kept: bool
    one_time_until: datetime | None
    email_verified_at: datetime | None


def routes(console: Console) -> list[Route]:
    """Return the user's page."""
    return [Route("GET", PAGE, console.page(show))]


def show(visit: Visit, user_id: str, *, status: int = 200, problem: str | None = None) -> Response:
    """Show a user, with a sentence about what did not work, if something did not."""
    found, standing = describe(visit, user_id)
    return visit.render(
        "user.html",
        status=status,
        person=found,
        standing=standing,
        now=visit.runtime.clock.now(),
        access=access_of(visit, user_id),
        groups=groups_of(visit, user_id),
        sessions=sessions_of(visit, user_id),
        devices=user_devices.of_user(visit, user_id),
        events=_events(visit, found),
        problem=problem,
        denials={
            "change": visit.denial(acts.UPDATE_USER, *visit.user_arn(user_id)),
            "delete": visit.denial(acts.DELETE_USER, *visit.user_arn(user_id)),
            "invite": visit.denial(acts.SEND_INVITATION, visit.instance.arn),
            "reset": visit.denial(acts.SEND_PASSWORD_RESET, visit.instance.arn),
            "one_time": visit.denial(acts.CREATE_ONE_TIME_PASSWORD, visit.instance.arn),
            "verify": visit.denial(acts.SEND_EMAIL_VERIFICATION, visit.instance.arn),
            "end_session": visit.denial(acts.END_SESSION, visit.instance.arn),
            "end_sessions": visit.denial(acts.END_SESSIONS, visit.instance.arn),
            "remove_device": visit.denial(acts.DELETE_DEVICE, visit.instance.arn),
            "assign": visit.denial(acts.CREATE_ASSIGNMENT, visit.instance.arn),
            "leave": visit.denial(acts.DELETE_MEMBERSHIP, visit.store_arn),
        },
    )


def describe(visit: Visit, user_id: str) -> tuple[User, Standing]:
    """Return a user and how far they have come; NotFound for one who is not there."""

    def do(call: Call) -> tuple[User, Standing]:
        user = users.get(call, visit.store_id, user_id)
        return user, Standing(
            has_password=passwords.has_password(call, user_id),
            invitation=invitations.find_latest(call, user_id),
            is_kept=keeping.is_kept(call, user),
            one_time_until=passwords.one_time_until(call, user_id),
            email_verified_at=verified_emails.find(call, user),
        )

    parameters = {"identityStoreId": visit.store_id, "userId": user_id}
    return visit.perform(acts.DESCRIBE_USER, do, on=visit.user_arn(user_id), parameters=parameters)


def groups_of(visit: Visit, user_id: str) -> Looked[Window[MemberGroup]]:
    """Return the groups that a user is in."""
    return visit.look(
        acts.LIST_GROUPS_OF_USER,
        lambda call: groups.list_of_user(call, visit.store_id, user_id, _GROUPS),
        on=visit.user_arn(user_id),
        parameters={"identityStoreId": visit.store_id, "memberId": {"userId": user_id}},
    )


def sessions_of(visit: Visit, user_id: str) -> Looked[Sequence[Session]]:
    """Return where a user is signed in."""
    return visit.look(
        acts.LIST_SESSIONS,
        lambda call: sessions.list_for_user(call, user_id),
        on=(visit.instance.arn,),
        parameters={"user_id": user_id},
    )


def access_of(visit: Visit, user_id: str) -> Looked[tuple[AccessOfUser, ...]]:
    """Return every role that a user may take, and why."""
    instance_arn = visit.instance.arn
    return visit.look(
        acts.LIST_ASSIGNMENTS_OF_PRINCIPAL,
        lambda call: access_report.of_user(call, instance_arn, user_id),
        on=(instance_arn,),
        parameters={"instanceArn": instance_arn, "principalId": user_id, "principalType": "USER"},
    )


def _events(visit: Visit, user: User) -> Looked[Sequence[Event]]:
    visit.runtime.events.flush()
    return visit.look(
        acts.LOOKUP_EVENTS,
        lambda call: lookup.lookup_events(call, _EVENTS, attributes=[("Username", user.user_name)]).items,
        parameters={"lookupAttributes": [{"attributeKey": "Username", "attributeValue": user.user_name}]},
    )
