"""DescribeFeatureType: the application schema of the layers asked for."""

from infostrada.core.record.access import principals
from infostrada.geo.features.attributes import described
from infostrada.geo.features.catalogue import catalogue
from infostrada.geo.services.answer import Answer
from infostrada.geo.wfs import names
from infostrada.geo.wfs.asking import Question
from infostrada.geo.wfs.layers import attributes_of
from xml.sax.saxutils import quoteattr


MEDIA = "application/gml+xml; version=3.2"
GML_SCHEMA = "http://schemas.opengis.net/gml/3.2.1/gml.xsd"
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<xsd:schema xmlns:xsd="{names.XSD}" xmlns:gml="{names.GML}" xmlns:geo="{names.APP}"'
    f' targetNamespace="{names.APP}" elementFormDefault="qualified">'
    f'<xsd:import namespace="{names.GML}" schemaLocation="{GML_SCHEMA}"/>'
)
TYPE = (
    '<xsd:element name="{layer}" type="geo:{layer}Type" substitutionGroup="gml:AbstractFeature"/>'
    '<xsd:complexType name="{layer}Type"><xsd:complexContent>'
    '<xsd:extension base="gml:AbstractFeatureType"><xsd:sequence>'
    '<xsd:element name="geometry" type="gml:GeometryPropertyType"/>{elements}'
    "</xsd:sequence></xsd:extension></xsd:complexContent></xsd:complexType>"
)


def describe(question: Question) -> Answer:
    """The schema; NotFound when one of the types may not be seen."""
    wanted = [name.rpartition(":")[2] for name in question.types]
    layers = wanted or [layer.layer for layer in catalogue(principals())]
    return Answer(f"{HEAD}{''.join(map(_type, layers))}</xsd:schema>".encode(), MEDIA)


def _type(layer: str) -> str:
    attributes = attributes_of(described(layer, principals()).attributes)
    elements = "".join(
        f'<xsd:element name={quoteattr(each.element)} type="xsd:{each.kind}" minOccurs="0"/>'
        for each in attributes
    )
    return TYPE.format(layer=layer, elements=elements)
