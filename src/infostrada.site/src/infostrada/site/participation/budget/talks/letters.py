"""Letters about comments: to whoever wrote one, and to whoever reported one, if they gave an address.

Regulation (EU) 2022/2065: art. 17 (statement of reasons to the writer), art. 16(5) (decision to whoever reported it,
with the ways of redress), art. 20(5) (answer to a complaint).
"""

from collections.abc import Iterable
from infostrada.core.calendar import polish_today
from infostrada.core.security.keys import seal
from infostrada.core.security.keys import unseal
from infostrada.site import _
from infostrada.site.participation.budget.notices.mail import Mail
from infostrada.site.participation.budget.notices.mail import send
from infostrada.site.participation.budget.notices.operations import ADDRESS
from infostrada.site.participation.budget.notices.operations import LONGEST
from infostrada.site.participation.budget.talks.reasons import statement
from infostrada.site.records.find import record_at
from infostrada.site.records.problems import invalid
from typing import Any
from zope.i18n import translate


PURPOSE = "budget comment"


def sealed(owner: str, email: str) -> str:
    """The address as a row keeps it; empty for none, InvalidData for what is no address."""
    plain = email.strip()
    if not plain:
        return ""
    if not ADDRESS.fullmatch(plain) or len(plain) > LONGEST:
        raise invalid("email", "email_wrong")
    return seal(PURPOSE, owner, plain)


def tell_writer(row: Any) -> None:
    """The decision with its statement of reasons; `row` is the comment's with the columns of its complaint."""
    project = record_at(row.project)
    if not row.sealed or project is None:
        return
    parts = "\n\n".join(f"{_say(part.label)}: {_say(part.text)}" for part in statement(row, polish_today()))
    said = {"project": project.title, "body": row.body, "parts": parts,
            "url": f"{project.absolute_url()}/@@comment-decision"}  # fmt: skip
    body = _("comment_mail", default="You wrote about “${project}”:\n\n${body}\n\n${parts}\n\nWith the code you got for the comment you see this and complain at: ${url}\n", mapping=said)  # fmt: skip
    moment = f"{row.decided}:{row.complaint_decided}"
    subject = _("comment_subject", default="Your comment on “${project}”", mapping=said)
    send(
        Mail(unseal(PURPOSE, row.project, row.sealed), _say(subject), _say(body)),
        f"comment:{row.comment}:{moment}",
    )


def tell_reporters(row: Any, notices: Iterable[Any], removed: bool) -> None:
    """What became of the reports on a comment."""
    project = record_at(row.project)
    if project is None:
        return
    decided = (
        _("The comment was removed.")
        if removed
        else _("The comment stays: the office found nothing against it.")
    )
    said = {"project": project.title, "decided": _say(decided), "reason": row.reason}
    body = _("report_mail", default="You reported a comment on “${project}”. ${decided}\n\n${reason}\n\nA person read it and decided; no automated means were used. If you think otherwise, you can report it again with new facts, turn to a certified body for out-of-court settlement of disputes (art. 21 of Regulation (EU) 2022/2065) or go to court.\n", mapping=said)  # fmt: skip
    subject = _("report_subject", default="Your report of a comment on “${project}”", mapping=said)
    for notice in notices:
        if notice.sealed:
            to = unseal(PURPOSE, row.project, notice.sealed)
            send(Mail(to, _say(subject), _say(body)), f"report:{notice.notice}")


def _say(words: Any) -> str:
    return str(translate(words, target_language="pl"))
