"""GeoDCAT-AP 2.0 as JSON-LD. Pure."""

from infostrada.geo.metadata.record import Record
from typing import Any


CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "locn": "http://www.w3.org/ns/locn#",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
THEMES = {
    "transportation": "TRAN", "environment": "ENVI", "farming": "AGRI", "society": "SOCI", "inlandWaters": "ENVI",
}  # fmt: skip
LANGUAGE = "http://publications.europa.eu/resource/authority/language/POL"
FREQUENT = "http://publications.europa.eu/resource/authority/file-type/GEOJSON"
PUBLIC = "http://publications.europa.eu/resource/authority/access-right/"


def geodcat(record: Record) -> dict[str, Any]:
    """The dataset with its distribution."""
    west, south, east, north = record.box
    polygon = f"POLYGON(({west} {south},{east} {south},{east} {north},{west} {north},{west} {south}))"
    theme = THEMES.get(record.topic, "REGI")
    said: dict[str, Any] = {
        "@context": CONTEXT,
        "@id": record.url,
        "@type": "dcat:Dataset",
        "dct:identifier": record.identifier,
        "dct:title": {"@language": "pl", "@value": record.title},
        "dct:description": {"@language": "pl", "@value": record.abstract},
        "dct:language": {"@id": LANGUAGE},
        "dct:modified": _day(record.revised or record.stamp),
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": record.responsible},
        "dcat:keyword": [{"@language": "pl", "@value": word} for word in record.keywords],
        "dcat:theme": {"@id": f"http://publications.europa.eu/resource/authority/data-theme/{theme}"},
        "dct:spatial": {
            "@type": "dct:Location",
            "dcat:bbox": {"@type": "geo:wktLiteral", "@value": polygon},
        },
        "dct:conformsTo": {"@id": "http://www.opengis.net/def/crs/EPSG/0/2180"},
        "dct:provenance": {"@type": "dct:ProvenanceStatement", "dct:description": record.lineage},
        "dct:accessRights": {"@id": PUBLIC + ("RESTRICTED" if record.limits else "PUBLIC")},
        "dcat:landingPage": {"@id": record.map_url},
        "dcat:distribution": {
            "@type": "dcat:Distribution",
            "dct:title": "GeoJSON",
            "dcat:accessURL": {"@id": record.items_url},
            "dct:format": {"@id": FREQUENT},
            **({"dct:license": {"@id": record.licence}} if record.licence else {}),
        },
    }
    if record.produced:
        said["dct:issued"] = _day(record.produced)
    if record.mail:
        said["dcat:contactPoint"] = {
            "@type": "vcard:Organization",
            "vcard:fn": record.responsible,
            "vcard:hasEmail": {"@id": f"mailto:{record.mail}"},
        }
    return said


def _day(day: Any) -> dict[str, str]:
    return {"@type": "xsd:date", "@value": day.isoformat()}
