"""What a user, a role or a session may do: its policies, compiled once for all the calls that carry them."""

from collections.abc import Sequence

import orjson

from gatepost.core.authz import Document, Policies, managed, parse
from gatepost.core.iam import store
from gatepost.core.iam.model import Standing
from gatepost.core.iam.temporary_credentials import RoleSession
from gatepost.kit.errors import Invalid
from gatepost.kit.recent import Recent
from gatepost.store.database import Transaction

Narrowing = tuple[tuple[str, ...], tuple[str, ...]] | None
"""A session's own policies, texts and references; None where it has none, and so may do all that its role may."""

_Key = tuple[str | None, str, str | None, Narrowing]

_compiled: Recent[_Key, Policies] = Recent(4096)


def of_user(tx: Transaction, standing: Standing) -> Policies:
    """Return the policies of an IAM user that signs with its own key."""
    return _policies(tx, standing, None)


def of_role_session(tx: Transaction, standing: Standing, session: RoleSession) -> Policies:
    """Return the policies of a role, narrowed by those of a session of it."""
    narrowing = (session.policies, session.policy_references) if session.policies or session.policy_references else None
    return _policies(tx, standing, narrowing)


def session_references(tx: Transaction, account_id: str, policy_arns: Sequence[str]) -> tuple[str, ...]:
    """Return references to the managed policies of a session of a role of this account; raise Invalid for one that is not there.

    A session keeps the version that was in force when it began.
    """
    return tuple(_reference(tx, account_id, arn) for arn in policy_arns)


def _reference(tx: Transaction, account_id: str, arn: str) -> str:
    if managed.find_managed(arn) is not None:
        return arn
    policy = store.find_policy(tx, arn)
    if policy is None or policy.account_id != account_id:
        raise Invalid(f"Policy {arn} does not exist or is not attachable.", reason="ValidationError")
    return f"{policy.policy_id}/{policy.default_version_id}"


def _policies(tx: Transaction, standing: Standing, narrowing: Narrowing) -> Policies:
    # A reference names one version of a policy, and versions never change: what compiled from the key once, does always.
    key = (standing.attached, standing.inline, standing.permissions_boundary, narrowing)
    return _compiled.get(key, lambda: _compile(tx, *key))


def _compile(
    tx: Transaction, attached: str | None, inline: str, boundary: str | None, narrowing: Narrowing
) -> Policies:
    texts = orjson.loads(inline)
    references = sorted(attached.split()) if attached else []
    return Policies(
        identity=(*_documents(tx, references), *(parse(texts[name]) for name in sorted(texts))),
        boundary=None if boundary is None else _documents(tx, [boundary]),
        session=None if narrowing is None else (*map(parse, narrowing[0]), *_documents(tx, narrowing[1])),
    )


def _documents(tx: Transaction, references: Sequence[str]) -> tuple[Document, ...]:
    """Return the managed policies of these references; one that is not known, or no more, allows nothing."""
    found = (_document(tx, reference) for reference in references)
    return tuple(document for document in found if document is not None)


def _document(tx: Transaction, reference: str) -> Document | None:
    if reference.startswith("arn:"):
        known = managed.find_managed(reference)
        return None if known is None else known.document
    text = store.find_document(tx, *reference.split("/"))
    return None if text is None else parse(text)
