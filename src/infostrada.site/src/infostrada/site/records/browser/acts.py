"""The office's register of acts by ELI, and on a document the acts it rests on."""

from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.part import Part
from infostrada.site.desk.words import dated
from infostrada.site.desk.words import fact
from infostrada.site.records.acts.operations import acts_of
from infostrada.site.records.acts.operations import bases
from infostrada.site.records.acts.operations import enter_act
from infostrada.site.records.acts.operations import MANAGE
from infostrada.site.records.acts.rules import Act
from infostrada.site.records.acts.rules import Basis
from infostrada.site.records.acts.rules import cited
from infostrada.site.records.acts.rules import over
from infostrada.site.records.acts.rules import told
from infostrada.site.records.acts.rules import url_of
from infostrada.site.records.browser.tables import numbered
from infostrada.site.records.browser.tables import row
from infostrada.site.records.browser.tables import table
from infostrada.site.records.documents.basis import proposed_basis
from infostrada.site.records.documents.basis import set_basis
from infostrada.site.records.documents.operations import may_change
from typing import Any


HINT = _(
    "One act a line, then the provision: DU/2003/717 art. 59 ust. 1; the address of the act or “Dz.U. 2003 nr 80 poz. 717, art. 59” will do as well."
)
LAW = _("Legal basis")


def basis_field(given: tuple[Basis, ...]) -> dict[str, Any]:
    """The field the acts are named in."""
    return {
        "name": "basis",
        "label": LAW,
        "hint": HINT,
        "kind": "textarea",
        "rows": 3,
        "value": "\n".join(map(str, given)),
    }


def sent_basis(page: Any) -> tuple[Basis, ...]:
    """The acts of a form."""
    return bases("basis", page.text("basis").splitlines())


def basis_facts(given: tuple[Basis, ...], acts: list[Act]) -> list[dict[str, Any]]:
    """Lines of a fact sheet, each with the address of its act."""
    return [fact(LAW, told(one, acts), url_of(one.eli) or None) for one in given]


def basis_table(given: tuple[Basis, ...], acts: list[Act]) -> dict[str, Any]:
    """Acts and provisions; a row leads to the act where it is published."""
    columns = (("act", _("Act of law")), ("provision", _("Provision")), ("eli", _("ELI")))
    rows = [
        {
            "url": url_of(one.eli) or None,
            **row(
                told(one._replace(provision=""), acts),
                act=told(one._replace(provision=""), acts),
                provision=one.provision,
                eli=one.eli,
            ),
        }
        for one in given
    ]
    return table(_("Acts it rests on"), columns, numbered("basis", rows))


class LegalBasis(Part):
    """On a document: the acts it rests on, and the form while it is a draft."""

    position = 6

    def section(self) -> dict[str, Any] | None:
        """The table, a warning about acts no longer in force, the form."""
        document, acts = self.context, acts_of(self.context)
        changes = may_change(document)
        if not document.basis and not changes:
            return None
        part: dict[str, Any] = {"id": "basis", "title": LAW}
        if document.basis:
            part["register"] = basis_table(document.basis, acts)
        lapsed = over(document.basis, acts, document.dated or polish_today())
        if lapsed:
            named = "; ".join(f"{act.title} ({cited(act.eli)})" for act in lapsed)
            part["notice"] = {
                "kind": "warn",
                "title": _("Not in force on the day of the document"),
                "text": named,
            }
        if changes:
            field = basis_field(proposed_basis(document))
            words = _("Name the acts")
            part["forms"] = [
                self.page.one("basis", _("Save the legal basis"), field, tone="btn-secondary", fold=words)
            ]
        return part

    def do_basis(self) -> str:
        """Save the acts."""
        set_basis(self.context, sent_basis(self.page))
        return str(self.page.here)


class ActsPage(DeskPage):
    """Acts of law the office works by, with their identifiers and addresses."""

    heading = _("Acts of law (ELI)")
    lead = _("Acts that types of cases and decisions rest on, by their European identifiers.")

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The register, then the form."""
        parts: list[dict[str, Any]] = [{"id": "acts", "title": _("Acts"), "register": self._register()}]
        if self.may(MANAGE):
            parts.append({"id": "entering", "title": _("Enter or change an act"), "forms": [self._form()]})
        return parts

    def _register(self) -> dict[str, Any]:
        columns = (
            ("eli", _("ELI")),
            ("title", _("Title")),
            ("cited", _("Published in")),
            ("last", _("In force to")),
            ("following", _("Replaced by")),
        )
        rows = [
            {
                "id": f"act-{act.eli.replace('/', '-')}",
                "url": url_of(act.eli) or None,
                **row(
                    act.eli,
                    eli=act.eli,
                    title=act.title,
                    cited=cited(act.eli),
                    last=dated(act.last, self.request),
                    following=cited(act.following) if act.following else "",
                ),
            }
            for act in acts_of(self.unit)
        ]
        return table(_("Acts of law"), columns, rows)

    def _form(self) -> Any:
        fields = [
            {
                "name": "eli",
                "label": _("ELI"),
                "hint": _(
                    "Such as DU/2003/717, reg/2016/679, POL_WOJ_KP/2026/1234, or the address of the act."
                ),
                "required": True,
            },
            {"name": "title", "label": _("Title"), "required": True},
            {"name": "last", "label": _("In force to"), "kind": "date", "width": "is-short"},
            {"name": "following", "label": _("Replaced by"), "hint": _("ELI of the act that came instead.")},
        ]
        return self.one("enter", _("Keep the act"), *fields)

    def do_enter(self) -> str:
        """Enter it."""
        act = enter_act(
            self.context, self.text("eli"), self.text("title"), self.day("last"), self.text("following")
        )
        self.say(_("The act ${act} was kept.", mapping={"act": cited(act.eli)}))
        return self._own
