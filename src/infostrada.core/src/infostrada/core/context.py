"""Which unit an object belongs to, seen from the kernel."""

from Acquisition import aq_base
from Acquisition import aq_chain
from Acquisition import aq_inner


def unit_of(obj: object) -> str | None:
    """Stable id of the nearest container that has a `unit_id`; None outside of every unit."""
    for item in aq_chain(aq_inner(obj)):
        unit = getattr(aq_base(item), "unit_id", None)
        if isinstance(unit, str) and unit:
            return unit
    return None
