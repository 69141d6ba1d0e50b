"""Use cases of applications' logos, which the portal's tiles show; AWS has no API for them."""

from gatepost.core.applications import store
from gatepost.core.applications.model import Application, Logo
from gatepost.core.call import Call
from gatepost.core.instances.model import Instance
from gatepost.kit import pictures
from gatepost.kit.errors import NotFound


def get(call: Call, instance: Instance, application_id: str) -> Logo:
    """Return an application's logo; NotFound where it has none, or the instance has no such application."""
    _require(store.applications.find_application(call.tx, application_id), instance, application_id)
    found = store.logos.find_logo(call.tx, application_id)
    if found is None:
        raise NotFound("The application has no logo.")
    return found


def put(call: Call, instance: Instance, application_id: str, picture: str) -> Logo:
    """Give an application a logo, a `data:` URI, in place of the one before; Invalid for what `pictures.check` refuses."""
    _require(store.applications.lock_application(call.tx, application_id), instance, application_id)
    pictures.check(picture)
    store.logos.put_logo(call.tx, application_id, picture, call.now)
    return Logo(picture, call.now)


def delete(call: Call, instance: Instance, application_id: str) -> None:
    """Take an application's logo away; NotFound where it has none."""
    _require(store.applications.lock_application(call.tx, application_id), instance, application_id)
    if not store.logos.delete_logo(call.tx, application_id):
        raise NotFound("The application has no logo.")


def _require(application: Application | None, instance: Instance, application_id: str) -> None:
    if application is None or application.instance_id != instance.instance_id:
        raise NotFound(f"There is no application {application_id}.")
