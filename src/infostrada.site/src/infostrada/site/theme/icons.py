"""The small set of inline icons and the signet."""

from functools import cache
from pathlib import Path


FOLDER = Path(__file__).parent / "icons"


@cache
def icon(name: str) -> str:
    """SVG of the icon `name`, hidden from screen readers; the word stands beside it.

    Raises FileNotFoundError when the set has no such icon.
    """
    strokes = (FOLDER / f"{name}.svg").read_text("utf-8").strip()
    return (
        f'<svg class="icon icon-{name}" viewBox="0 0 24 24" aria-hidden="true"'
        f' focusable="false">{strokes}</svg>'
    )


@cache
def drawing(name: str) -> str:
    """A whole drawing of the house: signet, river, bip."""
    return (FOLDER / "drawings" / f"{name}.svg").read_text("utf-8").strip()
