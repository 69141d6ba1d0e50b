"""Use cases of applications: create, get, list, update, delete."""

from dataclasses import replace

from gatepost.core.applications import providers, store
from gatepost.core.applications.model import Application, PortalOptions, SignInOptions, Switch
from gatepost.core.audit.model import Resource
from gatepost.core.call import Call
from gatepost.core.instances.model import Instance
from gatepost.core.tagging import tags as tagging
from gatepost.core.tagging.model import Tags
from gatepost.kit import arns, ids
from gatepost.kit.errors import Conflict, Invalid, NotFound
from gatepost.kit.paging import Page, PageRequest
from gatepost.store.database import Duplicate


def create(
    call: Call,
    instance: Instance,
    *,
    provider_arn: str,
    name: str,
    description: str | None = None,
    status: Switch = "ENABLED",
    portal: PortalOptions | None = None,
    tags: Tags | None = None,
) -> Application:
    """Make an application (sso-admin CreateApplication), which gets no tokens until it has a grant."""
    providers.require_creatable(provider_arn)
    return add(
        call,
        instance,
        provider_arn=provider_arn,
        name=name,
        description=description,
        status=status,
        portal=portal,
        tags=tags,
    )


def add(
    call: Call,
    instance: Instance,
    *,
    provider_arn: str,
    name: str,
    description: str | None = None,
    status: Switch = "ENABLED",
    portal: PortalOptions | None = None,
    tags: Tags | None = None,
) -> Application:
    """Make an application of whatever provider. Its name is unique in the instance; nobody may use it until assigned."""
    portal = portal or PortalOptions()
    _check_sign_in(portal.sign_in)
    application = Application(
        application_id=ids.new_application_id(call.entropy),
        instance_id=instance.instance_id,
        account_id=call.actor.account_id or instance.owner_account_id,
        provider_arn=provider_arn,
        name=name,
        description=description,
        status=status,
        portal=portal,
        assignment_required=True,
        background_sessions="DISABLED",
        created_at=call.now,
        created_from=instance.region,
    )
    try:
        store.applications.insert_application(call.tx, application)
    except Duplicate:
        raise _name_taken(name) from None
    tagging.put(call, application.arn, tags or {})
    call.event.resources.append(Resource("AWS::SSO::Application", application.arn))
    return application


def get(call: Call, application_arn: str) -> Application:
    """Return an application (sso-admin DescribeApplication), or raise NotFound."""
    _, application_id = arns.application_ids(application_arn)
    return _found(application_arn, store.applications.find_application(call.tx, application_id))


def lock(call: Call, application_arn: str) -> Application:
    """Do as `get`; until this transaction ends nobody else changes the application, its tags or its scopes."""
    _, application_id = arns.application_ids(application_arn)
    return _found(application_arn, store.applications.lock_application(call.tx, application_id))


def list_of_instance(
    call: Call, instance: Instance, *, account_id: str | None, provider_arn: str | None, page: PageRequest
) -> Page[Application]:
    """List an instance's applications, all or those of an account, a provider or both (sso-admin ListApplications)."""
    return store.applications.list_applications(call.tx, instance.instance_id, account_id, provider_arn, page)


def update(
    call: Call,
    application_arn: str,
    *,
    name: str | None = None,
    description: str | None = None,
    status: Switch | None = None,
    sign_in: SignInOptions | None = None,
) -> None:
    """Change what is given of an application (sso-admin UpdateApplication); the rest stays as it is."""
    before = lock(call, application_arn)
    _check_sign_in(sign_in)
    after = replace(
        before,
        name=name or before.name,
        description=description or before.description,
        status=status or before.status,
        portal=replace(before.portal, sign_in=sign_in or before.portal.sign_in),
    )
    try:
        store.applications.update_application(call.tx, after)
    except Duplicate:
        raise _name_taken(after.name) from None


def delete(call: Call, application_arn: str) -> None:
    """Remove an application with its assignments, scopes, grants and tags (sso-admin DeleteApplication)."""
    application = lock(call, application_arn)
    store.applications.delete_application(call.tx, application.application_id)
    tagging.remove_all(call, application_arn)


def _found(application_arn: str, application: Application | None) -> Application:
    # The ARN as a whole: one with the right id and another account or instance names nothing.
    if application is None or application.arn != application_arn:
        raise NotFound(f"Could not find Application with arn {application_arn}")
    return application


def _name_taken(name: str) -> Conflict:
    return Conflict(f"Application with name {name} already exists.")


def _check_sign_in(options: SignInOptions | None) -> None:
    if options is not None and options.origin == "APPLICATION" and options.application_url is None:
        raise Invalid("ApplicationUrl is required when Origin is APPLICATION.")
