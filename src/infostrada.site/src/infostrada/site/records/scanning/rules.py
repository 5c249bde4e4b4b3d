"""Which pages of a batch belong to which letter. Pure.

A page with the label of a letter (`RPW-12-2026-gmina-lipnowo`, see `correspondence.labels`) begins that letter's
scan and belongs to it. A separator sheet carries the code the office has chosen (by default `PATCH-T`); it begins a
new scan and is left out. A page with neither goes on with the scan before it.
"""

from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field

import re


LABEL = re.compile(r"RPW-([1-9]\d{0,8})-(\d{4})-([a-z0-9][a-z0-9-]*)\Z")
SEPARATOR = "PATCH-T"
FOLDER = re.compile(r"[a-z0-9][a-z0-9-]{0,60}\Z")
CODE = re.compile(r"[\x20-\x7e]{1,80}\Z")


@dataclass
class Part:
    """Pages of one scan, counted from 0; `number` and `year` are its letter's, 0 when no label was found."""

    pages: list[int] = field(default_factory=list)
    number: int = 0
    year: int = 0
    unit: str = ""
    reason: str = ""

    @property
    def labelled(self) -> bool:
        """Is it known whose scan this is?"""
        return self.number > 0


def label_of(codes: Iterable[str]) -> tuple[int, int, str] | None:
    """Number, year and unit of the first label among a page's codes."""
    for code in codes:
        found = LABEL.match(code.strip())
        if found:
            return int(found[1]), int(found[2]), found[3]
    return None


def parts_of(codes: Sequence[Sequence[str]], separator: str = SEPARATOR) -> list[Part]:
    """The scans of a batch; `codes` are the texts of the barcodes of each page, in order.

    A part whose first label is of another letter than a later page's label ends there. A page with labels
    of two letters is nobody's: it stands alone with the reason `scan_two_labels`.
    """
    found: list[Part] = []
    open_part: Part | None = None
    for place, texts in enumerate(codes):
        labels = {label for text in texts if (label := label_of([text]))}
        if any(text.strip() == separator for text in texts):
            open_part = None
            if not labels:
                continue
        if len(labels) > 1:
            found.append(Part([place], reason="scan_two_labels"))
            open_part = None
            continue
        if labels:
            number, year, unit = labels.pop()
            same = open_part is not None and (open_part.number, open_part.year, open_part.unit) == (
                number,
                year,
                unit,
            )
            if not same:
                open_part = Part([], number, year, unit)
                found.append(open_part)
        elif open_part is None:
            open_part = Part([], reason="scan_no_label")
            found.append(open_part)
        assert open_part is not None
        open_part.pages.append(place)
    return found
