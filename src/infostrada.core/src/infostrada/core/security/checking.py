"""Check files as they come into an object, by form, REST or command alike."""

from Acquisition import aq_base
from collections.abc import Iterator
from infostrada.core.errors import BadRequest
from infostrada.core.search.interfaces import ISealedFile
from infostrada.core.security.contents.judge import judge
from infostrada.core.security.contents.judge import needs_reading
from infostrada.core.security.messages import MESSAGES
from infostrada.core.security.settings import settings
from infostrada.core.security.uploads import examine
from infostrada.core.security.uploads import harmless_name
from infostrada.core.security.uploads import HEAD
from infostrada.core.security.uploads import Refusal
from plone.dexterity.utils import iterSchemata
from plone.namedfile.interfaces import INamed
from plone.namedfile.utils import get_contenttype
from typing import Any
from ZODB.utils import z64
from zope.schema import getFieldsInOrder


# What a browser would run if it were told that a file is of this kind.
RUN_BY_BROWSERS = (
    "text/html",
    "image/svg+xml",
    "application/xhtml+xml",
    "text/javascript",
    "application/javascript",
)


def on_saved(obj: Any, event: Any) -> None:
    """Object added or modified: raises `BadRequest` naming the field and the reason."""
    for name, value in _values(obj):
        if INamed.providedBy(value) and _is_new(value):
            _check(name, value)
            _make_harmless(value)


def _values(obj: Any) -> Iterator[tuple[str, Any]]:
    """Values of fields, and what was put onto the object beside them: the text editor's upload does so for any type.

    Sealed files are kept as they came, which whoever takes them in answers for.
    """
    for schema in iterSchemata(obj):
        for name, field in getFieldsInOrder(schema):
            yield name, field.query(field.interface(obj, None)) if field.interface else None
    for name, value in vars(aq_base(obj)).items():
        if not ISealedFile.providedBy(value):
            yield name, value


def _is_new(value: Any) -> bool:
    """A file stored before was checked then."""
    return getattr(value, "_p_serial", z64) in (None, z64)


def _check(name: str, value: Any) -> None:
    limit = settings().upload_limit * 2**20
    with value.open() if hasattr(value, "open") else value._blob.open() as file:
        refusal = _judged(value.filename or "", file, value.getSize(), limit)
    if refusal is not None:
        raise BadRequest(MESSAGES[refusal.reason], field=name, reason=refusal.reason)


def _judged(filename: str, file: Any, size: int, limit: int) -> Refusal | None:
    """A file too large is not read to its end."""
    head = file.read(HEAD)
    if size > limit or not needs_reading(filename):
        return examine(filename, head, size, limit)
    return judge(filename, head + file.read(), limit)


def _make_harmless(value: Any) -> None:
    """A name that means what it shows; a kind that follows from the name where the sender claimed one that browsers run."""
    clean = harmless_name(value.filename or "")
    if value.filename and clean != value.filename:
        value.filename = clean
    told = (value.contentType or "").partition(";")[0].strip().lower()
    if told in RUN_BY_BROWSERS:
        value.contentType = get_contenttype(filename=clean) or "application/octet-stream"
