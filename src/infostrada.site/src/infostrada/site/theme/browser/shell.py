"""What the page shell prints around the content."""

from AccessControl import getSecurityManager
from Acquisition import aq_chain
from Acquisition import aq_inner
from collections.abc import Mapping
from infostrada.site import _
from infostrada.site.theme.bundles import bundle_path
from infostrada.site.theme.desk import desk_links
from infostrada.site.theme.desk import in_groups
from infostrada.site.theme.icons import drawing
from infostrada.site.theme.icons import icon
from infostrada.site.theme.interfaces import IMasthead
from infostrada.site.theme.linked import as_block
from infostrada.site.theme.look import chosen_look
from infostrada.site.theme.rows import table_rows
from infostrada.site.theme.twins import api_url
from plone.dexterity.interfaces import IDexterityContent
from plone.i18n.interfaces import ILanguageSchema
from plone.memoize.view import memoize
from plone.registry.interfaces import IRegistry
from Products.CMFCore.utils import getToolByName
from Products.CMFPlone.resources.browser.resource import ScriptsView
from Products.CMFPlone.resources.browser.resource import StylesView
from Products.Five import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from urllib.parse import urlsplit
from zope.component import getMultiAdapter
from zope.component import getUtility
from zope.i18n import translate

import re


LOOK_CHOICES = (
    ("auto", "device", _("As on my device")),
    ("light", "sun", _("Light")),
    ("dark", "moon", _("Dark")),
    ("contrast", "contrast", _("High contrast")),
)
LANGUAGE_NAMES = {"pl": "Polski", "en": "English"}


