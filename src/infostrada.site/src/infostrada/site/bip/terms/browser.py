"""On the page of figures: the form that makes a draft of the bulletin from them."""

from infostrada.core.record.export.tables import as_csv
from infostrada.site import _
from infostrada.site.bip.interfaces import ISection
from infostrada.site.bip.operations import BULLETIN
from infostrada.site.bip.terms.operations import draft_from_figures
from infostrada.site.desk.part import Part
from infostrada.site.records.browser.timeliness import sheet
from infostrada.site.records.interfaces import ITimelinessPage
from infostrada.site.records.problems import invalid
from infostrada.site.units.interfaces import IUnit
from typing import Any
from zope.component import adapter
from zope.i18n import translate


USUAL = "zasady-dzialania"


def _polish(text: Any) -> str:
    """The bulletin is written in Polish, whatever language its people work in."""
    return str(translate(text, target_language="pl"))


@adapter(IUnit, ITimelinessPage)
class ForTheBulletin(Part):
    """For whoever sees the figures, in a unit with a bulletin."""

    position = 90

    def section(self) -> dict[str, Any] | None:
        """Where the entry is to stand."""
        listed = self._sections()
        if not listed:
            return None
        field = {
            "name": "section",
            "label": _("Section of the bulletin"),
            "kind": "select",
            "required": True,
            "value": USUAL if USUAL in listed else "",
            "options": [{"value": name, "label": section.title} for name, section in listed.items()],
        }
        text = _(
            "A draft with these figures as a table and as a file; an editor of the bulletin publishes it."
        )
        kept = [
            {"name": name, "value": day.isoformat()}
            for name, day in zip(("first", "last"), self.page.days, strict=True)
        ]
        form = self.page.one("bulletin", _("Prepare the entry"), field, tone="btn-secondary", kept=kept)
        return {"id": "bulletin", "title": _("For the bulletin"), "text": text, "forms": [form]}

    def _sections(self) -> dict[str, Any]:
        bulletin = self.context.get(BULLETIN)
        found = bulletin.objectItems() if bulletin is not None else ()
        return {name: section for name, section in found if ISection.providedBy(section)}

    def do_bulletin(self) -> str:
        """Make the draft and show it."""
        section = self._sections().get(self.page.text("section"))
        if section is None:
            raise invalid("section", "required")
        told = sheet(self.page.found, self.context, _polish)
        entry = draft_from_figures(section, self.page.found, told, as_csv(*told))
        self.page.say(_("The draft of the entry is ready."))
        return str(entry.absolute_url()) if self.page.may("View", entry) else str(self.page.here)
