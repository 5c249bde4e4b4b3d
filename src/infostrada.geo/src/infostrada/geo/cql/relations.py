"""How things stand to each other in space, in time and as lists (OGC 21-065r2, clauses 7.7 to 7.9).

Periods run from `s` to `e`; the relations are Allen's.
"""

SPATIAL = {
    "s_intersects": "ST_Intersects",
    "s_equals": "ST_Equals",
    "s_disjoint": "ST_Disjoint",
    "s_touches": "ST_Touches",
    "s_within": "ST_Within",
    "s_overlaps": "ST_Overlaps",
    "s_crosses": "ST_Crosses",
    "s_contains": "ST_Contains",
}

TEMPORAL = {
    "t_after": "{s1} > {e2}",
    "t_before": "{e1} < {s2}",
    "t_contains": "{s1} < {s2} AND {e1} > {e2}",
    "t_disjoint": "{e1} < {s2} OR {s1} > {e2}",
    "t_during": "{s1} > {s2} AND {e1} < {e2}",
    "t_equals": "{s1} = {s2} AND {e1} = {e2}",
    "t_finishedby": "{s1} < {s2} AND {e1} = {e2}",
    "t_finishes": "{s1} > {s2} AND {e1} = {e2}",
    "t_intersects": "{s1} <= {e2} AND {e1} >= {s2}",
    "t_meets": "{e1} = {s2}",
    "t_metby": "{s1} = {e2}",
    "t_overlappedby": "{s1} > {s2} AND {s1} < {e2} AND {e1} > {e2}",
    "t_overlaps": "{s1} < {s2} AND {e1} > {s2} AND {e1} < {e2}",
    "t_startedby": "{s1} = {s2} AND {e1} > {e2}",
    "t_starts": "{s1} = {s2} AND {e1} < {e2}",
}

ARRAY = {
    "a_contains": "{0} @> {1}",
    "a_containedby": "{0} <@ {1}",
    "a_equals": "{0} @> {1} AND {0} <@ {1}",
    "a_overlaps": (
        "EXISTS (SELECT FROM jsonb_array_elements({0}) AS x JOIN jsonb_array_elements({1}) AS y"
        " ON x.value = y.value)"
    ),
}
