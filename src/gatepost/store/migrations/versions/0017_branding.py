"""Let an organisation's pages show its own name, colour and logo."""

import sqlalchemy as sa
from alembic import op

from gatepost.store.columns import Json, Name

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this step."""
    op.create_table(
        "brandings",
        sa.Column("instance_id", Name(32), nullable=False),
        sa.Column("document", Json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["instances.instance_id"], name="fk_brandings_instance_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("instance_id", name="pk_brandings"),
    )
