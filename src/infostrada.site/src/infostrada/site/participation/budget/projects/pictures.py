"""Photographs of proposals and works: made anew, so that neither place, device nor time of a photograph are published."""

from infostrada.site.participation.budget.projects.content import Photo
from infostrada.site.records.files import RecordFile
from infostrada.site.records.preview.rendering import photo_of
from infostrada.site.records.problems import invalid
from infostrada.site.records.upload import Upload

import hashlib


MOST_PHOTOS = 5
MOST_BYTES = 15_000_000
LONGEST_ALT = 300
KINDS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")
# Brands of still pictures in HEIF (ISO/IEC 23008-12), as telephones write them.
HEIC = frozenset((b"heic", b"heix", b"heim", b"heis", b"mif1"))


def cleaned(upload: Upload, alt: str, field: str = "photos") -> bytes:
    """The photograph's own pixels as JPEG. `alt` says to those who do not see it what it shows; InvalidData."""
    if not alt.strip():
        raise invalid(field, "alt_missing")
    if len(alt) > LONGEST_ALT:
        raise invalid(field, "too_long")
    if len(upload.data) > MOST_BYTES:
        raise invalid(field, "photo_large")
    made = photo_of(upload.data) if _is_photo(upload.data) else None
    if made is None:
        raise invalid(field, "photo_kind")
    return made


def _is_photo(data: bytes) -> bool:
    return data.startswith(KINDS) or (data[4:8] == b"ftyp" and data[8:12] in HEIC)


def stored(data: bytes, alt: str) -> Photo:
    """A cleaned photograph as a project keeps it; its name says nothing of the sender's."""
    name = hashlib.sha256(data).hexdigest()[:12]
    return Photo(RecordFile(data, f"{name}.jpg", "image/jpeg"), " ".join(alt.split()))
