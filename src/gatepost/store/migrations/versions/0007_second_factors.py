"""Second factors: devices, their secrets, recovery codes, what waits for an answer, and each instance's settings."""

import sqlalchemy as sa
from alembic import op

from gatepost.store.columns import Flag, Instant, Json, Name, Names

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this step."""
    op.create_table(
        "signin_settings",
        sa.Column("instance_id", Name(32), nullable=False),
        sa.Column("document", Json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["instances.instance_id"], name="fk_signin_settings_instance_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("instance_id", name="pk_signin_settings"),
    )
    op.create_table(
        "mfa_devices",
        sa.Column("device_id", Name(36), nullable=False),
        sa.Column("user_id", Name(47), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("kind", Name(16), nullable=False),
        sa.Column("name", Name(64), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("last_used_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name="fk_mfa_devices_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("device_id", name="pk_mfa_devices"),
        sa.UniqueConstraint("user_id", "slot", name="uq_mfa_devices_user_id_slot"),
    )
    op.create_table(
        "totp_seeds",
        sa.Column("device_id", Name(36), nullable=False),
        sa.Column("sealed_seed", sa.Text(), nullable=False),
        sa.Column("last_timecode", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["device_id"], ["mfa_devices.device_id"], name="fk_totp_seeds_device_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("device_id", name="pk_totp_seeds"),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("user_id", Name(47), nullable=False),
        sa.Column("code_digest", Name(64), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name="fk_recovery_codes_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "code_digest", name="pk_recovery_codes"),
    )
    op.create_table(
        "signin_challenges",
        sa.Column("owner", Name(48), nullable=False),
        sa.Column("kind", Name(32), nullable=False),
        sa.Column("user_id", Name(47), nullable=True),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name="fk_signin_challenges_user_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("owner", "kind", name="pk_signin_challenges"),
    )
    op.create_index("ix_signin_challenges_expires_at", "signin_challenges", ["expires_at"], unique=False)
    op.create_index("ix_signin_challenges_user_id", "signin_challenges", ["user_id"], unique=False)
    op.add_column("signin_flows", sa.Column("is_fresh_wanted", Flag(), nullable=False, server_default="0"))
    # Until now a password was all that a session was opened by.
    op.add_column("sessions", sa.Column("authenticated_at", Instant(), nullable=False, server_default="0"))
    op.add_column("sessions", sa.Column("proven", Names(), nullable=False, server_default='["PASSWORD"]'))
    op.execute("UPDATE sessions SET authenticated_at = created_at")
