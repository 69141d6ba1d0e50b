"""Devices that sign in by a code: what their program calls itself, and the groups that may not have any."""

import sqlalchemy as sa
from alembic import op

from gatepost.store.columns import Instant, Name

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this step."""
    op.add_column("device_grants", sa.Column("client_user_agent", Name(256), nullable=False, server_default=""))
    op.create_table(
        "device_grant_bans",
        sa.Column("group_id", Name(47), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.group_id"], name="fk_device_grant_bans_group_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("group_id", name="pk_device_grant_bans"),
    )
