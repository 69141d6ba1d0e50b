"""Changing an application: how it speaks SAML, or where its tokens go."""

from werkzeug.wrappers import Response

from gatepost.core.applications import applications, providers, saml_applications
from gatepost.core.applications.model import Application, AuthorizationCodeGrant
from gatepost.core.applications.saml_model import SamlApplication
from gatepost.core.call import Call
from gatepost.doors.console import acts, fields
from gatepost.doors.console.applications import oauth, saml_form
from gatepost.doors.console.applications.addresses import PAGE, describe, url_of
from gatepost.doors.console.applications.client import client_of
from gatepost.doors.console.applications.saml_form import SamlForm
from gatepost.doors.console.fields import Typed
from gatepost.doors.console.visit import Console, Visit
from gatepost.kit.errors import Denied
from gatepost.web.dispatch import Route
from gatepost.web.limits import Form


def routes(console: Console) -> list[Route]:
    """Return the form and its target: which form, the kind of application says."""
    page = console.page
    return [Route("GET", f"{PAGE}/edit", page(_show)), Route("POST", f"{PAGE}/edit", page(_save))]


def _show(visit: Visit, account_id: str, application_id: str) -> Response:
    found = describe(visit, account_id, application_id)
    if _is_saml(found):
        saml = _saml(visit, found)
        form = saml_form.shown(saml.settings, found.name, found.description or "", found.portal)
        return _saml_page(visit, found, form)
    client = client_of(visit, found)
    if client.found is None:
        raise Denied(client.denied or "The grants of the application cannot be read.")
    sign_in = found.portal.sign_in
    values = {
        "name": found.name,
        "description": found.description or "",
        "application_url": (sign_in and sign_in.application_url) or "",
        "redirect_uris": "\n".join(client.found.redirect_uris),
    }
    return _oauth_page(visit, found, Typed(values))


def _save(visit: Visit, account_id: str, application_id: str) -> Response:
    sent = visit.form()
    found = describe(visit, account_id, application_id)
    return _save_saml(visit, found, sent) if _is_saml(found) else _save_oauth(visit, found, sent)


def _is_saml(application: Application) -> bool:
    return providers.get(application.provider_arn).protocol == "SAML"


def _saml(visit: Visit, application: Application) -> SamlApplication:
    instance = visit.instance
    return visit.perform(
        acts.GET_SAML_APPLICATION,
        lambda call: saml_applications.get(call, instance, application.application_id),
        on=(instance.arn,),
        parameters={"application_id": application.application_id},
    )


def _save_saml(visit: Visit, application: Application, sent: Form) -> Response:
    _require_saml(visit)
    form, instance = saml_form.read(sent), visit.instance
    typed = form.typed

    def do(call: Call) -> None:
        before = saml_applications.get(call, instance, application.application_id)
        saml_applications.update(
            call,
            instance,
            application.application_id,
            form.settings(before.settings),
            name=typed["name"],
            description=typed["description"] or None,
            status=before.application.status,
            portal=form.portal,
            logo=before.logo,
        )

    if typed.is_sound:
        parameters = {"application_id": application.application_id, "name": typed["name"]}
        try:
            visit.perform(acts.UPDATE_SAML_APPLICATION, do, on=(instance.arn,), parameters=parameters)
            return visit.go(url_of(application), "settings-saved")
        except fields.REFUSALS as problem:
            typed.blame(problem)
    return _saml_page(visit, application, form, 400)


def _require_saml(visit: Visit) -> None:
    visit.require(acts.UPDATE_SAML_APPLICATION, visit.instance.arn)


def _saml_page(visit: Visit, application: Application, form: SamlForm, status: int = 200) -> Response:
    _require_saml(visit)
    return visit.render(
        "applications/saml_form.html", status=status, application=application, form=form, choices=saml_form
    )


def _save_oauth(visit: Visit, application: Application, sent: Form) -> Response:
    _require_oauth(visit, application)
    typed = fields.typed(sent, oauth.TEXTS)
    oauth.check(typed)
    client = client_of(visit, application).found
    if client and client.redirect_uris and not typed["redirect_uris"]:
        typed.problems["redirect_uris"] = "The last one goes with the grant: take that away on the application's page."
    if typed.is_sound:
        try:
            _change_oauth(visit, application, typed)
            return visit.go(url_of(application), "settings-saved")
        except fields.REFUSALS as problem:
            typed.blame(problem)
    return _oauth_page(visit, application, typed, 400)


def _change_oauth(visit: Visit, application: Application, typed: Typed) -> None:
    arn = application.arn

    def do(call: Call) -> None:
        applications.update(
            call,
            arn,
            name=typed["name"],
            description=typed["description"] or None,
            sign_in=oauth.portal(typed).sign_in,
        )

    visit.perform(acts.UPDATE_APPLICATION, do, on=(arn,), parameters={"applicationArn": arn, "name": typed["name"]})
    if typed["redirect_uris"]:
        oauth.put_grant(visit, arn, AuthorizationCodeGrant(oauth.read_uris(typed)))


def _require_oauth(visit: Visit, application: Application) -> None:
    for act in (acts.UPDATE_APPLICATION, acts.PUT_APPLICATION_GRANT):
        visit.require(act, application.arn)


def _oauth_page(visit: Visit, application: Application, typed: Typed, status: int = 200) -> Response:
    _require_oauth(visit, application)
    return visit.render("applications/oauth_form.html", status=status, application=application, typed=typed)
