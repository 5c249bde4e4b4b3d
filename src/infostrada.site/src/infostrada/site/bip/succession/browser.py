"""Forms: supersede, put in the archive, bring back."""

from infostrada.site import _
from infostrada.site.bip.browser.forms import Form
from infostrada.site.bip.lists import entries_of
from infostrada.site.bip.succession.operations import archive_entry
from infostrada.site.bip.succession.operations import restore_entry
from infostrada.site.bip.succession.operations import supersede_entry
from infostrada.site.records.problems import invalid
from plone import api
from typing import Any
from urllib.parse import urlsplit


NEAR = 100
REASON = {
    "name": "reason",
    "label": _("Reason"),
    "required": True,
    "hint": _("Everybody can read it."),
}


class SupersedeEntry(Form):
    """The entry that takes this one's place: chosen from the section, or named by its address."""

    label = _("Another entry takes this one's place")
    button = _("Link the successor")
    lead = _("Both stay public: this one says what replaced it, the new one says what it replaces.")

    def act(self) -> str:
        """Supersede."""
        supersede_entry(self.context, self._successor(), self.text("reason"))
        return str(self.context.absolute_url())

    def _successor(self) -> Any:
        given = self.text("address") or self.text("successor")
        if not given:
            raise invalid("successor", "required")
        path = "/".join(self.request.physicalPathFromURL(given)) if urlsplit(given).scheme else given
        here = "/".join(self.bulletin.getPhysicalPath()) + "/"
        found = api.portal.get().unrestrictedTraverse(path, None) if path.startswith(here) else None
        if found is None:
            raise invalid("address" if self.text("address") else "successor", "entry_unknown")
        return found

    def fields(self) -> list[dict[str, Any]]:
        """The newest public entries of the section, an address, the reason."""
        own = self.context.absolute_url()
        rows = entries_of(self.context.aq_parent, size=NEAR, states=("published",))
        options = [{"value": row["@id"], "label": row["title"]} for row in rows if row["@id"] != own]
        return [
            {"name": "successor", "label": _("Entry of this section"), "kind": "select",
             "options": [{"value": "", "label": ""}, *options]},
            {"name": "address", "label": _("Or its address"), "kind": "url",
             "hint": _("Of any public entry of this bulletin, copied from the browser.")},
            REASON,
        ]  # fmt: skip


class ArchiveEntry(Form):
    """A public entry into the archive."""

    label = _("Put the entry in the archive")
    button = _("Put in the archive")
    lead = _(
        "Everybody can still read it; it stands in the archive of the bulletin, not among present entries."
    )

    def act(self) -> str:
        """Archive."""
        archive_entry(self.context, self.text("reason"))
        return str(self.context.absolute_url())

    def fields(self) -> list[dict[str, Any]]:
        """The reason."""
        return [REASON]


class RestoreEntry(Form):
    """A superseded or archived entry back among the present ones."""

    label = _("Bring the entry back")
    button = _("Bring back")
    lead = _("It stands among present entries again; the change log keeps what happened before.")

    def act(self) -> str:
        """Restore."""
        restore_entry(self.context, self.text("reason"))
        return str(self.context.absolute_url())

    def fields(self) -> list[dict[str, Any]]:
        """The reason."""
        return [REASON]