def css_word(text: str) -> str:
    """`text` as one word for a class attribute."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def may_see(item: Any) -> bool:
    """May the visitor see the object itself, whatever page of it is shown?"""
    return bool(getSecurityManager().checkPermission("View", item))


class Shell(BrowserView):
    """Facts for the main template; each is computed only when it is printed."""

    parts = ViewPageTemplateFile("templates/parts.pt")
    view: Any = None

    def update(self, view: Any) -> "Shell":
        """Remember the view whose page is being printed.

        The page depends on the cookies of look and language, so caches are told.
        """
        self.view = view
        self.request.response.setHeader("Vary", "Cookie, Accept-Language")
        return self

    @property
    @memoize
    def portal_state(self) -> Any:
        return getMultiAdapter((self.context, self.request), name="plone_portal_state")

    @property
    @memoize
    def context_state(self) -> Any:
        return getMultiAdapter((self.context, self.request), name="plone_context_state")

    @property
    @memoize
    def anonymous(self) -> bool:
        return bool(self.portal_state.anonymous())

    @property
    def masthead(self) -> IMasthead:
        """Head and foot of the office; the region's where the visitor may not see the office: refusals have the shell too."""
        root = self.portal_state.navigation_root()
        return IMasthead(root if may_see(root) else self.portal_state.portal())

    @property
    def look(self) -> str | None:
        return chosen_look(self.request)

    @property
    @memoize
    def look_choices(self) -> list[dict[str, str]]:
        """Buttons of the switch of appearance."""
        chosen = self.look or "auto"
        return [
            {
                "value": value,
                "icon": symbol,
                "title": translate(title, context=self.request),
                "pressed": "true" if value == chosen else "false",
            }
            for value, symbol, title in LOOK_CHOICES
        ]

    @property
    def here(self) -> str:
        """Path and query of this page, to come back to after a choice of look."""
        query = self.request.get("QUERY_STRING", "")
        path = urlsplit(self.request.get("ACTUAL_URL", "/")).path or "/"
        return f"{path}?{query}" if query else path

    def icon(self, name: str) -> str:
        return icon(name)

    def drawing(self, name: str) -> str:
        return drawing(name)

    def table_rows(self, register: Mapping[str, Any]) -> str:
        """The rows of a register."""
        return table_rows(register, self.request)

    def bundle(self, name: str) -> str:
        return f"{self.portal_state.portal_url()}/{bundle_path(name)}"

    @property
    @memoize
    def desk(self) -> bool:
        """Is this a dense page of the work desk, rather than one for the public?"""
        wanted = getattr(self.view, "desk", None)
        if wanted is not None:
            return bool(wanted)
        return not self.anonymous and not self.context_state.is_view_template()

    @property
    @memoize
    def edit_bar(self) -> bool:
        """Does the page carry Plone's editing bar? Pages of the work desk keep the width for themselves."""
        return not self.anonymous and bool(getattr(self.view, "edit_bar", True))

    @property
    def person(self) -> dict[str, Any]:
        """The name of the person logged in, and the person's own pages."""
        member = self.portal_state.member()
        name = member.getProperty("fullname", "") or member.getId()
        actions = [
            {"title": translate(action["title"], domain="plone", context=self.request), "url": action["url"]}
            for action in self.context_state.actions("user")
        ]
        return {"name": name, "actions": actions}

    @property
    @memoize
    def editing(self) -> bool:
        """Does the page carry Plone's own styles and scripts? Pages of the work desk have nothing they act on."""
        return not self.anonymous and bool(getattr(self.view, "editing", True))

    def body_class(self, template: Any) -> str:
        """Plone's classes for people with an editing bar, a short list for the public and the work desk."""
        layout = getMultiAdapter((self.context, self.request), name="plone_layout")
        desk = " desk" if self.desk else ""
        if self.editing:
            classes = layout.bodyClass(template, self.view)
            if not self.edit_bar:
                classes = " ".join(each for each in classes.split() if not each.startswith("plone-toolbar-"))
            return classes + desk
        name = css_word(layout._template_name(template, self.view) or "")
        kind = css_word(getattr(self.context, "portal_type", "") or "")
        who = "anonymous" if self.anonymous else "authenticated"
        return f"template-{name} portaltype-{kind} userrole-{who}{desk}"

    @property
    @memoize
    def page_title(self) -> str:
        """Title of the page: the view's own words, or the object's title."""
        for name in ("page_title", "label"):
            own = getattr(self.view, name, None)
            if isinstance(own, str) and own:
                return translate(own, context=self.request)
        return self.context_state.object_title() or "" if may_see(self.context) else ""

    @property
    def full_title(self) -> str:
        page, office = self.page_title, self.masthead.name
        return office if page in ("", office) else f"{page} – {office}"

    @property
    def description(self) -> str:
        context = aq_inner(self.context)
        shown = IDexterityContent.providedBy(context) and may_see(context)
        return context.Description() if shown else ""

    @property
    def canonical_url(self) -> str:
        return getattr(self.view, "canonical_url", None) or self.context_state.canonical_object_url()

    @property
    def robots(self) -> str | None:
        """`noindex` where the page itself asks for it, and on pages that are tools rather than texts."""
        asked = getattr(self.view, "noindex", None)
        kept_away = not self.context_state.is_view_template() if asked is None else asked
        return "noindex" if kept_away else None

    @property
    def twin_url(self) -> str | None:
        """Address of the page as JSON: the view's own word, or the object's where the page is the object's."""
        own = getattr(self.view, "twin_url", None)
        if own is not None:
            return str(own) or None
        return api_url(aq_inner(self.context)) if self.context_state.is_view_template() else None

    @property
    def linked_data(self) -> str | None:
        """Facts for search engines, where the page has them and wants to be found."""
        facts = getattr(self.view, "linked_data", None)
        return as_block(facts) if facts and not self.robots else None

    @property
    @memoize
    def sections(self) -> list[dict[str, Any]]:
        """The office's top-level sections, from one catalog query of depth one."""
        root = self.portal_state.navigation_root()
        here = "/".join(self.context.getPhysicalPath()) + "/"
        brains = getToolByName(self.context, "portal_catalog").searchResults(
            path={"query": "/".join(root.getPhysicalPath()), "depth": 1},
            portal_type=getUtility(IRegistry)["plone.displayed_types"],
            exclude_from_nav=False,
            is_default_page=False,
            sort_on="getObjPositionInParent",
        )
        return [
            {
                "url": brain.getURL(),
                "title": brain.Title,
                "current": "true" if here.startswith(f"{brain.getPath()}/") else None,
            }
            for brain in brains
        ]

    @property
    @memoize
    def desk_links(self) -> list[dict[str, Any]]:
        """The bar of the office's work desk, menus within it; empty for people who are not logged in."""
        if self.anonymous:
            return []
        here = self.request.get("ACTUAL_URL", "")
        return in_groups(
            {
                "url": link["url"],
                "title": translate(link["label"], context=self.request),
                "group": translate(link.get("group") or "", context=self.request),
                "current": "page" if link["url"] == here else None,
            }
            for link in desk_links(self.portal_state.navigation_root())
        )

    @property
    def crumbs(self) -> list[dict[str, str]]:
        """The way from the front page to here; empty on the front page itself.

        Refusals and public helper pages are shown in the shell too: what the visitor may not see is not named.
        """
        view = getMultiAdapter((self.context, self.request), name="breadcrumbs_view")
        closed = {
            item.absolute_url()
            for item in aq_chain(aq_inner(self.context))
            if IDexterityContent.providedBy(item) and not may_see(item)
        }
        crumbs = [
            {"url": crumb["absolute_url"], "title": crumb["Title"]}
            for crumb in view.breadcrumbs()
            if crumb["absolute_url"] not in closed
        ]
        if not self.context_state.is_view_template() and getattr(self.view, "page_title", None):
            crumbs.append({"url": "", "title": self.page_title})
        return crumbs

    @property
    @memoize
    def languages(self) -> list[dict[str, str]]:
        """The other languages the interface speaks."""
        settings = getUtility(IRegistry).forInterface(ILanguageSchema, prefix="plone", check=False)
        now = self.portal_state.language()
        url = self.request.get("ACTUAL_URL", "")
        return [
            {"code": code, "name": LANGUAGE_NAMES[code], "url": f"{url}?set_language={code}"}
            for code in settings.available_languages
            if code != now and code in LANGUAGE_NAMES
        ]

    def plone_styles(self) -> str:
        """Plone's and add-ons' own stylesheets, for people who may edit."""
        return self._resources(StylesView)

    def plone_scripts(self) -> str:
        """Plone's and add-ons' own scripts, for people who may edit."""
        return self._resources(ScriptsView)

    def _resources(self, factory: Any) -> str:
        viewlet = factory(self.context, self.request, self.view, None)
        viewlet.update()
        return viewlet.index()
