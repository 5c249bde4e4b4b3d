"""The text of ordinary content, and the row of the full-text table made from it."""

from collections import OrderedDict
from collections.abc import Iterator
from infostrada.core.record.interfaces import IListingRow
from infostrada.core.record.tables import register_listing_table
from infostrada.core.search.extraction import extract
from infostrada.core.search.extraction import text_of_html
from infostrada.core.search.interfaces import ISealedFile
from infostrada.core.search.interfaces import ISearchableParts
from infostrada.core.search.vector import Part
from infostrada.core.search.vector import vector
from plone.app.textfield.interfaces import IRichTextValue
from plone.dexterity.interfaces import IDexterityContent
from plone.dexterity.utils import iterSchemata
from plone.namedfile.interfaces import INamedFile
from threading import Lock
from typing import Any
from ZODB.utils import z64
from zope.component import adapter
from zope.interface import implementer
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import IText
from zope.schema.interfaces import ITextLine


TABLE = "core.fulltext"
BODY_CHARACTERS = 200_000
MOST_FILES = 20
_KEPT = 200
# Said in the title's and the description's own parts, or no words at all.
_LEFT_OUT = {"title", "description", "id", "changeNote", "text_format", "language", "relatedItems"}

register_listing_table(TABLE)


@implementer(ISearchableParts)
@adapter(IDexterityContent)
class FieldTexts:
    """Texts and files in the fields of an object."""

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
                if name not in _LEFT_OUT:
                    yield field, getattr(self.context, name, None)


@implementer(IListingRow)
@adapter(IDexterityContent)
class FullTextRow:
    """The object's row in `core.fulltext`."""

    def __init__(self, context: Any) -> None:
        self.context = context

    def values(self) -> dict[str, Any]:
        """The vector, and the text excerpts are cut from."""
        source = ISearchableParts(self.context)
        attached = [Part("D", text_of_file(file)) for file in source.files()[:MOST_FILES]]
        parts = [*source.texts(), *attached]
        body = "\n".join(part.text for part in parts if part.weight != "A" and part.text.strip())
        return {"tsv": vector(parts), "body": body[:BODY_CHARACTERS].replace("\x00", " ")}


class _Texts:
    """Texts of files by what names their bytes: reindexing and repetitions read no file twice."""

    def __init__(self) -> None:
        self.kept: OrderedDict[tuple[bytes, bytes], str] = OrderedDict()
        self.alone = Lock()

    def get(self, key: tuple[bytes, bytes]) -> str | None:
        with self.alone:
            return self.kept.get(key)

    def put(self, key: tuple[bytes, bytes], text: str) -> None:
        with self.alone:
            self.kept[key] = text
            while len(self.kept) > _KEPT:
                self.kept.popitem(last=False)


_texts = _Texts()


def text_of_file(file: Any) -> str:
    """Text of a file, kept for later while the file stays the same."""
    key = _name(file)
    known = _texts.get(key) if key else None
    if known is not None:
        return known
    with file.open() as stream:
        text = extract(stream, file.contentType or "", file.getSize())
    if key:
        _texts.put(key, text)
    return text


def read_files(obj: Any) -> None:
    """Take the text out of an object's sealed files now, before anybody waits for our locks."""
    for file in ISearchableParts(obj).files()[:MOST_FILES]:
        if ISealedFile.providedBy(file):
            text_of_file(file)


def _name(file: Any) -> tuple[bytes, bytes] | None:
    """What names a file's bytes and how they are read; None when nothing does yet."""
    if ISealedFile.providedBy(file):
        return file.sha256.encode(), (file.contentType or "").encode()
    return _state(getattr(file, "_blob", file))


def _state(holder: Any) -> tuple[bytes, bytes] | None:
    """What names the stored bytes of a persistent object; None while they are not stored."""
    if getattr(holder, "_p_oid", None) is None:
        return None
    holder._p_activate()
    if holder._p_changed or holder._p_serial == z64:
        return None
    return holder._p_oid, holder._p_serial
