"""What each instance asks of new passwords, and the earlier passwords that may not be set again."""

import sqlalchemy as sa
from alembic import op

from gatepost.store.columns import Instant, Json, Name, Text

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this step."""
    op.create_table(
        "password_policies",
        sa.Column("instance_id", Name(32), nullable=False),
        sa.Column("document", Json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["instances.instance_id"], name="fk_password_policies_instance_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("instance_id", name="pk_password_policies"),
    )
    op.create_table(
        "earlier_passwords",
        sa.Column("user_id", Name(47), nullable=False),
        sa.Column("replaced_at", Instant(), nullable=False),
        sa.Column("password_hash", Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name="fk_earlier_passwords_user_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "replaced_at", name="pk_earlier_passwords"),
    )
