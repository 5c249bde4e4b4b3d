"""Words of the sheets."""

from infostrada.geo import _


WORDS = {
    "scale": _("Scale"),
    "sources": _("Sources of the data"),
    "missing": _("Not on this sheet"),
    "state_of": _("State of ${day}"),
    "no_document": _("A printout of the map; it is no official document of the geodetic register."),
}
