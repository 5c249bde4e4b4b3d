"""Contact page: how to reach the office."""

from infostrada.site import _
from infostrada.site.theme.browser.front import FrontPage
from typing import Any
from zope.component import getMultiAdapter


class ContactPage(FrontPage):
    """Addresses and telephones of the office whose site this is."""

    page_title = _("Contact")

    def __init__(self, context: Any, request: Any) -> None:
        state = getMultiAdapter((context, request), name="plone_portal_state")
        super().__init__(state.navigation_root(), request)
