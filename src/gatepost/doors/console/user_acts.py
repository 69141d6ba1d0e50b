"""What can be done with one user: change the name, keep out and let in, invite again, take out of a group, delete."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from werkzeug.wrappers import Response

from gatepost.core.call import Call
from gatepost.core.directory import users
from gatepost.core.directory.model import UserStatus
from gatepost.core.provisioning import keeping
from gatepost.core.signin import departures, email_links, invitations, resets
from gatepost.doors.console import acts, fields, membership_acts, question, user
from gatepost.doors.console.acts import Act
from gatepost.doors.console.question import Question
from gatepost.doors.console.users import USERS
from gatepost.doors.console.visit import ONCE, Console, Visit
from gatepost.web.dispatch import Route
from gatepost.web.return_to import local_path

_LABELS: Final = {"given_name": "The first name", "family_name": "The last name", "display_name": "The display name"}
_LOCKED_OUT: Final = "You would lock yourself out: ask somebody else to do this."


def routes(console: Console) -> list[Route]:
    """Return each act's target, and the pages that ask before something is taken away."""
    page = console.page
    return [
        Route("GET", f"{user.PAGE}/edit", page(_edit)),
        Route("POST", f"{user.PAGE}/edit", page(_save)),
        Route("POST", f"{user.PAGE}/enable", page(lambda visit, user_id: _set_status(visit, user_id, "ENABLED"))),
        Route("GET", f"{user.PAGE}/disable", page(_ask_to_disable)),
        Route("POST", f"{user.PAGE}/disable", page(lambda visit, user_id: _set_status(visit, user_id, "DISABLED"))),
        Route("POST", f"{user.PAGE}/invite", page(_invite)),
        Route("POST", f"{user.PAGE}/reset", page(_reset)),
        Route("POST", f"{user.PAGE}/verify-email", page(_verify_email)),
        Route("GET", f"{user.PAGE}/groups/<membership_id>/leave", page(_ask_to_leave)),
        Route("POST", f"{user.PAGE}/groups/<membership_id>/leave", page(_leave)),
        Route("GET", f"{user.PAGE}/delete", page(_ask_to_delete)),
        Route("POST", f"{user.PAGE}/delete", page(_delete)),
    ]


def _edit(visit: Visit, user_id: str) -> Response:
    person, standing = user.describe(visit, user_id)
    if standing.is_kept:
        return user.show(visit, user_id, status=409, problem=keeping.SENTENCE)
    attributes = person.attributes
    values = {
        "given_name": attributes.name.given_name or "",
        "family_name": attributes.name.family_name or "",
        "display_name": person.display_name,
        "title": attributes.title or "",
        "revision": str(person.revision),
    }
    return visit.render("user_edit.html", person=person, typed=fields.Typed(values))


def _save(visit: Visit, user_id: str) -> Response:
    typed = fields.typed(visit.form(), (*_LABELS, "title", "revision"))
    typed.require(_LABELS)
    typed.limit("title", 1024)
    if typed.is_sound:
        try:
            _change(visit, user_id, typed)
            return visit.go(f"{USERS}/{user_id}", "user-saved")
        except fields.REFUSALS as problem:
            typed.blame(problem)
    person, _ = user.describe(visit, user_id)
    return visit.render("user_edit.html", status=400, person=person, typed=typed)


def _change(visit: Visit, user_id: str, typed: fields.Typed) -> None:
    def do(call: Call) -> None:
        keeping.require_not_kept(call, users.get(call, visit.store_id, user_id))
        users.update(
            call,
            identity_store_id=visit.store_id,
            user_id=user_id,
            change=lambda before: replace(
                before,
                display_name=typed["display_name"],
                title=typed["title"] or None,
                name=replace(before.name, given_name=typed["given_name"], family_name=typed["family_name"]),
            ),
            revision=typed.number("revision"),
        )

    visit.perform(acts.UPDATE_USER, do, on=visit.user_arn(user_id), parameters=_parameters(visit, user_id))


def _ask_to_disable(visit: Visit, user_id: str) -> Response:
    visit.require(acts.UPDATE_USER, *visit.user_arn(user_id))
    if _is_oneself(visit, user_id):
        return user.show(visit, user_id, status=400, problem=_LOCKED_OUT)
    person, _ = user.describe(visit, user_id)
    return question.ask(
        visit,
        Question(
            does=f"Disable {person.display_name}",
            facts={"User name": person.user_name},
            follows=(
                "They cannot sign in any more, and are signed out everywhere at once: browsers, programs and role credentials.",
                "Groups, assignments and devices stay, so that they have all of it again when you enable them.",
            ),
            back=f"{USERS}/{user_id}",
            back_words=person.display_name,
        ),
    )


