"""The datasets a bulletin offers: its entries, the change log, people and votes, each register that holds something."""

from collections.abc import Iterator
from infostrada.site.bip.feeds.rows import newest_change
from infostrada.site.bip.opendata.rules import Dataset
from infostrada.site.bip.opendata.rules import ident
from infostrada.site.bip.opendata.rules import Resource
from infostrada.site.bip.registers.kinds import KINDS
from infostrada.site.bip.registers.rows import counts
from infostrada.site.bip.registers.words import in_polish
from infostrada.site.units.lookup import unit_of
from typing import Any
from typing import NamedTuple


CATEGORIES = {"budzet": "ECON", "umowy": "ECON", "postepowania": "ECON", "srodowisko": "ENVI"}
# What a law wants public for a time only, with much of a person in it, is not spread through catalogues.
HARVESTED = tuple(kind for kind in KINDS.values() if not kind.unindexed)


class Said(NamedTuple):
    """What is said of a dataset, and the files it has below the bulletin."""

    name: str
    title: str
    text: str
    files: tuple[str, ...]
    tags: tuple[str, ...] = ()
    page: str = ""


ALWAYS = (
    Said(
        "wpisy",
        "Wpisy Biuletynu Informacji Publicznej",
        "Wszystkie jawne wpisy: tytuł, streszczenie, dział, adres, daty.",
        ("entries.csv", "entries.json"),
    ),
    Said(
        "rejestr-zmian",
        "Rejestr zmian Biuletynu Informacji Publicznej",
        "Każda publikacja, zmiana i wycofanie, z przyczyną i łańcuchem skrótów do sprawdzenia.",
        ("change-log.jsonl",),
    ),
)
COUNCIL = Said(
    "rada-popolo",
    "Radni, sesje i głosowania imienne",
    "Osoby, kluby, kadencje, sesje i głosy imienne radnych w układzie Popolo.",
    ("popolo.json",),
    ("rada", "głosowania", "Popolo"),
)


def datasets(bulletin: Any) -> list[Dataset]:
    """What is there now; registers without a public entry are left out."""
    unit, day = unit_of(bulletin), newest_change(bulletin)[:10]
    return [_dataset(bulletin, unit, said, day) for said in (*ALWAYS, *_registers(unit))]


def register_dataset(bulletin: Any, name: str) -> Dataset:
    """One register as a dataset."""
    return _dataset(bulletin, unit_of(bulletin), _register(name), newest_change(bulletin)[:10])


def _registers(unit: Any) -> Iterator[Said]:
    found = counts(unit.unit_id)
    if found.get("term"):
        yield COUNCIL
    yield from (_register(kind.name) for kind in HARVESTED if found.get(kind.name))


def _register(name: str) -> Said:
    kind = in_polish(name)
    page = f"rejestr/{kind.slug}"
    files = tuple(f"{page}.{ending}" for ending in ("csv", "json", "xlsx"))
    text = f"Jawne wpisy rejestru z wszystkimi polami. Podstawa: {kind.basis}."
    return Said(kind.slug, str(kind.label), text, files, (str(kind.label),), page)


def _dataset(bulletin: Any, unit: Any, said: Said, day: str) -> Dataset:
    url = bulletin.absolute_url()
    return Dataset(
        ident=ident(unit.unit_id, said.name),
        title=f"{said.title}: {unit.title}",
        description=said.text,
        url=url,
        category=CATEGORIES.get(said.name, "GOVE"),
        tags=("BIP", "informacja publiczna", *said.tags),
        resources=tuple(_resource(unit, said, file, url, day) for file in said.files),
        page=f"{url}/{said.page}" if said.page else "",
    )


def _resource(unit: Any, said: Said, file: str, url: str, day: str) -> Resource:
    ending = file.rpartition(".")[2]
    return Resource(
        ident=ident(unit.unit_id, said.name, ending),
        url=f"{url}/{file}",
        title=f"{said.title} ({ending.upper()})",
        description=said.text,
        data_date=day,
        region=(unit.teryt or "")[:2],
    )
