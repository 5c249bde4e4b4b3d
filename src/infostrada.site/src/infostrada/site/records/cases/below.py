"""The parts of a case, however deep, by the rows of cases: none of them is woken to find the next."""

from infostrada.core.record import pending
from infostrada.core.record.sql import rows
from plone.uuid.interfaces import IUUID
from typing import Any


DEEPEST = 100
TREE = """
    WITH RECURSIVE tree(uid, depth) AS (
        SELECT CAST(%(root)s AS text) COLLATE "C", 0
        UNION
        SELECT part.uid, tree.depth + 1 FROM site.case_listing AS part JOIN tree ON part.whole = tree.uid
        WHERE tree.depth < %(deepest)s
    )
"""
BELOW = f"""{TREE}
    SELECT tree.uid FROM (SELECT uid, min(depth) AS depth FROM tree GROUP BY uid) AS tree
    WHERE tree.depth > 0 ORDER BY tree.depth, tree.uid
"""  # noqa: S608 - our own clauses


def parts_below(case: Any) -> list[str]:
    """UIDs of all parts, those nearer to the case first."""
    pending.flush()
    return [row["uid"] for row in rows(BELOW, {"root": IUUID(case), "deepest": DEEPEST})]
