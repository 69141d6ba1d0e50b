"""The sign-in settings as the console's pages read and change them: what each of them names, the others leave alone."""

from collections.abc import Mapping
from typing import Any

from gatepost.core.signin import signin_settings
from gatepost.core.signin.policy import SigninSettings
from gatepost.doors.console import acts
from gatepost.doors.console.visit import Visit


def read(visit: Visit) -> SigninSettings:
    """Return how people sign in to the instance."""
    instance = visit.instance
    return visit.perform(
        acts.GET_SIGNIN_SETTINGS,
        lambda call: signin_settings.read(call, instance.instance_id),
        on=(instance.arn,),
    )


def change(visit: Visit, changes: Mapping[str, Any]) -> None:
    """Change what is named, from the next sign-in on."""
    instance = visit.instance
    visit.perform(
        acts.UPDATE_SIGNIN_SETTINGS,
        lambda call: signin_settings.change(call, instance.instance_id, changes),
        on=(instance.arn,),
        parameters=changes,
    )


def denial(visit: Visit) -> str | None:
    """Return why the role may not change them, and None where it may."""
    return visit.denial(acts.UPDATE_SIGNIN_SETTINGS, visit.instance.arn)
