"""Compare the prepared features of a layer with the store and bring them in, or only tell."""

from datetime import datetime
from infostrada.core.sql import session
from infostrada.geo.features import comparing
from infostrada.geo.features.store import lock_layer
from infostrada.geo.imports.checks import note
from infostrada.geo.imports.options import ALWAYS
from infostrada.geo.imports.options import NEVER
from infostrada.geo.imports.options import Options
from typing import Any
from uuid import UUID


# Fewer than this may always vanish; above it not more than half, unless it is said to be meant.
FEW = 20

FILL = """
INSERT INTO incoming (layer, ns, local_id, version, valid_from, valid_to, business_id, teryt, attrs, geom,
                      change_doc, held)
SELECT layer, ns, local_id, version, valid_from, valid_to, business_id, teryt, attrs, geom, change_ref,
       refused OR geom IS NULL
  FROM geo.import_feature WHERE run = %(run)s AND layer = %(layer)s
"""

REFUSED = "SELECT count(*) FROM geo.import_feature WHERE run = %(run)s AND layer = %(layer)s AND refused"

TELL_DESCENT = """
INSERT INTO geo.import_finding (run, level, layer, fid, business_id, reason, detail)
SELECT %(run)s, 'note', %(layer)s, new_ns || ':' || new_id, new_name, kind,
       old_name || ' → ' || new_name || ' (' || round((share_old * 100)::numeric, 1) || ' %% / '
       || round((share_new * 100)::numeric, 1) || ' %%)' || CASE WHEN change_doc <> '' THEN ', ' || change_doc
                                                               ELSE '' END
  FROM descent ORDER BY old_name, new_name
"""

TELL_GONE = """
INSERT INTO geo.import_finding (run, level, layer, fid, business_id, reason)
SELECT %(run)s, 'note', %(layer)s, g.ns || ':' || g.local_id, g.business_id, 'gone'
  FROM gone AS g
 WHERE NOT EXISTS (SELECT FROM descent AS d WHERE (d.old_ns, d.old_id) = (g.ns, g.local_id))
 ORDER BY g.business_id
"""


def settle(run: UUID, layer: str, options: Options, moment: datetime) -> dict[str, Any]:
    """The counts of one layer; its features stand in the store unless it is a dry run.

    `vanish_refused` in the answer: too much would vanish, nothing was changed.
    """
    lock_layer(layer)
    values = {"run": run, "layer": layer}
    comparing.open_incoming()
    connection = session().connection()
    connection.exec_driver_sql(FILL, values)
    found = comparing.compare(layer, options.vanish != NEVER, certain=options.vanish == ALWAYS)
    refused = connection.exec_driver_sql(REFUSED, values).scalar_one()
    counts: dict[str, Any] = {**found.as_data(), "refused": refused}
    for statement in (TELL_DESCENT, TELL_GONE):
        connection.exec_driver_sql(statement, values)
    if options.vanish != ALWAYS and found.gone > max(FEW, found.scope / 2):
        note(run, "warning", "too_many_vanish", f"{layer}: {found.gone} / {found.scope}")
        return {**counts, "vanish_refused": True}
    if not options.dry_run:
        comparing.apply(layer, moment)
    return counts
