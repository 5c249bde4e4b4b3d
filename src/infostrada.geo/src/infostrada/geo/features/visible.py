"""Which layers the asker may see: the part every statement of the feature store begins with.

A layer is visible to those who may view its object: the statement joins the layer with the side index
and its access sets and compares them with the asker's principals. What may not be seen is not there: an
unknown and a forbidden layer give the same answer.
"""

from infostrada.core.record.permission import visible


VISIBLE_LAYER = f"""
SELECT v.layer, v.uid AS layer_uid, coalesce(l.revision, 0) AS revision,
       coalesce(l.feature_count, 0) AS feature_count,
       EXISTS (SELECT FROM core.access_member AS a
                WHERE a.access = r.access AND a.principal = 'Anonymous') AS public
  FROM geo.layer_listing AS v
  JOIN core.record AS r USING (uid)
  LEFT JOIN geo.layer AS l USING (layer)
 WHERE {visible("r")}
"""  # noqa: S608 - built of constants

# Who the asker is was found out when this was the last transaction of the object database; a later one may have
# changed that, and then no layer is visible.
UNCHANGED = " AND %(tid)s = (SELECT tid FROM object_state ORDER BY tid DESC LIMIT 1)"


def visible_layer(tid: int | None = None) -> str:
    """The layer named by `layer`, if the asker may see it; with `tid` only while nothing was committed after that."""
    return f"{VISIBLE_LAYER} AND v.layer = %(layer)s{UNCHANGED if tid is not None else ''}"
