"""Public entries follow the exact layer: an import writes them anew, nobody has to press a button."""

from infostrada.geo.imports.events import LayersImported
from infostrada.geo.registers.operations import publish_reduced
from plone import api
from zope.component import adapter
from zope.component.hooks import getSite


@adapter(LayersImported)
def publish_again(event: LayersImported) -> None:
    """Make the entries of the registers whose exact places came in."""
    if getSite() is None:
        return
    # Whoever brings in exact places need not be allowed to see every register.
    for brain in api.portal.get_tool("portal_catalog").unrestrictedSearchResults(portal_type="geo_register"):
        register = brain._unrestrictedGetObject()
        if register.layer and register.exact_layer in event.layers - {register.layer}:
            publish_reduced(register)
