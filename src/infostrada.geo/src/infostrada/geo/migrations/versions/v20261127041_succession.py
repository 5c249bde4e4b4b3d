"""Links whose feature was split or merged: the mirror knows which successors were confirmed when."""

from alembic import op


revision = "geo_20261127041"
down_revision = "geo_20261127040"

COLUMN = """
ALTER TABLE geo.record_link ADD COLUMN confirmed timestamptz;
COMMENT ON COLUMN geo.record_link.confirmed IS 'when somebody said what stands in the feature''s place';
"""

MIRROR = """
CREATE OR REPLACE FUNCTION geo.mirror_links() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM geo.close_links(OLD.uid, '{{}}', 'record deleted');
        RETURN NULL;
    END IF;
    INSERT INTO geo.record_link (uid, link_id, layer, ns, local_id, feature_version, business_id,
                                 role, geom, valid_from, valid_to, closed_by, reason{into})
    SELECT NEW.uid, link_id, layer, ns, local_id, feature_version, business_id, role,
           ST_GeomFromWKB(decode(wkb2180, 'hex'), 2180), since, until, closed_by, reason{into}
      FROM jsonb_to_recordset(NEW.links) AS l(
           link_id uuid, layer text, ns text, local_id text, feature_version text,
           business_id text, role text, wkb2180 text, since timestamptz, until timestamptz,
           closed_by text, reason text{typed})
        ON CONFLICT (uid, link_id) DO UPDATE
       SET role = excluded.role, geom = excluded.geom, valid_from = excluded.valid_from,
           valid_to = excluded.valid_to, closed_by = excluded.closed_by, reason = excluded.reason{set};
    PERFORM geo.close_links(
        NEW.uid,
        ARRAY(SELECT (each ->> 'link_id')::uuid FROM jsonb_array_elements(NEW.links) AS each),
        'no longer on the record');
    RETURN NULL;
END
$$;
"""


def upgrade() -> None:
    """Add the column and let the mirror fill it."""
    op.execute(COLUMN)
    op.execute(
        MIRROR.format(
            into=", confirmed", typed=", confirmed timestamptz", set=", confirmed = excluded.confirmed"
        )
    )


def downgrade() -> None:
    """As it was."""
    op.execute(MIRROR.format(into="", typed="", set=""))
    op.execute("ALTER TABLE geo.record_link DROP COLUMN confirmed")
