"""The permission filter of every statement that reads the side index."""

from infostrada.core.record.access import Principals
from typing import Any


def visible(alias: str = "record") -> str:
    """Condition for rows a person may find; bind `parameters(...)` with it.

    A row is visible through its access set (the principal may access the object's contents
    information) or through a right in force granted on its grant scope.
    """
    return f"""(
        {alias}.access IN (
            SELECT member.access FROM core.access_member AS member
            WHERE member.principal = ANY(%(_tokens)s))
        OR {alias}.grant_scope IN (
            SELECT granted.uid FROM core.access_grant AS granted
            WHERE granted.principal = ANY(%(_ids)s) AND granted.valid_from <= now()
            AND (granted.valid_to IS NULL OR granted.valid_to > now())))"""


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
        WHERE granted.principal = ANY(%(_ids)s) AND granted.valid_from <= now()
        AND (granted.valid_to IS NULL OR granted.valid_to > now()) AND {where}"""


def parameters(principals: Principals) -> dict[str, Any]:
    """Parameters of `visible`."""
    return {"_tokens": list(principals.tokens), "_ids": list(principals.ids)}
