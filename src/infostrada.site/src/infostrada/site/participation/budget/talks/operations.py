"""Comments written, let in, reported, removed. Nobody but the officials who check reads one before it is let in.

Notice and statement of reasons follow Regulation (EU) 2022/2065, art. 16 and 17: anybody can report a comment and says
why; whoever decides gives facts and a ground, which are kept with the comment and in the journal and told to its writer.
"""

from infostrada.core import journal
from infostrada.core.security.keys import keyed
from infostrada.core.sql import session
from infostrada.site.participation.budget import pace
from infostrada.site.participation.budget.projects.operations import ASSESS
from infostrada.site.participation.budget.talks import letters
from infostrada.site.participation.budget.talks.rules import faults_of
from infostrada.site.participation.budget.talks.rules import GROUNDS
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
from typing import NamedTuple

import secrets


DISCUSSED = ("listed", "refused", "appealed", "ballot", "won", "in_act", "contracted", "works", "accepted")
VERDICTS = {"show": "shown", "refuse": "refused", "remove": "removed"}
FROM = {"show": ("waiting", "refused", "removed"), "refuse": ("waiting",), "remove": ("shown",)}
MOST = 500
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
PUT = text("""
    INSERT INTO site.budget_comment (edition, project, name, body, state, official, who, decided, key, sealed)
    VALUES (:edition, :project, :name, :body, :state, :official, :who, CASE WHEN :official THEN now() END, :key, :sealed)
    RETURNING comment
""")
SHOWN = text(f"""
    SELECT comment, name, body, official, at FROM site.budget_comment
     WHERE project = :project AND state = 'shown' ORDER BY comment LIMIT {MOST}
""")  # noqa: S608 - built of constants
REMOVED = text("SELECT count(*) FROM site.budget_comment WHERE project = :project AND state = 'removed'")
ONE = text("SELECT * FROM site.budget_comment WHERE comment = :comment")
# Two officials at one comment come one after the other.
OWN = text("SELECT 1 FROM site.budget_comment WHERE comment = :comment FOR UPDATE")
WHOLE = """
    SELECT c.*, k.complaint, k.body AS complaint_body, k.upheld, k.reason AS complaint_reason,
           k.decided AS complaint_decided, k.at AS complained
      FROM site.budget_comment AS c LEFT JOIN LATERAL (
           SELECT * FROM site.budget_complaint WHERE comment = c.comment ORDER BY complaint DESC LIMIT 1
           ) AS k ON true
"""
BY_NUMBER = text(f"{WHOLE} WHERE c.comment = :comment")
REPORT = text("INSERT INTO site.budget_notice (comment, reason, sealed) VALUES (:comment, :reason, :sealed)")
NOTICES = text("SELECT notice, sealed FROM site.budget_notice WHERE comment = :comment AND settled IS NULL")
QUEUE = text(f"""
    SELECT c.comment, c.project, c.name, c.body, c.state, c.at,
           coalesce(array_agg(n.reason ORDER BY n.notice) FILTER (WHERE n.notice IS NOT NULL), '{{}}') AS notices
      FROM site.budget_comment AS c
      LEFT JOIN site.budget_notice AS n ON n.comment = c.comment AND n.settled IS NULL
     WHERE c.edition = :edition AND (c.state = 'waiting' OR (c.state = 'shown' AND n.notice IS NOT NULL))
     GROUP BY c.comment ORDER BY c.comment LIMIT {MOST}
""")  # noqa: S608 - built of constants
DECIDE = text("""
    UPDATE site.budget_comment
       SET state = :state, reason = :reason, ground = :ground, noticed = :noticed, who = :who, decided = clock_timestamp()
     WHERE comment = :comment
""")
SETTLE = text("""
    UPDATE site.budget_notice SET settled = now(), sealed = '' WHERE comment = :comment AND settled IS NULL
""")
# Nobody complains any more; who complained has the answer.
TIDY = text("""
    UPDATE site.budget_comment AS c SET sealed = '' WHERE sealed <> ''
       AND coalesce(decided, at) < now() - interval '7 months'
       AND NOT EXISTS (SELECT 1 FROM site.budget_complaint AS k WHERE k.comment = c.comment AND k.decided IS NULL)
""")


class Written(NamedTuple):
    """The number of a comment, and the code its writer sees the decision with; none for one by an official."""

    comment: int
    code: str


def is_discussed(project: Any) -> bool:
    """Can residents say something about it now?"""
    return state_of(project) in DISCUSSED


