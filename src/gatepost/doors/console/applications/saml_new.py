"""Connecting an application by SAML: from the catalogue, from its metadata, or by hand."""

from collections.abc import Mapping
from typing import Final

from werkzeug.wrappers import Response

from gatepost.core.applications import catalogue, providers, saml_applications
from gatepost.core.applications.catalogue import CatalogueEntry
from gatepost.core.applications.model import PortalOptions
from gatepost.core.applications.saml_model import SamlSettings
from gatepost.core.call import Call
from gatepost.doors import saml_metadata
from gatepost.doors.console import acts, fields
from gatepost.doors.console.applications import saml_form
from gatepost.doors.console.applications.choosing import NEW
from gatepost.doors.console.applications.index import APPLICATIONS
from gatepost.doors.console.applications.saml_form import SamlForm
from gatepost.doors.console.fields import Typed
from gatepost.doors.console.visit import ONCE, Console, Visit
from gatepost.kit import arns
from gatepost.kit.errors import NotFound
from gatepost.web import limits
from gatepost.web.dispatch import Route
from gatepost.web.saml.documents import LARGEST_METADATA

BY_HAND: Final = f"{NEW}/saml"
FROM_METADATA: Final = f"{NEW}/metadata"
FROM_CATALOGUE: Final = f"{NEW}/catalogue/<name>"
_TEXTS: Final = ("name", "description")


def routes(console: Console) -> list[Route]:
    """Return a page for each way, and where each sends its form."""
    page = console.page
    return [
        Route("GET", BY_HAND, page(lambda visit: _form(visit, saml_form.empty()))),
        Route("POST", BY_HAND, page(_create)),
        Route("GET", FROM_METADATA, page(lambda visit: _metadata(visit, Typed({})))),
        Route("POST", FROM_METADATA, page(_read_metadata)),
        Route("GET", FROM_CATALOGUE, page(_show_entry)),
        Route("POST", FROM_CATALOGUE, page(_create_from_catalogue)),
    ]


def _require(visit: Visit) -> None:
    visit.require(acts.CREATE_SAML_APPLICATION, visit.instance.arn)


def _form(visit: Visit, form: SamlForm, status: int = 200) -> Response:
    _require(visit)
    return visit.render("applications/saml_form.html", status=status, application=None, form=form, choices=saml_form)


def _create(visit: Visit) -> Response:
    sent = visit.form()
    _require(visit)
    form = saml_form.read(sent)
    typed = form.typed
    if typed.is_sound:
        try:
            return _connected(visit, form.settings(), typed, form.portal, providers.CUSTOM_SAML.arn, sent.get(ONCE, ""))
        except fields.REFUSALS as problem:
            typed.blame(problem)
    return _form(visit, form, status=400)


def _connected(
    visit: Visit, settings: SamlSettings, typed: Typed, portal: PortalOptions | None, provider_arn: str, once: str
) -> Response:
    """Connect an application and go to its page."""
    instance = visit.instance

    def do(call: Call) -> Mapping[str, str]:
        made = saml_applications.create(
            call,
            instance,
            settings,
            name=typed["name"],
            provider_arn=provider_arn,
            description=typed["description"] or None,
            portal=portal,
        ).application
        return {"account_id": made.account_id, "application_id": made.application_id}

    parameters = {"name": typed["name"], "application_provider_arn": provider_arn, "entity_id": settings.entity_id}
    made = visit.perform(
        acts.CREATE_SAML_APPLICATION,
        do,
        on=(instance.arn,),
        parameters=parameters,
        once=once,
        fingerprint=dict(typed.values),
    )
    return visit.go(f"{APPLICATIONS}/{made['account_id']}/{made['application_id']}", "application-added")


def _metadata(visit: Visit, typed: Typed, status: int = 200) -> Response:
    _require(visit)
    return visit.render("applications/metadata.html", status=status, typed=typed, most_bytes=LARGEST_METADATA)


def _read_metadata(visit: Visit) -> Response:
    """Show the form with what the metadata say: from a file, from an address, or pasted."""
    _require(visit)
    typed = Typed({})
    try:
        upload = visit.upload("file", LARGEST_METADATA + limits.DEFAULT.form_body)
        typed = fields.typed(upload.form, ("url", "xml"))
        document = upload.content or typed["xml"].encode()
        if not document and not typed["url"]:
            typed.problems["file"] = "Choose a file, name an address, or paste the metadata."
            return _metadata(visit, typed, 400)
        return _form(visit, saml_form.shown(_read(visit, document, typed["url"])))
    except fields.REFUSALS as problem:
        typed.problems["url" if typed["url"] else "file"] = problem.message
        return _metadata(visit, typed, 413 if problem.reason == limits.TOO_LARGE else 400)


def _read(visit: Visit, document: bytes, url: str) -> SamlSettings:
    instance_arn = visit.instance.arn
    visit.require(acts.READ_SAML_METADATA, instance_arn)  # before anybody elsewhere is asked
    xml = document or visit.console.fetch(url)

    def do(_: Call) -> SamlSettings:
        return saml_metadata.application_settings(xml)

    return visit.perform(acts.READ_SAML_METADATA, do, on=(instance_arn,), parameters={"url": url})


def _show_entry(visit: Visit, name: str) -> Response:
    entry = _entry(name)
    return _from_catalogue(visit, entry, Typed({"name": entry.display_name, "description": entry.description}))


def _create_from_catalogue(visit: Visit, name: str) -> Response:
    entry, form = _entry(name), visit.form()
    _require(visit)
    typed = fields.typed(form, (*_TEXTS, *(f"variable_{each}" for each in entry.variables)))
    typed.require({"name": "The name"}, longest=100)
    typed.require({f"variable_{each}": "This" for each in entry.variables}, longest=256)
    typed.limit("description", 128)
    if typed.is_sound:
        settings = entry.settings({each: typed[f"variable_{each}"] for each in entry.variables})
        try:
            arn = arns.application_provider(entry.provider_name)
            return _connected(visit, settings, typed, None, arn, form.get(ONCE, ""))
        except fields.REFUSALS as problem:
            typed.blame(problem)
    return _from_catalogue(visit, entry, typed, 400)


def _from_catalogue(visit: Visit, entry: CatalogueEntry, typed: Typed, status: int = 200) -> Response:
    _require(visit)
    return visit.render("applications/catalogue.html", status=status, entry=entry, typed=typed)


def _entry(name: str) -> CatalogueEntry:
    found = catalogue.find(name)
    if found is None:
        raise NotFound(f"The catalogue has no {name[:64]}.")
    return found
