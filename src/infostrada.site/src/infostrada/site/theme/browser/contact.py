"""Contact page: how to reach the office."""

from infostrada.site import _
from infostrada.site.theme.browser.front import FrontPage
from infostrada.site.theme.browser.shell import may_see
from typing import Any
from zope.component import getMultiAdapter


class ContactPage(FrontPage):
    """Addresses and telephones of the office whose site this is."""

    page_title = _("Contact")
    context: Any
    index: Any

    def __call__(self) -> Any:
        """The page of the office, or of the region where the visitor may not see the office."""
        state = getMultiAdapter((self.context, self.request), name="plone_portal_state")
        root = state.navigation_root()
        self.context = root if may_see(root) else state.portal()
        return self.index()
