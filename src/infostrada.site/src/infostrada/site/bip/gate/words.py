"""What findings are called on pages."""

from infostrada.site import _
from infostrada.site.bip.gate.decisions import FALSE_ALARM
from infostrada.site.bip.gate.decisions import PUBLIC
from infostrada.site.bip.gate.model import Finding
from infostrada.site.bip.gate.model import HIGH
from infostrada.site.bip.gate.model import LOW
from infostrada.site.bip.gate.model import MEDIUM
from typing import Any


FINDING_WORDS = {
    "pesel": _("PESEL number"),
    "nrb": _("bank account number"),
    "identity_card": _("identity card number"),
    "passport": _("passport number"),
    "land_register": _("land register number"),
    "nip": _("tax number (NIP) of a person"),
    "email": _("e-mail address"),
    "phone": _("telephone number"),
    "home_address": _("home address"),
    "birth_date": _("date of birth"),
    "person": _("name of a person"),
    "author": _("author in the file's properties"),
    "signature": _("place that looks like a handwritten signature"),
    "hidden_text": _("text nobody sees on the page"),
    "earlier_revision": _("data in an earlier state of the file"),
    "tracked_changes": _("tracked changes"),
    "comments": _("comments"),
    "attachment": _("file inside the file"),
    "gps": _("place where a picture was taken"),
    "form_value": _("filled-in form field"),
    "annotation": _("note on a page"),
    "hidden_layer": _("layer that is switched off"),
    "hidden_sheet": _("hidden sheet, row or column"),
    "active_content": _("script or other active content"),
    "copy_lock": _("file locked against copying or printing"),
    "unreadable": _("file that could not be read"),
    "no_text_layer": _("file without a text layer"),
}
SEVERITY_WORDS = {HIGH: _("serious"), MEDIUM: _("to be decided"), LOW: _("worth a look")}
SEVERITY_TONES = {HIGH: "warn", MEDIUM: "wait", LOW: "run"}
VERDICT_WORDS = {
    FALSE_ALARM: _("False alarm: this is no personal data"),
    PUBLIC: _("Personal data that may be public"),
}
_FIELDS = {"title": _("Title"), "description": _("Summary"), "body": _("Text")}


def finding_words(kind: str) -> Any:
    """The name of a kind of finding."""
    return FINDING_WORDS[kind]


def place_words(view: Any, given: Finding) -> str:
    """Field or file, and the page."""
    where = view.say(_FIELDS[given.where]) if given.where in _FIELDS else given.where
    if given.page is None:
        return str(where)
    return str(view.say(_("${where}, page ${page}", mapping={"where": where, "page": given.page})))
