"""Let lists of a hundred thousand rows be read by an index each: events of a user or a name, open invitations, the disabled."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this step."""
    op.drop_index("ix_events_user_name", "events")
    op.drop_index("ix_events_name", "events")
    op.create_index("ix_events_account_id_user_name", "events", ["account_id", "user_name", "time", "event_id"])
    op.create_index("ix_events_account_id_name", "events", ["account_id", "name", "time", "event_id"])
    _some("ix_invitations_pending", "invitations", ["created_at", "invitation_id"], "ended IS NULL")
    _some("ix_users_disabled_display_name", "users", ["identity_store_id", "display_name_key"], "status = 'DISABLED'")
    _some("ix_users_disabled_email", "users", ["identity_store_id", "email_key"], "status = 'DISABLED'")


def _some(name: str, table: str, columns: list[str], condition: str) -> None:
    """Make an index of the rows that fit a condition."""
    op.create_index(name, table, columns, sqlite_where=sa.text(condition), postgresql_where=sa.text(condition))
