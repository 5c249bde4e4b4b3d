"""What a map feature is before and after it stands in the store."""

from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Feature:
    """One version of a feature.

    The key is (layer, ns, local_id): the INSPIRE identifier (przestrzenNazw, lokalnyId) within a
    layer of ours. `business_id` is what people call it (a parcel's number), and may be reused.
    `wkb` is EPSG:2180 with x = easting and y = northing, in metres. `teryt` has six digits.
    """

    layer: str
    ns: str
    local_id: str
    version: str
    valid_from: datetime
    wkb: bytes
    business_id: str = ""
    teryt: str = ""
    attrs: dict[str, Any] = field(default_factory=dict)

    @property
    def fid(self) -> str:
        """The identifier used in addresses: namespace and local id joined by a colon."""
        return f"{self.ns}:{self.local_id}"
