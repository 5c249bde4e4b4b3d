"""Handover and destruction lists made before have rows that say for whom they wait."""

from infostrada.core.record.repair.refresh import order
from typing import Any


TYPES = ("records_disposal", "records_handover")


def refresh_rows(_tool: Any) -> None:
    """Order the job that writes them."""
    order(TYPES)
