"""Let people sign in through an external identity provider."""

import sqlalchemy as sa
from alembic import op

from gatepost.store.columns import Instant, Json, Name

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this step."""
    op.create_table(
        "identity_sources",
        sa.Column("instance_id", Name(32), nullable=False),
        sa.Column("choice", Json(), nullable=False),
        sa.Column("previous", Json(), nullable=True),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["instances.instance_id"], name="fk_identity_sources_instance_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("instance_id", name="pk_identity_sources"),
    )
    op.create_table(
        "federation_requests",
        sa.Column("request_id", Name(64), nullable=False),
        sa.Column("visit_digest", Name(64), nullable=False),
        sa.Column("return_to", sa.Text(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("request_id", name="pk_federation_requests"),
    )
    op.create_index("ix_federation_requests_expires_at", "federation_requests", ["expires_at"], unique=False)
    op.create_table(
        "used_assertions",
        sa.Column("assertion_digest", Name(64), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("assertion_digest", name="pk_used_assertions"),
    )
    op.create_index("ix_used_assertions_expires_at", "used_assertions", ["expires_at"], unique=False)
    op.create_table(
        "session_attributes",
        sa.Column("session_id", Name(36), nullable=False),
        sa.Column("attributes", Json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.session_id"], name="fk_session_attributes_session_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session_id", name="pk_session_attributes"),
    )
