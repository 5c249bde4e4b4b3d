"""Timestamps laid over signed files later: on documents and letters, and the authority the operator has them from."""

from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.part import Part
from infostrada.site.desk.words import dated
from infostrada.site.desk.words import fact
from infostrada.site.desk.words import known
from infostrada.site.desk.words import when
from infostrada.site.records.browser.downloads import Download
from infostrada.site.records.browser.tables import numbered
from infostrada.site.records.browser.tables import quietly
from infostrada.site.records.browser.tables import row
from infostrada.site.records.browser.tables import table
from infostrada.site.records.files import RecordFile
from infostrada.site.records.signatures.stamping.content import PDF
from infostrada.site.records.signatures.stamping.settings import drop_authority
from infostrada.site.records.signatures.stamping.settings import keep_authority
from infostrada.site.records.signatures.stamping.settings import kept
from typing import Any


KINDS = {True: _("PDF with the timestamp inside"), False: _("timestamp beside the file (RFC 3161)")}


class Renewals(Part):
    """On a document or letter: what proves its signatures beyond the timestamps they came with."""

    position = 62

    def section(self) -> dict[str, Any] | None:
        """The table; None when nothing was laid over the files."""
        record, request = self.context, self.request
        rows = [
            {
                "url": f"{record.absolute_url()}/@@renewed/{place}",
                **row(
                    each.file.filename,
                    file=each.file.filename,
                    kind={"text": KINDS[each.kind == PDF]},
                    at={"text": when(each.stamped_at, request)},
                    ends=dated(each.ends, request),
                    maker=each.maker,
                ),
            }
            for place, each in enumerate(record.renewals, 1)
        ]
        if not rows:
            return None
        columns = (
            ("file", _("File")),
            ("kind", _("Kind")),
            ("at", _("Time of the timestamp")),
            ("ends", _("Proves until")),
            ("maker", _("Made by")),
        )
        text = _("The signed file itself never changes: each timestamp covers it and all timestamps before.")
        register = quietly(table(_("Timestamps laid over signed files"), columns, numbered("renewal", rows)))
        return {"id": "renewals", "title": _("Renewed timestamps"), "text": text, "register": register}


class RenewedFile(Download):
    """`<record>/@@renewed/<place>`: a rendition or token, by its place counted from 1."""

    def file(self) -> RecordFile | None:
        """As it was made."""
        held = self.context.renewals
        place = int(self.name) if self.name.isdigit() and len(self.name) < 10 else 0
        return held[place - 1].file if 0 < place <= len(held) else None


class StampingPage(DeskPage):
    """The time-stamping authority of the installation, kept by the operator."""

    heading = _("Time-stamping authority")
    lead = _(
        "Timestamps of the archive's signatures are renewed here before they end. The authority learns a digest and nothing else; "
        "its root belongs on the list of trusted certificates, for timestamps."
    )

    @property
    def here(self) -> str:
        """The page itself."""
        return f"{self.context.absolute_url()}/@@time-stamping"

    @property
    def links(self) -> list[dict[str, Any]]:
        """The list its certificate is believed by."""
        url = f"{self.context.absolute_url()}/@@trusted-certificates"
        return [{"label": _("Trusted certificates"), "url": url}]

    @property
    def facts(self) -> list[dict[str, Any]]:
        """What is asked now."""
        held = kept()
        if held is None:
            return [fact(_("Authority"), _("none"))]
        told = [
            fact(_("Address"), held.url),
            fact(_("Policy (OID)"), held.policy),
            fact(_("Login"), held.login),
        ]
        return known(told)

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The form, and the one that forgets."""
        held = kept()
        url, policy, login = (held.url, held.policy, held.login) if held is not None else ("", "", "")
        forms = [
            self.one(
                "keep",
                _("Ask this authority"),
                {"name": "url", "label": _("Address"), "required": True, "value": url},
                {"name": "policy", "label": _("Policy (OID)"), "hint": _("Only if the authority wants one."), "value": policy},
                {"name": "login", "label": _("Login"), "hint": _("Only over HTTPS."), "value": login, "autocomplete": "off"},
                {
                    "name": "password",
                    "label": _("Password"),
                    "kind": "password",
                    "hint": _("Empty: the one that is kept."),
                    # The browser would offer the operator's own password of this site.
                    "autocomplete": "new-password",
                },
            )
        ]  # fmt: skip
        if held is not None:
            forms.append(self.one("drop", _("Ask nobody"), tone="btn-danger"))
        return [{"id": "authority", "title": _("Authority"), "forms": forms}]

    def do_keep(self) -> str:
        """Keep it."""
        keep_authority(self.text("url"), self.text("policy"), self.text("login"), self.text("password"))
        self.say(_("Saved."))
        return self.here

    def do_drop(self) -> str:
        """Forget it."""
        drop_authority()
        return self.here
