"""denial_message: AWS's sentence about a request that was not allowed.

IAM User Guide, "Troubleshoot access denied error messages".
"""

from gatepost.core.authz.decision import Decision, Layer
from gatepost.core.authz.principals import Principal

_POLICY_TYPES: dict[Layer, str] = {
    "service_control": "service control policy",
    "resource": "resource-based policy",
    "identity": "identity-based policy",
    "boundary": "permissions boundary",
    "session": "session policy",
    "root": "identity-based policy",
}


def denial_message(decision: Decision, principal: Principal, action: str, resource: str) -> str:
    """Say who may not do what on which resource, and what kind of policy is why."""
    who = principal.arn or principal.name or "anonymous"
    refused = f"User: {who} is not authorized to perform: {action} on resource: {resource}"
    policy_type = _POLICY_TYPES[decision.layer]
    if decision.effect == "ExplicitDeny":
        article = "an" if policy_type[0] in "aeiou" else "a"
        return f"{refused} with an explicit deny in {article} {policy_type}"
    return f"{refused} because no {policy_type} allows the {action} action"
