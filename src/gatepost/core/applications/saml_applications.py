"""Use cases of SAML applications: connect, find, list, change, and whom one lets in.

AWS has no API for them; to sso-admin they are applications like others, which it lists, assigns and deletes.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from gatepost.core.applications import applications, providers, store
from gatepost.core.applications.model import PortalOptions, Switch, Tile
from gatepost.core.applications.saml_checks import check_settings
from gatepost.core.applications.saml_model import SamlApplication, SamlSettings
from gatepost.core.call import Call
from gatepost.core.instances.model import Instance
from gatepost.kit import pictures, places
from gatepost.kit.errors import Conflict, Invalid, NotFound, Refused
from gatepost.kit.paging import Page, PageRequest
from gatepost.kit.sentences import Sentence
from gatepost.store.database import Duplicate

MOST_TILES: Final = 500
"""As many applications the portal shows of one person."""

UNASSIGNED: Final = "NotAssigned"
DISABLED: Final = "ApplicationDisabled"
UNKNOWN: Final = "UnknownApplication"


def create(
    call: Call,
    instance: Instance,
    settings: SamlSettings,
    *,
    name: str,
    provider_arn: str = providers.CUSTOM_SAML.arn,
    description: str | None = None,
    status: Switch = "ENABLED",
    portal: PortalOptions | None = None,
    logo: str | None = None,
) -> SamlApplication:
    """Connect an application; nobody may enter it until they are assigned. Its entity id is unique in the instance."""
    if providers.get(provider_arn).protocol != "SAML":
        raise Invalid(f"The application provider {provider_arn} is not one of SAML applications.")
    _check(settings, portal, logo)
    application = applications.add(
        call,
        instance,
        provider_arn=provider_arn,
        name=name,
        description=description,
        status=status,
        portal=portal,
    )
    saml = SamlApplication(application, settings, logo)
    try:
        store.saml_applications.insert_saml_application(call.tx, saml)
    except Duplicate:
        raise _entity_id_taken(settings.entity_id) from None
    _put_logo(call, saml)
    return saml


def get(call: Call, instance: Instance, application_id: str) -> SamlApplication:
    """Return a SAML application by its id (`apl-…`), or raise NotFound."""
    found = store.saml_applications.find_saml_application(call.tx, instance.instance_id, application_id)
    if found is None:
        raise NotFound(f"There is no SAML application {application_id}.")
    return found


def get_by_entity_id(call: Call, instance: Instance, entity_id: str) -> SamlApplication:
    """Return the SAML application that calls itself so, or raise NotFound."""
    found = store.saml_applications.find_by_entity_id(call.tx, instance.instance_id, entity_id)
    if found is None:
        raise NotFound("The application that sent you is not connected here.", reason=UNKNOWN)
    return found


def list_all(call: Call, instance: Instance, page: PageRequest) -> Page[SamlApplication]:
    """List an instance's SAML applications."""
    return store.saml_applications.list_saml_applications(call.tx, instance.instance_id, page)


def update(
    call: Call,
    instance: Instance,
    application_id: str,
    settings: SamlSettings,
    *,
    name: str,
    description: str | None,
    status: Switch,
    portal: PortalOptions,
    logo: str | None,
) -> SamlApplication:
    """Replace what may change of a SAML application: everything but its id and provider."""
    before = get(call, instance, application_id)
    _check(settings, portal, logo)
    applications.update(
        call, before.application.arn, name=name, description=description, status=status, sign_in=portal.sign_in
    )
    changed = replace(applications.lock(call, before.application.arn), portal=portal, description=description)
    store.applications.update_application(call.tx, changed)
    after = SamlApplication(changed, settings, logo)
    try:
        store.saml_applications.update_saml_application(call.tx, after)
    except Duplicate:
        raise _entity_id_taken(settings.entity_id) from None
    if logo != before.logo:
        _put_logo(call, after)
    return after


def delete(call: Call, instance: Instance, application_id: str) -> None:
    """Remove a SAML application with its assignments."""
    applications.delete(call, get(call, instance, application_id).application.arn)


def list_tiles(call: Call, instance: Instance, user_id: str) -> Sequence[Tile]:
    """Return what the portal shows a person of the applications that they may enter, by name."""
    return store.saml_applications.list_tiles(call.tx, instance.instance_id, user_id, MOST_TILES)


def require_entry(call: Call, saml: SamlApplication, user_id: str) -> None:
    """Raise Refused unless the application is enabled, and the user is enabled and assigned or it is open to all."""
    require_enabled(saml)
    if not store.saml_applications.may_enter(call.tx, saml.application.application_id, user_id):
        raise Refused(
            Sentence("You are not assigned to %(application)s.", application=saml.application.name), reason=UNASSIGNED
        )


def require_enabled(saml: SamlApplication) -> None:
    """Raise Refused where an administrator has switched the application off."""
    if not saml.is_enabled:
        raise Refused(Sentence("%(application)s is switched off.", application=saml.application.name), reason=DISABLED)


def _check(settings: SamlSettings, portal: PortalOptions | None, logo: str | None) -> None:
    check_settings(settings)
    if portal is not None and portal.sign_in is not None and portal.sign_in.application_url is not None:
        places.require(portal.sign_in.application_url, "The application's own address")
    if logo is not None:
        pictures.check(logo)


def _put_logo(call: Call, saml: SamlApplication) -> None:
    application_id = saml.application.application_id
    if saml.logo is None:
        store.logos.delete_logo(call.tx, application_id)
    else:
        store.logos.put_logo(call.tx, application_id, saml.logo, call.now)


def _entity_id_taken(entity_id: str) -> Conflict:
    return Conflict(f"An application with the entity ID {entity_id} is connected already.")
