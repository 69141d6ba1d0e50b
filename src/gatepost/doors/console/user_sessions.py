"""Where a user is signed in: one session ended, or all of them, each after a question."""

from typing import Final

from werkzeug.wrappers import Response

from gatepost.core.call import Call
from gatepost.core.directory import users
from gatepost.core.signin import sessions
from gatepost.doors.console import acts, question, user
from gatepost.doors.console.question import Question
from gatepost.doors.console.users import USERS
from gatepost.doors.console.visit import Console, Visit
from gatepost.kit.errors import NotFound
from gatepost.web.dispatch import Route

ALL: Final = f"{user.PAGE}/sessions/end"
ONE: Final = f"{user.PAGE}/sessions/<session_id>/end"


def routes(console: Console) -> list[Route]:
    """Return the two questions and their targets."""
    page = console.page
    return [
        Route("GET", ALL, page(_ask_to_end_all)),
        Route("POST", ALL, page(_end_all)),
        Route("GET", ONE, page(_ask_to_end)),
        Route("POST", ONE, page(_end)),
    ]


def _ask_to_end_all(visit: Visit, user_id: str) -> Response:
    visit.require(acts.END_SESSIONS, visit.instance.arn)
    person, _ = user.describe(visit, user_id)
    return question.ask(
        visit,
        Question(
            does=f"Sign {person.display_name} out everywhere",
            facts={"User name": person.user_name},
            follows=(
                "Every browser and every program of theirs has to sign in anew, and role credentials that they have end.",
                "They can sign in again at once: disable them to keep them out.",
            ),
            back=f"{USERS}/{user_id}",
            back_words=person.display_name,
        ),
    )


def _end_all(visit: Visit, user_id: str) -> Response:
    visit.form()

    def do(call: Call) -> int:
        return sessions.end_all(call, users.get(call, visit.store_id, user_id).user_id)

    visit.perform(acts.END_SESSIONS, do, on=(visit.instance.arn,), parameters={"user_id": user_id})
    return visit.go(f"{USERS}/{user_id}", "sessions-ended")


def _ask_to_end(visit: Visit, user_id: str, session_id: str) -> Response:
    visit.require(acts.END_SESSION, visit.instance.arn)
    person, _ = user.describe(visit, user_id)
    found = user.sessions_of(visit, user_id).found or ()
    session = next((each for each in found if each.session_id == session_id), None)
    if session is None:
        raise NotFound("This person has no such session.")
    return question.ask(
        visit,
        Question(
            does=f"End the session of {person.display_name} from {session.address}",
            facts={"Since": session.created_at, "Browser": session.user_agent},
            follows=(
                "That browser, and programs that were signed in from it, have to sign in anew.",
                "Role credentials that were fetched there end too.",
            ),
            back=f"{USERS}/{user_id}",
            back_words=person.display_name,
        ),
    )


def _end(visit: Visit, user_id: str, session_id: str) -> Response:
    visit.form()
    visit.perform(
        acts.END_SESSION,
        lambda call: sessions.end_of(call, user_id, session_id),
        on=(visit.instance.arn,),
        parameters={"user_id": user_id, "session_id": session_id},
    )
    return visit.go(f"{USERS}/{user_id}", "session-ended")
