"""Contracts of the whole product."""

from zope.publisher.interfaces.browser import IDefaultBrowserLayer


class ISiteLayer(IDefaultBrowserLayer):
    """Marks requests to a site with the product installed."""
