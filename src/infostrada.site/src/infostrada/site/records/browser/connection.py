"""A page that keeps how the office is connected to a service, its key among it, and forgets it again."""

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from typing import Any
from typing import NamedTuple


class Keeping(NamedTuple):
    """The settings behind a connection: what of it is shown, how it is kept and forgotten; all take the unit first."""

    shown: Callable[[Any], Mapping[str, Any]]
    keep: Callable[[Any, dict[str, str]], Any]
    drop: Callable[[Any], None]
    open_names: Sequence[str]


class ConnectionPage(DeskPage):
    """Facts are the subclass's; the key is never shown, and left empty it stays."""

    keeping: Keeping
    part: str
    fields: Sequence[Mapping[str, Any]]

    @property
    def held(self) -> Mapping[str, Any]:
        """What is kept, without the key; empty for nothing."""
        return self.keeping.shown(self.context)

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The form, and the one that forgets."""
        held = self.held
        filled = [{**field, "value": held.get(str(field["name"]), "")} for field in self.fields]
        keep = self.one(
            "keep", _("Keep the connection"), *filled, fold=_("Change the connection") if held else None
        )
        parts: list[dict[str, Any]] = [{"id": self.part, "title": _("Connection"), "forms": [keep]}]
        if held:
            form = self.one(
                "drop", _("Forget the connection"), tone="btn-danger", fold=_("Forget the connection")
            )
            parts.append({"id": "forget", "title": _("End of the connection"), "forms": [form]})
        return parts

    def do_keep(self) -> str:
        """Keep it."""
        names = (*self.keeping.open_names, "key")
        self.keeping.keep(self.context, {name: self.text(name) for name in names})
        self.say(_("The connection has been kept."))
        return self._here

    def do_drop(self) -> str:
        """Forget it."""
        self.keeping.drop(self.context)
        self.say(_("The connection has been forgotten."))
        return self._here

    @property
    def _here(self) -> str:
        return f"{self.context.absolute_url()}/{self.address}"
