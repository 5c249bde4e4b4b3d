"""Where people of an office come to once they have logged in: their work, unless they were on the way to something else."""

from infostrada.site.units.lookup import find_unit
from infostrada.site.units.lookup import units_of_user
from plone import api
from Products.CMFPlone.interfaces import IRedirectAfterLogin
from typing import Any
from urllib.parse import urlsplit
from zope.interface import implementer


@implementer(IRedirectAfterLogin)
class ToMyWork:
    """From the front page of the region or of the own office to my work; people of no office or of several stay where they were."""

    def __init__(self, context: Any, request: Any) -> None:
        self.context = context
        self.request = request

    def __call__(self, came_from: str | None = None, is_initial_login: bool = False) -> str | None:
        """The address, or None for Plone's own choice."""
        units = units_of_user(api.user.get_current())
        if len(units) != 1:
            return came_from
        office = find_unit(*units).absolute_url()
        fronts = {_bare(api.portal.get().absolute_url()), _bare(office)}
        return f"{office}/@@my-work" if not came_from or _bare(came_from) in fronts else came_from


def _bare(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path.rstrip('/')}"
