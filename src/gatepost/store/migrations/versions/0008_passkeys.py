"""Passkeys: WebAuthn credentials of second-factor devices."""

import sqlalchemy as sa
from alembic import op

from gatepost.store.columns import Instant, Name

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this step."""
    op.create_table(
        "passkeys",
        sa.Column("device_id", Name(36), nullable=False),
        sa.Column("credential_digest", Name(64), nullable=False),
        sa.Column("credential_id", sa.Text(), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("aaguid", Name(36), nullable=False),
        sa.Column("flagged_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["device_id"], ["mfa_devices.device_id"], name="fk_passkeys_device_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("device_id", name="pk_passkeys"),
        sa.UniqueConstraint("credential_digest", name="uq_passkeys_credential_digest"),
    )
