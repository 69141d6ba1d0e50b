"""Condition keys that policies may ask for of what the console does, as of the API's own requests.

IAM User Guide, "AWS global condition context keys" (aws:RequestTag, aws:TagKeys); Service Authorization Reference, "Actions,
resources, and condition keys for AWS IAM Identity Center" (sso:ApplicationAccount).
"""

from collections.abc import Mapping
from typing import Any

from gatepost.kit import arns

Conditions = Mapping[str, str | tuple[str, ...]]


def of_request(on: tuple[str, ...], parameters: Mapping[str, Any]) -> Conditions:
    """Return the keys of an act on these resources, with these parameters as its event shows them."""
    return {**_application_account(on), **_tags(parameters)}


def _application_account(on: tuple[str, ...]) -> Conditions:
    accounts = [arns.parse(arn).account_id for arn in on if arns.kind(arn) == "application"]
    return {"sso:ApplicationAccount": accounts[0]} if accounts else {}


def _tags(parameters: Mapping[str, Any]) -> Conditions:
    tags = {tag["key"]: tag["value"] for tag in parameters.get("tags") or ()}
    keys = (*tags, *(parameters.get("tagKeys") or ()))
    if not keys:
        return {}
    return {**{f"aws:RequestTag/{key}": value for key, value in tags.items()}, "aws:TagKeys": keys}
