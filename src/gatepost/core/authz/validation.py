"""What IAM and Organizations ask of a policy document of each kind before they keep it, in their own sentences.

The order of the checks is AWS's: of a document with several faults, the sentence is about the one that AWS finds first.
"""

import re
from collections.abc import Iterator

from gatepost.core.authz import values
from gatepost.core.authz.conditions import operator_name
from gatepost.core.authz.document import Document, parse
from gatepost.core.authz.malformed import MalformedPolicyDocument
from gatepost.core.authz.resource_names import has_legacy_form, resource_fault
from gatepost.core.authz.statement import MISSING_ACTIONS
from gatepost.core.authz.syntax import LEGACY_PARSING, Source, StatementSource, load, shape
from gatepost.core.authz.trust import check_resource_policy, check_trust_policy

LATEST_VERSION = "2012-10-17"
WRONG_VERSION = "Policy document must be version 2012-10-17 or greater."
HAS_PRINCIPAL = "Policy document should not specify a principal."
SIDS_NOT_UNIQUE = "Statement IDs (SID) in a single policy must be unique."
SID_NOT_ALPHANUMERIC = (
    "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*"
)
NO_VENDOR = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
TOO_MANY_COLONS = "Actions/Condition can contain only one colon."
MISSING_RESOURCES = "Policy statement must contain resources."
NOT_OF_POLICY_TYPE = "The provided policy document does not meet the requirements of the specified policy type."

_SID = re.compile(r"[0-9A-Za-z]*", re.ASCII)
_VENDOR = re.compile(r"[a-zA-Z0-9\-.]*", re.ASCII)


def validate_identity_policy(text: str | bytes) -> Document:
    """Check a policy for a user, a role, a permission set, a boundary or a session; raises MalformedPolicyDocument."""
    source = shape(load(text))
    if source.version != LATEST_VERSION:
        raise MalformedPolicyDocument(WRONG_VERSION)
    _check_identity_policy(source)
    return parse(text)


def validate_simulated_policy(text: str | bytes) -> Document:
    """Check an identity policy as policy simulation does, which still knows version 2008-10-17."""
    _check_identity_policy(shape(load(text)))
    return parse(text)


def validate_trust_policy(text: str | bytes) -> Document:
    """Check a role's trust policy; raises MalformedPolicyDocument."""
    return check_trust_policy(text)


def validate_resource_policy(text: str | bytes) -> Document:
    """Check a policy that is attached to a resource other than a role; raises MalformedPolicyDocument."""
    return check_resource_policy(text)


def validate_service_control_policy(text: str | bytes) -> Document:
    """Check a service control policy; raises MalformedPolicyDocument with the one sentence that Organizations has."""
    try:
        source = shape(load(text))
        _check_identity_policy(source)
        return parse(text)
    except MalformedPolicyDocument:
        raise MalformedPolicyDocument(NOT_OF_POLICY_TYPE) from None


def _check_identity_policy(source: Source) -> None:
    statements = source.statements
    _check_legacy_form(statements)
    if any(statement.principal for statement in statements):
        raise MalformedPolicyDocument(HAS_PRINCIPAL)
    check_sids(statements)
    if not all(statement.action or statement.not_action for statement in statements):
        raise MalformedPolicyDocument(MISSING_ACTIONS)
    for resource in _resources(statements):
        if fault := resource_fault(resource):
            raise MalformedPolicyDocument(fault)
    check_actions(statements)
    if not all(statement.resource or statement.not_resource for statement in statements):
        raise MalformedPolicyDocument(MISSING_RESOURCES)


def check_sids(statements: tuple[StatementSource, ...]) -> None:
    """Check that no two statements have one Sid, and each is of letters and digits."""
    sids = [statement.sid for statement in statements if statement.sid]
    if len(set(sids)) != len(sids):
        raise MalformedPolicyDocument(SIDS_NOT_UNIQUE)
    if not all(_SID.fullmatch(sid) for sid in sids):
        raise MalformedPolicyDocument(SID_NOT_ALPHANUMERIC)


def check_actions(statements: tuple[StatementSource, ...]) -> None:
    """Check that each action names its service."""
    for statement in statements:
        for action in statement.action or statement.not_action or ():
            _check_action(action)


def _check_action(action: str) -> None:
    if action == "*":
        return
    vendor, *names = action.split(":")
    if not names:
        raise MalformedPolicyDocument(NO_VENDOR)
    if len(names) > 1:
        raise MalformedPolicyDocument(TOO_MANY_COLONS)
    if vendor != "*" and not _VENDOR.fullmatch(vendor):
        raise MalformedPolicyDocument(f"Vendor {vendor} is not valid")


def _check_legacy_form(statements: tuple[StatementSource, ...]) -> None:
    """Check what IAM's older parser stumbles over: an effect in the wrong case, what is no date, an ARN without a service.

    A resource with a sentence of its own (`resource_fault`) stops that parser before it comes to the resources.
    """
    sound = all(
        statement.effect in {"Allow", "Deny"} and all(map(values.date, _dates(statement))) for statement in statements
    )
    resources = list(_resources(statements))
    if not any(resource_fault(resource) for resource in resources):
        sound = sound and all(has_legacy_form(resource) for resource in resources)
    if not sound:
        raise MalformedPolicyDocument(LEGACY_PARSING)


def _dates(statement: StatementSource) -> Iterator[str]:
    for name, block in statement.condition.items():
        if operator_name(name).base.startswith("Date"):
            for listed in block.values():
                yield from listed


def _resources(statements: tuple[StatementSource, ...]) -> Iterator[str]:
    for statement in statements:
        yield from statement.resource or statement.not_resource or ()
