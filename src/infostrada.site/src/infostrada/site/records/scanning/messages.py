"""What the machine words of scanned batches mean to a person."""

from infostrada.site import _
from infostrada.site.desk.refusals import RefusalWords


MESSAGES = {
    "folder_malformed": _("A folder's name has small letters, digits and hyphens only."),
    "folder_not_watched": _("No folder of the office is watched."),
    "folder_of_other": _("This folder belongs to another office."),
    "folder_unusable": _("The folder cannot be used in the intake folder of the server."),
    "scan_broken": _("The PDF is damaged."),
    "scan_encrypted": _("The PDF is encrypted."),
    "scan_endless": _("The PDF takes too long to read."),
    "scan_letter_ended": _("The letter takes no more files."),
    "scan_no_label": _("No label stands before these pages."),
    "scan_not_pdf": _("The scanner wrote a picture: set it to PDF."),
    "scan_other_office": _("The label is of another office."),
    "scan_too_long": _("The PDF has too many pages."),
    "scan_two_labels": _("Labels of two letters stand on one page."),
    "scan_unknown_letter": _("There is no letter with the number of the label."),
    "separator_malformed": _("The code of separator sheets has up to 80 plain letters, digits and signs."),
}
WORDS = RefusalWords(MESSAGES)
