"""What a decision about a comment says to whoever wrote it.

A statement of reasons has the parts of Regulation (EU) 2022/2065, art. 17(3): (a) what was decided, where and for how
long it holds, (b) facts and circumstances, and whether a notice or the office's own reading led to it, (c) use of automated
means in finding and in deciding, (d) the legal ground or (e) that of the rules and why it applies, (f) the ways of redress.
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
    "refused": _("The comment was not let in."),
    "removed": _("The comment was removed from the page of the project."),
}
SCOPE = _(
    "statement_scope",
    default="From ${day} on the comment is shown to nobody, in any country, without a limit of time. Nothing else is restricted: you can write other comments.",
)
FROM_REPORT = _("Somebody reported the comment.")
FROM_READING = _("The office reads every comment before it is public.")
BY_PERSON = _("A person read the comment and decided. No automated means were used to find it or to decide.")
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
    day = f"{row.decided.astimezone(WARSAW).date():%d.%m.%Y}"
    parts.append(
        Part(_("Where and for how long"), _(str(SCOPE), default=SCOPE.default, mapping={"day": day}))
    )
    if row.ground:
        parts.append(Part(_("Ground"), GROUNDS[row.ground]))
    parts += [
        Part(_("Facts, and why the ground applies"), row.reason),
        Part(_("How the office came to it"), FROM_REPORT if row.noticed else FROM_READING),
        Part(_("Who decided, and whether a program did"), BY_PERSON),
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
