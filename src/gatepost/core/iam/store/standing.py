"""What a signed call must know of who is behind its credential: one statement for each kind, because every call runs one."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Join, ScalarSelect, Table, bindparam, func, select, true, type_coerce

from gatepost.core.iam.model import KeyHolder, Standing
from gatepost.core.iam.store.access_key import access_keys
from gatepost.core.iam.store.attachments import Attachments, joined_texts, reference
from gatepost.core.iam.store.managed_policy import iam_policies
from gatepost.core.iam.store.revocation import revocations
from gatepost.core.iam.store.role import OF_ROLES, iam_roles
from gatepost.core.iam.store.user import OF_USERS, iam_users
from gatepost.core.organization.store import accounts, delegated_administrators, organizational_units, organizations
from gatepost.store.columns import Instant, Text
from gatepost.store.database import Transaction

_boundaries = iam_policies.alias("boundaries")


def _standing(entity: Table, entity_id: str, policies: Attachments) -> tuple[ColumnElement[Any], ...]:
    """Return the columns of a `Standing`, but for its revocation: one statement, because every signed call runs it."""
    return (
        entity.c[entity_id],
        entity.c.account_id,
        entity.c.name,
        entity.c.path,
        entity.c.tags,
        policies.references,
        type_coerce(entity.c.inline_policies, Text),
        reference(_boundaries, entity.c.permissions_boundary),
        organizations.c.organization_id,
        organizations.c.management_account_id,
        organizational_units.c.path,
        _services_delegated_to(entity),
    )


def _services_delegated_to(entity: Table) -> ScalarSelect[str | None]:
    services = joined_texts(delegated_administrators.c.service_principal)
    return select(services).where(delegated_administrators.c.account_id == entity.c.account_id).scalar_subquery()


def _belongs(entity: Table) -> Join:
    """Join an entity with its account, the unit that holds it, the organisation, of which there is one, and its boundary."""
    return (
        entity.join(accounts, accounts.c.account_id == entity.c.account_id)
        .join(organizational_units, organizational_units.c.unit_id == accounts.c.parent_id)
        .join(organizations, true())
        .outerjoin(_boundaries, _boundaries.c.arn == entity.c.permissions_boundary)
    )


def _revoked_before(*subjects: str) -> ScalarSelect[datetime | None]:
    named = revocations.c.subject.in_([bindparam(subject) for subject in subjects])
    return select(func.max(revocations.c.revoked_before, type_=Instant)).where(named).scalar_subquery()


_FIND_KEY_HOLDER = (
    select(access_keys.c.sealed_secret, access_keys.c.status, *_standing(iam_users, "user_id", OF_USERS))
    .select_from(_belongs(iam_users).join(access_keys, access_keys.c.user_id == iam_users.c.user_id))
    .where(access_keys.c.access_key_id == bindparam("id"))
)
_FIND_SESSION_USER = (
    select(*_standing(iam_users, "user_id", OF_USERS), _revoked_before("user_subject"))
    .select_from(_belongs(iam_users))
    .where(iam_users.c.user_id == bindparam("user"))
)
_FIND_SESSION_ROLE = (
    select(
        *_standing(iam_roles, "role_id", OF_ROLES), _revoked_before("role_subject", "user_subject", "session_subject")
    )
    .select_from(_belongs(iam_roles))
    .where(iam_roles.c.role_id == bindparam("role"))
)


def find_key_holder(tx: Transaction, access_key_id: str) -> KeyHolder | None:
    """Return an access key with the user behind it."""
    row = tx.first(_FIND_KEY_HOLDER, {"id": access_key_id})
    if row is None:
        return None
    sealed_secret, status, *standing = row
    return KeyHolder(sealed_secret, status, Standing(*standing))


def find_session_user(tx: Transaction, user_id: str, subject: str) -> Standing | None:
    """Return the user behind temporary credentials, with the revocation of `subject`."""
    row = tx.first(_FIND_SESSION_USER, {"user": user_id, "user_subject": subject})
    return None if row is None else Standing(*row)


def find_session_role(
    tx: Transaction, role_id: str, *, role_subject: str, user_subject: str, session_subject: str
) -> Standing | None:
    """Return the role behind temporary credentials, with the latest revocation of the three subjects."""
    row = tx.first(
        _FIND_SESSION_ROLE,
        {
            "role": role_id,
            "role_subject": role_subject,
            "user_subject": user_subject,
            "session_subject": session_subject,
        },
    )
    return None if row is None else Standing(*row)
