"""Mark what identity providers keep in step, and keep their tenants and tokens."""

import sqlalchemy as sa
from alembic import op

from gatepost.store.columns import Instant, Name

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this step."""
    op.add_column("users", sa.Column("provisioned_by", Name(36), nullable=True))
    op.create_index("ix_users_updated_at", "users", ["identity_store_id", "updated_at", "user_id"], unique=False)
    op.add_column("groups", sa.Column("members_revision", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("groups", sa.Column("provisioned_by", Name(36), nullable=True))
    op.create_index("ix_groups_updated_at", "groups", ["identity_store_id", "updated_at", "group_id"], unique=False)
    op.create_table(
        "user_other_emails",
        sa.Column("user_id", Name(47), nullable=False),
        sa.Column("email_key", Name(1024), nullable=False),
        sa.Column("identity_store_id", Name(36), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name="fk_user_other_emails_user_id_users", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "email_key", name="pk_user_other_emails"),
    )
    op.create_index(
        "ix_user_other_emails_email_key", "user_other_emails", ["identity_store_id", "email_key"], unique=False
    )
    op.create_table(
        "provisioning_tenants",
        sa.Column("tenant_id", Name(36), nullable=False),
        sa.Column("identity_store_id", Name(36), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["identity_store_id"],
            ["instances.identity_store_id"],
            name="fk_provisioning_tenants_identity_store_id_instances",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", name="pk_provisioning_tenants"),
        sa.UniqueConstraint("identity_store_id", name="uq_provisioning_tenants_identity_store_id"),
    )
    op.create_table(
        "provisioning_tokens",
        sa.Column("token_id", Name(32), nullable=False),
        sa.Column("tenant_id", Name(36), nullable=False),
        sa.Column("token_digest", sa.LargeBinary(32), nullable=False),
        sa.Column("profile", Name(8), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["provisioning_tenants.tenant_id"],
            name="fk_provisioning_tokens_tenant_id_provisioning_tenants",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_id", name="pk_provisioning_tokens"),
        sa.UniqueConstraint("token_digest", name="uq_provisioning_tokens_token_digest"),
    )
    op.create_index("ix_provisioning_tokens_tenant_id", "provisioning_tokens", ["tenant_id"], unique=False)
