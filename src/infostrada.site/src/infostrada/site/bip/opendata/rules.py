"""The dane.gov.pl harvester's file (XML, version 1.10) and a DCAT-AP catalogue of the same datasets; pure.

Source: urn:otwarte-dane:harvester:1.10 and the portal's description of the later versions, which take no
`notApplicable` any more: an update frequency is always named.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from lxml import etree
from typing import Any
from typing import NamedTuple

import hashlib


NAMESPACE = "urn:otwarte-dane:harvester:1.10"
MOST_IDENT, MOST_TITLE, MOST_TEXT = 36, 300, 1000
# Themes of datasets with their Polish names in the table of the Publications Office (data-theme).
CATEGORIES = {
    "AGRI": "Rolnictwo, rybołówstwo, leśnictwo i żywność",
    "ECON": "Gospodarka i finanse",
    "EDUC": "Edukacja, kultura i sport",
    "ENER": "Energia",
    "ENVI": "Środowisko",
    "GOVE": "Rząd i sektor publiczny",
    "HEAL": "Zdrowie",
    "INTR": "Kwestie międzynarodowe",
    "JUST": "Sprawiedliwość, system prawny i bezpieczeństwo publiczne",
    "REGI": "Regiony i miasta",
    "SOCI": "Ludność i społeczeństwo",
    "TECH": "Nauka i technologia",
    "TRAN": "Transport",
}
TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "xml": "application/xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
AUTHORITY = "http://publications.europa.eu/resource/authority"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types"
_XML = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


class Resource(NamedTuple):
    """A file of a dataset; `data_date` is a day in ISO form."""

    ident: str
    url: str
    title: str
    description: str
    data_date: str
    region: str


class Dataset(NamedTuple):
    """A dataset of an office; `page` is where people read it, when that is not `url`."""

    ident: str
    title: str
    description: str
    url: str
    category: str
    tags: tuple[str, ...]
    resources: tuple[Resource, ...]
    frequency: str = "daily"
    page: str = ""


def ident(*parts: str) -> str:
    """A name of at most 36 characters that is always the same for the same parts."""
    name = "-".join(parts)
    return name if len(name) <= MOST_IDENT else f"{name[:27]}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def harvest_xml(datasets: Iterable[Dataset]) -> bytes:
    """The file dane.gov.pl harvests; the same bytes for the same datasets."""
    root = etree.Element(f"{{{NAMESPACE}}}datasets", nsmap={None: NAMESPACE})
    for item in datasets:
        _dataset(root, item)
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return made


def md5_of(data: bytes) -> str:
    """What the file beside it holds: 32 hexadecimal digits."""
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


def _dataset(root: etree._Element, item: Dataset) -> None:
    made = _part(root, "dataset", status="published")
    _part(made, "extIdent", item.ident)
    _part(_part(made, "title"), "polish", item.title[:MOST_TITLE])
    _part(_part(made, "description"), "polish", item.description[:MOST_TEXT])
    _part(made, "url", item.url)
    _part(made, "updateFrequency", item.frequency)
    _part(_part(made, "categories"), "category", item.category)
    conditions = _part(made, "conditions")
    _part(conditions, "source", "true")
    _part(conditions, "modification", "true")
    resources = _part(made, "resources")
    for resource in item.resources:
        _resource(resources, resource)
    tags = _part(made, "tags")
    for tag in item.tags:
        _part(tags, "tag", tag, lang="pl")
    _part(made, "hasDynamicData", "false")


def _resource(parent: etree._Element, item: Resource) -> None:
    made = _part(parent, "resource", status="published")
    _part(made, "extIdent", item.ident)
    _part(made, "url", item.url)
    _part(_part(made, "title"), "polish", item.title[:MOST_TITLE])
    _part(_part(made, "description"), "polish", item.description[:MOST_TEXT])
    _part(made, "availability", "local")
    _part(made, "dataDate", item.data_date)
    _part(made, "hasDynamicData", "false")
    if item.region:
        _part(_part(made, "regions"), "terytIdent", item.region)


def _part(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    made = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)
    made.text = text
    return made


def faults(data: bytes, md5: str | None) -> Iterator[str]:
    """What dane.gov.pl would refuse, or nobody could use; in words for a terminal."""
    if md5 is not None and md5.strip() != md5_of(data):
        yield "plik .md5 nie pasuje do pliku XML"
    try:
        root = etree.fromstring(data, _XML)
    except etree.XMLSyntaxError as error:
        yield f"to nie jest XML: {error}"
        return
    idents = [part.text or "" for part in root.iter("{*}extIdent")]
    yield from (
        f"extIdent {name!r} występuje dwa razy" for name in sorted({n for n in idents if idents.count(n) > 1})
    )
    yield from (
        f"extIdent {name!r} jest pusty albo za długi" for name in idents if not 1 <= len(name) <= MOST_IDENT
    )
    for url in resources(data):
        if not url.startswith("https://"):
            yield f"zasób nie jest pod https: {url}"
    for part in root.iter("{*}updateFrequency"):
        if part.text == "notApplicable":
            yield "updateFrequency notApplicable nie jest już przyjmowane"
    for part in root.iter("{*}category"):
        if part.text not in CATEGORIES:
            yield f"nieznana kategoria {part.text}"


def resources(data: bytes) -> list[str]:
    """Addresses of all resources."""
    root = etree.fromstring(data, _XML)
    return [(part.findtext("{*}url") or "") for part in root.iter("{*}resource")]


def declared_type(url: str) -> str | None:
    """The content type an address declares by its ending."""
    return TYPES.get(url.rpartition("/")[2].rpartition(".")[2].lower())


def catalogue(title: str, publisher: str, url: str, datasets: Iterable[Dataset]) -> dict[str, Any]:
    """The same datasets as a DCAT-AP 3.0.1 catalogue in JSON-LD.

    What is named from elsewhere says its class too: whoever checks the file need not fetch the vocabularies.
    """
    office: dict[str, Any] = {
        "@id": f"{url}#wydawca",
        "@type": ["foaf:Agent", "foaf:Organization"],
        "foaf:name": _polish(publisher),
    }
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "skos": "http://www.w3.org/2004/02/skos/core#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": url,
        "@type": "dcat:Catalog",
        "dct:title": _polish(title),
        "dct:description": _polish(title),
        "dct:language": _named("language", "POL", "dct:LinguisticSystem"),
        "dct:publisher": office,
        "dcat:dataset": [_dcat(item, office["@id"]) for item in datasets],
    }


def _dcat(item: Dataset, publisher: str) -> dict[str, Any]:
    theme = {
        **_named("data-theme", item.category, "skos:Concept"),
        "skos:prefLabel": _polish(CATEGORIES[item.category]),
    }
    return {
        "@id": f"{item.url}#{item.ident}",
        "@type": "dcat:Dataset",
        "dct:identifier": item.ident,
        "dct:title": _polish(item.title),
        "dct:description": _polish(item.description),
        "dct:publisher": {"@id": publisher},
        "dct:language": {"@id": f"{AUTHORITY}/language/POL"},
        "dct:accrualPeriodicity": _named("frequency", item.frequency.upper(), "dct:Frequency"),
        "dcat:landingPage": {"@id": item.page or item.url, "@type": "foaf:Document"},
        "dcat:theme": theme,
        "dcat:keyword": [_polish(tag) for tag in item.tags],
        "dcat:distribution": [_distribution(resource) for resource in item.resources],
    }


def _distribution(resource: Resource) -> dict[str, Any]:
    made = {
        "@id": f"{resource.url}#plik",
        "@type": "dcat:Distribution",
        "dct:title": _polish(resource.title),
        "dct:description": _polish(resource.description),
        "dct:modified": {"@value": resource.data_date, "@type": "xsd:date"},
        "dcat:accessURL": {"@id": resource.url},
        "dcat:downloadURL": {"@id": resource.url},
    }
    kind = declared_type(resource.url)
    # Types beginning with x- are registered nowhere, so nothing names them.
    if kind is not None and "/x-" not in kind:
        made["dcat:mediaType"] = {"@id": f"{MEDIA_TYPES}/{kind}", "@type": "dct:MediaType"}
    return made


def _polish(text: str) -> dict[str, str]:
    return {"@value": text, "@language": "pl"}


def _named(table: str, word: str, kind: str) -> dict[str, str]:
    """A word of a table of the Publications Office."""
    return {"@id": f"{AUTHORITY}/{table}/{word}", "@type": kind}
