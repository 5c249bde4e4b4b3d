"""Rows of cases say which special categories of data a case holds; a job makes them anew."""

from infostrada.core.record.repair.refresh import order
from typing import Any


TYPES = ("records_case",)


def refresh_rows(_tool: Any) -> None:
    """Order the job: the digests of all rows follow."""
    order(TYPES)
