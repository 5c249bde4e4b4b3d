"""Operations of collections: what an editor fills in becomes a place."""

from typing import Any


def within(context: Any, row: Any) -> dict[str, Any]:
    """Four degrees: west, south, east, north."""
    return _asked(row, "bbox")


def about(context: Any, row: Any) -> dict[str, Any]:
    """The identifier of a parcel or another feature."""
    return _asked(row, "feature")


def near(context: Any, row: Any) -> dict[str, Any]:
    """An identifier, or longitude and latitude, and metres."""
    return _asked(row, "near")


def _asked(row: Any, kind: str) -> dict[str, Any]:
    text = row.values[0] if isinstance(row.values, list | tuple) and row.values else row.values
    return {row.index: {"query": f"{kind}:{text if isinstance(text, str | int | float) else ''}"}}
