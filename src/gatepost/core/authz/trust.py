"""What IAM asks of a role's trust policy, and of any policy that is attached to a resource: whom it names, and how.

IAM reads these with another parser than identity policies, and answers with other sentences.
"""

import re
from collections.abc import Iterable, Mapping

from gatepost.core.authz.conditions import operator_name
from gatepost.core.authz.document import Document, parse
from gatepost.core.authz.malformed import MalformedPolicyDocument
from gatepost.core.authz.syntax import PRINCIPAL_TYPES, VERSIONS, load

INVALID_JSON = "This policy contains invalid Json"
INVALID_VERSION = "The policy must contain a valid version string"
NO_STATEMENT = "Could not parse the policy: Statement is empty!"
SIDS_NOT_UNIQUE = "The Statement Ids in the policy are not unique"
EMPTY_PRINCIPAL = "Missing required field Principal cannot be empty!"
NOT_PRINCIPAL_IN_TRUST = "AssumeRole policy must not contain NotPrincipal field."
ALLOW_NOT_PRINCIPAL = "Allow with NotPrincipal is not allowed."
STAR_IN_TRUST = 'AssumeRolepolicy contained an invalid principal: "STAR":"*".'
NOT_STS_ACTION = "AssumeRole policy may only specify STS AssumeRole actions."
MISSING_RESOURCE = "Missing required field Resource"
SYNTAX_ERROR = "Syntax error in policy."

_PRINCIPAL_FORMS: Mapping[str, re.Pattern[str]] = {
    "AWS": re.compile(
        r"\*|\d{12}|A[A-Z0-9]{15,127}|arn:aws[a-z-]*:iam::\d{12}:(?:root|(?:user|role)/[^*?]+)"
        r"|arn:aws[a-z-]*:sts::\d{12}:(?:assumed-role/[^*?/]+/[^*?]+|federated-user/[^*?]+)",
        re.ASCII,
    ),
    "Service": re.compile(r"[a-z0-9.-]+\.(?:amazonaws\.com(?:\.cn)?|amazon\.com|internal)", re.ASCII | re.IGNORECASE),
    "Federated": re.compile(
        r"arn:aws[a-z-]*:iam::\d{12}:(?:saml-provider|oidc-provider)/.+|[a-z0-9-]+(?:\.[a-z0-9-]+)+",
        re.ASCII | re.IGNORECASE,
    ),
    "CanonicalUser": re.compile(r"[0-9a-f]{64}", re.ASCII),
}

Statement = Mapping[str, object]


def check_trust_policy(text: str | bytes) -> Document:
    """Check a role's trust policy: it names principals, only sts actions, and no resource, which is the role."""
    for statement in _statements(text):
        _check_effect(statement)
        if "NotPrincipal" in statement:
            raise MalformedPolicyDocument(
                ALLOW_NOT_PRINCIPAL if statement["Effect"] == "Allow" else NOT_PRINCIPAL_IN_TRUST
            )
        if statement.get("Principal") == "*":
            raise MalformedPolicyDocument(STAR_IN_TRUST)
        _check_principals(statement, "Principal")
        _check_operators(statement)
        for action in _actions(statement):
            if not action.lower().startswith("sts:"):
                raise MalformedPolicyDocument(NOT_STS_ACTION)
        for element in ("Resource", "NotResource"):
            if element in statement:
                raise MalformedPolicyDocument(f"Has prohibited field {element}")
    return _parsed(text)


def check_resource_policy(text: str | bytes) -> Document:
    """Check a policy of a resource: it names principals and, like an identity policy, actions and resources."""
    for statement in _statements(text):
        _check_effect(statement)
        _check_principals(statement, "NotPrincipal" if "NotPrincipal" in statement else "Principal")
        _check_operators(statement)
        _actions(statement)
        if not (statement.get("Resource") or statement.get("NotResource")):
            raise MalformedPolicyDocument(MISSING_RESOURCE)
    return _parsed(text)


def _statements(text: str | bytes) -> list[Statement]:
    document = _loaded(text)
    if document.get("Version", "2008-10-17") not in VERSIONS:
        raise MalformedPolicyDocument(INVALID_VERSION)
    statements = document.get("Statement")
    listed = statements if isinstance(statements, list) else [statements] if statements else []
    if not listed:
        raise MalformedPolicyDocument(NO_STATEMENT)
    objects: list[Statement] = [each for each in listed if isinstance(each, dict)]
    if len(objects) != len(listed):
        raise MalformedPolicyDocument(SYNTAX_ERROR)
    sids = [str(sid) for each in objects if (sid := each.get("Sid"))]
    if len(set(sids)) != len(sids):
        raise MalformedPolicyDocument(SIDS_NOT_UNIQUE)
    return objects


def _check_effect(statement: Statement) -> None:
    if "Effect" not in statement:
        raise MalformedPolicyDocument("Missing required field Effect")
    if statement["Effect"] not in ("Allow", "Deny"):
        raise MalformedPolicyDocument(f"Invalid effect: {statement['Effect']}")


def _check_principals(statement: Statement, element: str) -> None:
    if element not in statement:
        raise MalformedPolicyDocument(f"Missing required field {element}")
    principal = statement[element]
    if principal == "*":
        return
    if not isinstance(principal, dict):
        raise MalformedPolicyDocument(SYNTAX_ERROR)
    if not principal:
        raise MalformedPolicyDocument(EMPTY_PRINCIPAL)
    for kind, named in principal.items():
        for each in _listed(named):
            if kind not in PRINCIPAL_TYPES or not _PRINCIPAL_FORMS[kind].fullmatch(each):
                raise MalformedPolicyDocument(f'Invalid principal in policy: "{kind}":"{each}"')


def _check_operators(statement: Statement) -> None:
    condition = statement.get("Condition", {})
    for name in condition if isinstance(condition, dict) else ():
        if not operator_name(name).known:
            raise MalformedPolicyDocument(f"Invalid Condition type : {name}")


def _actions(statement: Statement) -> Iterable[str]:
    actions = _listed(statement.get("Action") or statement.get("NotAction") or [])
    if not actions:
        raise MalformedPolicyDocument("Missing required field Action")
    return actions


def _listed(value: object) -> list[str]:
    listed: list[object] = value if isinstance(value, list) else [value]
    texts = [each for each in listed if isinstance(each, str)]
    if len(texts) != len(listed):
        raise MalformedPolicyDocument(SYNTAX_ERROR)
    return texts


def _loaded(text: str | bytes) -> dict[str, object]:
    try:
        return load(text)
    except MalformedPolicyDocument:
        raise MalformedPolicyDocument(INVALID_JSON) from None


def _parsed(text: str | bytes) -> Document:
    try:
        return parse(text)
    except MalformedPolicyDocument:
        raise MalformedPolicyDocument(SYNTAX_ERROR) from None
