"""The table of invitations and its statements."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Row,
    Table,
    bindparam,
    delete,
    exists,
    insert,
    select,
    text,
    update,
)

from gatepost.core.directory.store import users
from gatepost.core.directory.store.by_age import ByAge
from gatepost.core.signin.model import Invitation, InvitationState, LinkPurpose, PendingInvitation
from gatepost.core.signin.store.passwords import passwords
from gatepost.kit.paging import Page, PageRequest
from gatepost.store.columns import Instant, Name, metadata
from gatepost.store.database import Transaction

invitations = Table(
    "invitations",
    metadata,
    Column("invitation_id", Name(36), primary_key=True),
    Column("user_id", Name(47), ForeignKey("users.user_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("token_digest", Name(64), nullable=False, unique=True),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
    Column("ended", Name(16)),
    Column("purpose", Name(16), nullable=False, server_default=LinkPurpose.INVITATION.value),
    Column("address", Name(1024)),
    Index(
        "ix_invitations_pending",
        "created_at",
        "invitation_id",
        sqlite_where=text("ended IS NULL"),
        postgresql_where=text("ended IS NULL"),
    ),
)

_INSERT_INVITATION = insert(invitations)
_FIND_INVITATION = select(invitations).where(invitations.c.token_digest == bindparam("digest"))
_LATEST_OF_USER = (
    select(invitations)
    .where(invitations.c.user_id == bindparam("user"), invitations.c.purpose == LinkPurpose.INVITATION.value)
    .order_by(invitations.c.created_at.desc(), invitations.c.invitation_id)
    .limit(1)
)
_OPEN_OF_USER = (
    select(invitations)
    .where(
        invitations.c.user_id == bindparam("user"),
        invitations.c.purpose == bindparam("of_purpose"),
        invitations.c.ended.is_(None),
        invitations.c.expires_at > bindparam("now"),
    )
    .limit(1)
)
# What is asked of the user is a value and no join: a planner that may choose would begin with all users, instead of going
# through the open invitations in their order until a page is full.
_invited = users.alias("invited")
_STATUS = (
    select(_invited.c.status)
    .where(_invited.c.user_id == invitations.c.user_id, _invited.c.identity_store_id == bindparam("store"))
    .scalar_subquery()
)
# Whoever has a password has come in, by whichever way.
_PENDING = ByAge(
    select(invitations, users.c.user_name, users.c.display_name, users.c.email)
    .join_from(invitations, users, users.c.user_id == invitations.c.user_id)
    .where(
        _STATUS == "ENABLED",
        invitations.c.purpose == LinkPurpose.INVITATION.value,
        invitations.c.ended.is_(None),
        ~exists().where(passwords.c.user_id == invitations.c.user_id, passwords.c.one_time_until.is_(None)),
    ),
    invitations.c.created_at,
    invitations.c.invitation_id,
)
_REPLACE_INVITATIONS = (
    update(invitations)
    .where(
        invitations.c.user_id == bindparam("user"),
        invitations.c.purpose == bindparam("of_purpose"),
        invitations.c.ended.is_(None),
    )
    .values(ended=InvitationState.REPLACED.value)
)
_USE_INVITATION = (
    update(invitations)
    .where(
        invitations.c.invitation_id == bindparam("id"),
        invitations.c.ended.is_(None),
        invitations.c.expires_at > bindparam("now"),
    )
    .values(ended=InvitationState.USED.value)
)
_SWEEP = delete(invitations).where(invitations.c.expires_at < bindparam("before"))


def insert_invitation(tx: Transaction, invitation: Invitation, token_digest: str) -> None:
    """Add an invitation under its token's digest."""
    tx.change(
        _INSERT_INVITATION,
        {
            "invitation_id": invitation.invitation_id,
            "user_id": invitation.user_id,
            "token_digest": token_digest,
            "created_at": invitation.created_at,
            "expires_at": invitation.expires_at,
            "ended": invitation.ended,
            "purpose": invitation.purpose.value,
            "address": invitation.address,
        },
    )


def find(tx: Transaction, token_digest: str) -> Invitation | None:
    """Return the invitation with this token, whatever became of it."""
    row = tx.first(_FIND_INVITATION, {"digest": token_digest})
    return None if row is None else _invitation(row)


def find_latest(tx: Transaction, user_id: str) -> Invitation | None:
    """Return the invitation that a user was sent last, whatever became of it."""
    row = tx.first(_LATEST_OF_USER, {"user": user_id})
    return None if row is None else _invitation(row)


def find_open(tx: Transaction, user_id: str, purpose: LinkPurpose, now: datetime) -> Invitation | None:
    """Return a user's link of a purpose that works; there is one at most."""
    row = tx.first(_OPEN_OF_USER, {"user": user_id, "of_purpose": purpose.value, "now": now})
    return None if row is None else _invitation(row)


def list_pending(tx: Transaction, identity_store_id: str, request: PageRequest) -> Page[PendingInvitation]:
    """Return the invitations that wait for somebody without a password, expired ones too, the oldest first."""

    def view(row: Row[Any]) -> PendingInvitation:
        return PendingInvitation(_invitation(row), row.user_name, row.display_name, row.email)

    return _PENDING.page(tx, {"store": identity_store_id}, request, view)


def replace_open(tx: Transaction, user_id: str, purpose: LinkPurpose) -> int:
    """End a user's open links of a purpose, since there is something newer; return how many there were."""
    return tx.change(_REPLACE_INVITATIONS, {"user": user_id, "of_purpose": purpose.value})


def use(tx: Transaction, invitation_id: str, now: datetime) -> bool:
    """End an invitation because it is used; False where it is not open, so that of two that come at once one is refused."""
    return tx.change(_USE_INVITATION, {"id": invitation_id, "now": now}) == 1


def _invitation(row: Row[Any]) -> Invitation:
    ended = InvitationState(row.ended) if row.ended else None
    purpose = LinkPurpose(row.purpose)
    return Invitation(row.invitation_id, purpose, row.user_id, row.created_at, row.expires_at, ended, row.address)


def sweep(tx: Transaction, before: datetime) -> int:
    """Forget invitations that expired before this moment; return how many there were."""
    return tx.change(_SWEEP, {"before": before})
