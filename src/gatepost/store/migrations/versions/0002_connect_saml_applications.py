"""Connect SAML applications: signing keys, and what such applications have beyond others."""

import sqlalchemy as sa
from alembic import op

from gatepost.store.columns import Instant, Json, Name

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this step."""
    op.create_table(
        "signing_keys",
        sa.Column("key_id", Name(20), nullable=False),
        sa.Column("instance_id", Name(32), nullable=False),
        sa.Column("use", Name(16), nullable=False),
        sa.Column("state", Name(8), nullable=False),
        sa.Column("certificate", sa.Text(), nullable=False),
        sa.Column("sealed_private_key", sa.Text(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("warned_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["instances.instance_id"], name="fk_signing_keys_instance_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key_id", name="pk_signing_keys"),
        sa.UniqueConstraint("instance_id", "use", "state", name="uq_signing_keys_instance_id_use_state"),
    )
    op.create_index("ix_signing_keys_expires_at", "signing_keys", ["expires_at"], unique=False)
    op.create_table(
        "saml_applications",
        sa.Column("application_id", Name(20), nullable=False),
        sa.Column("instance_id", Name(32), nullable=False),
        sa.Column("entity_id", Name(1024), nullable=False),
        sa.Column("settings", Json(), nullable=False),
        sa.Column("logo", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.application_id"],
            name="fk_saml_applications_application_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["instances.instance_id"], name="fk_saml_applications_instance_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("application_id", name="pk_saml_applications"),
        sa.UniqueConstraint("instance_id", "entity_id", name="uq_saml_applications_instance_id_entity_id"),
    )
