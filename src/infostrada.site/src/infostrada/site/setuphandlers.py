"""What the default profile does in code: every domain's own installer, in order."""

from infostrada.site.units.setup import install as install_units
from plone import api
from typing import Any


def post_install(tool: Any) -> None:
    """Runs after the default profile; safe to repeat."""
    install_units(api.portal.get())
