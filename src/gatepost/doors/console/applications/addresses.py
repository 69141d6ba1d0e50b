"""Where an application's pages are, and which application such an address stands for."""

from typing import Final

from gatepost.core.applications import applications
from gatepost.core.applications.model import Application
from gatepost.doors.console import acts
from gatepost.doors.console.applications.index import APPLICATIONS
from gatepost.doors.console.visit import Visit
from gatepost.kit import arns

PAGE: Final = f"{APPLICATIONS}/<account_id>/<application_id>"


def url_of(application: Application) -> str:
    """Return the address of an application's page."""
    return url(application.account_id, application.application_id)


def url(account_id: str, application_id: str) -> str:
    """Return the address of the page of the application of this account and id."""
    return f"{APPLICATIONS}/{account_id}/{application_id}"


def arn_of(visit: Visit, account_id: str, application_id: str) -> str:
    """Return the ARN that the address of a page stands for."""
    return arns.application(account_id, visit.instance.instance_id, application_id)


def describe(visit: Visit, account_id: str, application_id: str) -> Application:
    """Return an application, or raise NotFound."""
    arn = arn_of(visit, account_id, application_id)
    return visit.perform(
        acts.DESCRIBE_APPLICATION,
        lambda call: applications.get(call, arn),
        on=(arn,),
        parameters={"applicationArn": arn},
    )
