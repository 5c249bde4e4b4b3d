"""What in a file that says it is PDF/A surely goes against the standard. Not a full validation: only the rules named here.

Sources: ISO 19005-1 (6.1.3 identifier, 6.1.10 LZW, 6.1.11 files inside, 6.2.2 output intent, 6.3.4 fonts, 6.4 transparency, 6.6.1
actions) and the same rules of 19005-2 and -3; part 4 rests on PDF 2.0, of it fonts, filters, the identifier and starting programs are asked.
"""

from collections.abc import Iterator
from infostrada.site.records.archive.preservation.fonts import shows_without_font
from typing import Any

import io


PARTS = {"1": "ab", "2": "abu", "3": "abu", "4": "ef"}
XMP = "http://www.aiim.org/pdfa/ns/id/"
SCRIPT, LAUNCH, FONT, INTENT = "pdfa_script", "pdfa_launch", "pdfa_font", "pdfa_output_intent"
EMBEDDED, LZW, TRANSPARENT, NO_ID = "pdfa_embedded", "pdfa_lzw", "pdfa_transparency", "pdfa_no_id"
UNFINISHED = "pdfa_unfinished"
FAULTS = (SCRIPT, LAUNCH, FONT, INTENT, EMBEDDED, LZW, TRANSPARENT, NO_ID, UNFINISHED)
MOST_OBJECTS = 300_000
LARGEST_INSIDE = 50_000_000
OPAQUE = ("/Normal", "/Compatible")


def claimed(document: Any) -> str:
    """`pdf/a-2b` and the like by the file's own metadata, else `pdf`."""
    with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as held:
        part = str(held.get(f"{{{XMP}}}part", "")).strip()
        conformance = str(held.get(f"{{{XMP}}}conformance", "")).strip().lower()
    if part not in PARTS or len(conformance) > 1 or conformance not in PARTS[part]:
        return "pdf"
    return f"pdf/a-{part}{conformance}" if conformance or part == "4" else "pdf"


def faults_in(document: Any, word: str) -> list[str]:
    """Rules the file breaks, as machine words in the order of `FAULTS`; none for a file that does not say it is PDF/A."""
    if not word.startswith("pdf/a-"):
        return []
    part = word[len("pdf/a-")]
    found = {NO_ID} if "/ID" not in document.trailer else set()
    if part != "4" and not _has_intent(document):
        found.add(INTENT)
    for place, each in enumerate(_reached(document)):
        if place == MOST_OBJECTS:
            found.add(UNFINISHED)
            break
        found.update(_of_object(each, part))
    return [fault for fault in FAULTS if fault in found]


def _has_intent(document: Any) -> bool:
    """An output intent of PDF/A: colours of a device say nothing without one."""
    told = document.Root.get("/OutputIntents", [])
    return any(str(each.get("/S", "")) == "/GTS_PDFA1" for each in told)


def _reached(document: Any) -> Iterator[Any]:
    """Dictionaries and streams that belong to the file, each once: what nothing leads to is not part of it."""
    import pikepdf

    seen: set[tuple[int, int]] = set()
    pending = [document.Root]
    while pending:
        each = pending.pop()
        if each.is_indirect:
            if each.objgen in seen:
                continue
            seen.add(each.objgen)
        if isinstance(each, pikepdf.Array):
            pending += [inner for inner in each if isinstance(inner, pikepdf.Object)]
        elif isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            yield each
            pending += [inner for _name, inner in each.items() if isinstance(inner, pikepdf.Object)]


def _of_object(each: Any, part: str) -> Iterator[str]:
    import pikepdf

    action = str(each.get("/S", ""))
    if action == "/Launch":
        yield LAUNCH
    if action == "/JavaScript" and part != "4":
        yield SCRIPT
    if isinstance(each, pikepdf.Stream) and "/LZWDecode" in _filters(each):
        yield LZW
    if part in "12" and "/EF" in each and not _may_be_inside(each.EF, part):
        yield EMBEDDED
    if part == "1" and _is_transparent(each, isinstance(each, pikepdf.Stream)):
        yield TRANSPARENT
    holds_text = str(each.get("/Type", "")) == "/Page" or str(each.get("/Subtype", "")) == "/Form"
    if holds_text and shows_without_font(each):
        yield FONT


def _filters(stream: Any) -> list[str]:
    import pikepdf

    told = stream.get("/Filter", [])
    return [str(told)] if isinstance(told, pikepdf.Name) else [str(each) for each in told]


def _may_be_inside(files: Any, part: str) -> bool:
    """Part 1 allows no file inside; part 2 files that are PDF/A of the first two parts themselves."""
    import pikepdf

    if part == "1":
        return False
    for stream in files.values():
        data = stream.read_bytes()
        if len(data) > LARGEST_INSIDE:
            return False
        try:
            with pikepdf.open(io.BytesIO(data)) as inner:
                if not claimed(inner).startswith(("pdf/a-1", "pdf/a-2")):
                    return False
        except pikepdf.PdfError:
            return False
    return True


def _is_transparent(each: Any, is_stream: bool) -> bool:
    """A soft mask, a group, a mode of blending or an opacity that part 1 does not allow (6.4)."""
    group = each.get("/Group")
    if group is not None and str(group.get("/S", "")) == "/Transparency":
        return True
    if "/SMask" in each:
        return is_stream or str(each.SMask) != "/None"
    if is_stream or str(each.get("/Type", "/ExtGState")) != "/ExtGState":
        return False
    blending = str(each.get("/BM", "/Normal"))
    if blending.startswith("/") and blending not in OPAQUE:
        return True
    return any(_below_one(each.get(name, 1)) for name in ("/CA", "/ca"))


def _below_one(value: Any) -> bool:
    try:
        return float(value) < 1
    except (TypeError, ValueError):
        return False
