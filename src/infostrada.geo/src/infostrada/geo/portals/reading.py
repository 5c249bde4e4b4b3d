"""Reading geoportals and groups the asker may see."""

from infostrada.core.record.access import Principals
from infostrada.core.record.permission import parameters
from infostrada.core.record.permission import visible
from infostrada.core.record.sql import under
from infostrada.geo.sql import reader
from psycopg.rows import dict_row
from typing import Any


MOST = 100

PORTALS = f"""
SELECT p.*, r.path FROM geo.portal_listing AS p JOIN core.record AS r USING (uid)
 WHERE {visible("r")} AND {{condition}}
 ORDER BY p.main DESC, length(r.path), r.path LIMIT {MOST}
"""  # noqa: S608 - built of constants

GROUPS = f"""
SELECT g.* FROM geo.group_listing AS g JOIN core.record AS r USING (uid)
 WHERE {visible("r")} AND g.uid = ANY(%(uids)s)
"""  # noqa: S608 - built of constants


def portals(principals: Principals, below: str) -> list[dict[str, Any]]:
    """Geoportals below a path, the main ones first."""
    condition = under("r.path", "under")
    return _rows(PORTALS.format(condition=condition), {**parameters(principals), "under": below})


def portal(principals: Principals, uid: str) -> dict[str, Any] | None:
    """One geoportal; None when the asker may not see it."""
    found = _rows(PORTALS.format(condition="p.uid = %(uid)s"), {**parameters(principals), "uid": uid})
    return found[0] if found else None


def groups(principals: Principals, uids: list[str]) -> list[dict[str, Any]]:
    """These groups, as far as the asker may see them."""
    return _rows(GROUPS, {**parameters(principals), "uids": uids}) if uids else []


def _rows(statement: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    with reader() as connection, connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(statement, values).fetchall()
