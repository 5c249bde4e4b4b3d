"""What is in a file, before anybody decides where it goes."""

from collections import Counter
from infostrada.geo.imports.gml.models import model_of
from infostrada.geo.imports.gml.models import OTHER
from infostrada.geo.imports.options import Options
from infostrada.geo.imports.source import opened
from pathlib import Path
from typing import Any


# The form is told of the first so many objects; counting a whole register would take too long.
MOST = 200_000


def inspect(path: Path) -> dict[str, Any]:
    """Format and classes with their counts and the layers they usually go to; UnreadableFile."""
    with opened(path) as source:
        options = Options()
        placed: Counter[str] = Counter()
        without: Counter[str] = Counter()
        systems: set[int] = set()
        complete = True
        for number, item in enumerate(source.items(options)):
            if number >= MOST:
                complete = False
                break
            if item.wkb is None and not item.faults:
                without[item.class_name] += 1
            else:
                placed[item.class_name] += 1
                systems.add(item.srid)
        return {
            "format": sorted({kind for kind, _path in source.paths}),
            "classes": [
                {"name": name, "count": count, "layer": usual_layer(name)} for name, count in placed.items()
            ],
            "without_place": dict(without),
            "personal": dict(source.personal),
            "systems": sorted(systems - {0}),
            "complete": complete,
        }


def usual_layer(class_name: str) -> str:
    """The layer a class of a national model goes to by itself; empty for others."""
    for prefix, space in PREFIXES:
        if class_name.startswith(prefix):
            return model_of(space).layer_of(class_name)
    return OTHER.layer_of(class_name)


PREFIXES = (
    ("EGB_", "ewidencjaGruntowIBudynkow:1.0"),
    ("OT_", "bazaDanychObiektowTopograficznych500:1.0"),
    ("GES_", "geodezyjnaEwidencjaSieciUzbrojeniaTerenu:1.0"),
    ("PRG_", "prg-ad"),
    ("AD_", "prgad"),
    ("Akt", "zagospodarowanieprzestrzenne/schemas/app/2.0"),
    ("Strefa", "zagospodarowanieprzestrzenne/schemas/app/2.0"),
    ("Obszar", "zagospodarowanieprzestrzenne/schemas/app/2.0"),
)
