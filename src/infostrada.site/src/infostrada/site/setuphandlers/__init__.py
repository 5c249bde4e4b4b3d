"""What a new site begins with: every domain's own installer, bundles of structure, operations played as people would do them."""

from infostrada.site.units.setup import install as install_units
from plone import api
from typing import Any


def post_install(tool: Any) -> None:
    """Runs after the default profile; safe to repeat."""
    install_units(api.portal.get())