def comment(project: Any, name: str, body: str, net: str = "", email: str = "") -> Written:
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
    code = "" if official else new_code()
    values = {"edition": IUUID(project.__parent__), "project": IUUID(project), "name": " ".join(name.split()),
              "body": body.strip(), "official": official, "state": "shown" if official else "waiting",
              "who": act.actor.id if official else "", "key": code_digest(code) if code else None,
              "sealed": "" if official else letters.sealed(IUUID(project), email)}  # fmt: skip
    number: int = session().execute(PUT, values).scalar_one()
    journal.append("budget.comment.written", unit=act.unit, uid=IUUID(project), data={"comment": number})
    return Written(number, code)


def new_code() -> str:
    """Twelve signs in groups of four."""
    signs = "".join(secrets.choice(ALPHABET) for _place in range(12))
    return "-".join(signs[place : place + 4] for place in range(0, 12, 4))


def code_digest(code: str) -> bytes:
    """What is kept of a code, however it is written."""
    return keyed("budget comment code", "".join(sign for sign in code.upper() if sign.isalnum()))


def shown_comments(project: Any) -> list[Any]:
    """Comments everybody may read, the oldest first."""
    return list(session().execute(SHOWN, {"project": IUUID(project)}))


def removed_comments(project: Any) -> int:
    """How many were taken away after others had read them."""
    found: int = session().execute(REMOVED, {"project": IUUID(project)}).scalar_one()
    return found


def report(project: Any, number: int, reason: str, net: str = "", email: str = "") -> None:
    """Anybody tells the office that a comment breaks the law or hurts somebody; with an address they get the answer."""
    row = _one(number)
    if row is None or row.project != IUUID(project) or row.state != "shown":
        raise invalid("comment", "comment_unknown")
    if not reason.strip():
        raise invalid("reason", "reason_missing")
    if len(reason) > LONGEST_REASON:
        raise invalid("reason", "too_long")
    pace.count("notice", net)
    kept = letters.sealed(IUUID(project), email)
    session().execute(REPORT, {"comment": number, "reason": reason.strip(), "sealed": kept})
    journal.append(
        "budget.comment.reported", unit=deed(project).unit, uid=IUUID(project), data={"comment": number}
    )


def queue(edition: Any) -> list[Any]:
    """What waits for an official: new comments and reported ones."""
    require(ASSESS, edition)
    return list(session().execute(QUEUE, {"edition": IUUID(edition)}))


def decide(edition: Any, number: int, verdict: str, reason: str = "", ground: str = "") -> None:
    """Let a comment in, refuse or remove it with facts and a ground; reports on it are settled with that.

    The writer and those who reported it get letters if they gave an address.
    """
    require(ASSESS, edition)
    row = _owned(number)
    if row is None or row.edition != IUUID(edition):
        raise invalid("comment", "comment_unknown")
    if verdict not in VERDICTS:
        raise invalid("verdict", "not_in_list")
    if verdict != "show" and not reason.strip():
        raise invalid("reason", "reason_missing")
    if verdict != "show" and ground not in GROUNDS:
        raise invalid("ground", "not_in_list")
    if row.state not in FROM[verdict] and not (verdict == "show" and row.state == "shown"):
        raise Blocked([], reason="state_forbids")
    act = deed(edition)
    notices = session().execute(NOTICES, {"comment": number}).all()
    values = {"comment": number, "state": VERDICTS[verdict], "reason": reason.strip(), "who": act.actor.id,
              "ground": ground if verdict != "show" else "", "noticed": bool(notices)}  # fmt: skip
    session().execute(DECIDE, values)
    session().execute(SETTLE, {"comment": number})
    data = {"comment": number, "verdict": verdict, "reason": reason.strip(), "ground": values["ground"]}
    journal.append("budget.comment.decided", unit=act.unit, uid=row.project, data=data)
    decided = session().execute(BY_NUMBER, {"comment": number}).one()
    if row.state != decided.state:
        letters.tell_writer(decided)
    letters.tell_reporters(decided, notices, verdict == "remove")


def tidy() -> None:
    """Addresses nobody needs any more."""
    session().execute(TIDY)


def project_of(row: Any) -> Any:
    """The project a row of the queue is about."""
    return record_at(row.project)


def _owned(number: int) -> Any:
    """The comment as it is once nobody else is deciding about it."""
    if 0 < number < 2**62:
        session().execute(OWN, {"comment": number})
    return _one(number)


def _one(number: int) -> Any:
    if not 0 < number < 2**62:
        return None
    return session().execute(ONE, {"comment": number}).one_or_none()
