"""Browsers that people trust, where a second factor is asked for only when the context changes."""

import sqlalchemy as sa
from alembic import op

from gatepost.store.columns import Instant, Name

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this step."""
    op.create_table(
        "trusted_browsers",
        sa.Column("user_id", Name(47), nullable=False),
        sa.Column("token_digest", Name(64), nullable=False),
        sa.Column("browser", Name(256), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name="fk_trusted_browsers_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "token_digest", name="pk_trusted_browsers"),
    )
    op.create_index("ix_trusted_browsers_expires_at", "trusted_browsers", ["expires_at"], unique=False)
