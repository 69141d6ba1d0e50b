"""The scopes that an application may ask for, each with what it is good for: added, changed, and removed after a question."""

import re
from typing import Final

from werkzeug.wrappers import Response

from gatepost.core.applications import access_scopes
from gatepost.core.applications.model import AccessScope, Application
from gatepost.doors.console import acts, fields, question
from gatepost.doors.console.applications.addresses import PAGE, arn_of, describe, url_of
from gatepost.doors.console.fields import Typed
from gatepost.doors.console.question import Question
from gatepost.doors.console.visit import Console, Visit
from gatepost.kit.errors import NotFound
from gatepost.web.dispatch import Route

SCOPE: Final = f"{PAGE}/scope"
_SCOPE: Final = re.compile(r"[A-Za-z0-9_]{1,50}(?::[A-Za-z0-9_]{1,50}){0,2}")
"""sso-admin `Scope`."""
_MOST_TARGETS: Final = 10
_LONGEST_TARGET: Final = 100


def routes(console: Console) -> list[Route]:
    """Return the form, for a new scope or for the one that the address names, and the page that asks before one goes."""
    page = console.page
    return [
        Route("GET", SCOPE, page(_show)),
        Route("POST", SCOPE, page(_save)),
        Route("GET", f"{SCOPE}/remove", page(_ask_to_remove)),
        Route("POST", f"{SCOPE}/remove", page(_remove)),
    ]


def _show(visit: Visit, account_id: str, application_id: str) -> Response:
    found, name = describe(visit, account_id, application_id), visit.query("scope")
    values = {"scope": name, "targets": ""}
    if name:
        scope = visit.perform(
            acts.GET_APPLICATION_SCOPE,
            lambda call: access_scopes.get(call, found.arn, name),
            on=(found.arn,),
            parameters={"applicationArn": found.arn, "scope": name},
        )
        values["targets"] = "\n".join(scope.targets or ())
    return _form(visit, found, Typed(values), is_new=not name)


def _save(visit: Visit, account_id: str, application_id: str) -> Response:
    form = visit.form()
    found = describe(visit, account_id, application_id)
    visit.require(acts.PUT_APPLICATION_SCOPE, found.arn)
    typed = fields.typed(form, ("scope", "targets", "known"))
    targets = typed.words("targets")
    _check(typed, targets)
    if typed.is_sound:
        try:
            _put(visit, found, AccessScope(typed["scope"], targets or None))
            return visit.go(url_of(found), "settings-saved")
        except (NotFound, *fields.REFUSALS) as problem:
            typed.problems["targets" if targets else fields.FORM] = problem.message
    return _form(visit, found, typed, is_new=not typed["known"], status=400)


def _check(typed: Typed, targets: tuple[str, ...]) -> None:
    if not _SCOPE.fullmatch(typed["scope"]):
        typed.problems["scope"] = "A scope has letters, digits and _, in up to three parts with a : between them."
    if len(targets) > _MOST_TARGETS or any(len(each) > _LONGEST_TARGET for each in targets):
        typed.problems["targets"] = f"These are at most {_MOST_TARGETS} ARNs of {_LONGEST_TARGET} characters each."


def _put(visit: Visit, application: Application, scope: AccessScope) -> None:
    arn = application.arn
    visit.perform(
        acts.PUT_APPLICATION_SCOPE,
        lambda call: access_scopes.put(call, arn, scope),
        on=(arn,),
        parameters={"applicationArn": arn, "scope": scope.scope, "authorizedTargets": list(scope.targets or ())},
    )


def _form(visit: Visit, application: Application, typed: Typed, *, is_new: bool, status: int = 200) -> Response:
    visit.require(acts.PUT_APPLICATION_SCOPE, application.arn)
    return visit.render(
        "applications/scope.html",
        status=status,
        application=application,
        url=url_of(application),
        instance_arn=visit.instance.arn,
        typed=typed,
        is_new=is_new,
    )


def _ask_to_remove(visit: Visit, account_id: str, application_id: str) -> Response:
    visit.require(acts.DELETE_APPLICATION_SCOPE, arn_of(visit, account_id, application_id))
    found, scope = describe(visit, account_id, application_id), visit.query("scope")
    return question.ask(
        visit,
        Question(
            does=f"Remove the scope {scope} from {found.name}",
            follows=(
                "The application may not ask for it any more. Tokens that it has already keep it until they end.",
            ),
            back=url_of(found),
            back_words=found.name,
            sent={"scope": scope},
        ),
    )


def _remove(visit: Visit, account_id: str, application_id: str) -> Response:
    scope, found = visit.form().get("scope", "")[:256], describe(visit, account_id, application_id)
    visit.perform(
        acts.DELETE_APPLICATION_SCOPE,
        lambda call: access_scopes.delete(call, found.arn, scope),
        on=(found.arn,),
        parameters={"applicationArn": found.arn, "scope": scope},
    )
    return visit.go(url_of(found), "settings-saved")
