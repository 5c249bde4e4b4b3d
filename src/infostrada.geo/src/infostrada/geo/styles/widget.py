"""The rule editor of a layer's form: a row of fields for each rule, with a legend while one types.

Every row sends the same names, so rows may be added and moved in the browser without numbering;
without scripts three empty rows are there to be filled.
"""

from collections.abc import Mapping
from infostrada.geo.browser.widget import GeoWidget
from infostrada.geo.styles.contrast import too_pale
from infostrada.geo.styles.field import FIELDS
from infostrada.geo.styles.field import IStyleField
from infostrada.geo.styles.presets import PALETTE
from infostrada.geo.styles.rules import HATCHES
from infostrada.geo.styles.rules import OPERATORS
from infostrada.geo.styles.rules import style_of
from infostrada.geo.styles.rules import SYMBOLS
from infostrada.geo.styles.rules import UnlawfulStyle
from infostrada.geo.styles.vocabularies import HATCH_TITLES
from infostrada.geo.styles.vocabularies import OPERATOR_TITLES
from infostrada.geo.styles.vocabularies import SYMBOL_TITLES
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from z3c.form.converter import BaseDataConverter
from z3c.form.interfaces import IFieldWidget
from z3c.form.interfaces import IFormLayer
from z3c.form.interfaces import IWidget
from z3c.form.widget import FieldWidget
from zope.component import adapter
from zope.interface import implementer
from zope.interface import implementer_only

import json


TEXTS = ("title", "fill", "stroke", "dash", "label")
NUMBERS = ("opacity", "width", "size", "min_scale", "max_scale")
CHOICES = {"hatch": HATCHES, "symbol": ("", *SYMBOLS)}
CONDITIONS = 2
CONDITION_COLUMNS = [f"{part}{n}" for n in range(CONDITIONS) for part in ("attribute", "operator", "value")]
COLUMNS = (*TEXTS, *NUMBERS, *CHOICES, *CONDITION_COLUMNS)
SPARE = 3


class IStyleWidget(IWidget):
    """Widget of `StyleField`."""


@implementer_only(IStyleWidget)
class StyleWidget(GeoWidget):
    """Rows of a form; the value is a list of rows as texts."""

    klass = "geo-style-widget"
    css = "geo-style"
    input_template = ViewPageTemplateFile("templates/input.pt")
    display_template = ViewPageTemplateFile("templates/display.pt")

    def sent(self, form: Mapping[str, Any]) -> list[dict[str, str]]:
        """The rows of the form."""
        columns = {name: _texts(form.get(f"{self.name}.{name}", [])) for name in COLUMNS}
        count = max(map(len, columns.values()))
        return [
            {name: texts[row] if row < len(texts) else "" for name, texts in columns.items()}
            for row in range(count)
        ]

    @property
    def rows(self) -> list[dict[str, str]]:
        """Rows to show, with empty ones to be filled."""
        given = self.value if isinstance(self.value, list) else []
        return [*given, *(empty_row() for _unused in range(SPARE))]

    @property
    def blank(self) -> dict[str, str]:
        """The row a script copies."""
        return empty_row()

    def title_of(self, name: str) -> Any:
        """Label of a field."""
        return FIELDS[name.rstrip("0123456789")]

    def choices(self, name: str) -> list[tuple[str, Any]]:
        """Values and titles of a choice."""
        titles = {"hatch": HATCH_TITLES, "symbol": SYMBOL_TITLES, "operator": OPERATOR_TITLES}
        values = OPERATORS if name.startswith("operator") else CHOICES[name]
        return [(value, titles[name.rstrip("0123456789")][value]) for value in values]

    @property
    def tokens(self) -> str:
        """Colours of the tokens for the legend, as JSON."""
        return json.dumps(PALETTE)

    @property
    def hints(self) -> list[tuple[int, float]]:
        """Rules too pale against the map's paper, with their contrast."""
        try:
            return too_pale(style_of(rules_of(self.value if isinstance(self.value, list) else [])))
        except UnlawfulStyle:
            return []


@adapter(IStyleField, IFormLayer)
@implementer(IFieldWidget)
def style_widget(field: Any, request: Any) -> Any:
    """The widget of drawing rules."""
    return FieldWidget(field, StyleWidget(request))


@adapter(IStyleField, IStyleWidget)
class StyleConverter(BaseDataConverter):
    """Between rules and rows of texts."""

    def toWidgetValue(self, value: Any) -> list[dict[str, str]]:
        """Rows of stored rules."""
        return [row_of(rule) for rule in value or ()]

    def toFieldValue(self, value: Any) -> list[dict[str, Any]]:
        """Rules of the rows; the field then says what is unlawful."""
        return rules_of(value or [])


def empty_row() -> dict[str, str]:
    """A row nobody has filled."""
    return dict.fromkeys(COLUMNS, "")


def row_of(rule: dict[str, Any]) -> dict[str, str]:
    """A stored rule as texts."""
    row = empty_row()
    for name in (*TEXTS, *CHOICES):
        row[name] = str(rule.get(name) or "")
    for name in NUMBERS:
        row[name] = f"{rule[name]:g}" if rule.get(name) else ""
    for n, condition in enumerate(rule.get("where", ())[:CONDITIONS]):
        for part in ("attribute", "operator", "value"):
            row[f"{part}{n}"] = str(condition.get(part, ""))
    return row


def rules_of(rows: list[dict[str, str]]) -> list[dict[str, Any]]:
    """The filled rows as rules; what is no number stays a text, which the field refuses."""
    return [_rule(row) for row in rows if any(row[name].strip() for name in (*TEXTS, "attribute0"))]


def _rule(row: dict[str, str]) -> dict[str, Any]:
    rule: dict[str, Any] = {name: row[name].strip() for name in (*TEXTS, *CHOICES) if row[name].strip()}
    rule.update({name: _number(row[name]) for name in NUMBERS if row[name].strip()})
    where = [
        {part: row[f"{part}{n}"].strip() for part in ("attribute", "operator", "value")}
        for n in range(CONDITIONS)
        if row[f"attribute{n}"].strip()
    ]
    return {**rule, "where": where}


def _number(text: str) -> float | str:
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        return text


def _texts(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else [str(each) for each in value]
