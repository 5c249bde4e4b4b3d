"""The datasets a bulletin offers."""

from infostrada.site.bip.feeds.rows import newest_change
from infostrada.site.bip.opendata.rules import Dataset
from infostrada.site.bip.opendata.rules import ident
from infostrada.site.bip.opendata.rules import Resource
from infostrada.site.units.lookup import unit_of
from typing import Any


FILES = {
    "wpisy": ("entries.csv", "entries.json"),
    "rejestr-zmian": ("change-log.jsonl",),
}
WORDS = {
    "wpisy": (
        "Wpisy Biuletynu Informacji Publicznej",
        "Wszystkie jawne wpisy: tytuł, streszczenie, dział, adres, daty.",
    ),
    "rejestr-zmian": (
        "Rejestr zmian Biuletynu Informacji Publicznej",
        "Każda publikacja, zmiana i wycofanie, z przyczyną i łańcuchem skrótów do sprawdzenia.",
    ),
}


def datasets(bulletin: Any) -> list[Dataset]:
    """Entries and the change log, each with its files."""
    unit, url = unit_of(bulletin), bulletin.absolute_url()
    day, region = newest_change(bulletin)[:10], (unit.teryt or "")[:2]
    return [
        Dataset(
            ident=ident(unit.unit_id, name),
            title=f"{title}: {unit.title}",
            description=text,
            url=url,
            category="GOVE",
            tags=("BIP", "informacja publiczna"),
            resources=tuple(
                Resource(
                    ident=ident(unit.unit_id, name, file.rpartition(".")[2]),
                    url=f"{url}/{file}",
                    title=f"{title} ({file.rpartition('.')[2].upper()})",
                    description=text,
                    data_date=day,
                    region=region,
                )
                for file in FILES[name]
            ),
        )
        for name, (title, text) in WORDS.items()
    ]
