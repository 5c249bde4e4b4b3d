"""Texts of features inside XML."""

from alembic import op


revision = "geo_20261127061"
down_revision = "geo_20261127060"

FUNCTION = r"""
CREATE FUNCTION geo.xml_text(given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN given !~ '[&<>\u0001-\u001f\ufffe\uffff]' THEN given ELSE
        replace(replace(replace(
            regexp_replace(given, '[\u0001-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]', '', 'g'),
            '&', '&amp;'), '<', '&lt;'), '>', '&gt;') END
$$;
COMMENT ON FUNCTION geo.xml_text IS 'a text as content of an element; letters XML cannot hold are left out';
"""


def upgrade() -> None:
    """Create the function."""
    op.execute(FUNCTION)


def downgrade() -> None:
    """Drop it."""
    op.execute("DROP FUNCTION geo.xml_text(text)")
