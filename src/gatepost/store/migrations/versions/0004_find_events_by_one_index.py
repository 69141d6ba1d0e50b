"""Let the table of what events touched be its own index."""

import sqlalchemy as sa
from alembic import op

from gatepost.store.columns import Instant, Name

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this step."""
    op.execute("CREATE TABLE event_resources_before AS SELECT * FROM event_resources")
    op.drop_table("event_resources")
    op.create_table(
        "event_resources",
        sa.Column("resource_name", Name(2048), nullable=False),
        sa.Column("time", Instant(), nullable=False),
        sa.Column("event_id", Name(36), nullable=False),
        sa.Column("resource_type", Name(128), nullable=False),
        sa.PrimaryKeyConstraint("resource_name", "time", "event_id", name="pk_event_resources"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_event_resources_time", "event_resources", ["time"], unique=False)
    op.execute(
        "INSERT INTO event_resources (resource_name, time, event_id, resource_type)"
        " SELECT resource_name, time, event_id, resource_type FROM event_resources_before"
    )
    op.drop_table("event_resources_before")
