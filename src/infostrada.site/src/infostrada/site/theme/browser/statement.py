"""The accessibility statement with the machine-readable ids of the template 2.0."""

from datetime import date
from infostrada.site import _
from infostrada.site.theme.dates import long_date
from infostrada.site.theme.interfaces import IMasthead
from infostrada.site.theme.statement import IAccessibilityStatement
from infostrada.site.theme.statement import STATUSES
from plone.registry.interfaces import IRegistry
from Products.Five import BrowserView
from zope.cachedescriptors.property import Lazy
from zope.component import getMultiAdapter
from zope.component import getUtility


class StatementPage(BrowserView):
    """Statement of the office whose site this is."""

    page_title = _("Accessibility statement")

    @Lazy
    def facts(self) -> IAccessibilityStatement:
        registry = getUtility(IRegistry)
        return registry.forInterface(IAccessibilityStatement, prefix="infostrada.statement")

    @property
    def masthead(self) -> IMasthead:
        return IMasthead(self.context)

    @property
    def status(self) -> str:
        return STATUSES.getTerm(self.facts.status).title

    def day(self, value: date) -> str:
        state = getMultiAdapter((self.context, self.request), name="plone_portal_state")
        return long_date(value, state.language())
