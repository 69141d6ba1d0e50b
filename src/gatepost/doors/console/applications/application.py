"""One application: what it is, who may enter it, what it is told of a person, and what it must know of Gatepost."""

from werkzeug.wrappers import Response

from gatepost.core.applications import applications, providers, saml_applications
from gatepost.core.applications.model import Application, Switch
from gatepost.core.applications.saml_model import SamlApplication
from gatepost.core.keys import signing_keys
from gatepost.core.keys.model import KeyUse, SigningKey
from gatepost.doors.console import acts, question
from gatepost.doors.console.applications import assigned, client, logo, preview
from gatepost.doors.console.applications.addresses import PAGE, arn_of, describe, url, url_of
from gatepost.doors.console.applications.index import APPLICATIONS
from gatepost.doors.console.question import Question
from gatepost.doors.console.visit import Console, Looked, Visit
from gatepost.web.dispatch import Route


def routes(console: Console) -> list[Route]:
    """Return the application's page and the acts on all of it."""
    page = console.page
    return [
        Route("GET", PAGE, page(show)),
        Route("POST", f"{PAGE}/enable", page(lambda visit, **ids: _set_status(visit, status="ENABLED", **ids))),
        Route("GET", f"{PAGE}/disable", page(_ask_to_disable)),
        Route("POST", f"{PAGE}/disable", page(lambda visit, **ids: _set_status(visit, status="DISABLED", **ids))),
        Route("GET", f"{PAGE}/delete", page(_ask_to_delete)),
        Route("POST", f"{PAGE}/delete", page(_delete)),
    ]


def show(
    visit: Visit, account_id: str, application_id: str, *, status: int = 200, problem: str | None = None
) -> Response:
    """Show an application, with a sentence about what did not work, if something did not."""
    found = describe(visit, account_id, application_id)
    provider = providers.get(found.provider_arn)
    is_saml = provider.protocol == "SAML"
    return visit.render(
        "applications/application.html",
        status=status,
        application=found,
        provider=provider,
        url=url_of(found),
        problem=problem,
        saml=saml_of(visit, found) if is_saml else None,
        partner=_partner(visit) if is_saml else None,
        certificate=_certificate(visit) if is_saml else None,
        preview=preview.asked(visit, found) if is_saml else None,
        client=None if is_saml else client.client_of(visit, found),
        logo=logo.logo_of(visit, found),
        assigned=assigned.list_of(visit, found),
        candidates=assigned.candidates(visit),
        search=visit.query("add"),
        denials={
            "change": visit.denial(acts.UPDATE_SAML_APPLICATION, visit.instance.arn)
            if is_saml
            else visit.denial(acts.UPDATE_APPLICATION, found.arn),
            "switch": visit.denial(acts.UPDATE_APPLICATION, found.arn),
            "delete": visit.denial(acts.DELETE_APPLICATION, found.arn),
            "logo": visit.denial(acts.PUT_APPLICATION_LOGO, visit.instance.arn),
            "assign": visit.denial(acts.CREATE_APPLICATION_ASSIGNMENT, found.arn),
            "unassign": visit.denial(acts.DELETE_APPLICATION_ASSIGNMENT, found.arn),
            "open": visit.denial(acts.PUT_ASSIGNMENT_CONFIGURATION, found.arn),
            **client.denials(visit, found),
        },
    )


def saml_of(visit: Visit, application: Application) -> Looked[SamlApplication]:
    """Return how an application speaks SAML."""
    instance = visit.instance
    return visit.look(
        acts.GET_SAML_APPLICATION,
        lambda call: saml_applications.get(call, instance, application.application_id),
        on=(instance.arn,),
        parameters={"application_id": application.application_id},
    )


def _partner(visit: Visit) -> dict[str, str]:
    """Return what a SAML application must know of Gatepost."""
    base = f"{visit.runtime.settings.public_url}/saml/idp"
    return {"entity_id": f"{base}/metadata", "sign_on_url": f"{base}/sso", "sign_out_url": f"{base}/slo"}


def _certificate(visit: Visit) -> Looked[SigningKey | None]:
    instance = visit.instance
    return visit.look(
        acts.LIST_SAML_CERTIFICATES,
        lambda call: signing_keys.find_current(call, instance.instance_id, KeyUse.SAML_IDENTITY_PROVIDER),
        on=(instance.arn,),
        parameters={"use": "identity-provider"},
    )


def _ask_to_disable(visit: Visit, account_id: str, application_id: str) -> Response:
    visit.require(acts.UPDATE_APPLICATION, arn_of(visit, account_id, application_id))
    found = describe(visit, account_id, application_id)
    return question.ask(
        visit,
        Question(
            does=f"Disable {found.name}",
            follows=(
                "Nobody can enter the application, and it gets no tokens, until you enable it again.",
                "Its settings, and who is assigned, stay.",
            ),
            back=url_of(found),
            back_words=found.name,
        ),
    )


def _set_status(visit: Visit, account_id: str, application_id: str, status: Switch) -> Response:
    visit.form()
    arn = arn_of(visit, account_id, application_id)
    visit.perform(
        acts.UPDATE_APPLICATION,
        lambda call: applications.update(call, arn, status=status),
        on=(arn,),
        parameters={"applicationArn": arn, "status": status},
    )
    return visit.go(url(account_id, application_id), f"application-{status.lower()}")


def _ask_to_delete(visit: Visit, account_id: str, application_id: str, problem: str | None = None) -> Response:
    found = describe(visit, account_id, application_id)
    visit.require(acts.DELETE_APPLICATION, found.arn)
    return visit.render(
        "applications/delete.html",
        status=200 if problem is None else 400,
        application=found,
        url=url_of(found),
        assigned=assigned.list_of(visit, found),
        problem=problem,
    )


def _delete(visit: Visit, account_id: str, application_id: str) -> Response:
    form = visit.form()
    found = describe(visit, account_id, application_id)
    if form.get("name", "").strip() != found.name:
        return _ask_to_delete(
            visit, account_id, application_id, f"Type {found.name} to say that this is which you mean."
        )
    visit.perform(
        acts.DELETE_APPLICATION,
        lambda call: applications.delete(call, found.arn),
        on=(found.arn,),
        parameters={"applicationArn": found.arn},
    )
    return visit.go(APPLICATIONS, "application-deleted")
