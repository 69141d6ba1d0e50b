"""Use cases of the session configuration of an application."""

from dataclasses import replace

from gatepost.core.applications import applications, store
from gatepost.core.applications.model import Switch
from gatepost.core.call import Call


def get_background(call: Call, application_arn: str) -> Switch:
    """Tell whether a user's jobs may outlive their session (sso-admin GetApplicationSessionConfiguration)."""
    return applications.get(call, application_arn).background_sessions


def put_background(call: Call, application_arn: str, status: Switch | None) -> None:
    """Say whether a user's jobs may outlive their session; None leaves it (sso-admin PutApplicationSessionConfiguration)."""
    application = applications.lock(call, application_arn)
    if status is not None:
        store.applications.update_application(call.tx, replace(application, background_sessions=status))
