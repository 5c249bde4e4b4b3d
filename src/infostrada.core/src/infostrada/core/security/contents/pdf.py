"""PDF: does it start anything by itself, or carry a program?

Sources: ISO 32000-2, 12.6 (actions), 12.5.6 (annotations), 7.11.4 (embedded files), 12.7.8 (XFA, deprecated).
"""

from collections.abc import Iterator
from infostrada.core.security.contents.two_kinds import two_kinds
from infostrada.core.security.uploads import DANGEROUS
from infostrada.core.security.uploads import ending_of
from pikepdf import Array
from pikepdf import Dictionary
from pikepdf import Name
from pikepdf import Stream
from typing import Any

import io
import pikepdf


ACTIONS = frozenset(
    ["/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/GoToR", "/Rendition", "/Movie", "/Sound",
     "/RichMediaExecute"]
)  # fmt: skip
ACTIVE_NOTES = frozenset(["/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"])
MOST_OBJECTS = 500_000
DEEPEST = 40


def judge(data: bytes) -> str | None:
    """Why a PDF is not taken. One that cannot be opened is left to whoever reads it."""
    if reason := two_kinds(data):
        return reason
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            return "file_program_inside" if is_active(document) else None
    except pikepdf.PasswordError:
        return None
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RecursionError):
        return "file_content_differs"


def is_active(document: pikepdf.Pdf) -> bool:
    """Does anything start, play, send or load, or lie inside to be started? Too much to look through counts as yes."""
    root = document.Root
    opening = root.get("/OpenAction")
    if isinstance(opening, Dictionary) and str(opening.get("/S", "/GoTo")) != "/GoTo":
        return True
    form = root.get("/AcroForm")
    if "/JavaScript" in root.get("/Names", {}) or (isinstance(form, Dictionary) and "/XFA" in form):
        return True
    return any(count > MOST_OBJECTS or _acts(found) for count, found in enumerate(dictionaries(document)))


def embedded(document: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    """Name and stream of every file inside, wherever it hangs: the list of attachments, a note on a page, an element."""
    for found in dictionaries(document):
        files = found.get("/EF")
        if isinstance(files, Dictionary):
            name = next((str(found[key]) for key in ("/UF", "/F") if key in found), "")
            stream = next((item for item in files.values() if isinstance(item, Stream)), None)
            yield name, stream


def dictionaries(document: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary of a document, those inside others too."""
    for thing in document.objects:
        yield from _inside(thing, 0)


def _inside(thing: Any, depth: int) -> Iterator[Any]:
    if isinstance(thing, Stream):
        thing = thing.stream_dict
    if isinstance(thing, Dictionary):
        yield thing
        values: Any = thing.values()
    elif isinstance(thing, Array):
        values = thing
    else:
        return
    if depth < DEEPEST:
        for value in values:
            if isinstance(value, Dictionary | Array) and not value.is_indirect:
                yield from _inside(value, depth + 1)


def _acts(found: Any) -> bool:
    step, note = found.get("/S"), found.get("/Subtype")
    if isinstance(step, Name) and str(step) in ACTIONS:
        return True
    if isinstance(note, Name) and str(note) in ACTIVE_NOTES and "/Rect" in found:
        return True
    if "/EF" in found:
        names = [str(found[key]) for key in ("/UF", "/F") if key in found]
        return any(ending_of(name) in DANGEROUS for name in names)
    return False
