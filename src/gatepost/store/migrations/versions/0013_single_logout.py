"""Sessions know who takes part in them, and a logout tells one after the other."""

import sqlalchemy as sa
from alembic import op

from gatepost.store.columns import Flag, Instant, Json, Name

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this step."""
    op.create_table(
        "session_participants",
        sa.Column("session_id", Name(36), nullable=False),
        sa.Column("application_id", Name(20), nullable=False),
        sa.Column("session_index", Name(64), nullable=False),
        sa.Column("name_id", sa.Text(), nullable=False),
        sa.Column("name_id_format", Name(16), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.session_id"], name="fk_session_participants_session_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.application_id"],
            name="fk_session_participants_application_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("session_id", "application_id", name="pk_session_participants"),
        sa.UniqueConstraint("session_index", name="uq_session_participants_session_index"),
    )
    op.create_index("ix_session_participants_application_id", "session_participants", ["application_id"], unique=False)
    op.create_table(
        "provider_sessions",
        sa.Column("session_id", Name(36), nullable=False),
        sa.Column("subject_digest", Name(64), nullable=False),
        sa.Column("subject", Json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.session_id"], name="fk_provider_sessions_session_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session_id", name="pk_provider_sessions"),
    )
    op.create_index("ix_provider_sessions_subject_digest", "provider_sessions", ["subject_digest"], unique=False)
    op.create_table(
        "logouts",
        sa.Column("logout_id", Name(64), nullable=False),
        sa.Column("stops", Json(), nullable=False),
        sa.Column("asker", Json(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_partial", Flag(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("logout_id", name="pk_logouts"),
    )
    op.create_index("ix_logouts_expires_at", "logouts", ["expires_at"], unique=False)
