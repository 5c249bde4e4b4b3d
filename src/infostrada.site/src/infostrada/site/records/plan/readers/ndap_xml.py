"""A plan as `wykaz` of the National Digital Archive (schema WykazAkt)."""

from infostrada.site.records.plan.readers.cells import column
from infostrada.site.records.plan.readers.cells import plan_class
from infostrada.site.records.plan.readers.problem import UnreadablePlanError
from infostrada.site.records.plan.rules import PlanClass
from lxml import etree


NAMESPACE = "http://www.mswia.gov.pl/standardy/ndap"


def read(name: str, data: bytes) -> list[PlanClass]:
    """Classes of the `akta` elements; entities and outside documents are never resolved."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadablePlanError("xml_broken", file=name, line=error.lineno or 0) from error
    if root.tag != f"{{{NAMESPACE}}}wykaz":
        raise UnreadablePlanError("xml_not_a_plan", file=name, line=root.sourceline or 0)
    return [_class(name, item) for item in root.iterchildren(tag=etree.Element)]


def _class(name: str, item: etree._Element) -> PlanClass:
    line = item.sourceline or 0
    if item.tag != f"{{{NAMESPACE}}}akta":
        raise UnreadablePlanError("xml_not_a_plan", file=name, line=line)
    words = {}
    for child in item.iterchildren(tag=etree.Element):
        local = etree.QName(child).localname
        field = column(local)
        if field is None:
            raise UnreadablePlanError("xml_unknown_element", file=name, line=line, field=local)
        words[field] = child.text or ""
    for needed in ("symbol", "title"):
        if needed not in words:
            raise UnreadablePlanError("column_missing", file=name, line=line, field=needed)
    return plan_class(words, line)
