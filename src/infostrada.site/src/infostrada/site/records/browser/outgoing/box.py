"""The page of the office's box of e-Doręczenia."""

from infostrada.site import _
from infostrada.site.desk.words import fact
from infostrada.site.records.browser.connection import ConnectionPage
from infostrada.site.records.browser.connection import Keeping
from infostrada.site.records.correspondence.edelivery.settings import drop_box
from infostrada.site.records.correspondence.edelivery.settings import keep_box
from infostrada.site.records.correspondence.edelivery.settings import OPEN_NAMES
from infostrada.site.records.correspondence.edelivery.settings import shown
from typing import Any


class BoxPage(ConnectionPage):
    """Where the box answers and by what key the office proves itself."""

    heading = _("Box of e-Doręczenia")
    lead = _("Letters are sent and received by the worker every half minute.")
    keeping = Keeping(shown, keep_box, drop_box, OPEN_NAMES)
    part = "box"
    fields = (
        {"name": "url", "label": _("Address of the user agent"), "required": True,
         "hint": _("As in the contract, up to /api/v1.")},
        {"name": "token_url", "label": _("Address of the token service"), "required": True},
        {"name": "client_id", "label": _("Client"), "required": True},
        {"name": "search_url", "label": _("Address of the search in the base of addresses (BAE)")},
        {"name": "key", "label": _("Private key"), "kind": "textarea", "rows": 5,
         "hint": _("RSA in PEM form, without a password. Left empty, the kept key stays.")},
    )  # fmt: skip

    @property
    def facts(self) -> list[dict[str, Any]]:
        """What is kept."""
        held = self.held
        return [
            fact(_("Address for electronic delivery"), self.context.ade),
            fact(_("Address of the user agent"), held.get("url")),
            fact(_("Client"), held.get("client_id")),
            fact(_("Key"), _("kept, sealed") if held else _("none")),
        ]
