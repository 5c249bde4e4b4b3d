"""The text inside a file: PDF, DOCX, ODT and plain text, within bounds.

Used to search attachments and to look for personal data before publishing. What cannot be read is said, not
passed over: a scan without a text layer yields an empty text, a damaged or encrypted file an error.
"""

from collections.abc import Callable
from collections.abc import Iterator
from infostrada.core.damage import PART_DAMAGE
from lxml import etree
from pypdf import PdfReader
from pypdf.errors import PyPdfError

import codecs
import io
import zipfile


# One byte a letter, in the order in which offices use them: Windows, the Polish norm, DOS.
ONE_BYTE = ("cp1250", "iso8859_2", "cp852")
POLISH = frozenset("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ")
LIMIT_CHARACTERS = 2_000_000
LIMIT_UNPACKED = 50_000_000

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
_DAMAGE: tuple[type[Exception], ...] = (*PART_DAMAGE, etree.XMLSyntaxError)


class UnreadableFileError(ValueError):
    """The bytes are not what the type says, or are locked; the text says which."""


def text_of(data: bytes, content_type: str) -> str:
    """Text of a file, at most `LIMIT_CHARACTERS`; "" for types that hold none.

    Raises `UnreadableFileError` for a damaged, encrypted or over-large file.
    """
    kind = content_type.partition(";")[0].strip().lower()
    reader = _READERS.get(kind) or (_plain if kind.startswith("text/") else None)
    if reader is None:
        return ""
    parts, length = [], 0
    for part in reader(data):
        parts.append(part)
        length += len(part)
        if length >= LIMIT_CHARACTERS:
            break
    return "\n".join(parts)[:LIMIT_CHARACTERS]


def decoded(data: bytes) -> str:
    """Text that does not say its encoding: UTF-8 or UTF-16, else the one-byte encoding that gives most Polish letters.

    Raises `UnicodeDecodeError` for a text that begins as UTF-16 and is not.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        read = (data.decode(encoding, errors="replace") for encoding in ONE_BYTE)
        return max(read, key=lambda text: sum(sign in POLISH for sign in text))


def _plain(data: bytes) -> Iterator[str]:
    for encoding in ("utf-8-sig", "cp1250"):
        try:
            yield data.decode(encoding)
            return
        except UnicodeDecodeError:
            continue
    raise UnreadableFileError("neither UTF-8 nor Windows-1250")


def _pdf(data: bytes) -> Iterator[str]:
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise UnreadableFileError("the PDF is encrypted")
        for page in reader.pages:
            yield page.extract_text()
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnreadableFileError(f"not a readable PDF: {error}") from error


def _office(member: str) -> Callable[[bytes], Iterator[str]]:
    def read(data: bytes) -> Iterator[str]:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                if archive.getinfo(member).file_size > LIMIT_UNPACKED:
                    raise UnreadableFileError("the document is too large unpacked")
                root = etree.fromstring(archive.read(member), _PARSER)
        except UnreadableFileError:
            raise
        except _DAMAGE as error:
            raise UnreadableFileError(f"not a readable document: {error}") from error
        for paragraph in root.iter("{*}p", "{*}h"):
            # Deleted text of tracked changes is text too: it goes public with the file.
            yield "".join(paragraph.itertext())

    return read


_READERS: dict[str, Callable[[bytes], Iterator[str]]] = {
    PDF: _pdf,
    DOCX: _office("word/document.xml"),
    ODT: _office("content.xml"),
}
