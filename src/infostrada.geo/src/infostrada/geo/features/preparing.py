"""Texts of features made ahead of the questions: by the worker, and by `infostrada geo prepare`.

A layer's features are walked by their ids, a batch a transaction; readers and writers are not held up. New versions have
greater ids, so after a change of the layer only they are looked at. `geo.prepared` says how far each layer is. What the
walk misses costs a page a little time and nothing else (`features/text.py`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from infostrada.core.sql import session
from infostrada.core.worker.interfaces import IChore
from infostrada.geo.features.text import FORM
from infostrada.geo.features.text import made
from infostrada.geo.features.text import READY_IN
from typing import Any
from zope.interface import implementer

import time
import transaction


BATCH = 5_000
# Seconds the worker's other small duties wait.
SOON = 3

# The worker and the command may be at it together: a batch is made by one of them. The schema may have been dropped.
ALONE = "SELECT pg_advisory_xact_lock(hashtext('geo.prepared')), to_regclass('geo.prepared') IS NOT NULL"
# Sweeping a great store takes longer than a visitor would wait.
PATIENT = "SET LOCAL statement_timeout = '10min'"

NEXT = f"""
SELECT l.layer, l.revision, f.form, CASE WHEN p.form = f.form THEN p.last ELSE 0 END AS last,
       coalesce(p.swept < current_date, true) AS unswept
  FROM geo.layer AS l CROSS JOIN (SELECT {FORM} AS form) AS f LEFT JOIN geo.prepared AS p USING (layer)
 WHERE (p.revision, p.form) IS DISTINCT FROM (l.revision, f.form)
 ORDER BY l.layer LIMIT 1
"""  # noqa: S608 - built of constants

# One layer of a list: so the index of pages alone has the order (see `features/reading.py`).
FILL = f"""
WITH hit AS MATERIALIZED (
    SELECT *, xmin AS made_from FROM geo.feature
     WHERE layer = ANY(ARRAY[%(layer)s::text]) AND valid_to IS NULL AND id > %(last)s
     ORDER BY layer, id LIMIT {BATCH}
), done AS (
    INSERT INTO geo.feature_text AS held (layer, id, made_from, form, body)
    SELECT hit.layer, hit.id, hit.made_from, %(form)s, {made(READY_IN)}
      FROM hit WHERE NOT EXISTS (SELECT FROM geo.feature_text AS t
            WHERE t.layer = hit.layer AND t.id = hit.id AND t.made_from = hit.made_from AND t.form = %(form)s)
        ON CONFLICT (layer, id) DO UPDATE
       SET made_from = excluded.made_from, form = excluded.form, body = excluded.body
)
SELECT count(*), coalesce(max(id), %(last)s) FROM hit
"""  # noqa: S608 - built of constants

# The revision is noted when the walk has come to the end; a change meanwhile has raised it and is walked next.
NOTE = """
INSERT INTO geo.prepared (layer, form, last, revision) VALUES (%(layer)s, %(form)s, %(last)s, %(revision)s)
    ON CONFLICT (layer) DO UPDATE
   SET form = excluded.form, last = excluded.last, revision = coalesce(excluded.revision, prepared.revision)
"""

# Versions that have ended are asked for with their end, which is not in these texts.
SWEEP = """
DELETE FROM geo.feature_text AS t
 WHERE NOT EXISTS (SELECT FROM geo.feature AS f WHERE f.id = t.id AND f.layer = t.layer AND f.valid_to IS NULL)
"""
SWEPT = "UPDATE geo.prepared SET swept = current_date"

# All rows of a table that was filled anew have another `xmin`.
FORGET = "UPDATE geo.prepared SET last = 0, revision = NULL"


@dataclass(frozen=True)
class Step:
    """A batch that was looked at: features of a layer up to some id."""

    layer: str
    features: int


@implementer(IChore)
class PrepareTexts:
    """The worker's part: some batches every half minute."""

    def run(self) -> None:
        """Go on where the last time ended."""
        until = time.monotonic() + SOON
        for _step in steps():
            if time.monotonic() > until:
                return


def steps() -> Iterator[Step]:
    """Batch by batch, each committed, until every layer's features have their texts."""
    while (step := _step()) is not None:
        transaction.commit()
        yield step
    transaction.abort()


def _step() -> Step | None:
    """One batch within the current transaction; None when all is done."""
    _lock, there = _run(ALONE).one()
    found = _run(NEXT).mappings().one_or_none() if there else None
    if found is None:
        return None
    values = {**found, "digits": READY_IN.digits}
    count, last = _run(FILL, values).one()
    over = count < BATCH
    if over and found["unswept"]:
        _run(PATIENT)
        _run(SWEEP)
    _run(NOTE, {**values, "last": last, "revision": found["revision"] if over else None})
    if over and found["unswept"]:
        _run(SWEPT)
    return Step(found["layer"], count)


def _run(statement: str, values: dict[str, Any] | None = None) -> Any:
    connection = session().connection()
    return connection.exec_driver_sql(statement, values) if values else connection.exec_driver_sql(statement)
