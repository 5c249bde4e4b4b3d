"""Dates and words as the bulletin's pages write them."""

from datetime import date
from datetime import datetime
from infostrada.site import _


MONTHS = (
    "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca",
    "lipca", "sierpnia", "września", "października", "listopada", "grudnia",
)  # fmt: skip
KIND_WORDS = {
    "decision": _("Decision"),
    "resolution": _("Resolution"),
    "ordinance": _("Ordinance"),
    "notice": _("Public notice"),
    "announcement": _("Announcement"),
    "information": _("Information"),
    "report": _("Report"),
    "recruitment": _("Recruitment notice"),
    "recruitment_result": _("Result of a recruitment"),
}
ACTION_WORDS = {
    "published": _("entry_was_published", default="Published"),
    "changed": _("entry_was_changed", default="Changed"),
    "withdrawn": _("entry_was_withdrawn", default="Withdrawn"),
    "taken_over": _("entry_was_taken_over", default="Taken over from the former bulletin"),
    "moved": _("entry_was_moved", default="Moved to another section"),
    "expired": _("entry_expired", default="Term of publication ended"),
    "superseded": _("entry_was_superseded", default="Superseded"),
    "archived": _("entry_was_archived", default="Put in the archive"),
    "undone": _("entry_undone", default="The act before did not happen"),
    "underway": _("entry_underway", default="Being carried out, not in force yet"),
    "restored": _("entry_was_restored", default="Back among present entries"),
}


def day_words(day: date | None) -> str:
    """22 listopada 2026; the same in both languages, as the office writes it."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day is not None else ""


def moment_words(moment: datetime | None) -> str:
    """22 listopada 2026, 14:05."""
    return f"{day_words(moment.date())}, {moment:%H:%M}" if moment is not None else ""
