"""A whole listing as a file: the same rows a person may page through, as XLSX or CSV."""

from infostrada.core.record.export.rows import all_rows
from infostrada.core.record.export.rows import LARGEST_EXPORT
from infostrada.core.record.export.tables import as_csv
from infostrada.core.record.export.tables import as_xlsx


__all__ = ["LARGEST_EXPORT", "all_rows", "as_csv", "as_xlsx"]
