"""What a decision about a comment says to whoever wrote it.

A statement of reasons has the parts of Regulation (EU) 2022/2065, art. 17(3): what was decided, facts and circumstances,
use of automated means, the legal ground or that of the rules, and the ways of redress.
"""

from infostrada.site import _
from infostrada.site.participation.budget.talks.rules import complaint_ends
from infostrada.site.participation.budget.talks.rules import GROUNDS
from infostrada.site.participation.budget.terms.rules import WARSAW
from typing import Any
from typing import NamedTuple


KEPT_BACK = ("refused", "removed")
DECISIONS = {
    "waiting": _("The comment waits: nobody has read it yet."),
    "shown": _("The comment is public."),
    "refused": _("The comment was not let in. It is shown to nobody, without a limit of time."),
    "removed": _(
        "The comment was removed from the page of the project. It is shown to nobody, without a limit of time."
    ),
}
FROM_REPORT = _("Somebody reported the comment.")
FROM_READING = _("The office reads every comment before it is public.")
BY_PERSON = _("A person read the comment and decided. No automated means were used.")
AFTERWARDS = _(
    "redress_over",
    default="The time for a complaint to the office is over. You can still go to court.",
)
UPHELD = _("The complaint was right: the comment is public.")
DISMISSED = _(
    "complaint_dismissed",
    default="The complaint was dismissed. You can still turn to a certified body for out-of-court settlement of disputes (art. 21 of Regulation (EU) 2022/2065) or go to court.",
)


class Part(NamedTuple):
    """A part of the statement: what it is about, and the words (a message or plain text)."""

    label: Any
    text: Any


def statement(row: Any, today: Any) -> list[Part]:
    """Everything there is to say of a decision; `row` is the comment's with the columns of its complaint."""
    parts = [Part(_("Decision"), DECISIONS[row.state])]
    if row.state not in KEPT_BACK:
        return parts + _complaint(row)
    parts.append(Part(_("Facts"), row.reason))
    if row.ground:
        parts.append(Part(_("Ground"), GROUNDS[row.ground]))
    parts += [
        Part(_("How the office came to it"), FROM_REPORT if row.noticed else FROM_READING),
        Part(_("Who decided"), BY_PERSON),
    ]
    return parts + (_complaint(row) or [Part(_("What you can do"), redress(row, today))])


def redress(row: Any, today: Any) -> Any:
    """Ways of redress that are open on a day."""
    last = complaint_ends(row.decided.astimezone(WARSAW).date())
    if today > last:
        return AFTERWARDS
    return _(
        "redress_open",
        default="Until ${day} you can complain here, free of charge: somebody who did not decide looks at it again. You can also turn to a certified body for out-of-court settlement of disputes (art. 21 of Regulation (EU) 2022/2065) or go to court.",
        mapping={"day": f"{last:%d.%m.%Y}"},
    )


def has_complaint(row: Any) -> bool:
    """Is the last complaint about the decision that stands now?"""
    if row.complaint is None:
        return False
    return row.complaint_decided is None or row.state == "shown" or row.complaint_decided > row.decided


def _complaint(row: Any) -> list[Part]:
    if not has_complaint(row):
        return []
    parts = [Part(_("Your complaint"), row.complaint_body)]
    if row.complaint_decided is None:
        return [
            *parts,
            Part(_("Answer to the complaint"), _("Somebody who did not decide before looks at it.")),
        ]
    answer = UPHELD if row.upheld else DISMISSED
    return [*parts, Part(_("Answer to the complaint"), answer), Part(_("Reason"), row.complaint_reason)]
