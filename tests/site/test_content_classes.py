"""Content classes: their type hints must not be taken for the annotations of objects."""

from importlib import import_module
from pkgutil import walk_packages
from plone.dexterity.content import DexterityContent

import infostrada.core
import infostrada.geo
import infostrada.site


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


def test_no_object_shares_annotations_with_its_class():
    """`zope.annotation` takes `obj.__annotations__`, which a class with hints would lend to all of its objects."""
    classes = content_classes()
    assert len(classes) > 30
    lending = [c.__name__ for c in classes if any("__annotations__" in vars(held) for held in c.__mro__)]
    assert lending == []
