"""What the pages share that answer a question in their address, the same for every visitor."""

from datetime import datetime
from infostrada.core.pagecache.keeping import keep
from infostrada.site.bip.caching import until
from infostrada.site.records.deed import WARSAW
from infostrada.site.theme.twins import api_url
from plone import api
from Products.Five.browser import BrowserView
from typing import Any
from zope.i18n import translate


class AskedPage(BrowserView):
    """`<context>/@@<page_name>?…`, whose twin `<context>/<service>?…` gives the same answer as JSON."""

    desk = False
    noindex = True
    page_name = ""
    service = ""

    def __call__(self) -> Any:
        """The page; caches may keep what visitors see until the next entry becomes public or ends."""
        if api.user.is_anonymous():
            keep(self.request, until(datetime.now(WARSAW)))
        return self.index()

    def say(self, message: Any) -> str:
        """A message in the visitor's language."""
        words: str = translate(message, context=self.request)
        return words

    @property
    def url(self) -> str:
        """Address of the page without a question."""
        return f"{self.context.absolute_url()}/@@{self.page_name}"

    @property
    def canonical_url(self) -> str:
        """The page itself."""
        return self.url

    @property
    def service_url(self) -> str:
        """Address of the twin without a question."""
        return api_url(self.context, self.service)
