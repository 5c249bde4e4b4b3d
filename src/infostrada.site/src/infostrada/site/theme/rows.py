"""Rows of a register as HTML.

A page may hold hundreds of rows of six cells. A template asks a dozen things of each cell, which takes ten times as
long as the statement that found the rows; here a cell is a few lines of Python.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from html import escape
from typing import Any
from zope.i18n import translate
from zope.i18nmessageid import Message


Cell = Mapping[str, Any]


def table_rows(register: Mapping[str, Any], request: Any) -> str:
    """The `tr` elements of a register's body, as the pattern `register` describes it."""
    return Rows(register, request).html()


class Rows:
    """Writes the rows of one register; each message is translated once."""

    def __init__(self, register: Mapping[str, Any], request: Any) -> None:
        self._request = request
        self._said: dict[tuple[str, str, Any], str] = {}
        self._rows: Sequence[Mapping[str, Any]] = register["rows"]
        bulk = register.get("bulk")
        self._ticked = None if not bulk else frozenset(bulk.get("ticked") or ())
        self._columns = [
            (column["name"], self._attributes(column, labelled=place > 0))
            for place, column in enumerate(register["columns"])
        ]

    def html(self) -> str:
        """All of them."""
        return "\n".join(f"<tr>{''.join(self._row(row))}</tr>" for row in self._rows)

    def _row(self, row: Mapping[str, Any]) -> list[str]:
        cells, parts = row["cells"], []
        if self._ticked is not None:
            parts.append(self._box(row, self._ticked))
        (first, attributes), *others = self._columns
        text = self._text((cells.get(first) or {}).get("text"))
        parts.append(f'<th scope="row"{attributes}>{_link(row.get("url"), text)}</th>')
        for name, attributes in others:
            cell = cells.get(name)
            parts.append(f"<td{attributes}>{self._cell(cell) if cell else ''}</td>")
        return parts

    def _box(self, row: Mapping[str, Any], ticked: frozenset[str]) -> str:
        checked = ' checked="checked"' if row["id"] in ticked else ""
        title = self._text(row["title"])
        return f'<td><input name="rows:list" type="checkbox" value="{escape(str(row["id"]))}"{checked} aria-label="{title}" /></td>'

    def _cell(self, cell: Cell) -> str:
        text = self._text(cell.get("text"))
        if tone := cell.get("tone"):
            return _tag(tone, text)
        if moment := cell.get("datetime"):
            text = f'<time datetime="{escape(moment)}">{text}</time>'
        if note := cell.get("note"):
            return f"{_link(cell.get('url'), text)}\n{_tag(note['tone'], self._text(note['text']))}"
        return _link(cell.get("url"), text)

    def _attributes(self, column: Mapping[str, Any], *, labelled: bool) -> str:
        """Class and label of a cell: the label stands beside it on a phone; the row's head needs none."""
        kinds = ("num", "code", "once") if labelled else ("once",)
        kind = next((f' class="is-{kind}"' for kind in kinds if column.get(kind)), "")
        return f' data-label="{self._text(column["label"])}"{kind}' if labelled else kind

    def _text(self, value: Any) -> str:
        """Words as they may stand in a text or in quotes."""
        if value is None:
            return ""
        if not isinstance(value, Message) or value.mapping:
            said = translate(value, context=self._request) if isinstance(value, Message) else str(value)
            return escape(said)
        key = (str(value), value.domain or "", value.default)
        if key not in self._said:
            self._said[key] = escape(translate(value, context=self._request))
        return self._said[key]


def _link(url: Any, text: str) -> str:
    return f'<a href="{escape(url)}">{text}</a>' if url else text


def _tag(tone: str, text: str) -> str:
    return f'<span class="tag is-{escape(tone)}">{text}</span>'
