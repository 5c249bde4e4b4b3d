"""Reading an office's plan from the files offices have: CSV, EZD RP JSON, NDAP XML, DOCX, XLSX."""

from collections.abc import Callable
from infostrada.site.records.plan.readers import csv_table
from infostrada.site.records.plan.readers import docx_table
from infostrada.site.records.plan.readers import ezdrp_json
from infostrada.site.records.plan.readers import ndap_xml
from infostrada.site.records.plan.readers import xlsx_table
from infostrada.site.records.plan.readers.problem import UnreadablePlanError
from infostrada.site.records.plan.rules import PlanClass
from pathlib import PurePath


__all__ = ["FORMATS", "UnreadablePlanError", "read"]

MAX_BYTES = 20_000_000
FORMATS: dict[str, Callable[[str, bytes], list[PlanClass]]] = {
    ".csv": csv_table.read,
    ".tsv": csv_table.read,
    ".txt": csv_table.read,
    ".json": ezdrp_json.read,
    ".xml": ndap_xml.read,
    ".docx": docx_table.read,
    ".xlsx": xlsx_table.read,
}


def read(name: str, data: bytes) -> list[PlanClass]:
    """Classes of the plan in file `name`, in the file's order, not yet validated.

    Raises `UnreadablePlanError` naming file, line and field when the file is of no known
    format or is damaged; nothing is returned in part.
    """
    reader = FORMATS.get(PurePath(name).suffix.lower())
    if reader is None:
        raise UnreadablePlanError("format_unknown", file=name, field="file")
    if len(data) > MAX_BYTES:
        raise UnreadablePlanError("file_too_large", file=name, field="file")
    classes = reader(name, data)
    if not classes:
        raise UnreadablePlanError("no_classes", file=name, field="file")
    return classes
