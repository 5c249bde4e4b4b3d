"""Layers say how they are drawn and where they come from; geoportals and groups of layers."""

from alembic import op


revision = "geo_20261127080"
down_revision = "geo_20261122001"
depends_on = "geo_20261127060"

LAYERS = """
ALTER TABLE geo.layer_listing
    ADD COLUMN kind text NOT NULL DEFAULT 'store',
    ADD COLUMN is_base boolean NOT NULL DEFAULT false,
    ADD COLUMN theme text NOT NULL DEFAULT 'other',
    ADD COLUMN opacity real NOT NULL DEFAULT 1,
    ADD COLUMN style jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(style) = 'array'),
    ADD COLUMN service jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(service) = 'object');
COMMENT ON COLUMN geo.layer_listing.theme IS 'part of the answer to "what is here"';
COMMENT ON COLUMN geo.layer_listing.service IS 'source outside of the store; addresses stay on the server';

-- Layers made before carry the theme their symbol says.
UPDATE geo.layer_listing SET theme = symbol WHERE symbol IN ('parcel', 'building', 'address');
"""

PORTALS = """
CREATE TABLE geo.group_listing (
    uid text COLLATE "C" PRIMARY KEY,
    title text NOT NULL,
    layers jsonb NOT NULL CHECK (jsonb_typeof(layers) = 'array'),
    opened boolean NOT NULL
);
COMMENT ON TABLE geo.group_listing IS 'groups of layers in the order they are shown';

CREATE TABLE geo.portal_listing (
    uid text COLLATE "C" PRIMARY KEY,
    title text NOT NULL,
    layers jsonb NOT NULL CHECK (jsonb_typeof(layers) = 'array'),
    groups jsonb NOT NULL CHECK (jsonb_typeof(groups) = 'array'),
    base_maps jsonb NOT NULL CHECK (jsonb_typeof(base_maps) = 'array'),
    tools jsonb NOT NULL CHECK (jsonb_typeof(tools) = 'array'),
    view jsonb,
    teryt text NOT NULL CHECK (teryt ~ '^([0-9]{6})?$'),
    main boolean NOT NULL
);
COMMENT ON COLUMN geo.portal_listing.view IS 'west, south, east, north in EPSG:2180';
"""

# Addresses and names by their words, without Polish signs; identifiers are found by their beginning.
# Versions of the past by place, for looking back in time.
INDEXES = """
CREATE FUNCTION geo.folded(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT translate(lower($1), 'ąćęłńóśźż', 'acelnoszz')
$$;
CREATE INDEX feature_words ON geo.feature USING gin (to_tsvector('simple', geo.folded(business_id)))
    WHERE valid_to IS NULL AND business_id !~ '^[0-9]{6}_' AND business_id <> '';
CREATE INDEX feature_past ON geo.feature USING gist (geom) WHERE valid_to IS NOT NULL;
"""


def upgrade() -> None:
    """Add the columns and tables."""
    op.execute(LAYERS)
    op.execute(INDEXES)
    op.execute(PORTALS)


def downgrade() -> None:
    """Drop them."""
    op.execute("DROP TABLE geo.portal_listing, geo.group_listing")
    op.execute("DROP INDEX geo.feature_words, geo.feature_past")
    op.execute("DROP FUNCTION geo.folded(text)")
    op.execute(
        "ALTER TABLE geo.layer_listing DROP COLUMN kind, DROP COLUMN is_base, DROP COLUMN theme,"
        " DROP COLUMN opacity, DROP COLUMN style, DROP COLUMN service"
    )
