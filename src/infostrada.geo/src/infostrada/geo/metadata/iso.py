"""ISO 19139 (schemas of 2006-05-04) as INSPIRE asks for it. Pure.

Elements stand in the order of gmd.xsd; sources: ISO/TS 19139:2007, Technical Guidance for the
implementation of INSPIRE dataset and service metadata based on ISO/TS 19139:2007, 2.0.
"""

from datetime import date
from infostrada.geo.metadata.behavior import ACCESS
from infostrada.geo.metadata.record import Record
from lxml import etree
from typing import Any


GMD = "http://www.isotc211.org/2005/gmd"
GCO = "http://www.isotc211.org/2005/gco"
GMX = "http://www.isotc211.org/2005/gmx"
XLINK = "http://www.w3.org/1999/xlink"
NAMES = {"gmd": GMD, "gco": GCO, "gmx": GMX, "xlink": XLINK}
CODES = "http://standards.iso.org/iso/19139/resources/gmxCodelists.xml"
LANGUAGES = "http://www.loc.gov/standards/iso639-2/"
INSPIRE_RULES = (
    "Rozporządzenie Komisji (UE) nr 1089/2010 z dnia 23 listopada 2010 r. w sprawie wykonania "
    "dyrektywy 2007/2/WE Parlamentu Europejskiego i Rady w zakresie interoperacyjności zbiorów i usług "
    "danych przestrzennych"
)

Node = Any


def iso_xml(record: Record) -> bytes:
    """The record as XML."""
    root = el(
        "gmd:MD_Metadata",
        el("gmd:fileIdentifier", text(record.identifier)),
        el("gmd:language", code("LanguageCode", record.language, LANGUAGES)),
        el("gmd:characterSet", code("MD_CharacterSetCode", "utf8")),
        el("gmd:hierarchyLevel", code("MD_ScopeCode", "dataset")),
        el("gmd:contact", party(record, "pointOfContact")),
        el("gmd:dateStamp", el("gco:Date", record.stamp.isoformat())),
        el("gmd:metadataStandardName", text("ISO 19115")),
        el("gmd:metadataStandardVersion", text("2003/Cor.1:2006")),
        el("gmd:referenceSystemInfo", _crs("http://www.opengis.net/def/crs/EPSG/0/2180")),
        el("gmd:identificationInfo", _identification(record)),
        el("gmd:distributionInfo", _distribution(record)),
        el("gmd:dataQualityInfo", _quality(record)),
    )
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def el(name: str, *children: Node | str, **attributes: str) -> Node:
    """An element by its prefixed name; attributes without a prefix."""
    prefix, local = name.split(":")
    made = etree.Element(f"{{{NAMES[prefix]}}}{local}", nsmap=NAMES, attrib=attributes)
    for child in children:
        if isinstance(child, str):
            made.text = child
        elif child is not None:
            made.append(child)
    return made


def text(value: str) -> Node:
    """A gco:CharacterString."""
    return el("gco:CharacterString", value)


def anchor(value: str, href: str) -> Node:
    """A gmx:Anchor."""
    made = el("gmx:Anchor", value)
    made.set(f"{{{XLINK}}}href", href)
    return made


def code(name: str, value: str, codes: str = "") -> Node:
    """A code list value."""
    return el(f"gmd:{name}", value, codeList=codes or f"{CODES}#{name}", codeListValue=value)


def party(record: Record, role: str) -> Node:
    """The organisation that answers for the data."""
    address = el(
        "gmd:CI_Address", el("gmd:electronicMailAddress", text(record.mail))
    ) if record.mail else None  # fmt: skip
    contact = el("gmd:CI_Contact", el("gmd:address", address) if address is not None else None)
    return el(
        "gmd:CI_ResponsibleParty",
        el("gmd:organisationName", text(record.responsible)),
        el("gmd:contactInfo", contact),
        el("gmd:role", code("CI_RoleCode", role)),
    )


def _identification(record: Record) -> Node:
    west, south, east, north = (f"{edge:.5f}" for edge in record.box)
    box = el(
        "gmd:EX_GeographicBoundingBox",
        el("gmd:westBoundLongitude", el("gco:Decimal", west)),
        el("gmd:eastBoundLongitude", el("gco:Decimal", east)),
        el("gmd:southBoundLatitude", el("gco:Decimal", south)),
        el("gmd:northBoundLatitude", el("gco:Decimal", north)),
    )
    fraction = el(
        "gmd:MD_RepresentativeFraction", el("gmd:denominator", el("gco:Integer", str(record.denominator)))
    )
    return el(
        "gmd:MD_DataIdentification",
        el("gmd:citation", _citation(record)),
        el("gmd:abstract", text(record.abstract)),
        el("gmd:pointOfContact", party(record, "owner")),
        *_keywords(record),
        el("gmd:resourceConstraints", _access(record)),
        el("gmd:resourceConstraints", _use(record)),
        el(
            "gmd:spatialRepresentationType",
            code("MD_SpatialRepresentationTypeCode", "grid" if record.is_imagery else "vector"),
        ),
        el("gmd:spatialResolution", el("gmd:MD_Resolution", el("gmd:equivalentScale", fraction))),
        el("gmd:language", code("LanguageCode", record.language, LANGUAGES)),
        el("gmd:characterSet", code("MD_CharacterSetCode", "utf8")),
        el("gmd:topicCategory", el("gmd:MD_TopicCategoryCode", record.topic)),
        el("gmd:extent", el("gmd:EX_Extent", el("gmd:geographicElement", box))),
    )


