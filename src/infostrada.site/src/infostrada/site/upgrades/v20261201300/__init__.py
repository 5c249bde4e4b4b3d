"""Units that work together on a case, dekretacje taken back, letters that make no case."""

from infostrada.core.record.repair.refresh import order
from typing import Any


TYPES = ("records_letter",)


def refresh_rows(_tool: Any) -> None:
    """Order the job: rows of letters say their class now, and their digests follow."""
    order(TYPES)
