"""Complaints about decisions on comments: by whoever wrote the comment, decided by somebody who has not decided before.

Regulation (EU) 2022/2065, art. 20: free of charge, for six months, decided by a person, reversed without delay when right.
"""

from infostrada.core import journal
from infostrada.core.calendar import polish_today
from infostrada.core.sql import session
from infostrada.site.participation.budget import pace
from infostrada.site.participation.budget.projects.operations import ASSESS
from infostrada.site.participation.budget.talks import letters
from infostrada.site.participation.budget.talks.operations import BY_NUMBER
from infostrada.site.participation.budget.talks.operations import code_digest
from infostrada.site.participation.budget.talks.operations import MOST
from infostrada.site.participation.budget.talks.operations import OWN
from infostrada.site.participation.budget.talks.operations import WHOLE
from infostrada.site.participation.budget.talks.reasons import has_complaint
from infostrada.site.participation.budget.talks.reasons import KEPT_BACK
from infostrada.site.participation.budget.talks.rules import complaint_ends
from infostrada.site.participation.budget.talks.rules import LONGEST_REASON
from infostrada.site.participation.budget.terms.rules import WARSAW
from infostrada.site.records.deed import deed
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from plone.uuid.interfaces import IUUID
from sqlalchemy import text
from typing import Any


BY_CODE = text(f"{WHOLE} WHERE c.project = :project AND c.key = :key")
PUT = text("""
    INSERT INTO site.budget_complaint (comment, body) VALUES (:comment, :body)
    ON CONFLICT (comment) WHERE decided IS NULL DO NOTHING RETURNING complaint
""")
QUEUE = text(f"""
    {WHOLE} WHERE c.edition = :edition AND k.complaint IS NOT NULL AND k.decided IS NULL
    ORDER BY k.complaint LIMIT {MOST}
""")
OF = text("SELECT comment, decided FROM site.budget_complaint WHERE complaint = :complaint FOR UPDATE")
DECIDE = text("""
    UPDATE site.budget_complaint SET upheld = :upheld, reason = :reason, who = :who, decided = clock_timestamp()
     WHERE complaint = :complaint
""")
REVERSE = text(
    "UPDATE site.budget_comment SET state = 'shown', decided = clock_timestamp() WHERE comment = :comment"
)


def decision_of(project: Any, code: str, net: str = "") -> Any:
    """The comment a code belongs to, with its decision and complaint. Wrong codes are counted."""
    pace.check("key", net)
    values = {"project": IUUID(project), "key": code_digest(code)}
    row = session().execute(BY_CODE, values).one_or_none()
    if row is None:
        pace.failed("key", net)
        raise invalid("code", "comment_code_wrong")
    return row


def can_complain(row: Any) -> bool:
    """Is a complaint about this decision possible now?"""
    if row.state not in KEPT_BACK or has_complaint(row):
        return False
    return bool(polish_today() <= complaint_ends(row.decided.astimezone(WARSAW).date()))


def complain(project: Any, code: str, body: str, net: str = "") -> None:
    """Whoever wrote the comment asks for another look; once for each decision."""
    row = decision_of(project, code, net)
    if not body.strip():
        raise invalid("body", "reason_missing")
    if len(body) > LONGEST_REASON:
        raise invalid("body", "too_long")
    if not can_complain(row):
        raise Blocked([], reason="state_forbids")
    number = session().execute(PUT, {"comment": row.comment, "body": body.strip()}).scalar_one_or_none()
    if number is None:
        raise Blocked([], reason="state_forbids")
    data = {"comment": row.comment, "complaint": number}
    journal.append("budget.comment.complaint", unit=deed(project).unit, uid=IUUID(project), data=data)


def complaints(edition: Any) -> list[Any]:
    """Complaints that wait, the oldest first."""
    require(ASSESS, edition)
    return list(session().execute(QUEUE, {"edition": IUUID(edition)}))


def decide_complaint(edition: Any, number: int, upheld: bool, reason: str) -> None:
    """Answer a complaint; when it is right the comment is public. Not by whoever decided about the comment."""
    require(ASSESS, edition)
    found = session().execute(OF, {"complaint": number}).one_or_none() if 0 < number < 2**62 else None
    row = _comment(found.comment) if found is not None else None
    if found is None or row is None or row.edition != IUUID(edition):
        raise invalid("complaint", "complaint_unknown")
    if found.decided is not None:
        raise Blocked([], reason="state_forbids")
    if not reason.strip():
        raise invalid("reason", "reason_missing")
    act = deed(edition)
    if act.actor.id == row.who:
        raise Blocked([], reason="complaint_same_person")
    values = {"complaint": number, "upheld": upheld, "reason": reason.strip(), "who": act.actor.id}
    session().execute(DECIDE, values)
    if upheld:
        session().execute(REVERSE, {"comment": row.comment})
    data = {"comment": row.comment, "upheld": upheld, "reason": reason.strip()}
    journal.append("budget.comment.complaint_decided", unit=act.unit, uid=row.project, data=data)
    letters.tell_writer(_comment(row.comment))


def _comment(number: int) -> Any:
    session().execute(OWN, {"comment": number})
    return session().execute(BY_NUMBER, {"comment": number}).one_or_none()
