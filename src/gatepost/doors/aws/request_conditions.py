"""Condition keys that come out of an operation's input: the tags in it, and the account of the application it names.

IAM User Guide, "AWS global condition context keys" (aws:RequestTag, aws:TagKeys); Service Authorization Reference, "Actions,
resources, and condition keys for AWS IAM Identity Center" (sso:ApplicationAccount).
"""

from collections.abc import Mapping
from typing import Any

from gatepost.kit import arns

Conditions = Mapping[str, str | tuple[str, ...]]


def request_conditions(params: Mapping[str, Any]) -> Conditions:
    """Return the condition keys of checked input."""
    return {**_tags(params), **_application_account(params.get("ApplicationArn"))}


def _tags(params: Mapping[str, Any]) -> Conditions:
    tags = {tag["Key"]: tag["Value"] for tag in params.get("Tags") or ()}
    keys = (*tags, *(params.get("TagKeys") or ()))
    if not keys:
        return {}
    return {**{f"aws:RequestTag/{key}": value for key, value in tags.items()}, "aws:TagKeys": keys}


def _application_account(application_arn: str | None) -> Conditions:
    return {} if application_arn is None else {"sso:ApplicationAccount": arns.parse(application_arn).account_id}
