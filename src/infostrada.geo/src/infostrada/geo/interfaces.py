"""What other rooms may rely on."""

from zope.interface import Attribute
from zope.interface import Interface


class IGeoRequest(Interface):
    """Layer of requests to sites that have the geo add-on installed."""


class IGeoLayer(Interface):
    """A map layer: its object's permissions and state decide who gets its features."""


class IGeoGroup(Interface):
    """A group of map layers."""


class IGeoPortal(Interface):
    """A geoportal: which layers, in which order, with which view and tools."""


class IGeoRegister(Interface):
    """A public register whose entries are features of a layer, or documents."""


class IGeoOperat(Interface):
    """A digitised document of the geodetic resource."""


class IGeoLinked(Interface):
    """An object that may carry links to map features."""


class IHoldsPlaces(Interface):
    """A linked object whose page shows the places of what lies in it too."""


class ILinkGuard(Interface):
    """A subscription adapter of a linked object: the rules of its own domain about its links."""

    def check() -> None:
        """Raise a Problem when the current user may not change the object's links now."""


class IMapScope(Interface):
    """What the map of a navigation root shows. Adapts the root; without one it shows all."""

    teryt = Attribute("Six digits of the commune whose features are shown, or an empty string.")
