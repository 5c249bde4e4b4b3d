"""A file as a form or a REST request brings it."""

from infostrada.site.records.files import RecordFile
from infostrada.site.records.problems import invalid
from typing import Any
from typing import NamedTuple

import base64
import binascii


class Upload(NamedTuple):
    """Name and bytes of a file that is not stored yet."""

    filename: str
    data: bytes
    content_type: str = ""

    def stored(self) -> RecordFile:
        """The file as a record keeps it."""
        return RecordFile(self.data, self.filename, self.content_type)


def from_form(value: Any) -> Upload | None:
    """Upload from a form's file field; None when nothing was chosen."""
    name = getattr(value, "filename", "")
    if not name:
        return None
    return Upload(name, value.read(), value.headers.get("Content-Type", ""))


def all_from_form(value: Any) -> list[Upload]:
    """Uploads from a file field that takes several files."""
    given = value if isinstance(value, list) else [value]
    return [upload for each in given if (upload := from_form(each)) is not None]


def from_json(value: Any, field: str) -> Upload:
    """Upload from `{"filename", "data", "encoding": "base64", "content-type"}`; InvalidData."""
    if not isinstance(value, dict) or not isinstance(value.get("data"), str):
        raise invalid(field, "file_missing")
    if value.get("encoding", "base64") != "base64":
        raise invalid(f"{field}.encoding", "not_in_list")
    try:
        data = base64.b64decode(value["data"], validate=True)
    except binascii.Error as error:
        raise invalid(f"{field}.data", "not_base64") from error
    name = value.get("filename")
    if not isinstance(name, str) or not name:
        raise invalid(f"{field}.filename", "required")
    return Upload(name, data, str(value.get("content-type") or ""))
