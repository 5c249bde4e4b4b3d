"""Base of the product's branch: the schema itself."""

revision = "site_20261122001"
down_revision = None
branch_labels = ("site",)


def upgrade() -> None:
    """The schema is made by the runner before any revision; this is where the branch starts."""


def downgrade() -> None:
    """Nothing stands below the base."""
