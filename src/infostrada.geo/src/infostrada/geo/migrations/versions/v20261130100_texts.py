"""Texts of features that stand ready for pages: filled by the worker, never missed when they are not there."""

from alembic import op


revision = "geo_20261130100"
down_revision = "geo_20261129050"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE geo.feature_text (
    layer text NOT NULL,
    id bigint NOT NULL,
    made_from xid NOT NULL,
    form integer NOT NULL,
    body text NOT NULL
);
CREATE UNIQUE INDEX feature_text_key ON geo.feature_text (layer text_pattern_ops, id);
COMMENT ON TABLE geo.feature_text IS 'GeoJSON in CRS84 of current features, made of the row of geo.feature with this id';
COMMENT ON COLUMN geo.feature_text.made_from IS 'xmin of that row: a row written since then has another';
COMMENT ON COLUMN geo.feature_text.form IS 'stands for all that decides how a text comes out';
CREATE TABLE geo.prepared (
    layer text PRIMARY KEY,
    form integer NOT NULL,
    last bigint NOT NULL,
    revision bigint,
    swept date
);
COMMENT ON TABLE geo.prepared IS 'up to which id, and as of which revision, the features of a layer have their texts'
"""


def upgrade() -> None:
    """Create the tables; the worker fills them."""
    op.execute(TABLES)


def downgrade() -> None:
    """Drop them."""
    op.execute("DROP TABLE geo.feature_text, geo.prepared")
