"""GeoPackage, Shapefile, GeoJSON, FlatGeobuf and DXF through GDAL (pyogrio's wheel).

GDAL gives coordinates in easting, northing (longitude, latitude) whatever the system.
"""

from codecs import getincrementaldecoder
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from infostrada.geo.imports.gml.items import business_id
from infostrada.geo.imports.gml.items import TERYT
from infostrada.geo.imports.gml.items import UNLAWFUL
from infostrada.geo.imports.gml.models import OTHER
from infostrada.geo.imports.gml.srs import system_named
from infostrada.geo.imports.gml.srs import UnknownSystem
from infostrada.geo.imports.gml.stream import UnreadableFile
from infostrada.geo.imports.item import Fault
from infostrada.geo.imports.item import Item
from pathlib import Path
from typing import Any

import math


BATCH = 10_000
# GDAL finds the register's number of most systems; of the rest this much likeness is enough.
LEAST_CONFIDENCE = 60
# Language bytes of dBASE that say nothing about Polish letters: none, and "Windows ANSI".
UNTOLD_LETTERS = (0x00, 0x03, 0x57)


@dataclass
class OgrReader:
    """Iterating gives the items of all layers of a file that hold geometries.

    `default_srs` is an `srsName` for files that name no system (DXF, a shapefile without .prj).
    `name_field` is the attribute features are called by, when it is none of the usual ones.
    """

    path: Path
    persons: bool = False
    default_srs: str = ""
    name_field: str = ""

    def __iter__(self) -> Iterator[Item]:
        """The items; UnreadableFile when GDAL cannot make sense of the file."""
        # GDAL is loaded by whoever reads such a file, not by every process.
        from pyogrio.errors import DataLayerError
        from pyogrio.errors import DataSourceError

        try:
            yield from self._items()
        except (DataSourceError, DataLayerError) as error:
            why = str(error).replace(str(self.path), self.path.name)[:300]
            raise UnreadableFile("unreadable", why) from error

    def _items(self) -> Iterator[Item]:
        import pyogrio

        number = 0
        for layer, kind in pyogrio.list_layers(self.path):
            if kind is None:
                continue
            for item in self._layer(str(layer), number):
                number += 1
                yield item

    def _layer(self, layer: str, number: int) -> Iterator[Item]:
        import pyogrio

        skipped, encoding = 0, encoding_of(self.path)
        while True:
            meta, fids, shapes, columns = pyogrio.raw.read(
                self.path,
                layer=layer,
                skip_features=skipped,
                max_features=BATCH,
                force_2d=True,
                return_fids=True,
                encoding=encoding,
            )
            if not len(fids):
                return
            srid, fault = self._system(meta["crs"])
            names = [str(name) for name in meta["fields"]]
            for place, fid in enumerate(fids):
                values = zip(names, (column[place] for column in columns), strict=True)
                attrs = {name: value for name, raw in values if (value := _plain(raw)) not in (None, "")}
                number += 1
                yield self._item(layer, int(fid), number, attrs, shapes[place], srid, fault)
            skipped += len(fids)

    def _item(
        self,
        layer: str,
        fid: int,
        number: int,
        attrs: dict[str, Any],
        wkb: bytes | None,
        srid: int,
        fault: Any,
    ) -> Item:
        name = str(attrs.get(self.name_field, "")) if self.name_field else business_id(layer, OTHER, attrs)
        if not self.persons:
            attrs = {
                key: value
                for key, value in attrs.items()
                if OTHER.dropped is None or not OTHER.dropped.fullmatch(key)
            }
        faults = (Fault("empty_geometry"),) if wkb is None else (fault,) if fault else ()
        found = TERYT.search(name)
        return Item(
            line=number,
            class_name=layer,
            gml_id=str(fid),
            local_id=UNLAWFUL.sub("_", name or f"{layer}.{fid}"),
            business_id=name,
            teryt=next(filter(None, found.groups())) if found else "",
            attrs=attrs,
            srid=srid,
            wkb=None if wkb is None or fault else bytes(wkb),
            faults=faults,
        )

    def _system(self, crs: str | None) -> tuple[int, Fault | None]:
        if not crs:
            if not self.default_srs:
                return 0, Fault("crs_missing")
            crs = self.default_srs
        try:
            return system_named(crs).srid, None
        except UnknownSystem:
            pass
        import pyproj

        try:
            found = pyproj.CRS.from_user_input(crs).to_epsg(LEAST_CONFIDENCE)
            return system_named(f"EPSG:{found}").srid, None
        except (pyproj.exceptions.CRSError, UnknownSystem):
            return 0, Fault("crs_unknown", crs[:120])


def encoding_of(path: Path) -> str | None:
    """The letters of a shapefile whose sidecars do not name them; None leaves it to GDAL.

    Programs of Polish offices leave the language byte of the table (its 30th) at nought or at "ANSI",
    which GDAL reads as western European. Then what is not UTF-8 is Windows-1250.
    """
    table = path.with_suffix(".dbf")
    if path.suffix != ".shp" or path.with_suffix(".cpg").exists() or not table.exists():
        return None
    with table.open("rb") as file:
        head = file.read(32)
        if len(head) < 32 or head[29] not in UNTOLD_LETTERS:
            return None
        decoder = getincrementaldecoder("utf-8")()
        try:
            while piece := file.read(2**20):
                decoder.decode(piece)
        except UnicodeDecodeError:
            return "CP1250"
    return "UTF-8"


def _plain(value: Any) -> Any:
    """A value of a column as JSON holds it; None for what is not there."""
    if hasattr(value, "dtype") and value.ndim == 0:
        if value.dtype.kind == "M":
            return None if str(value) == "NaT" else str(value)
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return None
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, str):
        return value.strip().replace("\0", "")
    return value
