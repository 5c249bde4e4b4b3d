"""Dekretacja: what it must say, and what a further dekretacja may not change.

Source: model records instruction (Dz.U. 2011 nr 14 poz. 67): a further dekretacja may narrow the
matter but neither change the disposition, with the way of signing, nor lengthen the term.
"""

from dataclasses import dataclass
from datetime import date
from infostrada.site.records.lists import DISPOSITIONS
from infostrada.site.records.lists import SIGN_OFFS


@dataclass(frozen=True, slots=True)
class Order:
    """A dekretacja: to whom (user or post group), with what disposition and by when."""

    assignee: str
    disposition: str
    due_on: date | None = None
    instruction: str = ""
    sign_off: str = ""


def order_faults(order: Order, *, today: date, above: Order | None = None) -> list[tuple[str, str]]:
    """(field, reason) for everything wrong; `above` is the dekretacja this one continues."""
    found = []
    if not order.assignee:
        found.append(("assignee", "required"))
    if order.disposition not in DISPOSITIONS:
        found.append(("disposition", "not_in_list"))
    if order.sign_off and order.sign_off not in SIGN_OFFS:
        found.append(("sign_off", "not_in_list"))
    if order.due_on is not None and order.due_on < today:
        found.append(("due_on", "in_past"))
    if above is not None:
        if order.disposition != above.disposition:
            found.append(("disposition", "changes_disposition"))
        if above.due_on is not None and (order.due_on is None or order.due_on > above.due_on):
            found.append(("due_on", "lengthens_term"))
        if above.sign_off and order.sign_off != above.sign_off:
            found.append(("sign_off", "changes_sign_off"))
    return found
