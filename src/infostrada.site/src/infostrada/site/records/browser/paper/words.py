"""Words of scans, of the store and of handing in."""

from infostrada.site import _


SCANS = {
    "full": _("scanned in full"),
    "partial": _("scanned in part"),
    "none": _("not scanned"),
    "electronic": _("electronic"),
}
SEQUENCES = {
    "full": _("fully scanned"),
    "partial": _("not fully scanned"),
    "internal": _("internal"),
    "receipts": _("proofs of delivery"),
    "returns": _("returns"),
    "invoices": _("invoices"),
    "media": _("data carriers"),
}
MATTERS = {
    "application": _("application or other letter in proceedings"),
    "public_information": _("request for public information"),
    "petition": _("petition"),
    "complaint": _("complaint or motion (part VIII of the code)"),
    "court_complaint": _("complaint to the administrative court"),
    "reuse": _("request for re-use"),
    "between_authorities": _("letter of another public body"),
}
PROOFS = {
    "": _("none"),
    "none": _("none"),
    "receipt": _("proof of receipt"),
    "own_receipt": _("receipt of the office's own system"),
    "upp": _("UPP"),
    "stamp": _("stamp of receipt, proof of posting"),
    "protocol": _("protocol"),
    "system": _("record of the system"),
}
