"""The OGC's own schemas of WMS and WMTS, as the wheel of MapProxy carries them; nothing is fetched."""

from functools import cache
from importlib.util import find_spec
from lxml import etree
from pathlib import Path


NAMES = {
    "{http://www.opengis.net/wmts/1.0}Capabilities": "wmts/1.0/wmtsGetCapabilities_response.xsd",
    "{http://www.opengis.net/ows/1.1}ExceptionReport": "ows/1.1.0/owsExceptionReport.xsd",
    "{http://www.opengis.net/wms}WMS_Capabilities": "wms/1.3.0/capabilities_1_3_0.xsd",
    "{http://www.opengis.net/ogc}ServiceExceptionReport": "wms/1.3.0/exceptions_1_3_0.xsd",
    "WMT_MS_Capabilities": "wms/1.1.1/capabilities_1_1_1.dtd",
    "ServiceExceptionReport": "wms/1.1.1/exception_1_1_1.dtd",
}


@cache
def rules(name):
    """A schema or a document type."""
    spec = find_spec("mapproxy")
    path = str(Path(spec.origin).parent / "test/schemas" / name)
    if name.endswith(".dtd"):
        return etree.DTD(path)
    return etree.XMLSchema(etree.parse(path, etree.XMLParser(no_network=True)))


def assert_lawful(document):
    """The document is valid by the schema of its root."""
    root = etree.fromstring(document)
    rules(NAMES[root.tag]).assertValid(root)
