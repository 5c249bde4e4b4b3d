"""A great load into a store that holds little: rows first, indexes after.

Seven indexes kept up to date row by row cost several times what building them once costs. While they are
built nobody can read features (the map says so for those seconds), so this is for first loads only: the
load has many rows, and what stands already is little beside it. Everything is one transaction: a kill or
a refusal leaves the indexes as they were.
"""

from collections.abc import Callable
from infostrada.core.errors import ContentionError
from infostrada.core.sql import session
from infostrada.core.sql.engine import LOCK_TIMEOUT
from sqlalchemy.exc import IntegrityError
from typing import Any


# Below this the indexes are no burden.
LEAST_ROWS = 50_000
# What stands already may be at most this part of the load.
LEAST_TIMES = 4

FEW = "SELECT count(*) FROM (SELECT FROM geo.feature LIMIT {limit}) AS f"
KEPT = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid), quote_ident(c.conname), pg_get_constraintdef(c.oid)
  FROM pg_index AS i LEFT JOIN pg_constraint AS c ON c.conindid = i.indexrelid AND c.contype IN ('p', 'u')
 WHERE i.indrelid = 'geo.feature'::regclass ORDER BY c.contype = 'p' DESC NULLS LAST, 1
"""
# A second of waiting for readers; those who come meanwhile wait behind us.
ALONE = f"""
SET LOCAL lock_timeout = '1s';
LOCK TABLE geo.feature IN ACCESS EXCLUSIVE MODE;
SET LOCAL lock_timeout = {LOCK_TIMEOUT};
SET LOCAL maintenance_work_mem = '256MB'
"""


def is_first_load(rows: int) -> bool:
    """Are there so many rows, and so few before them, that indexes are better built afterwards?"""
    if rows < LEAST_ROWS:
        return False
    limit = rows // LEAST_TIMES
    return bool(_run(FEW.format(limit=limit)).scalar_one() < limit)


def attempt(add: Callable[[], int]) -> int | None:
    """What `add` says it has added, its indexes built after it; None when that cannot be done now.

    None: readers did not let us in, or rows contradict each other; nothing was changed then, and the
    caller adds them with the indexes in place, which sort such rows out.
    """
    try:
        with session().begin_nested():
            _run(ALONE)
            kept = _run(KEPT).all()
            for index, _definition, constraint, _text in kept:
                _run(
                    f"ALTER TABLE geo.feature DROP CONSTRAINT {constraint}"
                    if constraint
                    else f"DROP INDEX {index}"
                )
            added = add()
            for _index, definition, constraint, text in kept:
                _run(
                    f"ALTER TABLE geo.feature ADD CONSTRAINT {constraint} {text}"
                    if constraint
                    else definition
                )
            _run("ANALYZE geo.feature")
            return added
    except (ContentionError, IntegrityError):
        return None


def _run(statement: str) -> Any:
    return session().connection().exec_driver_sql(statement)
