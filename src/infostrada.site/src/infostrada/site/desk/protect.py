"""Pages of the desk against forged requests: each form carries its token from the template.

Plone's own transform takes every page apart and puts it together again to add tokens to forms, those that only read
among them, so that a token of the person stood in addresses that are sent to colleagues.
"""

from infostrada.site.desk.interfaces import IDeskPage
from plone.protect.auto import ProtectTransform
from typing import Any
from zope.component import adapter
from zope.interface import Interface


@adapter(IDeskPage, Interface)
class DeskProtection(ProtectTransform):
    """Refuses what is written without a token, as Plone does, and leaves the page as it is."""

    def transform(self, result: Any, encoding: str) -> None:
        """Nothing has to be added."""
