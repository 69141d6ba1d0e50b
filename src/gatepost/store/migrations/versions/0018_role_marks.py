"""Let people mark favourite roles, and see again those that they used last."""

import sqlalchemy as sa
from alembic import op

from gatepost.store.columns import Flag, Instant, Name

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this step."""
    op.create_table(
        "role_marks",
        sa.Column("user_id", Name(47), nullable=False),
        sa.Column("account_id", Name(12), nullable=False),
        sa.Column("role_name", Name(32), nullable=False),
        sa.Column("is_favourite", Flag(), nullable=False),
        sa.Column("used_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name="fk_role_marks_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "account_id", "role_name", name="pk_role_marks"),
    )
