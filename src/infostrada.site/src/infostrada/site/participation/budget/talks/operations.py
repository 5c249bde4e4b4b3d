"""Comments written, let in, reported, removed. Nobody but the officials who check reads one before it is let in.

Notice and statement of reasons follow Regulation (EU) 2022/2065, art. 16 and 17: anybody can report a comment and says
why; whoever decides gives a reason, which is kept with the comment and in the journal.
"""

from infostrada.core import journal
from infostrada.core.sql import session
from infostrada.site.participation.budget import pace
from infostrada.site.participation.budget.projects.operations import ASSESS
from infostrada.site.participation.budget.talks.rules import faults_of
from infostrada.site.participation.budget.talks.rules import LONGEST_REASON
from infostrada.site.records.deed import deed
from infostrada.site.records.find import record_at
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.workflow import state_of
from plone import api
from plone.uuid.interfaces import IUUID
from sqlalchemy import text
from typing import Any


DISCUSSED = ("listed", "refused", "appealed", "ballot", "won", "in_act", "contracted", "works", "accepted")
VERDICTS = {"show": "shown", "refuse": "refused", "remove": "removed"}
FROM = {"show": ("waiting", "refused", "removed"), "refuse": ("waiting",), "remove": ("shown",)}
MOST = 500
PUT = text("""
    INSERT INTO site.budget_comment (edition, project, name, body, state, official, who, decided)
    VALUES (:edition, :project, :name, :body, :state, :official, :who, CASE WHEN :official THEN now() END)
    RETURNING comment
""")
SHOWN = text(f"""
    SELECT comment, name, body, official, at FROM site.budget_comment
     WHERE project = :project AND state = 'shown' ORDER BY comment LIMIT {MOST}
""")  # noqa: S608 - built of constants
REMOVED = text("SELECT count(*) FROM site.budget_comment WHERE project = :project AND state = 'removed'")
ONE = text("SELECT * FROM site.budget_comment WHERE comment = :comment")
REPORT = text("INSERT INTO site.budget_notice (comment, reason) VALUES (:comment, :reason)")
QUEUE = text(f"""
    SELECT c.comment, c.project, c.name, c.body, c.state, c.at,
           coalesce(array_agg(n.reason ORDER BY n.notice) FILTER (WHERE n.notice IS NOT NULL), '{{}}') AS notices
      FROM site.budget_comment AS c
      LEFT JOIN site.budget_notice AS n ON n.comment = c.comment AND n.settled IS NULL
     WHERE c.edition = :edition AND (c.state = 'waiting' OR (c.state = 'shown' AND n.notice IS NOT NULL))
     GROUP BY c.comment ORDER BY c.comment LIMIT {MOST}
""")  # noqa: S608 - built of constants
DECIDE = text("""
    UPDATE site.budget_comment SET state = :state, reason = :reason, who = :who, decided = now()
     WHERE comment = :comment
""")
SETTLE = text("UPDATE site.budget_notice SET settled = now() WHERE comment = :comment AND settled IS NULL")


def is_discussed(project: Any) -> bool:
    """Can residents say something about it now?"""
    return state_of(project) in DISCUSSED


def comment(project: Any, name: str, body: str, net: str = "") -> int:
    """Write a comment; it waits for an official. One by an official is public at once and says so."""
    if not is_discussed(project):
        raise Blocked([], reason="comments_closed")
    faults = faults_of(name, body)
    if faults:
        raise InvalidData(Fault(*fault) for fault in faults)
    official = bool(api.user.has_permission(ASSESS, obj=project))
    if not official:
        pace.count("comment", net)
    act = deed(project)
    values = {"edition": IUUID(project.__parent__), "project": IUUID(project), "name": " ".join(name.split()),
              "body": body.strip(), "official": official, "state": "shown" if official else "waiting",
              "who": act.actor.id if official else ""}  # fmt: skip
    number: int = session().execute(PUT, values).scalar_one()
    journal.append("budget.comment.written", unit=act.unit, uid=IUUID(project), data={"comment": number})
    return number


def shown_comments(project: Any) -> list[Any]:
    """Comments everybody may read, the oldest first."""
    return list(session().execute(SHOWN, {"project": IUUID(project)}))


def removed_comments(project: Any) -> int:
    """How many were taken away after others had read them."""
    found: int = session().execute(REMOVED, {"project": IUUID(project)}).scalar_one()
    return found


def report(project: Any, number: int, reason: str, net: str = "") -> None:
    """Anybody tells the office that a comment breaks the law or hurts somebody."""
    row = _one(number)
    if row is None or row.project != IUUID(project) or row.state != "shown":
        raise invalid("comment", "comment_unknown")
    if not reason.strip():
        raise invalid("reason", "reason_missing")
    if len(reason) > LONGEST_REASON:
        raise invalid("reason", "too_long")
    pace.count("notice", net)
    session().execute(REPORT, {"comment": number, "reason": reason.strip()})
    journal.append(
        "budget.comment.reported", unit=deed(project).unit, uid=IUUID(project), data={"comment": number}
    )


def queue(edition: Any) -> list[Any]:
    """What waits for an official: new comments and reported ones."""
    require(ASSESS, edition)
    return list(session().execute(QUEUE, {"edition": IUUID(edition)}))


def decide(edition: Any, number: int, verdict: str, reason: str = "") -> None:
    """Let a comment in, refuse or remove it with a reason; reports on it are settled with that."""
    require(ASSESS, edition)
    row = _one(number)
    if row is None or row.edition != IUUID(edition):
        raise invalid("comment", "comment_unknown")
    if verdict not in VERDICTS:
        raise invalid("verdict", "not_in_list")
    if verdict != "show" and not reason.strip():
        raise invalid("reason", "reason_missing")
    if row.state not in FROM[verdict] and not (verdict == "show" and row.state == "shown"):
        raise Blocked([], reason="state_forbids")
    act = deed(edition)
    values = {"comment": number, "state": VERDICTS[verdict], "reason": reason.strip(), "who": act.actor.id}
    session().execute(DECIDE, values)
    session().execute(SETTLE, {"comment": number})
    data = {"comment": number, "verdict": verdict, "reason": reason.strip()}
    journal.append("budget.comment.decided", unit=act.unit, uid=row.project, data=data)


def project_of(row: Any) -> Any:
    """The project a row of the queue is about."""
    return record_at(row.project)


def _one(number: int) -> Any:
    if not 0 < number < 2**62:
        return None
    return session().execute(ONE, {"comment": number}).one_or_none()
