"""The AWS managed policies that a permission set can name by ARN, with Gatepost's own documents for its own services.

The files in `managed/` hold each policy's name, path, description and document. Names, paths and what the policies are for are
AWS's; the wording is Gatepost's, so what one allows beyond Gatepost's services (sso, identitystore, sts, iam, organizations,
cloudtrail …) is an approximation of what AWS's policy of that name allows in an AWS account.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from gatepost.core.authz.document import Document, parse

ARN_PREFIX = "arn:aws:iam::aws:policy"


@dataclass(frozen=True, slots=True)
class ManagedPolicy:
    """A managed policy; `path` begins and ends with a slash, `text` is the document as it is shown."""

    arn: str
    name: str
    path: str
    description: str
    text: str
    document: Document


def find_managed(arn: str) -> ManagedPolicy | None:
    """Return the managed policy of an ARN (`arn:aws:iam::aws:policy/…`), or None."""
    return _by_arn().get(arn)


def list_managed() -> tuple[ManagedPolicy, ...]:
    """Return all managed policies, by name."""
    return tuple(_by_arn().values())


@cache
def _by_arn() -> Mapping[str, ManagedPolicy]:
    files = resources.files("gatepost.core.authz").joinpath("managed").iterdir()
    policies = sorted((_read(file.read_text(encoding="utf-8")) for file in files), key=lambda policy: policy.name)
    return {policy.arn: policy for policy in policies}


def _read(content: str) -> ManagedPolicy:
    policy = json.loads(content)
    text = json.dumps(policy["document"], indent=4)
    return ManagedPolicy(
        arn=f"{ARN_PREFIX}{policy['path']}{policy['name']}",
        name=policy["name"],
        path=policy["path"],
        description=policy["description"],
        text=text,
        document=parse(text),
    )
