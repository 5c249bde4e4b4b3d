"""The page of the office's box of e-Doręczenia."""

from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.words import fact
from infostrada.site.records.correspondence.edelivery.settings import drop_box
from infostrada.site.records.correspondence.edelivery.settings import keep_box
from infostrada.site.records.correspondence.edelivery.settings import OPEN_NAMES
from infostrada.site.records.correspondence.edelivery.settings import shown
from typing import Any


class BoxPage(DeskPage):
    """Where the box answers and by what key the office proves itself; the key is never shown."""

    heading = _("Box of e-Doręczenia")
    lead = _("Letters are sent and received by the worker every half minute.")

    @property
    def facts(self) -> list[dict[str, Any]]:
        """What is kept."""
        held = shown(self.context)
        return [
            fact(_("Address for electronic delivery"), self.context.ade),
            fact(_("Address of the user agent"), held.get("url")),
            fact(_("Client"), held.get("client_id")),
            fact(_("Key"), _("kept, sealed") if held else _("none")),
        ]

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The form, and the one that forgets."""
        held = shown(self.context)
        fields = (
            {"name": "url", "label": _("Address of the user agent"), "required": True,
             "hint": _("As in the contract, up to /api/v1.")},
            {"name": "token_url", "label": _("Address of the token service"), "required": True},
            {"name": "client_id", "label": _("Client"), "required": True},
            {"name": "search_url", "label": _("Address of the search in the base of addresses (BAE)")},
            {"name": "key", "label": _("Private key"), "kind": "textarea", "rows": 5,
             "hint": _("RSA in PEM form, without a password. Left empty, the kept key stays.")},
        )  # fmt: skip
        filled = [{**field, "value": held.get(str(field["name"]), "")} for field in fields]
        keep = self.one(
            "keep", _("Keep the connection"), *filled, fold=_("Change the connection") if held else None
        )
        parts: list[dict[str, Any]] = [{"id": "box", "title": _("Connection"), "forms": [keep]}]
        if held:
            form = self.one(
                "drop", _("Forget the connection"), tone="btn-danger", fold=_("Forget the connection")
            )
            parts.append({"id": "forget", "title": _("End of the connection"), "forms": [form]})
        return parts

    def do_keep(self) -> str:
        """Keep it."""
        keep_box(self.context, {name: self.text(name) for name in (*OPEN_NAMES, "key")})
        self.say(_("The connection has been kept."))
        return self._here

    def do_drop(self) -> str:
        """Forget it."""
        drop_box(self.context)
        self.say(_("The connection has been forgotten."))
        return self._here

    @property
    def _here(self) -> str:
        return f"{self.context.absolute_url()}/{self.address}"
