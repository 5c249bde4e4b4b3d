"""The landing page: one door to features, tiles, records, WFS, WMS and WMTS."""

from infostrada.geo import _
from infostrada.geo.ogcapi.links import HTML
from infostrada.geo.ogcapi.links import JSON
from infostrada.geo.ogcapi.links import link
from infostrada.geo.ogcapi.links import OPENAPI
from infostrada.geo.ogcapi.links import REL
from infostrada.geo.ogcapi.links import selves
from infostrada.geo.wms.program import program
from typing import Any
from zope.i18n import translate


def services(base: str) -> list[dict[str, Any]]:
    """The older services beside this API; those that draw only where MapServer is installed."""
    names = ("wfs", "wms", "wmts") if program() else ("wfs",)
    return [
        link(
            "service",
            f"{base}/{name}?service={name.upper()}&request=GetCapabilities",
            "text/xml",
            name.upper(),
        )
        for name in names
    ]


def landing(root: Any, request: Any) -> dict[str, Any]:
    """The landing page of a navigation root."""
    base = f"{root.absolute_url()}/@@geo"

    def said(message: str) -> str:
        return str(translate(message, context=request))

    return {
        "title": str(
            translate(_("Spatial data of ${place}", mapping={"place": root.Title()}), context=request)
        ),
        "description": said(
            _("Layers, features and tiles for maps and programs, by the standards of the OGC.")
        ),
        "links": [
            *selves(base),
            link("service-desc", f"{base}/api", OPENAPI, said(_("Description of the API"))),
            link("service-doc", f"{base}/api?f=html", HTML, said(_("The API for people"))),
            link("conformance", f"{base}/conformance", JSON, said(_("What the API conforms to"))),
            link("data", f"{base}/collections", JSON, said(_("Layers"))),
            link(f"{REL}tiling-schemes", f"{base}/tileMatrixSets", JSON, said(_("Tile grids"))),
            link(
                f"{REL}ogc-catalog",
                f"{base}/collections/catalogue.layers",
                JSON,
                said(_("Catalogue of layers")),
            ),
            *services(base),
        ],
    }
