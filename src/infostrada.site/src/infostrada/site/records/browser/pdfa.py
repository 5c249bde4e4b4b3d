"""What is said of files that declare PDF/A: which rules were looked at, which of them are broken, and that it is no validation."""

from collections.abc import Sequence
from infostrada.site import _
from infostrada.site.desk.words import word
from infostrada.site.records.archive.preservation import pdfa
from typing import Any


FAULTS = {
    pdfa.SCRIPT: _("declares PDF/A, yet runs scripts"),
    pdfa.LAUNCH: _("declares PDF/A, yet starts programs"),
    pdfa.FONT: _("declares PDF/A, yet shows text in a font that is not embedded"),
    pdfa.INTENT: _("declares PDF/A and names no output intent, which colours of a device need"),
    pdfa.EMBEDDED: _("declares PDF/A, yet has files embedded that this part of the standard does not allow"),
    pdfa.LZW: _("declares PDF/A, yet is compressed by LZW"),
    pdfa.TRANSPARENT: _("declares PDF/A-1, yet has transparency"),
    pdfa.NO_ID: _("declares PDF/A, yet has no identifier (ID)"),
    pdfa.UNFINISHED: _("declares PDF/A; its rules could not be looked at to the end"),
}
CHECKED = _(
    "Files declare PDF/A; checked: encryption, scripts and starting of programs, embedded fonts, output intent, part and conformance in the metadata, embedded files, LZW compression, transparency in PDF/A-1, identifier of the file. This is no full validation."
)


def named(read: str) -> str:
    """A format as people write it."""
    part, slash, rest = read.partition("/a-")
    return f"PDF/A-{rest}" if slash else part


def said(claim: str, faults: Sequence[str], request: Any) -> str:
    """What stands beside a file that declares PDF/A."""
    found = "; ".join(word(FAULTS[fault], request) for fault in faults)
    found = found or word(_("nothing against the standard was found"), request)
    return f"{named(claim)}: {found}. {word(CHECKED, request)}"
