"""The page after logging out."""

from infostrada.site import _
from Products.CMFPlone.browser.login.logout import LoggedOutView
from typing import Any


class LoggedOutPage(LoggedOutView):
    """Says that the session is over and offers the way back."""

    page_title = _("You have logged out")
    edit_bar = False

    def __call__(self) -> str:
        return self.index()

    @property
    def state(self) -> dict[str, Any]:
        url = self.context.absolute_url()
        return {
            "title": self.page_title,
            "text": _("On a shared computer close the browser as well."),
            "actions": [
                {"label": _("Go to the front page"), "url": url},
                {"label": _("Log in again"), "url": f"{url}/login"},
            ],
        }
