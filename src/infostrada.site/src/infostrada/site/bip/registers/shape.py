"""What a register is made of: its fields, key, clock and the days entries live by. The registers are data of `tables`."""

from collections.abc import Mapping
from dataclasses import dataclass
from infostrada.site.bip.registers.clocks import Clock
from infostrada.site.bip.registers.fields import Field
from typing import Any


@dataclass(frozen=True)
class Kind:
    """A register: `slug` stands in addresses, `key` tells entries apart, `day` is the day a list is sorted by.

    `heading` makes the title of an entry from its values; `clock` is the term the law gives the office.
    `until_years` withdraws an entry so many years after its day. `unindexed` keeps search engines away.
    """

    name: str
    slug: str
    section: str
    label: str
    one: str
    entry_kind: str
    heading: str
    key: tuple[str, ...]
    day: str
    fields: tuple[Field, ...]
    number: str = "number"
    status: str = ""
    person: str = ""
    amount: str = ""
    clock: Clock | None = None
    basis: str = ""
    until_years: int = 0
    unindexed: bool = False

    @property
    def portal_type(self) -> str:
        """The type of its entries."""
        return f"bip_{self.name}"

    def field(self, name: str) -> Field:
        """A field by its name; KeyError."""
        return {field.name: field for field in self.fields}[name]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the fields."""
        return tuple(field.name for field in self.fields)

    def title(self, values: Mapping[str, Any]) -> str:
        """The title of an entry, at most 500 characters."""
        known = {name: values.get(name, "") for name in self.names}
        for field in self.fields:
            if field.type == "choice" and known[field.name]:
                known[field.name] = label_of(field, known[field.name])
        said = self.heading.format(**known).strip(" :,").replace(": w sprawie ", " w sprawie ")
        return f"{said[:1].upper()}{said[1:]}"[:500]


def label_of(field: Field, value: str) -> str:
    """What an option is called."""
    return dict(field.options).get(value, value)


def text(name: str, label: str, *, required: bool = False, listed: bool = False, **more: Any) -> Field:
    return Field(name, label, "text", required, listed, **more)


def day(name: str, label: str, *, required: bool = False, listed: bool = False, hint: str = "") -> Field:
    return Field(name, label, "day", required, listed, hint=hint)
