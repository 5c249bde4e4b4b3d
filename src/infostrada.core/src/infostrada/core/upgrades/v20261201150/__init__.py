"""Lists look for words in a table of their own, which is filled from the rows."""

from infostrada.core.record.repair import fill
from typing import Any


def order_words(_tool: Any) -> None:
    """A job fills it while the site is served, the newest rows of each type first."""
    fill.order()
