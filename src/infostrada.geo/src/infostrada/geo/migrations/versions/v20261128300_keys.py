"""Cheaper loads: indexes of keys compared byte by byte, one for names instead of two, numbers from a sequence that
outlives the table; revisions that never come back.
"""

from alembic import op


revision = "geo_20261128300"
down_revision = ("geo_20261128060", "geo_20261127064")
branch_labels = None
depends_on = None

# Under a locale that is not plain C (`C.UTF-8` is none) every step of a sort asks the locale; these operator classes
# compare bytes, and equality is the same. The order within an index begins with what differs most.
# A constraint cannot have an operator class of its own, a unique index can.
INDEXES = """
ALTER TABLE geo.feature DROP CONSTRAINT feature_version;
DROP INDEX geo.feature_current, geo.feature_business, geo.feature_named;
CREATE UNIQUE INDEX feature_version ON geo.feature
    (local_id text_pattern_ops, ns text_pattern_ops, layer text_pattern_ops, version text_pattern_ops);
CREATE UNIQUE INDEX feature_current ON geo.feature
    (local_id text_pattern_ops, ns text_pattern_ops, layer text_pattern_ops) WHERE valid_to IS NULL;
CREATE INDEX feature_named ON geo.feature (business_id text_pattern_ops, layer text_pattern_ops);
"""
# The same features as before, told without a regular expression: every row of a load is asked.
WORDS = """
DROP INDEX geo.feature_words;
CREATE INDEX feature_words ON geo.feature USING gin (to_tsvector('simple', geo.folded(business_id)))
    WHERE valid_to IS NULL AND business_id <> ''
      AND NOT (substr(business_id, 7, 1) = '_' AND translate(left(business_id, 6), '0123456789', '') = '')
"""
# A great load makes a new table and puts it in the place of the old one: both take their numbers here.
SEQUENCE = """
ALTER TABLE geo.feature ALTER COLUMN id DROP IDENTITY;
CREATE SEQUENCE geo.feature_id AS bigint;
SELECT setval('geo.feature_id', (SELECT coalesce(max(id), 0) + 1 FROM geo.feature), false);
ALTER TABLE geo.feature ALTER COLUMN id SET DEFAULT nextval('geo.feature_id')
"""
# A store that was dropped and filled anew must not give its answers the tags of other answers.
REVISIONS = "ALTER TABLE geo.layer ALTER COLUMN revision SET DEFAULT extract(epoch FROM now())::bigint"
BACK = """
DROP INDEX geo.feature_version, geo.feature_current, geo.feature_named;
ALTER TABLE geo.feature ADD CONSTRAINT feature_version UNIQUE (local_id, ns, layer, version);
CREATE UNIQUE INDEX feature_current ON geo.feature (local_id, ns, layer) WHERE valid_to IS NULL;
CREATE INDEX feature_business ON geo.feature (layer, business_id text_pattern_ops) WHERE valid_to IS NULL;
CREATE INDEX feature_named ON geo.feature (layer, business_id) WHERE business_id <> '';
ALTER TABLE geo.layer ALTER COLUMN revision SET DEFAULT 0;
ALTER TABLE geo.feature ALTER COLUMN id DROP DEFAULT;
DROP SEQUENCE geo.feature_id;
ALTER TABLE geo.feature ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;
SELECT setval(pg_get_serial_sequence('geo.feature', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM geo.feature), false)
"""
WORDS_BACK = """
DROP INDEX geo.feature_words;
CREATE INDEX feature_words ON geo.feature USING gin (to_tsvector('simple', geo.folded(business_id)))
    WHERE valid_to IS NULL AND business_id !~ '^[0-9]{6}_' AND business_id <> ''
"""


def upgrade() -> None:
    """Make the indexes anew."""
    op.execute(INDEXES)
    op.execute(WORDS)
    op.execute(SEQUENCE)
    op.execute(REVISIONS)


def downgrade() -> None:
    """As they were."""
    op.execute(BACK)
    op.execute(WORDS_BACK)
