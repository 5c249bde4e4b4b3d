"""The register of parties is a list with words, orders and files; a job keeps the words of its rows."""

from infostrada.core.record.repair.fill import order as order_words
from infostrada.core.record.repair.refresh import order
from typing import Any


TYPES = ("parties_party",)


def refresh_rows(_tool: Any) -> None:
    """Order the jobs: names in their order, then the words of rows that have none."""
    order(TYPES)
    order_words()
