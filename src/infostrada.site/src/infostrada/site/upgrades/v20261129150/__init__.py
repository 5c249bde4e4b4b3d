"""Rows of letters, cases and documents written before they named persons and dates are made anew by a job."""

from infostrada.core.record.repair.refresh import order
from typing import Any


TYPES = ("records_case", "records_document", "records_letter", "records_outgoing")


def refresh_rows(_tool: Any) -> None:
    """Order the job; the worker does it while the site is served."""
    order(TYPES)
