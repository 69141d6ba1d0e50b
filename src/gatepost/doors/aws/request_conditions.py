"""Condition keys that come out of an operation's input: the tags in it, the account of the application it names, iam's policies.

IAM User Guide, "AWS global condition context keys" (aws:RequestTag, aws:TagKeys); Service Authorization Reference, "Actions,
resources, and condition keys for AWS IAM Identity Center" (sso:ApplicationAccount) and "… for AWS Identity and Access Management"
(iam:PolicyARN, iam:PermissionsBoundary).
"""

from collections.abc import Mapping
from typing import Any

from gatepost.kit import arns

Conditions = Mapping[str, str | tuple[str, ...]]


def request_conditions(params: Mapping[str, Any]) -> Conditions:
    """Return the condition keys of checked input."""
    return {**_tags(params), **_application_account(params.get("ApplicationArn")), **_policies(params)}


def _tags(params: Mapping[str, Any]) -> Conditions:
    tags = {tag["Key"]: tag["Value"] for tag in params.get("Tags") or ()}
    keys = (*tags, *(params.get("TagKeys") or ()))
    if not keys:
        return {}
    return {**{f"aws:RequestTag/{key}": value for key, value in tags.items()}, "aws:TagKeys": keys}


def _application_account(application_arn: str | None) -> Conditions:
    return {} if application_arn is None else {"sso:ApplicationAccount": arns.parse(application_arn).account_id}


def _policies(params: Mapping[str, Any]) -> Conditions:
    """Return the policies that iam operations attach; sso-admin's boundary has the same name, and is no ARN."""
    keys = {"iam:PolicyARN": params.get("PolicyArn"), "iam:PermissionsBoundary": params.get("PermissionsBoundary")}
    return {key: value for key, value in keys.items() if isinstance(value, str)}
