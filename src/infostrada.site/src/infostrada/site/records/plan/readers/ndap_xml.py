"""A plan as `wykaz` of the National Digital Archive (schema WykazAkt)."""

from infostrada.site.records.plan.readers.cells import column
from infostrada.site.records.plan.readers.cells import plan_class
from infostrada.site.records.plan.readers.problem import UnreadablePlanError
from infostrada.site.records.plan.rules import PlanClass
from lxml import etree


NAMESPACE = "http://www.mswia.gov.pl/standardy/ndap"


def read(name: str, data: bytes) -> list[PlanClass]:
    """Classes of the `akta` elements; a document type, entities and inclusions are refused."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadablePlanError("xml_broken", file=name, line=getattr(error, "lineno", 0) or 0) from error
    if root.getroottree().docinfo.doctype:
        raise UnreadablePlanError("xml_doctype", file=name)
    if root.tag != f"{{{NAMESPACE}}}wykaz":
        raise UnreadablePlanError("xml_not_a_plan", file=name, line=root.sourceline or 0)
    return [_class(name, item) for item in root.iterchildren(tag=etree.Element)]


def _class(name: str, item: etree._Element) -> PlanClass:
    line = item.sourceline or 0
    if item.tag != f"{{{NAMESPACE}}}akta":
        local = etree.QName(item).localname
        raise UnreadablePlanError("xml_unknown_element", file=name, line=line, field=local)
    words = {}
    for child in item.iterchildren(tag=etree.Element):
        known = etree.QName(child)
        field = column(known.localname) if known.namespace == NAMESPACE else None
        if field is None or child.find("*") is not None:
            raise UnreadablePlanError(
                "xml_unknown_element", file=name, line=child.sourceline or line, field=known.localname
            )
        # The whole text, which a comment in its middle does not end.
        words[field] = str(child.xpath("string()"))
    for needed in ("symbol", "title"):
        if needed not in words:
            raise UnreadablePlanError("column_missing", file=name, line=line, field=needed)
    return plan_class(words, line)
