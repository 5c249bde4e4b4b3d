"""GetCapabilities: what the service does and which feature types the asker may see."""

from infostrada.core.record.access import principals
from infostrada.geo import _
from infostrada.geo.features.catalogue import catalogue
from infostrada.geo.features.catalogue import LayerFacts
from infostrada.geo.features.crs import Crs
from infostrada.geo.features.moving import box_from_store
from infostrada.geo.services.answer import Answer
from infostrada.geo.wfs import names
from infostrada.geo.wfs.features import DEFAULT_COUNT
from infostrada.geo.wfs.features import GML_MEDIA
from infostrada.geo.wfs.filters import COMPARISONS
from infostrada.geo.wfs.filters import SPATIAL
from lxml import etree
from lxml.builder import ElementMaker
from typing import Any
from zope.i18n import translate


PREFIXES = {
    "wfs": names.WFS, "ows": names.OWS, "fes": names.FES, "gml": names.GML, "xlink": names.XLINK,
    "geo": names.APP,
}  # fmt: skip
WFS = ElementMaker(namespace=names.WFS, nsmap=PREFIXES)
OWS = ElementMaker(namespace=names.OWS, nsmap=PREFIXES)
FES = ElementMaker(namespace=names.FES, nsmap=PREFIXES)

DOES = {
    "ImplementsBasicWFS": "FALSE", "ImplementsTransactionalWFS": "FALSE", "ImplementsLockingWFS": "FALSE",
    "KVPEncoding": "TRUE", "XMLEncoding": "TRUE", "SOAPEncoding": "FALSE", "ImplementsInheritance": "FALSE",
    "ImplementsRemoteResolve": "FALSE", "ImplementsResultPaging": "TRUE", "ImplementsStandardJoins": "FALSE",
    "ImplementsSpatialJoins": "FALSE", "ImplementsTemporalJoins": "FALSE",
    "ImplementsFeatureVersioning": "FALSE", "ManageStoredQueries": "FALSE",
}  # fmt: skip
FILTERS = {
    "ImplementsQuery": "TRUE", "ImplementsAdHocQuery": "TRUE", "ImplementsFunctions": "FALSE",
    "ImplementsResourceId": "TRUE", "ImplementsMinStandardFilter": "TRUE", "ImplementsStandardFilter": "TRUE",
    "ImplementsMinSpatialFilter": "TRUE", "ImplementsSpatialFilter": "TRUE",
    "ImplementsMinTemporalFilter": "FALSE", "ImplementsTemporalFilter": "FALSE",
    "ImplementsVersionNav": "FALSE", "ImplementsSorting": "FALSE", "ImplementsExtendedOperators": "FALSE",
    "ImplementsMinimumXPath": "TRUE", "ImplementsSchemaElementFunc": "FALSE",
}  # fmt: skip
SHAPES = ("Envelope", "Point", "LineString", "Polygon", "MultiPoint", "MultiCurve", "MultiSurface")


def capabilities(root: Any, request: Any, url: str) -> Answer:
    """The document."""
    title = translate(_("Spatial data of ${place}", mapping={"place": root.Title()}), context=request)
    made = WFS.WFS_Capabilities(
        OWS.ServiceIdentification(
            OWS.Title(title),
            OWS.ServiceType("WFS"),
            OWS.ServiceTypeVersion("2.0.0"),
        ),
        OWS.ServiceProvider(OWS.ProviderName(root.Title()), OWS.ServiceContact()),
        _operations(url),
        WFS.FeatureTypeList(*(_type(layer) for layer in catalogue(principals()))),
        _filters(),
        version="2.0.0",
    )
    return Answer(etree.tostring(made, xml_declaration=True, encoding="UTF-8"), "text/xml; charset=utf-8")


def _operations(url: str) -> Any:
    formats = (GML_MEDIA, "application/geo+json")
    return OWS.OperationsMetadata(
        _operation("GetCapabilities", url, _parameter("AcceptVersions", "2.0.0")),
        _operation("DescribeFeatureType", url, _parameter("outputFormat", GML_MEDIA)),
        _operation(
            "GetFeature",
            url,
            _parameter("resultType", "results", "hits"),
            _parameter("outputFormat", *formats),
            _constraint("CountDefault", str(DEFAULT_COUNT)),
        ),
        _parameter("version", "2.0.0"),
        *(_constraint(name, value) for name, value in DOES.items()),
    )


def _operation(name: str, url: str, *more: Any) -> Any:
    href = {f"{{{names.XLINK}}}href": url}
    return OWS.Operation(OWS.DCP(OWS.HTTP(OWS.Get(href), OWS.Post(href))), *more, name=name)


def _parameter(name: str, *values: str) -> Any:
    return OWS.Parameter(OWS.AllowedValues(*map(OWS.Value, values)), name=name)


def _constraint(name: str, value: str) -> Any:
    return OWS.Constraint(OWS.NoValues(), OWS.DefaultValue(value), name=name)


def _type(layer: LayerFacts) -> Any:
    parts = [WFS.Name(f"geo:{layer.layer}"), WFS.Title(layer.title)]
    if layer.description:
        parts.append(WFS.Abstract(layer.description))
    parts.append(WFS.DefaultCRS(Crs.PL1992.urn))
    parts += [WFS.OtherCRS(crs.urn) for crs in Crs if crs is not Crs.PL1992]
    parts.append(WFS.OutputFormats(WFS.Format(GML_MEDIA), WFS.Format("application/geo+json")))
    if layer.extent is not None:
        west, south, east, north = box_from_store(layer.extent, Crs.CRS84)
        corners = OWS.LowerCorner(f"{west} {south}"), OWS.UpperCorner(f"{east} {north}")
        parts.append(OWS.WGS84BoundingBox(*corners))
    return WFS.FeatureType(*parts)


def _filters() -> Any:
    spatial = [FES.SpatialOperator(name=name) for name in SPATIAL]
    comparisons = (*COMPARISONS, "PropertyIsBetween", "PropertyIsLike", "PropertyIsNull", "PropertyIsNil")
    return FES.Filter_Capabilities(
        FES.Conformance(
            *(
                FES.Constraint(OWS.NoValues(), OWS.DefaultValue(value), name=name)
                for name, value in FILTERS.items()
            )
        ),
        FES.Id_Capabilities(FES.ResourceIdentifier(name="fes:ResourceId")),
        FES.Scalar_Capabilities(
            FES.LogicalOperators(),
            FES.ComparisonOperators(*(FES.ComparisonOperator(name=name) for name in comparisons)),
        ),
        FES.Spatial_Capabilities(
            FES.GeometryOperands(*(FES.GeometryOperand(name=f"gml:{name}") for name in SHAPES)),
            FES.SpatialOperators(*spatial),
        ),
    )
