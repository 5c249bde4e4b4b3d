"""Why a file is not shown, or not as it will look."""

from infostrada.site import _
from infostrada.site.desk.refusals import RefusalWords


NOTES = {
    "converter_missing": _(
        "LibreOffice is not installed on this server; only the text is shown, and no PDF can be made."
    ),
    "conversion_failed": _("The file could not be made into a PDF."),
    "preview_broken": _("The file is damaged and cannot be shown."),
    "preview_locked": _(
        "A password is needed to open this file. Download it, and ask the sender for the password."
    ),
    "preview_too_large": _("The file is too large to be shown here. Download it."),
    "preview_unknown": _("Files of this kind cannot be shown here. Download it."),
}
WORDS = RefusalWords(NOTES)
