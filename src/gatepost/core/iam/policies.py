"""What a user, a role or a session may do: its row's policies, compiled once for all the calls that carry them."""

from functools import lru_cache

import orjson

from gatepost.core.authz import Document, Policies, managed, parse
from gatepost.core.iam.model import Standing
from gatepost.core.iam.temporary_credentials import RoleSession
from gatepost.kit.errors import Invalid


def of_user(standing: Standing) -> Policies:
    """Return the policies of an IAM user that signs with its own key."""
    return _compiled(standing.attached, standing.inline, standing.permissions_boundary, None)


def of_role_session(standing: Standing, session: RoleSession) -> Policies:
    """Return the policies of a role, narrowed by those of a session of it."""
    narrowing = (session.policies, session.policy_arns) if session.policies or session.policy_arns else None
    return _compiled(standing.attached, standing.inline, standing.permissions_boundary, narrowing)


def session_documents(policies: tuple[str, ...], policy_arns: tuple[str, ...]) -> tuple[Document, ...]:
    """Return a session's policies; raise Invalid for one that is none, or that nobody knows."""
    return (*(parse(text) for text in policies), *(_managed(arn) for arn in policy_arns))


@lru_cache(maxsize=4096)
def _compiled(
    attached: str, inline: str, boundary: str | None, narrowing: tuple[tuple[str, ...], tuple[str, ...]] | None
) -> Policies:
    arns, texts = orjson.loads(attached), orjson.loads(inline)
    return Policies(
        identity=(*_known(arns), *(parse(texts[name]) for name in sorted(texts))),
        boundary=None if boundary is None else _known([boundary]),
        session=None if narrowing is None else session_documents(*narrowing),
    )


def _known(arns: list[str]) -> tuple[Document, ...]:
    """Return the managed policies of these ARNs; one that is not known here allows nothing."""
    found = (managed.find_managed(arn) for arn in arns)
    return tuple(policy.document for policy in found if policy is not None)


def _managed(arn: str) -> Document:
    policy = managed.find_managed(arn)
    if policy is None:
        raise Invalid(f"Policy {arn} does not exist or is not attachable.", reason="ValidationError")
    return policy.document
