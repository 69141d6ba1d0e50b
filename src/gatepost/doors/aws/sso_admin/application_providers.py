"""sso-admin ListApplicationProviders and DescribeApplicationProvider."""

from typing import Any

from gatepost.core.applications import providers
from gatepost.core.call import Call
from gatepost.doors.aws.service import reads
from gatepost.doors.aws.sso_admin import application_views
from gatepost.kit.paging import Page, PageRequest


@reads()
def list_application_providers(call: Call, *, page: PageRequest) -> Page[dict[str, Any]]:
    """List the kinds of application that can be connected."""
    return providers.list_all(page).map(application_views.provider)


@reads(on="ApplicationProviderArn")
def describe_application_provider(call: Call, *, application_provider_arn: str) -> dict[str, Any]:
    """Tell the details of a kind of application."""
    return application_views.provider(providers.get(application_provider_arn))
