"""The policy language: who may do what, decided from policies and a request alone, without a database or a clock."""

from gatepost.core.authz.decision import Decision, Effect, Layer, Policies, StatementRef, decide
from gatepost.core.authz.denial import denial_message
from gatepost.core.authz.document import Document, parse
from gatepost.core.authz.malformed import MalformedPolicyDocument
from gatepost.core.authz.principals import ANONYMOUS, Principal, PrincipalKind, principal_from_arn
from gatepost.core.authz.request import Context
from gatepost.core.authz.validation import (
    validate_identity_policy,
    validate_resource_policy,
    validate_service_control_policy,
    validate_trust_policy,
)

__all__ = [
    "ANONYMOUS",
    "Context",
    "Decision",
    "Document",
    "Effect",
    "Layer",
    "MalformedPolicyDocument",
    "Policies",
    "Principal",
    "PrincipalKind",
    "StatementRef",
    "decide",
    "denial_message",
    "parse",
    "principal_from_arn",
    "validate_identity_policy",
    "validate_resource_policy",
    "validate_service_control_policy",
    "validate_trust_policy",
]
