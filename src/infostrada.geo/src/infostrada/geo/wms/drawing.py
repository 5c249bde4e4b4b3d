"""GetMap and GetLegendGraphic: features sorted by the rules that draw them, written to files, painted."""

from infostrada.core.record.access import Principals
from infostrada.geo.features.crs import Box
from infostrada.geo.imagery.files import image
from infostrada.geo.imagery.files import images
from infostrada.geo.layers.sources import IMAGERY
from infostrada.geo.services.answer import Answer
from infostrada.geo.wms.asking import Picture
from infostrada.geo.wms.faults import refused
from infostrada.geo.wms.mapfile import Drawn
from infostrada.geo.wms.mapfile import KINDS
from infostrada.geo.wms.mapfile import Sheet
from infostrada.geo.wms.program import paint
from infostrada.geo.wms.reading import chosen
from infostrada.geo.wms.reading import dimension
from infostrada.geo.wms.reading import features
from infostrada.geo.wms.reading import WmsLayer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import hashlib
import numpy
import shapely


def get_map(picture: Picture, known: str | None, principals: Principals) -> Answer:
    """The picture, or word that the asker's one is current."""
    layers = chosen(picture.layers, principals)
    revision, public = revision_of(layers, picture), all(each.public for each in layers)
    if known == revision:
        return Answer(b"", picture.format, revision=revision, public=public, unchanged=True)
    return Answer(painted(layers, picture, principals), picture.format, revision=revision, public=public)


def painted(layers: list[WmsLayer], picture: Picture, principals: Principals) -> bytes:
    """The picture of layers the asker may see."""
    with TemporaryDirectory(prefix="infostrada-wms-") as name:
        folder = Path(name)
        drawn: list[Drawn] = []
        for layer in layers:
            drawn += _drawn(layer, picture, folder, len(drawn), principals)
        sheet = Sheet(
            picture.box, picture.width, picture.height, picture.format, picture.transparent,
            picture.background, drawn or [Drawn("empty", "POLYGON")],
        )  # fmt: skip
        return paint(sheet, folder, images())


def get_legend(name: str, known: str | None, principals: Principals) -> Answer:
    """The rules of a layer with their titles."""
    (layer,) = chosen([name], principals)
    if layer.kind == IMAGERY:
        raise refused("OperationNotSupported", "layer", "GetLegendGraphic")
    revision = hashlib.sha256(repr(layer).encode()).hexdigest()[:24]
    if known == revision:
        return Answer(b"", "image/png", revision=revision, public=layer.public, unchanged=True)
    kind = KINDS[dimension(layer, principals)]
    sheet = Sheet(Box(0, 0, 1, 1, 2180), 10, 10, layers=[Drawn("legend", kind, layer.rules)])
    with TemporaryDirectory(prefix="infostrada-wms-") as folder:
        painted = paint(sheet, Path(folder), legend=True)
    return Answer(painted, "image/png", revision=revision, public=layer.public)


def revision_of(layers: list[WmsLayer], picture: Picture) -> str:
    """Changes with the data, the rules and the question."""
    return hashlib.sha256(repr((layers, picture)).encode()).hexdigest()[:24]


def _drawn(
    layer: WmsLayer, picture: Picture, folder: Path, number: int, principals: Principals
) -> list[Drawn]:
    """What MapServer draws of a layer: its imagery, or its areas, lines and points."""
    if layer.kind == IMAGERY:
        found = image(layer.service)
        srid = int(layer.service["srid"])
        return (
            [Drawn(f"l{number}", "RASTER", file=str(found), opacity=layer.opacity, srid=srid)]
            if found
            else []
        )
    if picture.metres > layer.coarsest:
        return []
    shapes, attrs = features(layer, picture.box, picture.resolution, principals)
    if not shapes:
        return []
    sorted_out = _by_rule(layer, attrs, picture.denominator)
    geometries = shapely.from_wkb(shapes)
    return _files(layer, geometries, sorted_out, folder, number, picture)


def _by_rule(layer: WmsLayer, attrs: list[dict[str, Any]], denominator: float) -> list[tuple[int, str]]:
    """For each feature the number of the rule that draws it, -1 for none, and its name."""
    places = {id(rule): place for place, rule in enumerate(layer.rules)}
    found = []
    for each in attrs:
        near = (rule for rule in layer.rules if rule.holds(each, denominator))
        rule = next(near, None)
        name = each.get(rule.label) if rule and rule.label else None
        found.append((-1 if rule is None else places[id(rule)], "" if name is None else str(name)[:200]))
    return found


def _files(
    layer: WmsLayer,
    geometries: Any,
    sorted_out: list[tuple[int, str]],
    folder: Path,
    number: int,
    picture: Picture,
) -> list[Drawn]:
    """One file for each dimension; MapServer's layers have one. Areas lie below lines, lines below points."""
    # GDAL (30 MB) is loaded by the process that draws, not by every process.
    from pyogrio.raw import write

    parts, owner = shapely.get_parts(geometries, return_index=True)
    rules = numpy.array([each[0] for each in sorted_out], dtype="int32")[owner]
    names = numpy.array([each[1] for each in sorted_out], dtype=object)[owner]
    # A feature of several parts is named once.
    names[numpy.concatenate([[False], owner[1:] == owner[:-1]])] = ""
    drawn: list[Drawn] = []
    for dimension_, kind in reversed(list(enumerate(KINDS))):
        those = (shapely.get_dimensions(parts) == dimension_) & (rules >= 0)
        if not those.any():
            continue
        name = f"l{number + len(drawn)}"
        data = shapely.to_wkb(parts[those], output_dimension=2)
        write(
            str(folder / f"{name}.fgb"), data, [rules[those], names[those]], ["rule", "label"],
            geometry_type="Unknown", crs=f"EPSG:{picture.box.srid}", driver="FlatGeobuf", SPATIAL_INDEX="NO",
        )  # fmt: skip
        drawn.append(
            Drawn(
                name,
                kind,
                layer.rules,
                str(folder / f"{name}.fgb"),
                layer.opacity,
                denominator=picture.denominator,
            )
        )
    return drawn
