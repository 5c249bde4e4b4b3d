"""Requests to WFS: key-value pairs and XML read into the same question."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from infostrada.geo.wfs.faults import invalid
from infostrada.geo.wfs.faults import missing
from infostrada.geo.wfs.faults import OwsProblem
from infostrada.geo.wfs.faults import unsupported
from infostrada.geo.wfs.names import FES
from infostrada.geo.wfs.names import WFS
from lxml import etree
from typing import Any


VERSION = "2.0.0"
MOST_BODY = 1_000_000
BY_ID = "urn:ogc:def:query:OGC-WFS::GetFeatureById"


@dataclass(frozen=True)
class Question:
    """What is asked; names as they came, the filter as XML."""

    operation: str
    types: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    filter: Any = None

    def get(self, name: str) -> str | None:
        """A parameter, None when absent or empty."""
        return self.values.get(name.lower()) or None


def from_pairs(form: Mapping[str, Any]) -> Question:
    """A request by key-value pairs; the keys' case does not matter."""
    values = {name.lower(): value for name, value in form.items() if isinstance(value, str)}
    if values.get("service", "WFS").upper() != "WFS":
        raise invalid("service", values["service"][:40])
    operation = values.get("request")
    if not operation:
        raise missing("request")
    _check_version(operation, values.get("version"), values.get("acceptversions"))
    if values.get("storedquery_id"):
        return _by_id(values)
    types = values.get("typenames") or values.get("typename") or ""
    text = values.get("filter")
    tree = parsed(text.encode()) if text else None
    return Question(operation, _names(types), values, tree)


def from_xml(body: bytes) -> Question:
    """A request in XML (WFS 2.0, clause 7 and following)."""
    root = parsed(body)
    name = etree.QName(root)
    if name.namespace != WFS:
        raise invalid("request", str(name.namespace)[:80])
    values = {key.lower(): value for key, value in root.attrib.items() if "}" not in key}
    _check_version(name.localname, values.get("version"), None)
    if name.localname == "DescribeFeatureType":
        types = [each.text or "" for each in root.findall(f"{{{WFS}}}TypeName")]
        return Question("DescribeFeatureType", tuple(types), values)
    if name.localname != "GetFeature":
        return Question(name.localname, (), values)
    stored = root.find(f"{{{WFS}}}StoredQuery")
    if stored is not None:
        parameters = {each.get("name", "").lower(): each.text or "" for each in stored}
        return _by_id({**values, **parameters, "storedquery_id": stored.get("id", "")})
    queries = root.findall(f"{{{WFS}}}Query")
    if len(queries) != 1:
        raise unsupported("Query", "one query")
    (query,) = queries
    values |= {key.lower(): value for key, value in query.attrib.items()}
    types = (query.get("typeNames") or "").split()
    return Question("GetFeature", tuple(types), values, query.find(f"{{{FES}}}Filter"))


def parsed(body: bytes) -> Any:
    """XML without document types, entities or anything from elsewhere; OwsProblem."""
    if len(body) > MOST_BODY:
        raise invalid("body", "too large")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise OwsProblem("OperationParsingFailed", "body", "XML") from error
    if root.getroottree().docinfo.doctype:
        raise OwsProblem("OperationParsingFailed", "body", "DOCTYPE")
    return root


def _check_version(operation: str, version: str | None, accepted: str | None) -> None:
    if operation.lower() == "getcapabilities":
        if accepted and VERSION not in accepted.split(","):
            raise OwsProblem("VersionNegotiationFailed", "acceptVersions", VERSION)
    elif version and version not in (VERSION, "2.0.2"):
        raise invalid("version", version[:20])


def _names(text: str) -> tuple[str, ...]:
    return tuple(each for each in text.replace("(", "").replace(")", "").split(",") if each)


def _by_id(values: Mapping[str, str]) -> Question:
    if values["storedquery_id"] != BY_ID:
        raise invalid("storedQuery_Id", values["storedquery_id"][:80])
    if not values.get("id"):
        raise missing("id")
    return Question("GetFeature", (values["id"].partition(".")[0],), {**values, "resourceid": values["id"]})
