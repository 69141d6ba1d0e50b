"""sso-admin CreateApplication, DescribeApplication, ListApplications, UpdateApplication and DeleteApplication."""

from collections.abc import Mapping, Sequence
from typing import Any

from gatepost.core.applications import applications
from gatepost.core.applications.model import Switch
from gatepost.core.call import Call
from gatepost.core.instances import instances
from gatepost.doors.aws.service import reads, writes
from gatepost.doors.aws.sso_admin import application_views, views
from gatepost.kit import arns
from gatepost.kit.paging import Page, PageRequest


@writes(on="InstanceArn ApplicationProviderArn")
def create_application(
    call: Call,
    *,
    instance_arn: str,
    application_provider_arn: str,
    name: str,
    description: str | None = None,
    portal_options: Mapping[str, Any] | None = None,
    tags: Sequence[Mapping[str, str]] | None = None,
    status: Switch | None = None,
) -> dict[str, Any]:
    """Make an application."""
    instance = instances.require(call, instance_arn)
    made = applications.create(
        call,
        instance,
        provider_arn=application_provider_arn,
        name=name,
        description=description,
        status=status or "ENABLED",
        portal=application_views.portal_options_given(portal_options),
        tags=views.tags_given(tags),
    )
    return {
        "ApplicationArn": made.arn,
        "InstanceArn": instance.arn,
        "IdentityStoreArn": instance.identity_store_arn,
    }


@reads(on="ApplicationArn")
def describe_application(call: Call, *, application_arn: str) -> dict[str, Any]:
    """Tell an application's details."""
    known = applications.get(call, application_arn)
    return application_views.application(known, instances.require(call, arns.instance(known.instance_id)))


@reads(on="InstanceArn")
def list_applications(
    call: Call, *, page: PageRequest, instance_arn: str, filter: Mapping[str, str] | None = None
) -> Page[dict[str, Any]]:
    """List an instance's applications, by account and provider if asked for."""
    instance, wanted = instances.require(call, instance_arn), filter or {}
    found = applications.list_of_instance(
        call,
        instance,
        account_id=wanted.get("ApplicationAccount"),
        provider_arn=wanted.get("ApplicationProvider"),
        page=page,
    )
    return found.map(lambda each: application_views.application(each, instance))


@writes(on="ApplicationArn")
def update_application(
    call: Call,
    *,
    application_arn: str,
    name: str | None = None,
    description: str | None = None,
    status: Switch | None = None,
    portal_options: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Change an application."""
    applications.update(
        call,
        application_arn,
        name=name,
        description=description,
        status=status,
        sign_in=application_views.sign_in_options_given(portal_options),
    )
    return {}


@writes(on="ApplicationArn")
def delete_application(call: Call, *, application_arn: str) -> dict[str, Any]:
    """Remove an application."""
    applications.delete(call, application_arn)
    return {}
