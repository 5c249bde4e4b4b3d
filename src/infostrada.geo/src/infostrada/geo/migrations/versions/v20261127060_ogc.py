"""What filters and services need: safe casts, folding of letters, names in XML, indexes of history."""

from alembic import op


revision = "geo_20261127060"
down_revision = "geo_20261122001"
depends_on = "geo_20261127040"

FUNCTIONS = r"""
CREATE FUNCTION geo.moment(given text) RETURNS timestamptz LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    IF given !~ '^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}(:?\d{2})?)?)?$' THEN
        RETURN NULL;
    ELSIF length(given) = 10 THEN
        RETURN (given || 'T00:00:00Z')::timestamptz;
    ELSIF given ~ '(Z|[+-]\d{2}(:?\d{2})?)$' THEN
        RETURN given::timestamptz;
    END IF;
    RETURN (given || 'Z')::timestamptz;
EXCEPTION WHEN data_exception THEN
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION geo.moment IS 'the moment a text names, in UTC unless it says otherwise; NULL when it names none';

CREATE FUNCTION geo.unaccented(given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT translate(regexp_replace(normalize(given, NFD), '[\u0300-\u036f]', '', 'g'), 'łŁđĐøØ', 'lLdDoO')
$$;
COMMENT ON FUNCTION geo.unaccented IS 'without marks above, below and across letters';

CREATE FUNCTION geo.xml_name(given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN given ~ '^[A-Za-z][A-Za-z0-9.-]*$' THEN given ELSE (
        SELECT string_agg(
            CASE WHEN letter ~ '[A-Za-z]' OR place > 1 AND letter ~ '[0-9.-]' THEN letter
                 ELSE '_x' || lpad(to_hex(ascii(letter)), 6, '0') || '_' END, '' ORDER BY place)
          FROM regexp_split_to_table(given, '') WITH ORDINALITY AS t(letter, place)) END
$$;
COMMENT ON FUNCTION geo.xml_name IS 'any text as a name of XML; infostrada.geo.wfs.names reads it back';
"""

TABLES = """
ALTER TABLE geo.layer_listing ADD COLUMN editable boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN geo.layer_listing.editable IS 'features may be changed one by one through the services';
CREATE INDEX feature_past_page ON geo.feature (layer, id) WHERE valid_to IS NOT NULL;
CREATE INDEX feature_past_geom ON geo.feature USING gist (geom) WHERE valid_to IS NOT NULL;
"""


def upgrade() -> None:
    """Create the functions and indexes."""
    op.execute(FUNCTIONS)
    op.execute(TABLES)


def downgrade() -> None:
    """Drop them."""
    op.execute("ALTER TABLE geo.layer_listing DROP COLUMN editable")
    op.execute("DROP INDEX geo.feature_past_page, geo.feature_past_geom")
    op.execute("DROP FUNCTION geo.moment(text), geo.unaccented(text), geo.xml_name(text)")
