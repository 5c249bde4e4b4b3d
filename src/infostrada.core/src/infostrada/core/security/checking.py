"""Check files as they come into an object, by form, REST or command alike."""

from infostrada.core.errors import BadRequest
from infostrada.core.i18n import _
from infostrada.core.security.settings import settings
from infostrada.core.security.uploads import examine
from infostrada.core.security.uploads import HEAD
from plone.dexterity.utils import iterSchemata
from plone.namedfile.interfaces import INamed
from typing import Any
from ZODB.utils import z64
from zope.schema import getFieldsInOrder


MESSAGES = {
    "file_too_large": _("file_too_large", default="This file is larger than allowed."),
    "file_type_dangerous": _(
        "file_type_dangerous", default="Files of this kind are not accepted: they can do harm."
    ),
    "file_content_differs": _(
        "file_content_differs", default="The content of this file does not fit the ending of its name."
    ),
}


def on_saved(obj: Any, event: Any) -> None:
    """Object added or modified: raises `BadRequest` naming the field and the reason."""
    for schema in iterSchemata(obj):
        for name, field in getFieldsInOrder(schema):
            value = field.query(field.interface(obj, None)) if field.interface else None
            if INamed.providedBy(value) and _is_new(value):
                _check(name, value)


def _is_new(value: Any) -> bool:
    """A file stored before was checked then."""
    return getattr(value, "_p_serial", z64) in (None, z64)


def _check(name: str, value: Any) -> None:
    with value.open() if hasattr(value, "open") else value._blob.open() as file:
        head = file.read(HEAD)
    refusal = examine(value.filename or "", head, value.getSize(), settings().upload_limit * 2**20)
    if refusal is not None:
        raise BadRequest(MESSAGES[refusal.reason], field=name, reason=refusal.reason)
