"""The permission filter of every statement that reads the side index."""

from infostrada.core.record.access import Principals
from typing import Any


# Rights of a person that are listed sooner than looked up row by row.
MANY = 500


_GRANTED = """granted.principal = ANY(%(_ids)s) AND granted.valid_from <= now()
            AND (granted.valid_to IS NULL OR granted.valid_to > now())"""


def visible(alias: str = "record") -> str:
    """Condition for rows a person may find; bind `parameters(...)` with it.

    A row is visible through its access set (the principal may access the object's contents
    information) or through a right in force granted on its grant scope.
    """
    return f"({visible_to_anybody(alias)} OR {_granted(alias)})"


def visible_among_few(alias: str = "record") -> str:
    """`visible` for a statement that looks at some thousand rows at the most.

    Each row's rights are looked up for whoever holds many: to list all of theirs, ten thousand cases of a clerk, costs
    more than that. How many they hold is found out once in the statement.
    """
    return f"""({visible_to_anybody(alias)} OR CASE
        WHEN (SELECT count(*) > {MANY} FROM (
            SELECT FROM core.access_grant AS granted WHERE granted.principal = ANY(%(_ids)s) LIMIT {MANY + 1}) AS held)
        THEN EXISTS (
            SELECT FROM core.access_grant AS granted WHERE granted.uid = {alias}.grant_scope AND {_GRANTED} OFFSET 0)
        ELSE {_granted(alias)} END)"""


def _granted(alias: str) -> str:
    return f"""{alias}.grant_scope IN (
            SELECT granted.uid FROM core.access_grant AS granted WHERE {_GRANTED})"""


def visible_to_anybody(alias: str = "record") -> str:
    """`visible` for visitors nobody knows, to whom no rights are granted: a join the planner can judge."""
    return f"""{alias}.access IN (
        SELECT member.access FROM core.access_member AS member WHERE member.principal = ANY(%(_tokens)s))"""


def own_uids(where: str, *, once: bool = True) -> str:
    """SELECT of the UIDs of records a person may find and `where` holds for, looked up from the person's side.

    For whoever may see little of much: it reads what is theirs and nothing else. Unless each is wanted `once`, rows come
    as they are found, for a reader who stops early. Bind `parameters(...)` with it.
    """
    return f"""
        SELECT record.uid FROM core.record
        WHERE record.access = ANY(ARRAY(
            SELECT member.access FROM core.access_member AS member
            WHERE member.principal = ANY(%(_tokens)s))) AND {where}
        UNION {"" if once else "ALL"}
        SELECT record.uid FROM core.access_grant AS granted
        JOIN core.record ON record.grant_scope = granted.uid
        WHERE {_GRANTED} AND {where}"""


def parameters(principals: Principals) -> dict[str, Any]:
    """Parameters of `visible`."""
    return {"_tokens": list(principals.tokens), "_ids": list(principals.ids)}
