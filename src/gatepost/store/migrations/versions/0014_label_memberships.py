"""Keep what an identity provider calls a member of a group."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this step."""
    op.add_column("memberships", sa.Column("label", sa.Text(), nullable=True))
