"""What an office whose archive nobody keeps is told: that its lists wait for no one, and who can change that."""

from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.desk.words import word
from infostrada.site.records.actor import name_of
from infostrada.site.units.browser.staff import ADMINISTER
from infostrada.site.units.interfaces import IUnitDirectory
from infostrada.site.units.roles import unit_group
from typing import Any
from zope.component import getUtility


def is_vacant(unit: Any) -> bool:
    """Does nobody hold a post with the role of the archivist today?"""
    return not _holders(unit, "archivist")


def vacancy(page: Any) -> dict[str, Any]:
    """The notice of a section, with the way to the staff for who may give the role; nothing where somebody keeps the archive."""
    if not is_vacant(page.unit):
        return {}
    who = ", ".join(sorted(map(name_of, _holders(page.unit, "administrator"))))
    text = (
        _(
            "Nobody can take lists in until somebody holds a post with the role Archivist. The unit's administrator gives it: ${who}.",
            mapping={"who": who},
        )
        if who
        else _(
            "Nobody can take lists in until somebody holds a post with the role Archivist. The unit's administrator gives it."
        )
    )
    notice = {"kind": "warn", "title": _("The office has no archivist"), "text": word(text, page.request)}
    if not page.may(ADMINISTER, page.unit):
        return {"notice": notice}
    return {
        "notice": notice,
        "more": f"{page.unit.absolute_url()}/@@staff",
        "more_label": _("Give the role Archivist"),
    }


def _holders(unit: Any, role: str) -> list[str]:
    return getUtility(IUnitDirectory).members_of(unit_group(unit.unit_id, role), polish_today())
