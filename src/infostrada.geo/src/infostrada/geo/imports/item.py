"""What a reader yields for each feature of a file, whatever the format."""

from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Fault:
    """Why a feature is refused: a machine word, and what and where in the file's own terms."""

    reason: str
    detail: str = ""


@dataclass(frozen=True)
class Item:
    """One object of a file.

    `wkb` has x = easting (or longitude) and y = northing (or latitude) in the system `srid` names,
    in that system's unit; None for objects without a place, which only give `label` to those that
    point to them. `line` counts from 1. `valid_to` is set for versions that have ended.
    """

    line: int
    class_name: str
    gml_id: str = ""
    ns: str = ""
    local_id: str = ""
    version: str = ""
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    business_id: str = ""
    teryt: str = ""
    attrs: dict[str, Any] = field(default_factory=dict)
    change_ref: str = ""
    label: str = ""
    srid: int = 0
    wkb: bytes | None = None
    faults: tuple[Fault, ...] = ()
