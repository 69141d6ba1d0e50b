"""One-time passwords, where a link was mailed to, and which addresses their people have proved to be theirs."""

import sqlalchemy as sa
from alembic import op

from gatepost.store.columns import Instant, Name

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this step."""
    op.add_column("passwords", sa.Column("one_time_until", Instant(), nullable=True))
    op.add_column("invitations", sa.Column("address", Name(1024), nullable=True))
    op.create_table(
        "verified_emails",
        sa.Column("user_id", Name(47), nullable=False),
        sa.Column("email_key", Name(1024), nullable=False),
        sa.Column("verified_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name="fk_verified_emails_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", name="pk_verified_emails"),
    )
