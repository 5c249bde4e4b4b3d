"""What a domain says of its register: columns, choices, ready views, acts on ticked rows."""

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from infostrada.site.desk.words import dated
from infostrada.site.desk.words import partial_cell
from typing import Any


Cell = Callable[[Mapping[str, Any], Any], dict[str, Any]]


def plain(name: str) -> Cell:
    """A cell that shows a column of the row as it stands."""

    def cell(row: Mapping[str, Any], page: Any) -> dict[str, Any]:
        value = row[name]
        return {"text": "" if value is None else str(value)}

    return cell


def day(name: str) -> Cell:
    """A cell that shows a column of the row as a day, in the short form."""
    return lambda row, page: dated(row[name], page.request)


def partial_day(name: str) -> Cell:
    """A cell that shows a column with a day that may be incomplete."""
    return lambda row, page: partial_cell(row[name], page.request)


@dataclass(frozen=True)
class Shown:
    """A column people may show; `order` names the listing's order its heading sorts by.

    `cell(row, page)` makes the cell as the register pattern wants it.
    """

    name: str
    label: Any
    cell: Cell
    usual: bool = True
    order: str = ""
    num: bool = False
    once: bool = False
    """Keep on one line."""


@dataclass(frozen=True)
class Option:
    """One way to fill a part of the sentence, and the listing's filters it means."""

    value: str
    words: Any
    filters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Choice:
    """A part of the sentence; the first option is what an untouched list shows."""

    name: str
    label: Any
    options: Callable[[Any], Sequence[Option]]


@dataclass(frozen=True)
class View:
    """A view every user of the register has: a label, what the address asks for, and how many rows it shows if that is known."""

    label: Any
    asked: Mapping[str, str]
    count: Callable[[Any], str] = lambda page: ""


@dataclass(frozen=True)
class Act:
    """Something done to every ticked row by the domain's operation.

    `do(obj, page)` acts on one object; `fields(page)` are what the act has to be told.
    """

    name: str
    submit: Any
    do: Callable[[Any, Any], object]
    fields: Callable[[Any], Sequence[Mapping[str, Any]]] = lambda page: ()
    done: Any = ""


def fixed(*options: Option) -> Callable[[Any], Sequence[Option]]:
    """Options that are the same for everybody."""
    return lambda page: options
