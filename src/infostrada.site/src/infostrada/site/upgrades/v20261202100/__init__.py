"""Rows of letters and parties say the sender's place."""

from infostrada.core.record.repair.refresh import order
from typing import Any


TYPES = ("records_letter", "parties_party")


def refresh_rows(_tool: Any) -> None:
    """Order the job: rows of letters and parties say their places, and the counter knows them."""
    order(TYPES)
