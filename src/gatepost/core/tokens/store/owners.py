"""The person behind a session that is alive, as the statements about tokens find them."""

from datetime import datetime

from sqlalchemy import and_, bindparam, select

from gatepost.core.directory.store import users
from gatepost.core.instances.store import instances
from gatepost.core.signin.store.sessions import sessions
from gatepost.core.tokens.model import Owner
from gatepost.store.database import Transaction

OWNER = (
    users.c.user_id,
    users.c.user_name,
    users.c.identity_store_id,
    instances.c.owner_account_id,
    sessions.c.session_id,
    sessions.c.expires_at.label("session_expires_at"),
)
"""The columns of an Owner."""
LIVE_SESSION = and_(sessions.c.ended_at.is_(None), sessions.c.expires_at > bindparam("now"))
ENABLED_USER = and_(users.c.user_id == sessions.c.user_id, users.c.status == "ENABLED")
INSTANCE = instances.c.identity_store_id == users.c.identity_store_id

_FIND = (
    select(*OWNER)
    .select_from(sessions)
    .join(users, ENABLED_USER)
    .join(instances, INSTANCE)
    .where(sessions.c.session_id == bindparam("session"), LIVE_SESSION)
)


def find_owner(tx: Transaction, session_id: str, now: datetime) -> Owner | None:
    """Return the person of a session; None where it has ended or they are disabled."""
    row = tx.first(_FIND, {"session": session_id, "now": now})
    return None if row is None else Owner(*row)
