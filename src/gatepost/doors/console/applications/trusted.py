"""Whose tokens an application may bring: trusted token issuers with their audiences, added, changed, and removed."""

from collections.abc import Callable, Sequence
from typing import Final

from werkzeug.wrappers import Response

from gatepost.core.applications import applications, grants
from gatepost.core.applications.model import GRANT_TYPES, Application, AuthorizedTokenIssuer, JwtBearerGrant
from gatepost.core.call import Call
from gatepost.doors.console import acts, fields, question
from gatepost.doors.console.acts import Act
from gatepost.doors.console.applications import application, issuers
from gatepost.doors.console.applications.addresses import PAGE, describe, url_of
from gatepost.doors.console.applications.client import TrustedIssuer, client_of
from gatepost.doors.console.fields import Typed
from gatepost.doors.console.question import Question
from gatepost.doors.console.visit import Console, Visit
from gatepost.kit.errors import Conflict, NotFound
from gatepost.web.dispatch import Route

TRUSTED: Final = f"{PAGE}/trusted"
_JWT_BEARER: Final = GRANT_TYPES[JwtBearerGrant]
_MOST: Final = 10
_LONGEST_AUDIENCE: Final = 512
_LONGEST_ARN: Final = 1224
Authorized = tuple[AuthorizedTokenIssuer, ...]


def routes(console: Console) -> list[Route]:
    """Return the form, for another issuer or for the one that the address names, and the page that asks before one goes."""
    page = console.page
    return [
        Route("GET", TRUSTED, page(_show)),
        Route("POST", TRUSTED, page(_save)),
        Route("GET", f"{TRUSTED}/remove", page(_ask_to_remove)),
        Route("POST", f"{TRUSTED}/remove", page(_remove)),
    ]


def _show(visit: Visit, account_id: str, application_id: str) -> Response:
    found = describe(visit, account_id, application_id)
    arn = visit.request.args.get("issuer", "")[:_LONGEST_ARN]
    held = _named(_trusted(visit, found), arn)
    values = {"issuer": arn, "audiences": "\n".join(held.audiences) if held else ""}
    return _form(visit, found, Typed(values))


def _trusted(visit: Visit, of: Application) -> Sequence[TrustedIssuer]:
    """Return whose tokens the application may bring; of a client that the role may not see, nobody's."""
    client = client_of(visit, of).found
    return client.issuers if client else ()


def _named(held: Sequence[TrustedIssuer], arn: str) -> TrustedIssuer | None:
    return next((each for each in held if each.arn == arn), None)


def _save(visit: Visit, account_id: str, application_id: str) -> Response:
    form = visit.form()
    found = describe(visit, account_id, application_id)
    visit.require(acts.PUT_APPLICATION_GRANT, found.arn)
    typed = fields.typed(form, ("issuer", "audiences"))
    audiences = typed.words("audiences")
    if not typed["issuer"]:
        typed.problems["issuer"] = "Choose an issuer."
    if len(audiences) > _MOST or any(len(each) > _LONGEST_AUDIENCE for each in audiences):
        typed.problems["audiences"] = f"These are at most {_MOST} of {_LONGEST_AUDIENCE} characters each."
    if typed.is_sound:
        wanted = AuthorizedTokenIssuer(typed["issuer"][:_LONGEST_ARN], audiences or None)
        try:
            _change(visit, found, acts.PUT_APPLICATION_GRANT, lambda before: (*_without(before, wanted), wanted))
            return visit.go(url_of(found), "settings-saved")
        except (NotFound, *fields.REFUSALS) as problem:
            typed.problems["issuer"] = problem.message
    return _form(visit, found, typed, 400)


def _without(before: Authorized, wanted: AuthorizedTokenIssuer) -> Authorized:
    return tuple(each for each in before if each.trusted_token_issuer_arn != wanted.trusted_token_issuer_arn)


def _change(visit: Visit, of: Application, act: Act, change: Callable[[Authorized], Authorized]) -> None:
    """Set whose tokens the application may bring; of nobody any more, the grant goes."""
    arn = of.arn

    def do(call: Call) -> None:
        applications.lock(call, arn)  # two who change it at once do it one after the other
        after = change(_held(call, arn))
        if bool(after) is (act is acts.DELETE_APPLICATION_GRANT):
            raise Conflict("Somebody else changed this meanwhile: see how it is now.")
        if after:
            grants.put(call, arn, _JWT_BEARER, JwtBearerGrant(after))
        else:
            grants.delete(call, arn, _JWT_BEARER)

    visit.perform(act, do, on=(arn,), parameters={"applicationArn": arn, "grantType": _JWT_BEARER})


def _held(call: Call, application_arn: str) -> Authorized:
    try:
        grant = grants.get(call, application_arn, _JWT_BEARER)
    except NotFound:
        return ()
    return grant.issuers if isinstance(grant, JwtBearerGrant) else ()


def _form(visit: Visit, of: Application, typed: Typed, status: int = 200) -> Response:
    visit.require(acts.PUT_APPLICATION_GRANT, of.arn)
    return visit.render(
        "applications/trusted.html",
        status=status,
        application=of,
        url=url_of(of),
        issuers=issuers.listed(visit),
        typed=typed,
    )


def _ask_to_remove(visit: Visit, account_id: str, application_id: str) -> Response:
    found = describe(visit, account_id, application_id)
    arn = visit.request.args.get("issuer", "")[:_LONGEST_ARN]
    held = _trusted(visit, found)
    issuer = _named(held, arn)
    visit.require(_act_to_remove(len(held)), found.arn)
    if issuer is None:
        raise NotFound("The application brings no tokens of this issuer.")
    name = issuer.name or "an issuer that is deleted"
    return question.ask(
        visit,
        Question(
            does=f"Trust tokens of {name} no more at {found.name}",
            follows=("The application gets no tokens here any more for those of this issuer.",),
            back=url_of(found),
            back_words=found.name,
            sent={"issuer": arn},
        ),
    )


def _remove(visit: Visit, account_id: str, application_id: str) -> Response:
    arn = visit.form().get("issuer", "")[:_LONGEST_ARN]
    found = describe(visit, account_id, application_id)
    held = _trusted(visit, found)
    gone = AuthorizedTokenIssuer(arn, None)

    def change(before: Authorized) -> Authorized:
        after = _without(before, gone)
        if len(after) == len(before):
            raise NotFound("The application brings no tokens of this issuer.")
        return after

    try:
        _change(visit, found, _act_to_remove(len(held)), change)
    except Conflict as problem:
        return application.show(visit, account_id, application_id, status=409, problem=problem.message)
    return visit.go(url_of(found), "settings-saved")


def _act_to_remove(held: int) -> Act:
    """Return what the API would be asked: to set the rest, or, of the last one, to delete the grant."""
    return acts.DELETE_APPLICATION_GRANT if held == 1 else acts.PUT_APPLICATION_GRANT
