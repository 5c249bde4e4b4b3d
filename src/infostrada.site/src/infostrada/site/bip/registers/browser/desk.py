"""A register as editors see it: the desk's table, drafts included."""

from collections.abc import Mapping
from collections.abc import Sequence
from functools import cached_property
from infostrada.core.record.listing import Listing
from infostrada.site import _
from infostrada.site.bip.operations import EDIT
from infostrada.site.bip.operations import PUBLISH
from infostrada.site.bip.operations import publish_entry
from infostrada.site.bip.registers.browser.words import cell
from infostrada.site.bip.registers.browser.words import STANDING
from infostrada.site.bip.registers.interfaces import IRegisterEntry
from infostrada.site.bip.registers.kinds import KINDS
from infostrada.site.bip.registers.listing import LISTINGS
from infostrada.site.bip.registers.shape import Kind
from infostrada.site.desk.register.page import RegisterPage
from infostrada.site.desk.register.parts import Act
from infostrada.site.desk.register.parts import Choice
from infostrada.site.desk.register.parts import Option
from infostrada.site.desk.register.parts import Shown
from infostrada.site.desk.words import word
from typing import Any


STATES = {
    "draft": ("wait", _("entry_draft", default="Draft")),
    "planned": ("wait", _("entry_planned", default="Planned")),
    "published": ("done", _("entry_public", default="Public")),
    "superseded": ("warn", _("entry_superseded", default="Superseded")),
    "archived": ("done", _("entry_archived", default="In the archive")),
    "withdrawn": ("warn", _("entry_withdrawn", default="Withdrawn")),
}


class DeskRegister(RegisterPage):
    """`<bulletin>/@@register-desk?register=resolution`."""

    contract = IRegisterEntry

    @cached_property
    def kind(self) -> Kind:
        """The register asked for; the first one when the address names none."""
        return KINDS.get(str(self.request.form.get("register", "")), KINDS["resolution"])

    @property
    def name(self) -> str:  # type: ignore[override]
        """Under what views are kept."""
        return f"bip-{self.kind.name}"

    @property
    def caption(self) -> Any:
        """The register's name."""
        return self.kind.label

    heading = caption

    @property
    def listing(self) -> Listing:  # type: ignore[override]
        """The register's listing."""
        return LISTINGS[self.kind.name]

    @property
    def links(self) -> list[dict[str, Any]]:
        """Writing, importing, and the page visitors see."""
        section = self.context.get(self.kind.section)
        public = f"{self.context.absolute_url()}/rejestr/{self.kind.slug}"
        found = [{"label": _("As visitors see it"), "url": public}]
        if section is None or not self.may(EDIT, section):
            return found
        asks = f"register={self.kind.name}"
        write = {
            "label": _("Write an entry"),
            "url": f"{section.absolute_url()}/@@register-write?{asks}",
            "main": True,
        }
        load = {"label": _("Import from a file"), "url": f"{section.absolute_url()}/@@register-import?{asks}"}
        return [write, load, *found]

    @property
    def columns(self) -> Sequence[Shown]:  # type: ignore[override]
        """Title, state and the listed fields."""
        found = [
            Shown("title", _("Entry"), lambda row, page: {"text": page.head(row)}),
            Shown("state", _("State"), _state, once=True),
            Shown("day", self.kind.field(self.kind.day).label, _day, order="day", once=True),
        ]
        for field in self.kind.fields:
            if field.listed and field.name != self.kind.day:
                found.append(Shown(f"f_{field.name}", field.label, _value(field), num=field.type == "sum"))
        if self.kind.clock:
            found.append(Shown("clock", _("Term of the law"), _clock))
        return found

    @property
    def choices(self) -> Sequence[Choice]:  # type: ignore[override]
        """State of the entry and of its term."""
        states = [Option("", _("all entries"), {})]
        states += [Option(name, label, {"state": name}) for name, (_tone, label) in STATES.items()]
        registers = [Option(kind.name, kind.label) for kind in KINDS.values()]
        here = next(option for option in registers if option.value == self.kind.name)
        others = [here, *(option for option in registers if option is not here)]
        found = [
            Choice("register", _("Register"), lambda page: others),
            Choice("state", _("State"), lambda page: states),
        ]
        if self.kind.clock:
            terms = [Option("", _("any term"), {})]
            terms += [Option(name, label, {"clock": name}) for name, (_tone, label) in STANDING.items()]
            found.append(Choice("term", _("Term of the law"), lambda page: terms))
        return found

    @property
    def acts(self) -> Sequence[Act]:
        """Publishing ticked drafts; the gate is passed by each."""
        if not self.may(PUBLISH):
            return ()
        return (Act("publish", _("Publish the ticked drafts"), lambda entry, page: publish_entry(entry)),)


def _state(row: Mapping[str, Any], page: Any) -> dict[str, Any]:
    tone, words = STATES.get(row["state"], ("wait", row["state"]))
    return {"tone": tone, "text": words}


def _day(row: Mapping[str, Any], page: Any) -> dict[str, Any]:
    return {"text": row["day"].isoformat(), "datetime": row["day"].isoformat()}


def _clock(row: Mapping[str, Any], page: Any) -> dict[str, Any]:
    tone, words = STANDING.get(row["clock"], ("wait", ""))
    return {"tone": tone, "text": words} if words else {"text": ""}


def _value(field: Any) -> Any:
    def shown(row: Mapping[str, Any], page: Any) -> dict[str, Any]:
        made = cell(field, (row["data"] or {}).get(field.name), lambda label: word(label, page.request))
        return {"text": made["value"], "datetime": made["datetime"] or None}

    return shown
