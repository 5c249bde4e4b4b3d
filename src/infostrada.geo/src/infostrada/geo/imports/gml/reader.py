"""Read a GML file: items, and what was left out."""

from collections import Counter
from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from infostrada.geo.imports.gml.items import is_personal
from infostrada.geo.imports.gml.items import item_of
from infostrada.geo.imports.gml.stream import Stream
from infostrada.geo.imports.item import Fault
from infostrada.geo.imports.item import Item
from typing import Any
from typing import BinaryIO


Validate = Callable[[Any], list[Fault]]


@dataclass
class GmlReader:
    """Iterating gives the items of a file in its order.

    `validate` judges a feature element by the installed schema. `personal` counts the objects of
    persons that were left out, by class. `default_srs` serves files that name no system at all.
    """

    file: BinaryIO
    validate: Validate | None = None
    persons: bool = False
    default_srs: str = ""
    personal: Counter[str] = field(default_factory=Counter)

    def __iter__(self) -> Iterator[Item]:
        stream = Stream(self.file)
        for feature in stream:
            if is_personal(feature):
                self.personal[feature.tag.rpartition("}")[2]] += 1
                continue
            faults = self.validate(feature) if self.validate is not None else []
            item = item_of(feature, stream.default_srs or self.default_srs, self.persons)
            yield replace(item, faults=(*item.faults, *faults)) if faults else item
