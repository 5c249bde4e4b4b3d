"""Work lists and registers: what a domain declares once; `pages` takes pages of it, straight from SQL."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from infostrada.core.i18n import _
from infostrada.core.record.words import keep
from infostrada.core.record.words import Source

import re


@dataclass(frozen=True)
class Column:
    """A column of a listing: SQL expression over `record` and `own`, and its PostgreSQL type.

    `own` is the domain's listing table; `title` is its translatable heading in a file. A column that is no plain one and is
    searched by words says in which column of `own` these are `kept`, and the condition under which they are `shown`.
    """

    name: str
    sql: str
    type: str = "text"
    title: str = ""
    kept: str = ""
    shown: str = ""


def own(name: str, title: str = "", type: str = "text") -> Column:
    """A column of the domain's listing table as it stands there."""
    return Column(name, f"own.{name}", type, title)


@dataclass(frozen=True)
class Sort:
    """An order: names of columns, all in one direction. Their values must never be NULL.

    Wrap a nullable expression in `coalesce`. `uid` is always added as the last word.
    """

    columns: tuple[str, ...]
    descending: bool = False


@dataclass(frozen=True)
class Hint:
    """What is true of every row whose `filter` has one of the `values`, in terms of the domain's own table.

    For a partial index that PostgreSQL could not know to hold them.
    """

    filter: str
    values: frozenset[str]
    sql: str


RECORD_COLUMNS = (
    Column("uid", "record.uid"),
    Column("type", "record.type"),
    Column("state", "record.state", title=_("list_state", default="State")),
    Column("title", "record.title", title=_("list_title", default="Title")),
    Column("path", "record.path"),
    Column("unit", "record.unit"),
    Column("modified", "record.modified", "timestamptz", _("list_changed", default="Changed")),
)


@dataclass(frozen=True)
class Listing:
    """One list: its types, the domain's table, the columns it shows, orders and filters it knows.

    `columns` are added to `RECORD_COLUMNS`. `filters` name columns that may be asked for by
    equality, `words` columns searched by `q`; `signs` are numbers `q` finds that are put together of columns of the
    domain's table (`{number}/{year}`). `title` is its translatable name on paper. `permission` is checked on the context of the page or service.
    """

    name: str
    types: tuple[str, ...]
    permission: str
    table: str | None = None
    columns: tuple[Column, ...] = ()
    sorts: Mapping[str, Sort] = field(default_factory=dict)
    filters: tuple[str, ...] = ("state",)
    words: tuple[str, ...] = ("title",)
    signs: tuple[str, ...] = ()
    hints: tuple[Hint, ...] = ()
    title: str = ""

    def column(self, name: str) -> Column:
        """A column by its name; KeyError when there is none."""
        return {each.name: each for each in self.all_columns}[name]

    @property
    def all_columns(self) -> tuple[Column, ...]:
        """Those of every record and the listing's own."""
        return (*RECORD_COLUMNS, *self.columns)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where the words of `q` are looked for; ValueError for a column that is not kept."""
        own = self.table or ""
        return (
            *(self._source(self.column(name)) for name in self.words),
            *(Source(own, sign) for sign in self.signs),
        )

    def _source(self, column: Column) -> Source:
        plain = re.fullmatch(r"(record|own)\.(\w+)", column.sql)
        if column.kept:
            return Source(self.table or "", f"{{{column.kept}}}", column.shown)
        if plain is None:
            raise ValueError(
                f"listing {self.name!r} does not say where the words of {column.name!r} are kept"
            )
        return Source((self.table or "") if plain[1] == "own" else "", f"{{{plain[2]}}}")

    @property
    def orders(self) -> dict[str, Sort]:
        """The listing's own orders, its first one the default, and `modified`."""
        return {**self.sorts, "modified": Sort(("modified",), descending=True)}


_listings: dict[str, Listing] = {}


def register_listing(listing: Listing) -> None:
    """Make a listing known by its name, and keep its words; ValueError for a sort or filter without a column."""
    for name in (
        *listing.filters,
        *listing.words,
        *(name for sort in listing.sorts.values() for name in sort.columns),
    ):
        try:
            listing.column(name)
        except KeyError as error:
            raise ValueError(f"listing {listing.name!r} has no column {name!r}") from error
    keep(listing.types, listing.sources)
    _listings[listing.name] = listing


def find_listing(name: str) -> Listing | None:
    """A registered listing."""
    return _listings.get(name)


def listings() -> tuple[str, ...]:
    """Names of all lists, sorted."""
    return tuple(sorted(_listings))
