"""People are imported from files, batch by batch."""

import sqlalchemy as sa
from alembic import op

from gatepost.store.columns import Instant, Json, Name

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this step."""
    op.create_table(
        "user_imports",
        sa.Column("import_id", Name(36), nullable=False),
        sa.Column("identity_store_id", Name(36), nullable=False),
        sa.Column("status", Name(16), nullable=False),
        sa.Column("started_by", Json(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.Column("batches", sa.Integer(), nullable=False),
        sa.Column("problem_count", sa.Integer(), nullable=False),
        sa.Column("problems", Json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["identity_store_id"],
            ["instances.identity_store_id"],
            name="fk_user_imports_identity_store_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("import_id", name="pk_user_imports"),
    )
    op.create_index("ix_user_imports_created_at", "user_imports", ["created_at"], unique=False)
    op.create_table(
        "user_import_batches",
        sa.Column("import_id", Name(36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("lines", Json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["user_imports.import_id"],
            name="fk_user_import_batches_import_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("import_id", "number", name="pk_user_import_batches"),
    )