def _citation(record: Record) -> Node:
    dates = [("creation", record.produced), ("revision", record.revised)]
    given = [(kind, day) for kind, day in dates if day] or [("publication", record.stamp)]
    return el(
        "gmd:CI_Citation",
        el("gmd:title", text(record.title)),
        *(el("gmd:date", _date(day, kind)) for kind, day in given),
        el("gmd:identifier", el("gmd:MD_Identifier", el("gmd:code", text(record.url)))),
    )


def _date(day: date, kind: str) -> Node:
    return el(
        "gmd:CI_Date",
        el("gmd:date", el("gco:Date", day.isoformat())),
        el("gmd:dateType", code("CI_DateTypeCode", kind)),
    )


def _keywords(record: Record) -> list[Node]:
    found = []
    if record.inspire_theme:
        thesaurus = el(
            "gmd:CI_Citation",
            el("gmd:title", text("GEMET - INSPIRE themes, version 1.0")),
            el("gmd:date", _date(date(2008, 6, 1), "publication")),
        )
        words = el(
            "gmd:MD_Keywords",
            el("gmd:keyword", text(record.inspire_theme)),
            el("gmd:thesaurusName", thesaurus),
        )
        found.append(el("gmd:descriptiveKeywords", words))
    if record.keywords:
        words = el("gmd:MD_Keywords", *(el("gmd:keyword", text(word)) for word in record.keywords))
        found.append(el("gmd:descriptiveKeywords", words))
    return found


def _access(record: Record) -> Node:
    said = text(record.limits) if record.limits else anchor("no limitations to public access", ACCESS)
    return el(
        "gmd:MD_LegalConstraints",
        el("gmd:accessConstraints", code("MD_RestrictionCode", "otherRestrictions")),
        el("gmd:otherConstraints", said),
    )


def _use(record: Record) -> Node:
    conditions = (
        "http://inspire.ec.europa.eu/metadata-codelist/ConditionsApplyingToAccessAndUse/conditionsUnknown"
    )
    said = (
        anchor(record.licence, record.licence) if record.licence else anchor("conditions unknown", conditions)
    )
    return el(
        "gmd:MD_LegalConstraints",
        el("gmd:useConstraints", code("MD_RestrictionCode", "otherRestrictions")),
        el("gmd:otherConstraints", said),
    )


def _crs(uri: str) -> Node:
    identifier = el("gmd:RS_Identifier", el("gmd:code", anchor("EPSG:2180", uri)))
    return el("gmd:MD_ReferenceSystem", el("gmd:referenceSystemIdentifier", identifier))


def _distribution(record: Record) -> Node:
    ways = [
        el("gmd:onLine", el("gmd:CI_OnlineResource", el("gmd:linkage", el("gmd:URL", url)), el("gmd:name", text(name)), el("gmd:function", code("CI_OnLineFunctionCode", function))))
        for url, name, function in (
            (record.items_url, "OGC API - Features", "download"),
            (record.map_url, "Geoportal", "information"),
        )
    ]  # fmt: skip
    format_ = el("gmd:MD_Format", el("gmd:name", text("GeoJSON")), el("gmd:version", text("RFC 7946")))
    return el(
        "gmd:MD_Distribution",
        el("gmd:distributionFormat", format_),
        el("gmd:transferOptions", el("gmd:MD_DigitalTransferOptions", *ways)),
    )


def _quality(record: Record) -> Node:
    citation = el(
        "gmd:CI_Citation",
        el("gmd:title", text(INSPIRE_RULES)),
        el("gmd:date", _date(date(2010, 12, 8), "publication")),
    )
    result = el(
        "gmd:DQ_ConformanceResult",
        el("gmd:specification", citation),
        el("gmd:explanation", text("Zobacz wskazane rozporządzenie")),
        el("gmd:pass", el("gco:Boolean", "false")),
    )
    return el(
        "gmd:DQ_DataQuality",
        el("gmd:scope", el("gmd:DQ_Scope", el("gmd:level", code("MD_ScopeCode", "dataset")))),
        el("gmd:report", el("gmd:DQ_DomainConsistency", el("gmd:result", result))),
        el("gmd:lineage", el("gmd:LI_Lineage", el("gmd:statement", text(record.lineage)))),
    )
