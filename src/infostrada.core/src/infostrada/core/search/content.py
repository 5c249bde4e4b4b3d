"""The text of ordinary content, and its part of the full-text table."""

from collections.abc import Iterator
from infostrada.core.reading.extraction import text_of_html
from infostrada.core.record.interfaces import IListingRow
from infostrada.core.record.tables import register_listing_table
from infostrada.core.search.files import name_of
from infostrada.core.search.files import with_text
from infostrada.core.search.interfaces import ISearchableParts
from infostrada.core.search.vector import OWN
from infostrada.core.search.vector import Part
from infostrada.core.search.vector import vector
from plone.app.textfield.interfaces import IRichTextValue
from plone.dexterity.interfaces import IDexterityContent
from plone.dexterity.utils import iterSchemata
from plone.namedfile.interfaces import INamedFile
from typing import Any
from zope.component import adapter
from zope.interface import implementer
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import IText
from zope.schema.interfaces import ITextLine


TABLE = "core.fulltext"
BODY_CHARACTERS = 100_000
# Said in the title's and the description's own parts, or no words at all.
_LEFT_OUT = {"title", "description", "id", "changeNote", "text_format", "language", "relatedItems"}

register_listing_table(TABLE, sparing=True)


@implementer(ISearchableParts)
@adapter(IDexterityContent)
class FieldTexts:
    """Texts and files in the fields of an object."""

    # Fields nobody looks for, such as those that hold a machine's word.
    left_out: frozenset[str] = frozenset()

    def __init__(self, context: Any) -> None:
        self.context = context

    def texts(self) -> list[Part]:
        about = [self.context.Description() or "", *(self.context.Subject() or ())]
        parts = [Part("A", self.context.Title() or ""), Part("B", "\n".join(about))]
        return parts + [Part("C", text) for text in self._fields()]

    def files(self) -> list[Any]:
        values = (value for _field, value in self._values())
        found = []
        for value in values:
            members = value if isinstance(value, list | tuple) else (value,)
            found += [member for member in members if INamedFile.providedBy(member)]
        return found

    def _fields(self) -> Iterator[str]:
        for field, value in self._values():
            if IRichTextValue.providedBy(value):
                yield text_of_html(value.raw or "")
            elif isinstance(value, str) and (IText.providedBy(field) or ITextLine.providedBy(field)):
                yield value

    def _values(self) -> Iterator[tuple[Any, Any]]:
        for schema in iterSchemata(self.context):
            for name, field in getFieldsInOrder(schema):
                if name not in _LEFT_OUT and name not in self.left_out:
                    yield field, getattr(self.context, name, None)


@implementer(IListingRow)
@adapter(IDexterityContent)
class FullTextRow:
    """What the object itself says in `core.fulltext`; the text of its files is read later (`attached`)."""

    def __init__(self, context: Any) -> None:
        self.context = context

    def values(self) -> dict[str, Any]:
        """The vector, the text excerpts are cut from, and the name of the files."""
        source: Any = ISearchableParts(self.context)
        parts = source.texts()
        body = "\n".join(part.text for part in parts if part.weight != "A" and part.text.strip())
        return {
            "own": vector(parts, OWN),
            "own_body": clean(body),
            "files": name_of(with_text(source.files())),
        }


def clean(body: str) -> str:
    """A text as PostgreSQL keeps it, cut at `BODY_CHARACTERS`."""
    return body[:BODY_CHARACTERS].replace("\x00", " ")
