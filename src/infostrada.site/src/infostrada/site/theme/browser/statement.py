"""The accessibility statement with the machine-readable ids of the template 2.0."""

from datetime import date
from infostrada.site import _
from infostrada.site.theme.dates import long_date
from infostrada.site.theme.interfaces import IMasthead
from infostrada.site.theme.statement import Statement
from infostrada.site.theme.statement import statement_of
from infostrada.site.theme.statement import STATUSES
from Products.Five import BrowserView
from zope.cachedescriptors.property import Lazy
from zope.component import getMultiAdapter


class StatementPage(BrowserView):
    """Statement of the office whose site this is."""

    page_title = _("Accessibility statement")

    @Lazy
    def facts(self) -> Statement:
        return statement_of(self.context)

    @property
    def email(self) -> str:
        return self.facts.email or self.masthead.email

    @property
    def phone(self) -> str:
        return self.facts.phone or self.masthead.phone

    @property
    def masthead(self) -> IMasthead:
        return IMasthead(self.context)

    @property
    def status(self) -> str:
        return STATUSES.getTerm(self.facts.status).title

    def day(self, value: date) -> str:
        state = getMultiAdapter((self.context, self.request), name="plone_portal_state")
        return long_date(value, state.language())
