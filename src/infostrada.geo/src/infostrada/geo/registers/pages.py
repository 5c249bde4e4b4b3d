"""Pages of registers: the list with its map, one entry, documents of the geodetic resource."""

from infostrada.core.errors import BadRequest
from infostrada.core.errors import NotFound
from infostrada.core.errors import Unavailable
from infostrada.core.record.access import principals
from infostrada.geo import _
from infostrada.geo.browser.assets import Styled
from infostrada.geo.browser.block import MapBlock
from infostrada.geo.interfaces import IMapScope
from infostrada.geo.registers.operations import publish_reduced
from infostrada.geo.registers.reading import documents
from infostrada.geo.registers.reading import Entries
from infostrada.geo.registers.reading import entries
from infostrada.geo.registers.reading import entry
from infostrada.geo.registers.rules import columns_of
from infostrada.geo.registers.rules import OPERAT_KINDS
from infostrada.geo.said import said
from infostrada.geo.services.answer import whole
from infostrada.geo.services.answer import word
from plone import api
from plone.protect import CheckAuthenticator
from Products.Five.browser import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from urllib.parse import urlencode
from zope.component import queryAdapter


class RegisterPage(Styled, BrowserView):
    """The list of a register; the same rows stand on the map above it."""

    block_template = ViewPageTemplateFile("../browser/templates/block.pt")
    list_template = ViewPageTemplateFile("templates/register.pt")
    documents_template = ViewPageTemplateFile("templates/documents.pt")
    failed = False

    def __call__(self) -> str:
        """The page of the register's kind."""
        self.words = (word(self.request.form, "q") or "").strip()[:120]
        self.found = self._found()
        page = self.documents_template if self.context.kind == "operats" else self.list_template
        return str(page())

    @property
    def columns(self) -> dict[str, str]:
        """Headings by attribute."""
        return columns_of(self.context.columns) or {}

    @property
    def next_url(self) -> str | None:
        """The next page."""
        if self.found.next_after is None:
            return None
        given = {"q": self.words, "after": self.found.next_after}
        return f"{self.context.absolute_url()}?{urlencode({k: v for k, v in given.items() if v})}"

    @property
    def may_publish(self) -> bool:
        """May the visitor make the public entries anew?"""
        return bool(
            self.context.exact_layer and api.user.has_permission("Modify portal content", obj=self.context)
        )

    def map_html(self) -> str:
        """The map of the register's layer alone."""
        root = api.portal.get_navigation_root(self.context)
        self.block = MapBlock(root, self.request, "geo-map", only=self.context.layer)
        return str(self.block_template())

    def entry_url(self, row: dict[str, Any]) -> str:
        """The page of an entry."""
        return f"{self.context.absolute_url()}/@@entry?{urlencode({'fid': row['fid']})}"

    def said(self, value: Any) -> str:
        """A value as people read it."""
        return said(value, self.request.get("LANGUAGE", "pl"))

    def url_of(self, path: str) -> str:
        """Address of a record."""
        return str(self.request.physicalPathToURL(path))

    def document_kind(self, name: str) -> Any:
        """A kind of document in words."""
        return dict(OPERAT_KINDS).get(name, name)

    def _found(self) -> Entries:
        form, who = self.request.form, principals()
        try:
            if self.context.kind == "operats":
                root = "/".join(api.portal.get_navigation_root(self.context).getPhysicalPath())
                return documents(root, who, self.words, word(form, "after") or "")
            if not self.context.layer:
                return Entries([], None)
            after = whole(form, "after", 0, 0, 10**18)
            return entries(self.context.layer, who, self.words, after, self._teryt())
        except Unavailable:
            self.failed = True
            return Entries([], None)

    def _teryt(self) -> str:
        scope = queryAdapter(api.portal.get_navigation_root(self.context), IMapScope)
        return scope.teryt if scope is not None else ""


class EntryPage(Styled, BrowserView):
    """`@@entry?fid=`: one entry with its attributes, decisions and other documents."""

    def __call__(self) -> str:
        """The page, or 404."""
        context = self.context
        found = (
            entry(context.layer, word(self.request.form, "fid") or "", principals())
            if context.layer
            else None
        )
        if found is None:
            raise NotFound(_("There is no such entry."), reason="unknown_entry")
        self.entry = found
        return str(self.index())

    @property
    def page_title(self) -> str:
        """Title of the page."""
        return str(self.entry["business_id"] or self.entry["fid"])

    @property
    def facts(self) -> list[dict[str, Any]]:
        """Attributes with their headings, those of the list first."""
        headings = columns_of(self.context.columns) or {}
        attrs, language = self.entry["attrs"], self.request.get("LANGUAGE", "pl")
        names = [
            *(name for name in headings if name in attrs),
            *(name for name in attrs if name not in headings),
        ]
        return [
            {"label": headings.get(name, name.replace("_", " ")), "value": said(attrs[name], language)}
            for name in names
            if attrs[name] not in (None, "") and not isinstance(attrs[name], (dict, list))
        ]

    @property
    def map_url(self) -> str:
        """The map at the entry."""
        west, south, east, north = self.entry["extent"]
        root = api.portal.get_navigation_root(self.context).absolute_url()
        resolution = max(0.5, max(east - west, north - south) / 400)
        return f"{root}/@@map#e={(west + east) / 2:.0f}&n={(south + north) / 2:.0f}&r={resolution:.2f}"

    @property
    def sheet_url(self) -> str:
        """The card of the place as PDF."""
        root = api.portal.get_navigation_root(self.context).absolute_url()
        return f"{root}/@@here-sheet?{urlencode({'layer': self.context.layer, 'fid': self.entry['fid']})}"

    def url_of(self, path: str) -> str:
        """Address of a record."""
        return str(self.request.physicalPathToURL(path))


class PublishReduced(BrowserView):
    """`@@publish-reduced`: make the public entries anew from the exact layer."""

    def __call__(self) -> None:
        """POST with the token of the form."""
        if self.request.method != "POST":
            raise BadRequest(_("This is done by a button."), reason="post_only")
        CheckAuthenticator(self.request)
        count = publish_reduced(self.context)
        api.portal.show_message(
            _("Entries written anew: ${count}.", mapping={"count": str(count)}), self.request
        )
        self.request.response.redirect(self.context.absolute_url())


class OperatPage(Styled, BrowserView):
    """The page of a document of the geodetic resource."""

    @property
    def kind(self) -> Any:
        """The kind in words."""
        return dict(OPERAT_KINDS).get(self.context.operat_kind, "")

    @property
    def day(self) -> str:
        """The date of the document in words."""
        return said(self.context.made_on, self.request.get("LANGUAGE", "pl"))
