"""Rows of cases written before they said how a case is kept are made anew by a job."""

from infostrada.core.record.repair.refresh import order
from typing import Any


TYPES = ("records_case",)


def refresh_rows(_tool: Any) -> None:
    """Order the job: paper cases say so, and the digests of all rows follow."""
    order(TYPES)
