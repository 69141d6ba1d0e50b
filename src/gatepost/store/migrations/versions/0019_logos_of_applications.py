"""Let every application have a logo, which the portal asks for by itself and keeps."""

import sqlalchemy as sa
from alembic import op

from gatepost.store.columns import Instant, Name

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_MOVE = """
INSERT INTO application_logos (application_id, picture, changed_at)
SELECT saml_applications.application_id, saml_applications.logo, applications.created_at
FROM saml_applications JOIN applications ON applications.application_id = saml_applications.application_id
WHERE saml_applications.logo IS NOT NULL
"""


def upgrade() -> None:
    """Bring the schema to this step."""
    op.create_table(
        "application_logos",
        sa.Column("application_id", Name(20), nullable=False),
        sa.Column("picture", sa.Text(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.application_id"],
            name="fk_application_logos_application_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("application_id", name="pk_application_logos"),
    )
    op.execute(_MOVE)
    op.drop_column("saml_applications", "logo")
