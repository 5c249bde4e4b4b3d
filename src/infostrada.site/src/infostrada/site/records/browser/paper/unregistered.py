"""E-mails that need no registering: the form, the list, the messages while they are kept."""

from functools import cached_property
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.words import dated
from infostrada.site.desk.words import options
from infostrada.site.records.browser.downloads import Download
from infostrada.site.records.browser.paper.mail import arrival
from infostrada.site.records.browser.tables import row
from infostrada.site.records.browser.tables import table
from infostrada.site.records.correspondence.operations import REGISTER
from infostrada.site.records.correspondence.unregistered import store
from infostrada.site.records.correspondence.unregistered.operations import ADMINISTER
from infostrada.site.records.correspondence.unregistered.operations import all_noted
from infostrada.site.records.correspondence.unregistered.operations import days_kept
from infostrada.site.records.correspondence.unregistered.operations import keep_days
from infostrada.site.records.correspondence.unregistered.operations import listed
from infostrada.site.records.correspondence.unregistered.operations import register_after_all
from infostrada.site.records.correspondence.unregistered.store import Noted
from infostrada.site.records.files import RecordFile
from infostrada.site.records.find import record_at
from infostrada.site.records.problems import invalid
from infostrada.site.records.upload import all_from_form
from typing import Any
from urllib.parse import urlencode


SHOWN = 50
KINDS = {
    "spam": _("spam"),
    "harmful": _("harmful software"),
    "advertisement": _("advertisement, unwanted offer"),
    "newsletter": _("newsletter, periodical"),
    "invitation": _("invitation"),
    "courtesy": _("congratulations, courtesies"),
    "copy": _("copy of what is registered already"),
    "elsewhere": _("not for this office, passed on"),
    "other": _("another reason (in the remarks)"),
}


class UnregisteredPage(DeskPage):
    """What was not registered, who said so and why."""

    heading = _("E-mails that need no registering")
    lead = _(
        "A message stays here whole for the days the office keeps it and may be registered after all; then only its row and its digest are left."
    )

    @cached_property
    def _registers(self) -> bool:
        return bool(self.may(REGISTER))

    @property
    def links(self) -> list[dict[str, Any]]:
        """The other way an e-mail goes."""
        if not self._registers:
            return []
        return [{"label": _("Register an e-mail"), "url": f"{self.unit.absolute_url()}/@@register-mail"}]

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The form, the list, the days."""
        found = listed(self.context, SHOWN + 1, self.text("after"))
        parts: list[dict[str, Any]] = []
        if self._registers:
            parts.append({"id": "noting", "title": _("Needs no registering"), "forms": [self._noting()]})
        parts.append({"id": "listed", "title": _("Messages put aside"), "register": self._list(found)})
        kept = [one for one in found[:SHOWN] if not one.erased_at and not one.letter_uid]
        if self._registers and kept:
            forms = [self._after_all(kept)]
            parts.append({"id": "mistaken", "title": _("To be registered after all"), "forms": forms})
        if self.may(ADMINISTER):
            parts.append({"id": "days", "title": _("How long messages are kept"), "forms": [self._keeping()]})
        return parts

    def _noting(self) -> Any:
        return self.one(
            "noted",
            _("Do not register"),
            {
                "name": "file",
                "label": _("Messages (.eml or .msg)"),
                "kind": "file",
                "required": True,
                "multiple": True,
            },
            {
                "name": "kind",
                "label": _("Why"),
                "kind": "select",
                "required": True,
                "options": options(KINDS, _("choose")),
            },
            {"name": "note", "label": _("Remarks")},
        )

    def _list(self, found: list[Noted]) -> dict[str, Any]:
        columns = (
            ("subject", _("Subject of the message")),
            ("sender", _("From whom")),
            ("why", _("Why")),
            ("note", _("Remarks")),
            ("noted", _("When")),
            ("by", _("Noted by")),
            ("kept", _("Message")),
        )
        shown = found[:SHOWN]
        register = table(_("E-mails that were not registered"), columns, [self._row(one) for one in shown])
        register["empty"] = _("Every e-mail was registered or put into a case.")
        if len(found) > SHOWN:
            following = f"{self._own}?{urlencode({'after': shown[-1].uid})}"
            register["paging"] = {
                "first_url": self._own if self.text("after") else None,
                "next_url": following,
            }
        return register

    def _row(self, one: Noted) -> dict[str, Any]:
        cells = row(
            one.subject or one.filename,
            subject=one.subject or one.filename,
            sender=one.sender,
            why={"text": KINDS[one.kind]},
            note=one.note,
            noted=dated(one.noted_at, self.request),
            by=", ".join(filter(None, (one.actor_name, one.post))),
            kept={"text": self._kept(one)},
        )
        return {"id": one.uid, **cells, "url": self._url(one)}

    def _kept(self, one: Noted) -> Any:
        letter = record_at(one.letter_uid)
        if letter is not None:
            return _("registered after all: RPW ${number}", mapping={"number": letter.rpw_number})
        if one.erased_at:
            return _("erased on ${day}", mapping={"day": f"{one.erased_at:%d.%m.%Y}"})
        return _("kept until ${day}", mapping={"day": f"{one.keep_until:%d.%m.%Y}"})

    def _url(self, one: Noted) -> str | None:
        """The letter it became, else the message for whoever may register it."""
        letter = record_at(one.letter_uid)
        if letter is not None:
            return f"{letter.absolute_url()}/view" if self.may("View", letter) else None
        if one.erased_at or not self._registers:
            return None
        return f"{self.unit.absolute_url()}/@@unregistered-message/{one.uid}"

    def _after_all(self, kept: list[Noted]) -> Any:
        messages = {one.uid: f"{one.subject or one.filename} ({one.sender or '?'})" for one in kept}
        return self.one(
            "register",
            _("Register the e-mail"),
            {
                "name": "uid",
                "label": _("Message"),
                "kind": "select",
                "required": True,
                "options": options(messages, _("choose")),
            },
            *arrival(),
            tone="btn-secondary",
            fold=_("A message was put here by mistake"),
        )

    def _keeping(self) -> Any:
        field = {
            "name": "days",
            "label": _("Days"),
            "hint": _("For messages noted from now on."),
            "required": True,
            "width": "is-short",
            "value": str(days_kept(self.unit.unit_id)),
        }
        return self.one("keep", _("Keep the number of days"), field, tone="btn-secondary")

    def do_noted(self) -> str:
        """Note them all."""
        uploads = all_from_form(self.form.get("file"))
        noted = all_noted(self.context, uploads, self.text("kind"), self.text("note"))
        self.say(_("Messages not registered: ${count}.", mapping={"count": str(len(noted))}))
        return self._own

    def do_register(self) -> str:
        """Register one and show the letter."""
        told = {"city": self.text("city"), "received_date": self.day("received_date")}
        letter = register_after_all(self.context, self.text("uid"), told)
        self.say(_("The letter has the number ${number}.", mapping={"number": letter.rpw_number}))
        return f"{letter.absolute_url()}/view"

    def do_keep(self) -> str:
        """Keep the days."""
        days = self.text("days")
        if not days.isdecimal() or len(days) > 6:
            raise invalid("days", "kept_days_out_of_range")
        keep_days(self.context, int(days))
        return self._own


class UnregisteredMessage(Download):
    """`<unit>/@@unregistered-message/<uid>`: the message as it came, while it is kept."""

    def file(self) -> RecordFile | None:
        """The message of this office."""
        noted = store.one(self.context.unit_id, self.name)
        return store.message(self.name) if noted is not None else None
