"""The services of ours in the running registry."""

from collections.abc import Iterator
from typing import NamedTuple
from zope.component import getGlobalSiteManager
from zope.interface import Interface

import inspect
import re


OURS = "infostrada."
_NAME = re.compile(r"(?P<method>GET|POST|PATCH|PUT|DELETE)_application_json_(?P<name>.*)")


class Found(NamedTuple):
    """One service: method, name, the interface it is for, and its class."""

    method: str
    name: str
    context: type[Interface]
    factory: type


def found() -> list[Found]:
    """Every REST service of ours in the running registry."""
    return sorted(_found(), key=lambda item: (item.context.__identifier__, item.name, item.method))


def _found() -> Iterator[Found]:
    for item in getGlobalSiteManager().registeredAdapters():
        match = _NAME.fullmatch(item.name or "")
        factory = item.factory
        if match and inspect.isclass(factory) and any(c.__module__.startswith(OURS) for c in factory.__mro__):
            yield Found(match["method"], match["name"], item.required[0], factory)
