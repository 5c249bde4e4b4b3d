"""A whole file judged: its name and beginning first, then what lies inside. Pure."""

from collections.abc import Callable
from infostrada.core.security.contents import compound
from infostrada.core.security.contents import markup
from infostrada.core.security.contents import packed
from infostrada.core.security.contents import pictures
from infostrada.core.security.contents.two_kinds import two_kinds
from infostrada.core.security.uploads import ending_of
from infostrada.core.security.uploads import examine
from infostrada.core.security.uploads import HEAD
from infostrada.core.security.uploads import Refusal


Reader = Callable[[bytes], str | None]
MARKUP = ("xml", "xsd", "xsl", "gml", "kml", "rdf", "rss", "atom")


def _pdf(data: bytes) -> str | None:
    # qpdf, six megabytes, is loaded by the first PDF.
    from infostrada.core.security.contents import pdf

    return pdf.judge(data)


READERS: dict[str, Reader] = {
    "pdf": _pdf,
    "svg": markup.judge_svg,
    "rtf": compound.judge_rtf,
    **dict.fromkeys(MARKUP, markup.judge_xml),
    **dict.fromkeys(("doc", "xls", "ppt", "msg"), compound.judge_ole),
    **dict.fromkeys(("docx", "xlsx", "pptx"), packed.judge_office),
    **dict.fromkeys(("odt", "ods", "odp", "odg"), packed.judge_opendocument),
    **dict.fromkeys(("zip", "zipx", "gpkgz", "asice", "asics"), packed.judge_archive),
}
PICTURES = ("png", "jpg", "jpeg", "gif", "tif", "tiff", "webp")


def judge(name: str, data: bytes, limit: int, *, active_pdf: bool = False) -> Refusal | None:
    """Why a file is not taken; None when it may come in. `limit` is in bytes.

    `active_pdf` lets a PDF with scripts or actions in, for whoever cleans it before anybody else opens it.
    """
    refusal = examine(name, data[:HEAD], len(data), limit)
    if refusal is not None or not data:
        return refusal
    reason = _inside(ending_of(name), data, active_pdf)
    return Refusal(reason) if reason else None


def needs_reading(name: str) -> bool:
    """Is there more to look at in such a file than its beginning?"""
    ending = ending_of(name)
    return ending in READERS or ending in PICTURES


def _inside(ending: str, data: bytes, active_pdf: bool) -> str | None:
    if ending in PICTURES:
        return two_kinds(data) or pictures.judge(ending, data)
    if ending == "pdf" and active_pdf:
        return two_kinds(data)
    reader = READERS.get(ending)
    return reader(data) if reader else None
