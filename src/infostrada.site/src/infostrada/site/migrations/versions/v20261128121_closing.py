"""Dates of documents in their list: what closing a large case asks for without waking its documents."""

from alembic import op


revision = "site_20261128121"
down_revision = "site_20261127143"
branch_labels = None


def upgrade() -> None:
    """Rows written before get their dates when their documents are next saved, or by the job of the update."""
    op.execute(
        """
        ALTER TABLE site.document_listing ADD COLUMN dated date, ADD COLUMN filed_at timestamptz;
        CREATE INDEX document_listing_filed ON site.document_listing (case_uid, filed_at DESC, uid);
        """
    )


def downgrade() -> None:
    """Back to the list without dates."""
    op.execute(
        """
        DROP INDEX site.document_listing_filed;
        ALTER TABLE site.document_listing DROP COLUMN dated, DROP COLUMN filed_at;
        """
    )
