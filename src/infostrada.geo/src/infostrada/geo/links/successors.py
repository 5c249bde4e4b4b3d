"""Pages of succession: confirm on a record, the list of a unit, records about a feature."""

from infostrada.core.errors import BadRequest
from infostrada.core.errors import Unavailable
from infostrada.core.record.access import principals
from infostrada.geo.browser.assets import Styled
from infostrada.geo.features.reading import layers
from infostrada.geo.links.operations import guard
from infostrada.geo.links.operations import may_link
from infostrada.geo.links.succession import about
from infostrada.geo.links.succession import confirm
from infostrada.geo.links.succession import pending
from infostrada.geo.links.succession import Standing
from infostrada.geo.links.succession import standings
from infostrada.geo.links.vocabularies import ROLE_TITLES
from plone.protect import CheckAuthenticator
from Products.Five.browser import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope.i18n import translate


class ConfirmPage(BrowserView):
    """`@@places-successors` of a record: which of the successors does it concern?"""

    template = ViewPageTemplateFile("templates/confirm.pt")
    error = ""

    def __call__(self) -> Any:
        """The form, or back to the record when nothing is left to confirm."""
        guard(self.context)
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            try:
                self._confirm()
            except BadRequest as problem:
                self.error = translate(problem.message, context=self.request)
                self.request.response.setStatus(400)
                return self.template()
            if not self.standings():
                return self.request.response.redirect(f"{self.context.absolute_url()}/view", status=303)
            return self.request.response.redirect(self.address, status=303)
        return self.template()

    @property
    def address(self) -> str:
        """Where this form is."""
        return f"{self.context.absolute_url()}/@@places-successors"

    def standings(self) -> list[Standing]:
        """The links that wait, of layers the asker may see."""
        seen = {layer["layer"] for layer in layers(principals())}
        return [each for each in standings(self.context) if each.pending and each.link.layer in seen]

    def role(self, standing: Standing) -> str:
        """How the record belongs to the place."""
        return str(translate(ROLE_TITLES[standing.link.role], context=self.request))

    def share(self, part: float | None) -> str:
        """A part of an area as people read it."""
        return "" if part is None else f"{part * 100:.0f} %"

    def _confirm(self) -> None:
        names = self.request.form.get("successors", ())
        names = (names,) if isinstance(names, str) else names
        confirm(self.context, str(self.request.form.get("link_id", "")), map(str, names))


class PendingPage(Styled, BrowserView):
    """`@@places-successors` of a unit: its records that wait."""

    def rows(self) -> list[dict[str, Any]]:
        """A row for each link, with the address of its form."""
        self.failed = False
        try:
            found = pending("/".join(self.context.getPhysicalPath()), principals())
        except Unavailable:
            self.failed = True
            return []
        for row in found:
            row["url"] = self.request.physicalPathToURL(row["path"])
            row["role"] = translate(ROLE_TITLES[row["role"]], context=self.request)
        return found


class AboutPage(Styled, BrowserView):
    """`@@records-about?layer=&name=`: also records about what a parcel came from."""

    def rows(self) -> list[dict[str, Any]]:
        """Links of the records, newest first; none before something is asked."""
        if not self.asked["name"]:
            return []
        found = about(self.asked["layer"], self.asked["name"])
        for row in found:
            row["url"] = self.request.physicalPathToURL(row["path"])
            row["role"] = translate(ROLE_TITLES[row["role"]], context=self.request)
        return found

    @property
    def asked(self) -> dict[str, str]:
        """What the form holds."""
        form = self.request.form
        return {name: str(form.get(name, "")).replace("\0", "").strip() for name in ("layer", "name")}

    def layers(self) -> list[dict[str, Any]]:
        """Layers the asker may see and link to."""
        return [layer for layer in layers(principals()) if layer["linkable"]]


def notice(record: Any, request: Any) -> str:
    """A line above the places of a record that waits for a confirmation; empty for most."""
    try:
        waits = any(each.pending for each in standings(record))
    except Unavailable:
        return ""
    if not waits:
        return ""
    return str(NoticeView(record, request).template(may=may_link(record)))


class NoticeView(BrowserView):
    """Holds the template of the notice."""

    template = ViewPageTemplateFile("templates/notice.pt")
