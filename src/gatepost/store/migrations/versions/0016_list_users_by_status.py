"""List users of one status by user name."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this step."""
    op.create_index("ix_users_status", "users", ["identity_store_id", "status", "user_name_key"])
