"""Entry points of our own namespaces, read from the component registry."""

from collections.abc import Iterator
from typing import Any
from typing import NamedTuple
from zope.component import getGlobalSiteManager
from zope.interface import Interface
from zope.interface.interfaces import ISpecification


class Registered(NamedTuple):
    """A view or service: its registered name and what it is registered for."""

    name: str
    context: ISpecification

    def __str__(self) -> str:
        return f"{self.name} for {self.context.__name__}"


def registered() -> list[Registered]:
    """Every named view of ours on content, sorted; exception views are no entry points."""
    found = {Registered(r.name, r.required[0]) for r in _views() if not _of_exception(r)}
    return sorted(found, key=str)


def _views() -> Iterator[Any]:
    for registration in getGlobalSiteManager().registeredAdapters():
        named = registration.provided is Interface and registration.name
        if named and len(registration.required) == 2 and _ours(registration.factory):
            yield registration


def _ours(factory: Any) -> bool:
    classes = getattr(factory, "__mro__", (factory,))
    return any(getattr(c, "__module__", "").startswith("infostrada.") for c in classes)


def _of_exception(registration: Any) -> bool:
    wanted = getattr(registration.required[0], "inherit", None)
    return isinstance(wanted, type) and issubclass(wanted, BaseException)
