"""What may be done to ticked rows of "my work"."""

from collections.abc import Callable
from collections.abc import Mapping
from infostrada.site import _
from infostrada.site.records.browser.orders import order_fields
from infostrada.site.records.browser.people import acceptor_field
from typing import Any
from typing import NamedTuple


class Doing(NamedTuple):
    """An act on ticked rows: its word in `bulk`, the button, the permission to ask for, its fields."""

    act: str
    label: Any
    permission: str = ""
    fields: Callable[[Any], tuple[Mapping[str, Any], ...]] = lambda page: ()


REMARK = {"name": "remark", "label": _("Remark")}
DOINGS = {
    "finish_task": Doing("finish_task", _("The ticked tasks are done"),
                         fields=lambda page: ({"name": "outcome", "label": _("Outcome")},)),
    "assign": Doing("assign", _("Assign the ticked letters"), "infostrada.site: Assign letters to anybody",
                    lambda page: order_fields(page.unit.unit_id, instruction=False)),
    "accept": Doing("accept", _("Accept the ticked documents")),
    "reject": Doing("reject", _("Give the ticked documents back"), fields=lambda page: (REMARK,)),
    "submit": Doing("submit", _("Submit the ticked documents"), fields=lambda page: (acceptor_field(page.unit),)),
    "send_by_network": Doing("send_by_network", _("Send the ticked letters again")),
}  # fmt: skip
