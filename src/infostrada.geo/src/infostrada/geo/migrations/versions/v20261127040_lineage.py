"""What became of features that ended, and the imports that tell it."""

from alembic import op


revision = "geo_20261127040"
down_revision = "geo_20261122001"

LINEAGE = """
CREATE TABLE geo.lineage (
    layer text NOT NULL,
    old_ns text NOT NULL,
    old_id text NOT NULL,
    new_ns text NOT NULL,
    new_id text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('split', 'merge', 'reshape')),
    share_old double precision NOT NULL CHECK (share_old BETWEEN 0 AND 1),
    share_new double precision NOT NULL CHECK (share_new BETWEEN 0 AND 1),
    change_doc text NOT NULL DEFAULT '',
    at timestamptz NOT NULL,
    PRIMARY KEY (layer, old_ns, old_id, new_ns, new_id, at)
);
COMMENT ON TABLE geo.lineage IS 'which features took the ground of which; rows are never deleted';
COMMENT ON COLUMN geo.lineage.share_old IS 'part of the old area that the new feature took, 0-1';
COMMENT ON COLUMN geo.lineage.share_new IS 'part of the new area that came from the old feature, 0-1';
CREATE INDEX lineage_back ON geo.lineage (layer, new_ns, new_id);

CREATE INDEX feature_named ON geo.feature (layer, business_id) WHERE business_id <> '';

CREATE FUNCTION geo.scope(ns text, business_id text, teryt text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN business_id ~ '^[0-9]{6}_[0-9]\\.[0-9]{4}(\\.|$)' THEN left(business_id, 13)
                ELSE ns || ' ' || teryt END
$$;
COMMENT ON FUNCTION geo.scope IS 'what a delivery is complete for: a cadastral district, else namespace and commune';
"""

IMPORTS = """
CREATE TABLE geo.import_run (
    id uuid PRIMARY KEY,
    job uuid,
    unit text NOT NULL DEFAULT '',
    owner text NOT NULL,
    file_name text NOT NULL,
    size bigint NOT NULL,
    sha256 text NOT NULL,
    options jsonb NOT NULL DEFAULT '{}',
    found jsonb NOT NULL DEFAULT '{}',
    state text NOT NULL DEFAULT 'uploaded'
        CHECK (state IN ('uploaded', 'queued', 'done', 'refused', 'failed')),
    summary jsonb NOT NULL DEFAULT '{}',
    created timestamptz NOT NULL DEFAULT now(),
    ended timestamptz
);
COMMENT ON COLUMN geo.import_run.found IS 'format and classes seen in the file when it came in';
COMMENT ON COLUMN geo.import_run.summary IS 'counts by layer, and what the run ended with';
CREATE INDEX import_run_newest ON geo.import_run (created DESC);

CREATE TABLE geo.import_chunk (
    run uuid NOT NULL REFERENCES geo.import_run ON DELETE CASCADE,
    number integer NOT NULL,
    data bytea NOT NULL,
    PRIMARY KEY (run, number)
);
ALTER TABLE geo.import_chunk ALTER COLUMN data SET STORAGE EXTERNAL;
COMMENT ON TABLE geo.import_chunk IS 'the file on its way to the worker; removed when the run ends';

CREATE TABLE geo.import_feature (
    run uuid NOT NULL REFERENCES geo.import_run ON DELETE CASCADE,
    ordinal bigint NOT NULL,
    line integer NOT NULL,
    class text NOT NULL,
    layer text NOT NULL,
    ns text NOT NULL,
    local_id text NOT NULL,
    version text NOT NULL,
    valid_from timestamptz NOT NULL,
    valid_to timestamptz,
    business_id text NOT NULL,
    teryt text NOT NULL,
    attrs jsonb NOT NULL,
    change_ref text NOT NULL DEFAULT '',
    srid integer NOT NULL,
    source geometry,
    geom geometry(Geometry, 2180),
    refused boolean NOT NULL DEFAULT false,
    PRIMARY KEY (run, ordinal)
);
COMMENT ON TABLE geo.import_feature IS 'prepared features of a running import; removed when it ends';
COMMENT ON COLUMN geo.import_feature.source IS 'x = easting or longitude in the system srid names';

CREATE TABLE geo.import_reference (
    run uuid NOT NULL REFERENCES geo.import_run ON DELETE CASCADE,
    name text NOT NULL,
    label text NOT NULL,
    PRIMARY KEY (run, name)
);
COMMENT ON TABLE geo.import_reference IS 'objects without a place that features point to, by gml:id';

CREATE TABLE geo.import_finding (
    run uuid NOT NULL REFERENCES geo.import_run ON DELETE CASCADE,
    number bigint GENERATED ALWAYS AS IDENTITY,
    level text NOT NULL CHECK (level IN ('refused', 'warning', 'note')),
    layer text NOT NULL DEFAULT '',
    class text NOT NULL DEFAULT '',
    line integer,
    fid text NOT NULL DEFAULT '',
    business_id text NOT NULL DEFAULT '',
    reason text NOT NULL,
    detail text NOT NULL DEFAULT '',
    easting double precision,
    northing double precision,
    PRIMARY KEY (run, number)
);
COMMENT ON TABLE geo.import_finding IS 'the report of an import: what was refused or looks wrong, and where';
"""


def upgrade() -> None:
    """Create the tables."""
    op.execute(LINEAGE)
    op.execute(IMPORTS)


def downgrade() -> None:
    """Drop them."""
    op.execute(
        "DROP TABLE geo.import_finding, geo.import_reference, geo.import_feature, geo.import_chunk,"
        " geo.import_run, geo.lineage"
    )
    op.execute("DROP INDEX geo.feature_named")
    op.execute("DROP FUNCTION geo.scope(text, text, text)")
