"""The identity source: where people prove who they are, changed only after a look at what that keeps and loses."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from werkzeug.wrappers import Response

from gatepost.core.call import Call
from gatepost.core.directory import users
from gatepost.core.federation import identity_source, provider_certificates
from gatepost.core.federation.model import Choice, ExternalProvider, IdentitySource, Preview
from gatepost.core.keys import signing_keys
from gatepost.core.keys.model import SigningKey
from gatepost.doors.console import acts, fields, question
from gatepost.doors.console.acts import Act
from gatepost.doors.console.question import Question
from gatepost.doors.console.saml_certificates import SERVICE_PROVIDER
from gatepost.doors.console.settings.provider_news import News
from gatepost.doors.console.visit import HOME, Console, Looked, Visit
from gatepost.kit.errors import NotFound
from gatepost.web.dispatch import Route
from gatepost.web.saml import metadata

PAGE: Final = f"{HOME}/settings/identity-source"
BUILT_IN: Final = Choice()


def routes(console: Console) -> list[Route]:
    """Return the page, and those that ask before people sign in with passwords again or the last change is undone."""
    page = console.page
    return [
        Route("GET", PAGE, page(show)),
        Route("GET", f"{PAGE}/built-in", page(_ask_for_built_in)),
        Route("POST", f"{PAGE}/built-in", page(_to_built_in)),
        Route("GET", f"{PAGE}/undo", page(_ask_to_undo)),
        Route("POST", f"{PAGE}/undo", page(_undo)),
    ]


def require(visit: Visit) -> None:
    """Refuse whoever may not change the identity source, or not look at what that means."""
    for act in (acts.CHANGE_IDENTITY_SOURCE, acts.PREVIEW_IDENTITY_SOURCE):
        visit.require(act, visit.instance.arn)


def preview(visit: Visit, choice: Choice, names: tuple[str, ...] = ()) -> Preview:
    """Return what a change would keep and lose."""
    instance = visit.instance
    return visit.perform(
        acts.PREVIEW_IDENTITY_SOURCE,
        lambda call: identity_source.preview(call, instance, choice, names),
        on=(instance.arn,),
        parameters={"kind": choice.kind.value},
    )


def change(visit: Visit, choice: Choice) -> Response:
    """Change the identity source and go to its page."""
    instance = visit.instance
    parameters = {"kind": choice.kind.value}
    _perform(
        visit, acts.CHANGE_IDENTITY_SOURCE, lambda call: identity_source.change(call, instance, choice), parameters
    )
    return visit.go(PAGE, "source-changed")


def _perform(
    visit: Visit, act: Act, do: Callable[[Call], IdentitySource], parameters: dict[str, str] | None = None
) -> IdentitySource:
    return visit.perform(act, do, on=(visit.instance.arn,), parameters=parameters)


def _get(visit: Visit) -> IdentitySource:
    instance = visit.instance
    return _perform(visit, acts.GET_IDENTITY_SOURCE, lambda call: identity_source.get(call, instance))


def show(visit: Visit, problem: str | None = None, news: News | None = None) -> Response:
    """Show the source, with a sentence about what did not work, or with what a reading of the metadata found."""
    source = _get(visit)
    public_url, arn = visit.runtime.settings.public_url, visit.instance.arn
    return visit.render(
        "settings/identity_source.html",
        status=200 if problem is None else 409,
        source=source,
        expiries=[] if source.provider is None else _expiries(source.provider),
        news=news,
        certificate=_certificate(visit),
        emergency=_emergency(visit, source),
        partner={
            "entity_id": metadata.service_provider_id(public_url),
            "consumer_url": metadata.consumer_url(public_url),
        },
        problem=problem,
        denials={
            "change": visit.denial(acts.CHANGE_IDENTITY_SOURCE, arn),
            "undo": visit.denial(acts.UNDO_IDENTITY_SOURCE, arn),
            "refresh": visit.denial(acts.REFRESH_IDENTITY_SOURCE, arn),
        },
    )


def _expiries(provider: ExternalProvider) -> list[datetime]:
    return [provider_certificates.ends_at(each) for each in provider.certificates]


def _certificate(visit: Visit) -> Looked[SigningKey | None]:
    """Return the certificate by which the provider knows Gatepost; none before the first was made."""
    instance = visit.instance
    return visit.look(
        acts.LIST_SAML_CERTIFICATES,
        lambda call: signing_keys.find_current(call, instance.instance_id, SERVICE_PROVIDER.use),
        on=(instance.arn,),
        parameters=SERVICE_PROVIDER.parameters,
    )


def _emergency(visit: Visit, source: IdentitySource) -> Looked[list[tuple[str, str]]]:
    """Return who can still sign in with a password: ids, and names of those who are there."""
    store_id = visit.store_id

    def do(call: Call) -> list[tuple[str, str]]:
        return [(user_id, _name(call, store_id, user_id)) for user_id in source.choice.emergency_user_ids]

    return visit.look(acts.LIST_USERS, do, on=(visit.store_arn,), parameters={"identityStoreId": store_id})


def _name(call: Call, store_id: str, user_id: str) -> str:
    try:
        return users.get(call, store_id, user_id).user_name
    except NotFound:
        return "somebody who was deleted"


def _ask_for_built_in(visit: Visit) -> Response:
    require(visit)
    seen = preview(visit, BUILT_IN)
    stay = (
        f"All {seen.users:,} users and {seen.groups:,} groups stay, and so do {seen.account_assignments:,} assignments to"
        f" accounts and {seen.application_assignments:,} to applications."
    )
    return question.ask(
        visit, Question("Let people sign in here again", (*seen.warnings, stay), PAGE, "Identity source")
    )


def _to_built_in(visit: Visit) -> Response:
    visit.form()
    return change(visit, BUILT_IN)


def _ask_to_undo(visit: Visit) -> Response:
    visit.require(acts.UNDO_IDENTITY_SOURCE, visit.instance.arn)
    source = _get(visit)
    if source.previous is None:
        raise NotFound("The identity source was never changed.")
    return question.ask(
        visit,
        Question(
            does="Undo the last change",
            facts={"Changed on": source.changed_at} if source.changed_at else {},
            follows=(
                f"Now people sign in {_words(source.choice)}.",
                f"Afterwards they sign in {_words(source.previous)} again, as before.",
            ),
            back=PAGE,
            back_words="Identity source",
        ),
    )


def _words(choice: Choice) -> str:
    return "here, with their passwords" if choice.provider is None else f"through {choice.provider.name}"


def _undo(visit: Visit) -> Response:
    visit.form()
    instance = visit.instance
    try:
        _perform(visit, acts.UNDO_IDENTITY_SOURCE, lambda call: identity_source.undo(call, instance))
    except (NotFound, *fields.REFUSALS) as problem:
        return show(visit, problem.message)
    return visit.go(PAGE, "source-changed")
