"""A great load into a store that holds little: a new table is filled, indexed and put in the old one's place.

Indexes kept up to date row by row cost several times what building them once costs, and building them in place would
shut readers out. So the rows go into a table of their own, what stands already comes after them, the indexes are
built there, and only then the tables are exchanged: readers wait for a moment, other writers for as long as it takes.
This is for first loads only: the load has many rows, and what stands already is little beside it. Everything is one
transaction: a kill or a refusal leaves the old table as it was.
"""

from collections.abc import Callable
from infostrada.core.errors import ContentionError
from infostrada.core.sql import session
from infostrada.core.sql.engine import LOCK_TIMEOUT
from infostrada.geo.features.preparing import FORGET
from sqlalchemy.exc import IntegrityError
from typing import Any


# Below this the indexes are no burden.
LEAST_ROWS = 50_000
# What stands already may be at most this part of the load.
LEAST_TIMES = 4

FEW = "SELECT count(*) FROM (SELECT FROM geo.feature LIMIT {limit}) AS f"
# What somebody has tied to the table itself would be lost with it: views, triggers, foreign keys, publications.
TIED = """
SELECT EXISTS (SELECT FROM pg_class AS c JOIN pg_depend AS d ON d.refobjid IN (c.oid, c.reltype)
                WHERE c.oid = 'geo.feature'::regclass AND d.deptype = 'n' AND d.classid <> 'pg_constraint'::regclass)
    OR EXISTS (SELECT FROM pg_trigger WHERE tgrelid = 'geo.feature'::regclass)
    OR EXISTS (SELECT FROM pg_constraint WHERE confrelid = 'geo.feature'::regclass)
    OR EXISTS (SELECT FROM pg_publication_rel WHERE prrelid = 'geo.feature'::regclass)
"""
INDEXES = """
SELECT i.relname, pg_get_indexdef(i.oid), c.conname, pg_get_constraintdef(c.oid)
  FROM pg_index AS x JOIN pg_class AS i ON i.oid = x.indexrelid
  LEFT JOIN pg_constraint AS c ON c.conindid = i.oid AND c.contype IN ('p', 'u')
 WHERE x.indrelid = 'geo.feature'::regclass ORDER BY c.contype = 'p' DESC NULLS LAST, 1
"""
GRANTS = """
SELECT 'GRANT ' || string_agg(privilege_type, ', ') || ' ON {place} TO '
       || CASE WHEN grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END
  FROM pg_class, aclexplode(relacl) WHERE oid = 'geo.feature'::regclass AND grantee <> relowner GROUP BY grantee
"""
ALONE = "LOCK TABLE geo.feature IN SHARE ROW EXCLUSIVE MODE"
# A second of waiting for readers who are there; those who come meanwhile wait behind us.
EXCHANGE = f"""
SET LOCAL lock_timeout = '1s';
LOCK TABLE geo.feature IN ACCESS EXCLUSIVE MODE;
SET LOCAL lock_timeout = {LOCK_TIMEOUT};
DROP TABLE geo.feature;
ALTER TABLE {{place}} RENAME TO feature
"""


def is_first_load(rows: int) -> bool:
    """Are there so many rows, and so few before them, that a new table is better?"""
    if rows < LEAST_ROWS:
        return False
    limit = rows // LEAST_TIMES
    return bool(_run(FEW.format(limit=limit)).scalar_one() < limit)


def new_table() -> str:
    """An empty table like that of the features, without indexes; its name is this transaction's own."""
    number = _run("SELECT txid_current()").scalar_one()
    place = f"geo.feature_{number}"
    _run(
        f"DROP TABLE IF EXISTS {place}; CREATE TABLE {place} (LIKE geo.feature INCLUDING ALL EXCLUDING INDEXES)"
    )
    return place


def exchange(place: str, last: Callable[[str], object]) -> bool:
    """Put a table of new rows in the place of `geo.feature`, after what that holds; False when that cannot be done.

    `last` is called with the name before readers have to wait. False: others are at work, something is tied to the
    table, or rows contradict each other; nothing was changed then, and the caller adds the rows to `geo.feature`,
    whose indexes sort such rows out.
    """
    if _run(TIED).scalar_one():
        return False
    try:
        with session().begin_nested():
            _run(ALONE)
            _run("SET LOCAL maintenance_work_mem = '256MB'")
            _run(f"INSERT INTO {place} SELECT * FROM geo.feature")  # noqa: S608 - a name of our own
            renames = _index(place)
            for (grant,) in _run(GRANTS.format(place=place)).all():
                _run(grant)
            _run(f"ANALYZE {place}")
            last(place)
            _run(EXCHANGE.format(place=place))
            _run(FORGET)
            for rename in renames:
                _run(rename)
    except (ContentionError, IntegrityError):
        return False
    return True


def _index(place: str) -> list[str]:
    """Build the old table's indexes on the new one; returns what gives them the names of the old."""
    renames: list[str] = []
    for index, definition, constraint, words in _run(INDEXES).all():
        name = f"{place.removeprefix('geo.')}_{len(renames)}"
        if constraint:
            _run(f"ALTER TABLE {place} ADD CONSTRAINT {name} {words}")
            renames.append(f"ALTER TABLE geo.feature RENAME CONSTRAINT {name} TO {constraint}")
        else:
            _run(definition.replace(f"INDEX {index} ON geo.feature ", f"INDEX {name} ON {place} ", 1))
            renames.append(f"ALTER INDEX geo.{name} RENAME TO {index}")
    return renames


def _run(statement: str) -> Any:
    return session().connection().exec_driver_sql(statement)