def _is_oneself(visit: Visit, user_id: str) -> bool:
    return user_id == visit.administrator.person.user_id


def _set_status(visit: Visit, user_id: str, status: UserStatus) -> Response:
    visit.form()
    if status == "DISABLED" and _is_oneself(visit, user_id):
        return user.show(visit, user_id, status=400, problem=_LOCKED_OUT)

    def do(call: Call) -> None:
        users.set_status(call, identity_store_id=visit.store_id, user_id=user_id, status=status)

    parameters = {
        **_parameters(visit, user_id),
        "operations": [{"attributePath": "userStatus", "attributeValue": status}],
    }
    visit.perform(acts.UPDATE_USER, do, on=visit.user_arn(user_id), parameters=parameters)
    return visit.go(f"{USERS}/{user_id}", f"user-{status.lower()}")


def _invite(visit: Visit, user_id: str) -> Response:
    def do(call: Call) -> str:
        return invitations.send_again(call, visit.store_id, user_id).user_id

    return _send(visit, user_id, acts.SEND_INVITATION, do, "invitation-sent")


def _reset(visit: Visit, user_id: str) -> Response:
    def do(call: Call) -> str:
        resets.send(call, users.get(call, visit.store_id, user_id))
        return user_id

    return _send(visit, user_id, acts.SEND_PASSWORD_RESET, do, "reset-sent")


def _verify_email(visit: Visit, user_id: str) -> Response:
    def do(call: Call) -> str:
        email_links.send(call, visit.store_id, user_id)
        return user_id

    return _send(visit, user_id, acts.SEND_EMAIL_VERIFICATION, do, "verification-sent")


def _send(visit: Visit, user_id: str, act: Act, do: Callable[[Call], str], done: str) -> Response:
    form = visit.form()
    once, back = form.get(ONCE, ""), local_path(form.get("back"), f"{USERS}/{user_id}")
    try:
        visit.perform(act, do, on=(visit.instance.arn,), parameters={"user_id": user_id}, once=once)
    except fields.REFUSALS as problem:
        return user.show(visit, user_id, status=409, problem=problem.message)
    return visit.go(back, done)


def _ask_to_leave(visit: Visit, user_id: str, membership_id: str) -> Response:
    try:
        group, person = membership_acts.ends_of(visit, membership_id)
    except fields.REFUSALS as problem:
        return user.show(visit, user_id, status=409, problem=problem.message)
    return question.ask(visit, membership_acts.leaving(group, person, f"{USERS}/{person.user_id}", person.display_name))


def _leave(visit: Visit, user_id: str, membership_id: str) -> Response:
    try:
        membership_acts.end(visit, membership_id)
    except fields.REFUSALS as problem:
        return user.show(visit, user_id, status=409, problem=problem.message)
    return visit.go(f"{USERS}/{user_id}", "left")


def _ask_to_delete(visit: Visit, user_id: str) -> Response:
    return _deletion(visit, user_id)


def _delete(visit: Visit, user_id: str) -> Response:
    form = visit.form()
    person, _ = user.describe(visit, user_id)
    if _is_oneself(visit, user_id):
        return _deletion(visit, user_id, "You cannot delete yourself: ask somebody else to do this.")
    if form.get("user_name", "").strip() != person.user_name:
        return _deletion(visit, user_id, f"Type {person.user_name} to say that this is who you mean.")
    visit.perform(
        acts.DELETE_USER,
        lambda call: departures.delete_user(call, identity_store_id=visit.store_id, user_id=user_id),
        on=visit.user_arn(user_id),
        parameters=_parameters(visit, user_id),
    )
    return visit.go(USERS, "user-deleted")


def _deletion(visit: Visit, user_id: str, problem: str | None = None) -> Response:
    """Show what is lost with a user; who may not delete is told so before they read it."""
    person, _ = user.describe(visit, user_id)
    visit.require(acts.DELETE_USER, *visit.user_arn(user_id))
    return visit.render(
        "user_delete.html",
        status=200 if problem is None else 400,
        person=person,
        groups=user.groups_of(visit, user_id),
        sessions=user.sessions_of(visit, user_id),
        access=user.access_of(visit, user_id),
        problem=problem,
    )


def _parameters(visit: Visit, user_id: str) -> dict[str, object]:
    return {"identityStoreId": visit.store_id, "userId": user_id}
