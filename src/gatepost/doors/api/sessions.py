"""Sessions of people, for administrators: who is signed in where, and the end of it."""

from typing import Any, Final

from gatepost.core.call import Call
from gatepost.core.directory import users
from gatepost.core.signin import sessions
from gatepost.core.signin.model import Session
from gatepost.doors.api.endpoint import Endpoint
from gatepost.doors.api.messages import PageQuery
from gatepost.doors.api.requested import Requested
from gatepost.kit.paging import Page, page_of_all


def list_sessions(requested: Requested, *, user_id: str) -> dict[str, Any]:
    """List a person's sessions that have not ended, newest first."""
    page = requested.page()

    def do(call: Call) -> Page[Session]:
        _require_user(requested, call, user_id)
        return page_of_all(sessions.list_for_user(call, user_id), page, _position)

    return requested.paged("sessions", requested.perform(do).map(_described))


def end_session(requested: Requested, *, user_id: str, session_id: str) -> None:
    """End one session of a person, the tokens of programs that were allowed in it and its role credentials included."""

    def do(call: Call) -> None:
        _require_user(requested, call, user_id)
        sessions.end_of(call, user_id, session_id)

    requested.perform(do)


def end_sessions(requested: Requested, *, user_id: str) -> dict[str, int]:
    """End every session of a person; return how many there were."""

    def do(call: Call) -> int:
        _require_user(requested, call, user_id)
        return sessions.end_all(call, user_id)

    return {"ended": requested.perform(do)}


def _require_user(requested: Requested, call: Call, user_id: str) -> None:
    users.get(call, requested.instance.identity_store_id, user_id)


def _position(session: Session) -> tuple[int, str]:
    return -int(session.created_at.timestamp() * 1_000_000), session.session_id


def _described(session: Session) -> dict[str, Any]:
    return {
        "session_id": session.session_id,
        "created_at": session.created_at,
        "last_used_at": session.last_used_at,
        "expires_at": session.expires_at,
        "address": session.address,
        "user_agent": session.user_agent,
    }


_INSTANT: Final = {"type": "string", "format": "date-time"}
_SESSION: Final = {
    "type": "object",
    "required": ["session_id", "created_at", "last_used_at", "expires_at", "address", "user_agent"],
    "properties": {
        "session_id": {"type": "string"},
        "created_at": {**_INSTANT, "description": "When the person signed in."},
        "last_used_at": {**_INSTANT, "description": "When a page was last opened in it, to the minute."},
        "expires_at": {**_INSTANT, "description": "When it ends at the latest."},
        "address": {"type": "string", "description": "The address that the person signed in from."},
        "user_agent": {"type": "string", "description": "What the browser called itself."},
    },
}

LIST_SESSIONS: Final = Endpoint(
    method="GET",
    path="/users/{user_id}/sessions",
    name="ListSessions",
    summary="List a person's sessions that have not ended, newest first.",
    schema={
        "type": "object",
        "required": ["sessions"],
        "properties": {
            "sessions": {"type": "array", "items": _SESSION},
            "next_page_token": {"type": "string", "description": "Goes on after this page; absent on the last."},
        },
    },
    answer=list_sessions,
    query=PageQuery,
)
END_SESSION: Final = Endpoint(
    method="DELETE",
    path="/users/{user_id}/sessions/{session_id}",
    name="EndSession",
    summary="End one session of a person: its browser and programs are signed out, and role credentials from it end.",
    schema=None,
    answer=end_session,
)
END_SESSIONS: Final = Endpoint(
    method="DELETE",
    path="/users/{user_id}/sessions",
    name="EndSessions",
    summary="End every session of a person, and their role credentials.",
    schema={
        "type": "object",
        "required": ["ended"],
        "properties": {"ended": {"type": "integer", "description": "How many sessions there were."}},
    },
    answer=end_sessions,
)
ALL: Final = (LIST_SESSIONS, END_SESSION, END_SESSIONS)
