"""Content classes: their type hints must not be taken for the annotations of objects."""

from importlib import import_module
from pkgutil import walk_packages
from plone.dexterity.content import DexterityContent

import infostrada.core
import infostrada.geo
import infostrada.site
import pytest


def content_classes() -> list[type]:
    """Every content class of the product, by name."""
    found = set()
    for package in (infostrada.core, infostrada.geo, infostrada.site):
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.rpartition(".")[2] in ("content", "store"):
                held = vars(import_module(module.name)).values()
                found |= {
                    c
                    for c in held
                    if isinstance(c, type) and issubclass(c, DexterityContent) and c.__module__ == module.name
                }
    return sorted(found, key=lambda cls: (cls.__module__, cls.__name__))


@pytest.mark.parametrize("cls", content_classes(), ids=lambda cls: cls.__name__)
def test_no_object_shares_annotations_with_its_class(cls):
    """`zope.annotation` takes `obj.__annotations__`, which a class with hints would lend to all of its objects."""
    lending = [held.__name__ for held in cls.__mro__ if "__annotations__" in vars(held)]
    assert lending == []
