"""A document of the package before it is written."""

from infostrada.site.records.archive.package.build import Entry
from infostrada.site.records.archive.package.metadata import Metadata
from typing import NamedTuple


ACCESS = {"public": "wszystko", "partly_public": "metadane", "not_public": "metadane"}


class Paper(NamedTuple):
    """File name, content, metadata."""

    filename: str
    content: Entry
    metadata: Metadata
