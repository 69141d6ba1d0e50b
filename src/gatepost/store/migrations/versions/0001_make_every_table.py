"""Make every table."""

import sqlalchemy as sa
from alembic import op

from gatepost.store.columns import Flag, Instant, Json, Name, Names

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this step."""
    op.create_table(
        "account_requests",
        sa.Column("request_id", Name(36), nullable=False),
        sa.Column("account_name", Name(128), nullable=False),
        sa.Column("email", Name(64), nullable=False),
        sa.Column("role_name", Name(64), nullable=False),
        sa.Column("tags", Json(), nullable=False),
        sa.Column("state", Name(16), nullable=False),
        sa.Column("requested_at", Instant(), nullable=False),
        sa.Column("completed_at", Instant(), nullable=True),
        sa.Column("account_id", Name(12), nullable=True),
        sa.Column("failure_reason", Name(64), nullable=True),
        sa.PrimaryKeyConstraint("request_id", name="pk_account_requests"),
    )
    op.create_table(
        "device_guesses",
        sa.Column("guess_id", Name(36), nullable=False),
        sa.Column("user_id", Name(64), nullable=False),
        sa.Column("guessed_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("guess_id", name="pk_device_guesses"),
    )
    op.create_index("ix_device_guesses_user_id_guessed_at", "device_guesses", ["user_id", "guessed_at"], unique=False)
    op.create_table(
        "events",
        sa.Column("event_id", Name(36), nullable=False),
        sa.Column("account_id", Name(12), nullable=False),
        sa.Column("time", Instant(), nullable=False),
        sa.Column("name", Name(128), nullable=False),
        sa.Column("source", Name(128), nullable=False),
        sa.Column("read_only", Flag(), nullable=False),
        sa.Column("user_name", Name(512), nullable=True),
        sa.Column("access_key_id", Name(32), nullable=True),
        sa.Column("body", Json(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name="pk_events"),
    )
    op.create_index("ix_events_account_id_time", "events", ["account_id", "time", "event_id"], unique=False)
    op.create_index("ix_events_name", "events", ["name", "time"], unique=False)
    op.create_index("ix_events_user_name", "events", ["user_name", "time"], unique=False)
    op.create_table(
        "instances",
        sa.Column("instance_id", Name(32), nullable=False),
        sa.Column("identity_store_id", Name(36), nullable=False),
        sa.Column("owner_account_id", Name(12), nullable=False),
        sa.Column("kind", Name(16), nullable=False),
        sa.Column("name", Name(255), nullable=True),
        sa.Column("region", Name(32), nullable=False),
        sa.Column("additional_regions", Json(), nullable=False),
        sa.Column("status", Name(32), nullable=False),
        sa.Column("status_reason", sa.Text(), nullable=True),
        sa.Column("permission_sets_enabled", Flag(), nullable=False),
        sa.Column("kms_key_arn", sa.Text(), nullable=True),
        sa.Column("network", Json(), nullable=True),
        sa.Column("identity_store_network", Json(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("instance_id", name="pk_instances"),
        sa.UniqueConstraint("identity_store_id", name="uq_instances_identity_store_id"),
        sa.UniqueConstraint("owner_account_id", name="uq_instances_owner_account_id"),
    )
    op.create_table(
        "jobs",
        sa.Column("job_id", Name(36), nullable=False),
        sa.Column("kind", Name(64), nullable=False),
        sa.Column("payload", Json(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("leased_until", Instant(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("job_id", name="pk_jobs"),
    )
    op.create_index("ix_jobs_kind_due_at", "jobs", ["kind", "due_at"], unique=False)
    op.create_table(
        "oidc_clients",
        sa.Column("client_id", Name(64), nullable=False),
        sa.Column("secret_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("name", Name(256), nullable=False),
        sa.Column("scopes", Names(), nullable=False),
        sa.Column("redirect_uris", Names(), nullable=False),
        sa.Column("grant_types", Names(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("secret_expires_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("client_id", name="pk_oidc_clients"),
    )
    op.create_index("ix_oidc_clients_secret_expires_at", "oidc_clients", ["secret_expires_at"], unique=False)
    op.create_table(
        "organizational_units",
        sa.Column("unit_id", Name(68), nullable=False),
        sa.Column("parent_id", Name(68), nullable=True),
        sa.Column("name", Name(128), nullable=False),
        sa.Column("path", Name(512), nullable=False),
        sa.Column("tags", Json(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["organizational_units.unit_id"], name="fk_organizational_units_parent_id"
        ),
        sa.PrimaryKeyConstraint("unit_id", name="pk_organizational_units"),
        sa.UniqueConstraint("parent_id", "name", name="uq_organizational_units_parent_id_name"),
    )
    op.create_table(
        "organizations",
        sa.Column("organization_id", Name(34), nullable=False),
        sa.Column("management_account_id", Name(12), nullable=False),
        sa.Column("root_id", Name(34), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("organization_id", name="pk_organizations"),
    )
    op.create_table(
        "remembered_answers",
        sa.Column("actor_arn", Name(2048), nullable=False),
        sa.Column("action", Name(128), nullable=False),
        sa.Column("token", Name(256), nullable=False),
        sa.Column("fingerprint", Name(64), nullable=False),
        sa.Column("answer", Json(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("actor_arn", "action", "token", name="pk_remembered_answers"),
    )
    op.create_index("ix_remembered_answers_created_at", "remembered_answers", ["created_at"], unique=False)
    op.create_table(
        "revocations",
        sa.Column("subject", Name(128), nullable=False),
        sa.Column("revoked_before", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name="pk_revocations"),
    )
    op.create_table(
        "signin_failures",
        sa.Column("subject", Name(80), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name="pk_signin_failures"),
    )
    op.create_index("ix_signin_failures_changed_at", "signin_failures", ["changed_at"], unique=False)
    op.create_table(
        "trusted_services",
        sa.Column("service_principal", Name(128), nullable=False),
        sa.Column("enabled_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("service_principal", name="pk_trusted_services"),
    )
    op.create_table(
        "access_control_attributes",
        sa.Column("instance_id", Name(32), nullable=False),
        sa.Column("attributes", Json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance_id"],
            ["instances.instance_id"],
            name="fk_access_control_attributes_instance_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("instance_id", name="pk_access_control_attributes"),
    )
    op.create_table(
        "access_requests",
        sa.Column("request_id", Name(36), nullable=False),
        sa.Column("instance_id", Name(32), nullable=False),
        sa.Column("operation", Name(32), nullable=False),
        sa.Column("status", Name(16), nullable=False),
        sa.Column("permission_set_id", Name(20), nullable=False),
        sa.Column("account_id", Name(12), nullable=True),
        sa.Column("principal_type", Name(8), nullable=True),
        sa.Column("principal_id", Name(47), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("failure_reason", sa.Text(), nullable=True),
        sa.Column("running_key", Name(96), nullable=True),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["instances.instance_id"], name="fk_access_requests_instance_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("request_id", name="pk_access_requests"),
        sa.UniqueConstraint("running_key", name="uq_access_requests_running_key"),
    )
    op.create_index(
        "ix_access_requests_created_at",
        "access_requests",
        ["instance_id", "operation", "created_at", "request_id"],
        unique=False,
    )
    op.create_table(
        "accounts",
        sa.Column("account_id", Name(12), nullable=False),
        sa.Column("name", Name(128), nullable=False),
        sa.Column("email", Name(64), nullable=False),
        sa.Column("email_key", Name(64), nullable=False),
        sa.Column("status", Name(16), nullable=False),
        sa.Column("parent_id", Name(68), nullable=False),
        sa.Column("joined_method", Name(16), nullable=False),
        sa.Column("joined_at", Instant(), nullable=False),
        sa.Column("tags", Json(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["organizational_units.unit_id"], name="fk_accounts_parent_id"),
        sa.PrimaryKeyConstraint("account_id", name="pk_accounts"),
        sa.UniqueConstraint("email_key", name="uq_accounts_email_key"),
    )
    op.create_index("ix_accounts_parent_id", "accounts", ["parent_id", "account_id"], unique=False)
    op.create_table(
        "applications",
        sa.Column("application_id", Name(20), nullable=False),
        sa.Column("instance_id", Name(32), nullable=False),
        sa.Column("account_id", Name(12), nullable=False),
        sa.Column("provider_arn", Name(1224), nullable=False),
        sa.Column("name", Name(100), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("status", Name(8), nullable=False),
        sa.Column("visibility", Name(8), nullable=False),
        sa.Column("sign_in_origin", Name(16), nullable=True),
        sa.Column("application_url", sa.Text(), nullable=True),
        sa.Column("assignment_required", Flag(), nullable=False),
        sa.Column("background_sessions", Name(8), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("created_from", Name(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["instances.instance_id"], name="fk_applications_instance_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("application_id", name="pk_applications"),
        sa.UniqueConstraint("instance_id", "name", name="uq_applications_instance_id_name"),
    )
    op.create_index("ix_applications_instance_id", "applications", ["instance_id", "application_id"], unique=False)
    op.create_table(
        "event_resources",
        sa.Column("event_id", Name(36), nullable=False),
        sa.Column("resource_name", Name(2048), nullable=False),
        sa.Column("resource_type", Name(128), nullable=False),
        sa.Column("time", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.event_id"], name="fk_event_resources_event_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", "resource_name", name="pk_event_resources"),
    )
    op.create_index("ix_event_resources_resource_name", "event_resources", ["resource_name", "time"], unique=False)
    op.create_table(
        "groups",
        sa.Column("group_id", Name(47), nullable=False),
        sa.Column("identity_store_id", Name(36), nullable=False),
        sa.Column("display_name", Name(1024), nullable=False),
        sa.Column("display_name_key", Name(1024), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("external_ids", Json(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", Instant(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["identity_store_id"],
            ["instances.identity_store_id"],
            name="fk_groups_identity_store_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("group_id", name="pk_groups"),
        sa.UniqueConstraint(
            "identity_store_id", "display_name_key", name="uq_groups_identity_store_id_display_name_key"
        ),
    )
    op.create_index("ix_groups_created_at", "groups", ["identity_store_id", "created_at", "group_id"], unique=False)
    op.create_table(
        "permission_sets",
        sa.Column("permission_set_id", Name(20), nullable=False),
        sa.Column("instance_id", Name(32), nullable=False),
        sa.Column("name", Name(32), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("session_duration", Name(100), nullable=False),
        sa.Column("relay_state", sa.Text(), nullable=True),
        sa.Column("inline_policy", sa.Text(), nullable=True),
        sa.Column("permissions_boundary", sa.Text(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["instances.instance_id"], name="fk_permission_sets_instance_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("permission_set_id", name="pk_permission_sets"),
        sa.UniqueConstraint("instance_id", "name", name="uq_permission_sets_instance_id_name"),
    )
    op.create_table(
        "tags",
        sa.Column("instance_id", Name(32), nullable=False),
        sa.Column("resource_arn", Name(256), nullable=False),
        sa.Column("tag_key", Name(128), nullable=False),
        sa.Column("tag_value", Name(256), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["instances.instance_id"], name="fk_tags_instance_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("resource_arn", "tag_key", name="pk_tags"),
    )
    op.create_index("ix_tags_instance_id", "tags", ["instance_id"], unique=False)
    op.create_table(
        "trusted_token_issuers",
        sa.Column("issuer_id", Name(40), nullable=False),
        sa.Column("instance_id", Name(32), nullable=False),
        sa.Column("account_id", Name(12), nullable=False),
        sa.Column("name", Name(255), nullable=False),
        sa.Column("issuer_type", Name(16), nullable=False),
        sa.Column("issuer_url", sa.Text(), nullable=False),
        sa.Column("claim_attribute_path", sa.Text(), nullable=False),
        sa.Column("identity_store_attribute_path", sa.Text(), nullable=False),
        sa.Column("jwks_retrieval_option", Name(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["instances.instance_id"], name="fk_trusted_token_issuers_instance_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("issuer_id", name="pk_trusted_token_issuers"),
        sa.UniqueConstraint("instance_id", "name", name="uq_trusted_token_issuers_instance_id_name"),
    )
    op.create_index(
        "ix_trusted_token_issuers_instance_id", "trusted_token_issuers", ["instance_id", "issuer_id"], unique=False
    )
    op.create_table(
        "users",
        sa.Column("user_id", Name(47), nullable=False),
        sa.Column("identity_store_id", Name(36), nullable=False),
        sa.Column("user_name", Name(128), nullable=False),
        sa.Column("user_name_key", Name(1024), nullable=False),
        sa.Column("display_name", Name(1024), nullable=False),
        sa.Column("display_name_key", Name(1024), nullable=False),
        sa.Column("email", Name(1024), nullable=True),
        sa.Column("email_key", Name(1024), nullable=True),
        sa.Column("status", Name(8), nullable=False),
        sa.Column("attributes", Json(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", Instant(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["identity_store_id"],
            ["instances.identity_store_id"],
            name="fk_users_identity_store_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", name="pk_users"),
        sa.UniqueConstraint("identity_store_id", "email_key", name="uq_users_identity_store_id_email_key"),
        sa.UniqueConstraint("identity_store_id", "user_name_key", name="uq_users_identity_store_id_user_name_key"),
    )
    op.create_index("ix_users_created_at", "users", ["identity_store_id", "created_at", "user_id"], unique=False)
    op.create_index("ix_users_display_name", "users", ["identity_store_id", "display_name_key"], unique=False)
    op.create_table(
        "account_aliases",
        sa.Column("account_id", Name(12), nullable=False),
        sa.Column("alias", Name(63), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.account_id"], name="fk_account_aliases_account_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", name="pk_account_aliases"),
        sa.UniqueConstraint("alias", name="uq_account_aliases_alias"),
    )
    op.create_table(
        "application_access_scopes",
        sa.Column("application_id", Name(20), nullable=False),
        sa.Column("scope", Name(160), nullable=False),
        sa.Column("targets", Names(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.application_id"],
            name="fk_application_access_scopes_application_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("application_id", "scope", name="pk_application_access_scopes"),
    )
    op.create_table(
        "application_assignments",
        sa.Column("application_id", Name(20), nullable=False),
        sa.Column("principal_id", Name(47), nullable=False),
        sa.Column("user_id", Name(47), nullable=True),
        sa.Column("group_id", Name(47), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.application_id"],
            name="fk_application_assignments_application_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.group_id"], name="fk_application_assignments_group_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name="fk_application_assignments_user_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("application_id", "principal_id", name="pk_application_assignments"),
    )
    op.create_index("ix_application_assignments_group_id", "application_assignments", ["group_id"], unique=False)
    op.create_index("ix_application_assignments_user_id", "application_assignments", ["user_id"], unique=False)
    op.create_table(
        "application_authentication_methods",
        sa.Column("application_id", Name(20), nullable=False),
        sa.Column("method_type", Name(16), nullable=False),
        sa.Column("actor_policy", Json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.application_id"],
            name="fk_application_authentication_methods_application_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("application_id", "method_type", name="pk_application_authentication_methods"),
    )
    op.create_table(
        "application_grants",
        sa.Column("application_id", Name(20), nullable=False),
        sa.Column("grant_type", Name(64), nullable=False),
        sa.Column("settings", Json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.application_id"],
            name="fk_application_grants_application_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("application_id", "grant_type", name="pk_application_grants"),
    )
    op.create_table(
        "authorization_codes",
        sa.Column("code_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("client_id", Name(64), nullable=False),
        sa.Column("redirect_uri", Name(2048), nullable=False),
        sa.Column("code_challenge", Name(64), nullable=False),
        sa.Column("scopes", Names(), nullable=False),
        sa.Column("user_id", Name(64), nullable=False),
        sa.Column("session_id", Name(36), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("family_id", Name(36), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_id"], ["oidc_clients.client_id"], name="fk_authorization_codes_client_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name="fk_authorization_codes_user_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("code_digest", name="pk_authorization_codes"),
    )
    op.create_index("ix_authorization_codes_expires_at", "authorization_codes", ["expires_at"], unique=False)
    op.create_table(
        "delegated_administrators",
        sa.Column("account_id", Name(12), nullable=False),
        sa.Column("service_principal", Name(128), nullable=False),
        sa.Column("enabled_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.account_id"], name="fk_delegated_administrators_account_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["service_principal"],
            ["trusted_services.service_principal"],
            name="fk_delegated_administrators_service_principal",
        ),
        sa.PrimaryKeyConstraint("account_id", "service_principal", name="pk_delegated_administrators"),
    )
    op.create_index(
        "ix_delegated_administrators_service_principal",
        "delegated_administrators",
        ["service_principal", "account_id"],
        unique=False,
    )
    op.create_table(
        "device_grants",
        sa.Column("device_code_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("user_code", Name(16), nullable=False),
        sa.Column("client_id", Name(64), nullable=False),
        sa.Column("client_name", Name(256), nullable=False),
        sa.Column("scopes", Names(), nullable=False),
        sa.Column("state", Name(16), nullable=False),
        sa.Column("client_address", Name(64), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("interval_seconds", sa.Integer(), nullable=False),
        sa.Column("last_polled_at", Instant(), nullable=True),
        sa.Column("user_id", Name(64), nullable=True),
        sa.Column("session_id", Name(36), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_id"], ["oidc_clients.client_id"], name="fk_device_grants_client_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name="fk_device_grants_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("device_code_digest", name="pk_device_grants"),
        sa.UniqueConstraint("user_code", name="uq_device_grants_user_code"),
    )
    op.create_index("ix_device_grants_expires_at", "device_grants", ["expires_at"], unique=False)
    op.create_table(
        "group_external_ids",
        sa.Column("identity_store_id", Name(36), nullable=False),
        sa.Column("external_id", Name(256), nullable=False),
        sa.Column("issuer", Name(256), nullable=False),
        sa.Column("group_id", Name(47), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.group_id"], name="fk_group_external_ids_group_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("identity_store_id", "external_id", "issuer", name="pk_group_external_ids"),
    )
    op.create_index("ix_group_external_ids_group_id", "group_external_ids", ["group_id"], unique=False)
    op.create_table(
        "iam_policies",
        sa.Column("policy_id", Name(32), nullable=False),
        sa.Column("account_id", Name(12), nullable=False),
        sa.Column("name", Name(128), nullable=False),
        sa.Column("name_key", Name(128), nullable=False),
        sa.Column("path", Name(512), nullable=False),
        sa.Column("arn", Name(700), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("default_version_id", Name(16), nullable=False),
        sa.Column("latest_version", sa.Integer(), nullable=False),
        sa.Column("tags", Json(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("updated_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.account_id"], name="fk_iam_policies_account_id"),
        sa.PrimaryKeyConstraint("policy_id", name="pk_iam_policies"),
        sa.UniqueConstraint("account_id", "name_key", name="uq_iam_policies_account_id_name_key"),
        sa.UniqueConstraint("arn", name="uq_iam_policies_arn"),
    )
    op.create_table(
        "iam_roles",
        sa.Column("role_id", Name(32), nullable=False),
        sa.Column("account_id", Name(12), nullable=False),
        sa.Column("name", Name(64), nullable=False),
        sa.Column("name_key", Name(64), nullable=False),
        sa.Column("path", Name(512), nullable=False),
        sa.Column("trust_policy", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("max_session_seconds", sa.Integer(), nullable=False),
        sa.Column("inline_policies", Json(), nullable=False),
        sa.Column("permissions_boundary", Name(2048), nullable=True),
        sa.Column("tags", Json(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.account_id"], name="fk_iam_roles_account_id"),
        sa.PrimaryKeyConstraint("role_id", name="pk_iam_roles"),
        sa.UniqueConstraint("account_id", "name_key", name="uq_iam_roles_account_id_name_key"),
    )
    op.create_table(
        "iam_users",
        sa.Column("user_id", Name(32), nullable=False),
        sa.Column("account_id", Name(12), nullable=False),
        sa.Column("name", Name(64), nullable=False),
        sa.Column("name_key", Name(64), nullable=False),
        sa.Column("path", Name(512), nullable=False),
        sa.Column("inline_policies", Json(), nullable=False),
        sa.Column("permissions_boundary", Name(2048), nullable=True),
        sa.Column("tags", Json(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.account_id"], name="fk_iam_users_account_id"),
        sa.PrimaryKeyConstraint("user_id", name="pk_iam_users"),
        sa.UniqueConstraint("account_id", "name_key", name="uq_iam_users_account_id_name_key"),
    )
    op.create_table(
        "invitations",
        sa.Column("invitation_id", Name(36), nullable=False),
        sa.Column("user_id", Name(47), nullable=False),
        sa.Column("token_digest", Name(64), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("ended", Name(16), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name="fk_invitations_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("invitation_id", name="pk_invitations"),
        sa.UniqueConstraint("token_digest", name="uq_invitations_token_digest"),
    )
    op.create_index("ix_invitations_expires_at", "invitations", ["expires_at"], unique=False)
    op.create_index("ix_invitations_user_id", "invitations", ["user_id"], unique=False)
    op.create_table(
        "known_places",
        sa.Column("user_id", Name(47), nullable=False),
        sa.Column("place", Name(80), nullable=False),
        sa.Column("last_seen_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name="fk_known_places_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "place", name="pk_known_places"),
    )
    op.create_index("ix_known_places_last_seen_at", "known_places", ["last_seen_at"], unique=False)
    op.create_table(
        "memberships",
        sa.Column("membership_id", Name(47), nullable=False),
        sa.Column("identity_store_id", Name(36), nullable=False),
        sa.Column("group_id", Name(47), nullable=False),
        sa.Column("user_id", Name(47), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.group_id"], name="fk_memberships_group_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name="fk_memberships_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("membership_id", name="pk_memberships"),
        sa.UniqueConstraint("user_id", "group_id", name="uq_memberships_user_id_group_id"),
    )
    op.create_index("ix_memberships_group_id", "memberships", ["group_id", "created_at", "membership_id"], unique=False)
    op.create_index("ix_memberships_user_id", "memberships", ["user_id", "created_at", "membership_id"], unique=False)
    op.create_table(
        "passwords",
        sa.Column("user_id", Name(47), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name="fk_passwords_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", name="pk_passwords"),
    )
    op.create_table(
        "permission_set_policies",
        sa.Column("permission_set_id", Name(20), nullable=False),
        sa.Column("policy_arn", Name(2048), nullable=False),
        sa.ForeignKeyConstraint(
            ["permission_set_id"],
            ["permission_sets.permission_set_id"],
            name="fk_permission_set_policies_permission_set_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("permission_set_id", "policy_arn", name="pk_permission_set_policies"),
    )
    op.create_table(
        "permission_set_policy_references",
        sa.Column("permission_set_id", Name(20), nullable=False),
        sa.Column("name", Name(128), nullable=False),
        sa.Column("path", Name(512), nullable=False),
        sa.ForeignKeyConstraint(
            ["permission_set_id"],
            ["permission_sets.permission_set_id"],
            name="fk_permission_set_policy_references_permission_set_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("permission_set_id", "name", "path", name="pk_permission_set_policy_references"),
    )
    op.create_table(
        "sessions",
        sa.Column("session_id", Name(36), nullable=False),
        sa.Column("user_id", Name(47), nullable=False),
        sa.Column("token_digest", Name(64), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("last_used_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("address", Name(64), nullable=False),
        sa.Column("user_agent", Name(256), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name="fk_sessions_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("session_id", name="pk_sessions"),
        sa.UniqueConstraint("token_digest", name="uq_sessions_token_digest"),
    )
    op.create_index("ix_sessions_expires_at", "sessions", ["expires_at"], unique=False)
    op.create_index("ix_sessions_user_id", "sessions", ["user_id"], unique=False)
    op.create_table(
        "signin_flows",
        sa.Column("flow_id", Name(36), nullable=False),
        sa.Column("visit_digest", Name(64), nullable=False),
        sa.Column("user_id", Name(47), nullable=True),
        sa.Column("proven", Json(), nullable=False),
        sa.Column("return_to", sa.Text(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name="fk_signin_flows_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("flow_id", name="pk_signin_flows"),
        sa.UniqueConstraint("visit_digest", name="uq_signin_flows_visit_digest"),
    )
    op.create_index("ix_signin_flows_expires_at", "signin_flows", ["expires_at"], unique=False)
    op.create_index("ix_signin_flows_user_id", "signin_flows", ["user_id"], unique=False)
    op.create_table(
        "token_families",
        sa.Column("family_id", Name(36), nullable=False),
        sa.Column("client_id", Name(64), nullable=False),
        sa.Column("user_id", Name(64), nullable=False),
        sa.Column("session_id", Name(36), nullable=False),
        sa.Column("scopes", Names(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("revoked_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_id"], ["oidc_clients.client_id"], name="fk_token_families_client_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name="fk_token_families_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("family_id", name="pk_token_families"),
    )
    op.create_index("ix_token_families_expires_at", "token_families", ["expires_at"], unique=False)
    op.create_index("ix_token_families_session_id", "token_families", ["session_id"], unique=False)
    op.create_table(
        "user_external_ids",
        sa.Column("identity_store_id", Name(36), nullable=False),
        sa.Column("external_id", Name(256), nullable=False),
        sa.Column("issuer", Name(256), nullable=False),
        sa.Column("user_id", Name(47), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name="fk_user_external_ids_user_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("identity_store_id", "external_id", "issuer", name="pk_user_external_ids"),
    )
    op.create_index("ix_user_external_ids_user_id", "user_external_ids", ["user_id"], unique=False)
    op.create_table(
        "access_keys",
        sa.Column("access_key_id", Name(32), nullable=False),
        sa.Column("user_id", Name(32), nullable=False),
        sa.Column("sealed_secret", sa.Text(), nullable=False),
        sa.Column("status", Name(16), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["iam_users.user_id"], name="fk_access_keys_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("access_key_id", name="pk_access_keys"),
    )
    op.create_index("ix_access_keys_user_id", "access_keys", ["user_id"], unique=False)
    op.create_table(
        "access_tokens",
        sa.Column("token_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("family_id", Name(36), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["family_id"], ["token_families.family_id"], name="fk_access_tokens_family_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_digest", name="pk_access_tokens"),
    )
    op.create_index("ix_access_tokens_expires_at", "access_tokens", ["expires_at"], unique=False)
    op.create_index("ix_access_tokens_family_id", "access_tokens", ["family_id"], unique=False)
    op.create_table(
        "iam_policy_versions",
        sa.Column("policy_id", Name(32), nullable=False),
        sa.Column("version_id", Name(16), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["iam_policies.policy_id"], name="fk_iam_policy_versions_policy_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("policy_id", "version_id", name="pk_iam_policy_versions"),
    )
    op.create_table(
        "iam_role_policies",
        sa.Column("role_id", Name(32), nullable=False),
        sa.Column("policy_arn", Name(700), nullable=False),
        sa.Column("account_id", Name(12), nullable=False),
        sa.ForeignKeyConstraint(
            ["role_id"], ["iam_roles.role_id"], name="fk_iam_role_policies_role_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("role_id", "policy_arn", name="pk_iam_role_policies"),
    )
    op.create_index("ix_iam_role_policies_account_id", "iam_role_policies", ["account_id", "policy_arn"], unique=False)
    op.create_table(
        "iam_user_policies",
        sa.Column("user_id", Name(32), nullable=False),
        sa.Column("policy_arn", Name(700), nullable=False),
        sa.Column("account_id", Name(12), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["iam_users.user_id"], name="fk_iam_user_policies_user_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "policy_arn", name="pk_iam_user_policies"),
    )
    op.create_index("ix_iam_user_policies_account_id", "iam_user_policies", ["account_id", "policy_arn"], unique=False)
    op.create_table(
        "provisioned_permission_sets",
        sa.Column("permission_set_id", Name(20), nullable=False),
        sa.Column("account_id", Name(12), nullable=False),
        sa.Column("role_name", Name(64), nullable=False),
        sa.Column("role_id", Name(32), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("provisioned_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.account_id"],
            name="fk_provisioned_permission_sets_account_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["permission_set_id"],
            ["permission_sets.permission_set_id"],
            name="fk_provisioned_permission_sets_permission_set_id",
        ),
        sa.ForeignKeyConstraint(["role_id"], ["iam_roles.role_id"], name="fk_provisioned_permission_sets_role_id"),
        sa.PrimaryKeyConstraint("permission_set_id", "account_id", name="pk_provisioned_permission_sets"),
    )
    op.create_index(
        "ix_provisioned_permission_sets_account_id",
        "provisioned_permission_sets",
        ["account_id", "permission_set_id"],
        unique=False,
    )
    op.create_table(
        "refresh_tokens",
        sa.Column("token_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("family_id", Name(36), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("used_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["family_id"], ["token_families.family_id"], name="fk_refresh_tokens_family_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_digest", name="pk_refresh_tokens"),
    )
    op.create_index("ix_refresh_tokens_family_id", "refresh_tokens", ["family_id"], unique=False)
    op.create_table(
        "assignments",
        sa.Column("permission_set_id", Name(20), nullable=False),
        sa.Column("account_id", Name(12), nullable=False),
        sa.Column("principal_type", Name(8), nullable=False),
        sa.Column("principal_id", Name(47), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.account_id"], name="fk_assignments_account_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["permission_set_id", "account_id"],
            ["provisioned_permission_sets.permission_set_id", "provisioned_permission_sets.account_id"],
            name="fk_assignments_provisioned_permission_sets",
        ),
        sa.PrimaryKeyConstraint(
            "permission_set_id", "account_id", "principal_type", "principal_id", name="pk_assignments"
        ),
    )
    op.create_index(
        "ix_assignments_principal_id", "assignments", ["principal_id", "account_id", "permission_set_id"], unique=False
    )
