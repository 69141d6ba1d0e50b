"""Links that set a password say why they were sent."""

import sqlalchemy as sa
from alembic import op

from gatepost.store.columns import Name

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this step."""
    op.add_column("invitations", sa.Column("purpose", Name(16), nullable=False, server_default="invitation"))
