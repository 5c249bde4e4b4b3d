"""The RPWych as a register."""

from collections.abc import Sequence
from infostrada.site import _
from infostrada.site.desk.register.page import RegisterPage
from infostrada.site.desk.register.parts import Act
from infostrada.site.desk.register.parts import Choice
from infostrada.site.desk.register.parts import day
from infostrada.site.desk.register.parts import fixed
from infostrada.site.desk.register.parts import Option
from infostrada.site.desk.register.parts import plain
from infostrada.site.desk.register.parts import Shown
from infostrada.site.desk.register.parts import View
from infostrada.site.records.browser.registers.choices import years
from infostrada.site.records.browser.registers.columns import in_year
from infostrada.site.records.browser.registers.columns import number
from infostrada.site.records.browser.registers.columns import STATE
from infostrada.site.records.correspondence.outgoing.dispatch import make_list
from infostrada.site.records.correspondence.outgoing.interfaces import IDispatchList
from infostrada.site.records.correspondence.outgoing.interfaces import IOutgoing
from infostrada.site.records.correspondence.outgoing.listing import DISPATCH_LISTS
from infostrada.site.records.correspondence.outgoing.listing import OUTGOING
from infostrada.site.records.correspondence.outgoing.networks import NOT_SENT
from infostrada.site.records.correspondence.outgoing.networks import send_by_network
from infostrada.site.records.correspondence.outgoing.ways import BY_NETWORK
from infostrada.site.records.correspondence.outgoing.ways import METHODS
from infostrada.site.records.correspondence.outgoing.ways import POSTAL
from infostrada.site.records.find import by_uid
from typing import Any


def _methods(page: Any) -> Sequence[Option]:
    return [
        Option("", _("by any way")),
        Option("post", _("by post"), {"method": sorted(POSTAL)}),
        Option("network", _("by networks"), {"method": sorted(BY_NETWORK)}),
        *(Option(f"way{place}", method, {"method": method}) for place, method in enumerate(METHODS)),
    ]


class OutgoingPage(RegisterPage):
    """One row for each addressee, newest number first; cancelled numbers stay."""

    name = "outgoing"
    heading = _("Register of outgoing letters (RPWych)")
    caption = _("Register of outgoing letters")
    listing = OUTGOING
    contract = IOutgoing
    columns = (
        number(_("RPWych number")),
        Shown("registered", _("Registered"), day("registered_on"), order="registered", usual=False, once=True),
        Shown("recipient", _("Addressee"), plain("recipient")),
        Shown("title", _("Title of the letter"), plain("title")),
        Shown("case", _("Sign of the case"), plain("case_sign"), once=True),
        Shown("method", _("Way of dispatch"), plain("method")),
        Shown("sent", _("Sent"), day("sent_on"), once=True),
        Shown("served", _("Served"), day("served_on"), once=True),
        STATE,
        Shown("address", _("Address"), plain("address"), usual=False),
        Shown("tracking", _("Parcel number"), plain("tracking"), usual=False, once=True),
        Shown("list", _("Dispatch list"), plain("list_label"), usual=False, once=True),
        Shown("kind", _("Kind of document"), plain("document_kind"), usual=False),
        Shown("status", _("Status in the network"), plain("channel_status"), usual=False),
        Shown("remarks", _("Remarks"), plain("remarks"), usual=False),
    )  # fmt: skip
    choices = (
        Choice(
            "state",
            _("State"),
            fixed(
                Option("", _("all letters")),
                Option("ready", _("letters ready to be sent"), {"state": "ready"}),
                Option(
                    "unsent",
                    _("letters the network did not take"),
                    {"state": "ready", "channel_status": NOT_SENT},
                ),
                Option("sent", _("letters without a proof of delivery"), {"state": "sent"}),
                Option("served", _("letters served"), {"state": ["delivered", "deemed"]}),
                Option("back", _("letters not delivered"), {"state": "undelivered"}),
                Option("cancelled", _("letters cancelled"), {"state": "cancelled"}),
            ),
        ),
        Choice("method", _("Way of dispatch"), _methods),
        Choice("year", _("Year"), years),
    )
    views = (
        View(_("All letters"), {}),
        View(_("For the post"), {"state": "ready", "method": "post"}),
        View(_("For networks"), {"state": "ready", "method": "network"}),
        View(_("Not sent"), {"state": "unsent"}),
        View(_("Without proof"), {"state": "sent"}),
        View(_("Not delivered"), {"state": "back"}),
    )

    @property
    def links(self) -> list[dict[str, Any]]:
        """The dispatch lists."""
        return [{"label": _("Dispatch lists"), "url": f"{self.unit.absolute_url()}/@@dispatch-lists"}]

    @property
    def acts(self) -> Sequence[Act]:
        """A dispatch list of the ticked letters."""
        if not self.may("infostrada.site: Register letters"):
            return ()
        field = {"name": "carrier", "label": _("Carrier"), "required": True, "value": "Poczta Polska S.A."}
        return (
            Act("network", _("Send by the network"), lambda letter, _page: send_by_network(letter)),
            Act("list", _("Put the ticked letters on a dispatch list"), lambda *_given: None, lambda _page: (field,)),
        )  # fmt: skip

    def act_on(self, name: str) -> str | None:
        """A list is made of all ticked letters together."""
        if name != "act-list" or not self.ticked or not self.acts:
            return super().act_on(name)
        letters = [by_uid(uid, self.contract, near=self.context) for uid in self.ticked]
        listed = make_list(self.context, letters, self.text("carrier"))
        self.say(_("The dispatch list ${label} has been made.", mapping={"label": listed.label}))
        return f"{listed.absolute_url()}/view"

    def head(self, row: dict[str, Any]) -> str:
        """The number of the RPWych; a letter taken over from another office has none here."""
        return in_year(row, "W/")


class DispatchListsPage(RegisterPage):
    """Lists of letters for carriers, the newest first."""

    name = "dispatch-lists"
    heading = _("Dispatch lists")
    caption = _("Dispatch lists")
    listing = DISPATCH_LISTS
    contract = IDispatchList
    columns = (
        number(_("Number")),
        Shown("carrier", _("Carrier"), plain("carrier")),
        Shown("letters", _("Letters"), plain("letters"), num=True),
        Shown("made", _("Made"), day("made_on"), once=True),
        Shown("handed", _("Handed over"), day("handed_over_on"), once=True),
        STATE,
    )  # fmt: skip
    choices = (
        Choice(
            "state",
            _("State"),
            fixed(
                Option("", _("all lists")),
                Option("prepared", _("lists not handed over yet"), {"state": "prepared"}),
                Option("handed_over", _("lists handed over"), {"state": "handed_over"}),
            ),
        ),
        Choice("year", _("Year"), years),
    )

    def head(self, row: dict[str, Any]) -> str:
        """Number of the list."""
        return in_year(row)

    @property
    def links(self) -> list[dict[str, Any]]:
        """The letters ready for the post."""
        url = f"{self.unit.absolute_url()}/@@outgoing?state=ready&method=post"
        return [{"label": _("Letters for the post"), "url": url}]
