"""The registry's security records."""

from infostrada.core.security.interfaces import ISecuritySettings
from plone.registry.interfaces import IRegistry
from typing import Any
from zope.component import getUtility


PREFIX = "infostrada.security"


def settings() -> Any:
    """Proxy with the fields of `ISecuritySettings`."""
    return getUtility(IRegistry).forInterface(ISecuritySettings, check=False, prefix=PREFIX)
