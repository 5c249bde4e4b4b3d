"""On a case: whose data are under a restriction."""

from infostrada.site import _
from infostrada.site.desk.part import Part
from infostrada.site.records.personal.registers.operations import restrictions
from typing import Any


class Restricted(Part):
    """A restriction (RODO art. 18) does not stop the case (KPA art. 2a)."""

    position = 1

    def section(self) -> dict[str, Any] | None:
        """A notice, when there is one."""
        parties = {each.uid: each.name for each in self.context.parties if each.uid}
        found = restrictions(self.page.unit.unit_id, parties)
        if not found:
            return None
        names = ", ".join(dict.fromkeys(parties[entry.data["party"]] for entry in found))
        text = _(
            "${names}: the person has asked for it or it was granted. It does not stop the case or move its terms (KPA art. 2a § 3).",
            mapping={"names": names},
        )
        notice = {
            "kind": "warn",
            "title": _("Processing of personal data is restricted (RODO art. 18)"),
            "text": text,
        }
        return {"id": "restricted", "title": _("Personal data"), "quiet": True, "notice": notice}
