"""Automatic provisioning: the access tokens with which an identity provider brings people by SCIM, each shown once."""

from collections.abc import Callable, Mapping
from typing import Final, cast, get_args

from werkzeug.wrappers import Response

from gatepost.core.call import Call
from gatepost.core.provisioning import tokens
from gatepost.core.provisioning.model import MOST_TOKENS, BearerToken, Profile, Tenant
from gatepost.doors.console import acts, fields, question
from gatepost.doors.console.acts import Act
from gatepost.doors.console.question import Question
from gatepost.doors.console.visit import HOME, ONCE, Console, Visit
from gatepost.kit.errors import NotFound
from gatepost.kit.secret import Secret
from gatepost.web.dispatch import Route

PAGE: Final = f"{HOME}/settings/provisioning"
Made = tuple[Tenant, BearerToken, Secret]


def routes(console: Console) -> list[Route]:
    """Return the page, its acts, and the page that asks before a token ends."""
    page = console.page
    return [
        Route("GET", PAGE, page(_page)),
        Route("POST", PAGE, page(_create)),
        Route("GET", f"{PAGE}/<token_id>/rotate", page(_ask_to_rotate)),
        Route("POST", f"{PAGE}/<token_id>/rotate", page(_rotate)),
        Route("GET", f"{PAGE}/<token_id>/delete", page(_ask_to_delete)),
        Route("POST", f"{PAGE}/<token_id>/delete", page(_delete)),
    ]


def _create(visit: Visit) -> Response:
    form, store_id = visit.form(), visit.store_id
    profile = cast(Profile, form.get("profile") if form.get("profile") in get_args(Profile) else "rfc")
    made = _Once(lambda call: tokens.create(call, store_id, profile))
    return _show_once(visit, acts.CREATE_BEARER_TOKEN, made, form.get(ONCE, ""), {"profile": profile})


def _rotate(visit: Visit, token_id: str) -> Response:
    form, store_id = visit.form(), visit.store_id
    made = _Once(lambda call: tokens.rotate(call, store_id, token_id))
    return _show_once(visit, acts.ROTATE_BEARER_TOKEN, made, form.get(ONCE, ""), {"tokenId": token_id})


class _Once:
    """A token that is made by one call. Its text is nowhere but here: whoever sends the form again does not get it again."""

    def __init__(self, make: Callable[[Call], Made]) -> None:
        self._make = make
        self.made: Made | None = None

    def __call__(self, call: Call) -> Mapping[str, str]:
        self.made = self._make(call)
        return {"token_id": self.made[1].token_id}


def _show_once(visit: Visit, act: Act, once: _Once, form_token: str, parameters: Mapping[str, str]) -> Response:
    try:
        visit.perform(act, once, on=(visit.instance.arn,), parameters=parameters, once=form_token)
    except fields.REFUSALS as problem:
        return _page(visit, problem=problem.message)
    if once.made is None:
        return _page(visit, problem="That token was shown already, once. Replace it if it is lost.")
    tenant, token, secret = once.made
    return visit.render(
        "settings/provisioning_token.html",
        url=tenant.url(visit.runtime.settings.public_url, token.profile),
        token=token,
        secret=secret.reveal(),
    )


def _ask_to_delete(visit: Visit, token_id: str) -> Response:
    visit.require(acts.DELETE_BEARER_TOKEN, visit.instance.arn)
    follows = "The identity provider that has it can change nothing here any more, from this moment. Who was provisioned stays."
    return _ask(visit, token_id, "Delete", follows)


def _ask_to_rotate(visit: Visit, token_id: str) -> Response:
    visit.require(acts.ROTATE_BEARER_TOKEN, visit.instance.arn)
    follows = "The identity provider that has it can change nothing here until it is given the new one, which is shown next, once."
    return _ask(visit, token_id, "Replace", follows)


def _ask(visit: Visit, token_id: str, does: str, follows: str) -> Response:
    _, listed = _list(visit)
    found = next((each for each in listed if each.token_id == token_id), None)
    if found is None:
        raise NotFound(f"There is no access token {token_id}.")
    facts = {"Made on": found.created_at, "Ends on": found.expires_at}
    return question.ask(visit, Question(f"{does} the token {token_id}", (follows,), PAGE, "Provisioning", facts=facts))


def _delete(visit: Visit, token_id: str) -> Response:
    visit.form()
    store_id = visit.store_id
    visit.perform(
        acts.DELETE_BEARER_TOKEN,
        lambda call: tokens.delete(call, store_id, token_id),
        on=(visit.instance.arn,),
        parameters={"tokenId": token_id},
    )
    return visit.go(PAGE, "token-deleted")


def _list(visit: Visit) -> tuple[Tenant | None, list[BearerToken]]:
    store_id = visit.store_id
    return visit.perform(
        acts.LIST_BEARER_TOKENS, lambda call: tokens.list_all(call, store_id), on=(visit.instance.arn,)
    )


def _page(visit: Visit, problem: str | None = None) -> Response:
    tenant, listed = _list(visit)
    arn, public_url = visit.instance.arn, visit.runtime.settings.public_url
    return visit.render(
        "settings/provisioning.html",
        status=200 if problem is None else 409,
        tokens=[(each, tenant.url(public_url, each.profile)) for each in listed] if tenant else [],
        most=MOST_TOKENS,
        problem=problem,
        denials={
            "create": visit.denial(acts.CREATE_BEARER_TOKEN, arn),
            "rotate": visit.denial(acts.ROTATE_BEARER_TOKEN, arn),
            "delete": visit.denial(acts.DELETE_BEARER_TOKEN, arn),
        },
    )
