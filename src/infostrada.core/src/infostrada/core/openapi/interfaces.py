from zope.interface import Attribute
from zope.interface import Interface


class IServiceSchemas(Interface):
    """Named utility: what a domain's services take and answer, for the document."""

    schemas = Attribute("JSON Schemas by the names they have below `#/components/schemas/`")
    services = Attribute("ServiceSchema by method, interface and name, for example `POST IUnit @letters`")
