"""Layers, versioned features and the mirror of the links that records carry."""

from alembic import op


revision = "geo_20261122001"
down_revision = None
branch_labels = ("geo",)

TABLES = """
CREATE TABLE geo.layer (
    layer text PRIMARY KEY CHECK (layer ~ '^[a-z][a-z0-9_-]{0,62}$'),
    revision bigint NOT NULL DEFAULT 0,
    feature_count bigint NOT NULL DEFAULT 0,
    extents jsonb NOT NULL DEFAULT '{}'
);
COMMENT ON COLUMN geo.layer.extents IS 'west, south, east, north of the features, by TERYT';
COMMENT ON COLUMN geo.layer.revision IS 'grows with every change of the features: part of ETags';

CREATE TABLE geo.layer_listing (
    uid text COLLATE "C" PRIMARY KEY,
    layer text NOT NULL UNIQUE,
    title text NOT NULL,
    symbol text NOT NULL,
    label text NOT NULL,
    source text NOT NULL,
    min_zoom integer NOT NULL,
    position integer NOT NULL,
    shown boolean NOT NULL,
    linkable boolean NOT NULL
);
COMMENT ON TABLE geo.layer_listing IS 'the layer objects; who may view one may see its features';

CREATE TABLE geo.feature (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    layer text NOT NULL,
    ns text NOT NULL CHECK (ns <> '' AND ns !~ '[:/]'),
    local_id text NOT NULL CHECK (local_id <> '' AND local_id !~ '[:/]'),
    version text NOT NULL,
    valid_from timestamptz NOT NULL,
    valid_to timestamptz CHECK (valid_to >= valid_from),
    business_id text NOT NULL DEFAULT '',
    teryt text NOT NULL DEFAULT '' CHECK (teryt ~ '^([0-9]{6})?$'),
    attrs jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(attrs) = 'object'),
    geom geometry(Geometry, 2180) NOT NULL,
    UNIQUE (layer, ns, local_id, version)
);
COMMENT ON COLUMN geo.feature.geom IS 'x = easting, y = northing, metres';
CREATE INDEX feature_geom ON geo.feature USING gist (geom) WHERE valid_to IS NULL;
CREATE UNIQUE INDEX feature_current ON geo.feature (layer, ns, local_id) WHERE valid_to IS NULL;
CREATE INDEX feature_page ON geo.feature (layer, id) WHERE valid_to IS NULL;
CREATE INDEX feature_business ON geo.feature (layer, business_id text_pattern_ops)
    WHERE valid_to IS NULL;

CREATE TABLE geo.linked_record (
    uid text COLLATE "C" PRIMARY KEY,
    links jsonb NOT NULL CHECK (jsonb_typeof(links) = 'array')
);
COMMENT ON TABLE geo.linked_record IS 'listing of the records: the links as a record carries them';

CREATE TABLE geo.record_link (
    uid text COLLATE "C" NOT NULL,
    link_id uuid NOT NULL,
    layer text NOT NULL,
    ns text NOT NULL,
    local_id text NOT NULL,
    feature_version text NOT NULL,
    business_id text NOT NULL,
    role text NOT NULL,
    geom geometry(Geometry, 2180) NOT NULL,
    valid_from timestamptz NOT NULL,
    valid_to timestamptz CHECK (valid_to >= valid_from),
    closed_by text NOT NULL DEFAULT '',
    reason text NOT NULL DEFAULT '',
    PRIMARY KEY (uid, link_id)
);
COMMENT ON TABLE geo.record_link IS 'mirror of the links; rows are closed, never deleted';
CREATE INDEX record_link_feature ON geo.record_link (layer, ns, local_id) WHERE valid_to IS NULL;
CREATE INDEX record_link_geom ON geo.record_link USING gist (geom) WHERE valid_to IS NULL;
"""

MIRROR = """
CREATE FUNCTION geo.close_links(gone text, kept uuid[], why text) RETURNS void LANGUAGE sql AS $$
    UPDATE geo.record_link SET valid_to = now(), reason = why
     WHERE uid = gone AND valid_to IS NULL AND link_id <> ALL(kept)
$$;

CREATE FUNCTION geo.mirror_links() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM geo.close_links(OLD.uid, '{}', 'record deleted');
        RETURN NULL;
    END IF;
    INSERT INTO geo.record_link (uid, link_id, layer, ns, local_id, feature_version, business_id,
                                 role, geom, valid_from, valid_to, closed_by, reason)
    SELECT NEW.uid, link_id, layer, ns, local_id, feature_version, business_id, role,
           ST_GeomFromWKB(decode(wkb2180, 'hex'), 2180), since, until, closed_by, reason
      FROM jsonb_to_recordset(NEW.links) AS l(
           link_id uuid, layer text, ns text, local_id text, feature_version text,
           business_id text, role text, wkb2180 text, since timestamptz, until timestamptz,
           closed_by text, reason text)
        ON CONFLICT (uid, link_id) DO UPDATE
       SET role = excluded.role, geom = excluded.geom, valid_from = excluded.valid_from,
           valid_to = excluded.valid_to, closed_by = excluded.closed_by, reason = excluded.reason;
    PERFORM geo.close_links(
        NEW.uid,
        ARRAY(SELECT (each ->> 'link_id')::uuid FROM jsonb_array_elements(NEW.links) AS each),
        'no longer on the record');
    RETURN NULL;
END
$$;

CREATE TRIGGER mirror_links AFTER INSERT OR UPDATE OR DELETE ON geo.linked_record
    FOR EACH ROW EXECUTE FUNCTION geo.mirror_links();
"""


def upgrade() -> None:
    """Create the tables, and the trigger that keeps links closed instead of deleting them."""
    op.execute(TABLES)
    op.execute(MIRROR)


def downgrade() -> None:
    """Drop them."""
    op.execute("DROP TABLE geo.linked_record, geo.record_link, geo.feature, geo.layer_listing, geo.layer")
    op.execute("DROP FUNCTION geo.mirror_links(), geo.close_links(text, uuid[], text)")
