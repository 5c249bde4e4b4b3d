"""Why a file is not taken, in words; the site's forms and services say the same."""

from infostrada.core.i18n import _


FILE_WORDS = {
    "file_type_dangerous": _(
        "file_type_dangerous", default="Files of this kind are not accepted: they can do harm."
    ),
    "file_content_differs": _(
        "file_content_differs", default="The content of this file does not fit the ending of its name."
    ),
    "file_two_kinds": _(
        "file_two_kinds",
        default="This file is two kinds of file at once, as files made to deceive are. Save it anew and add it again.",
    ),
    "file_program_inside": _(
        "file_program_inside",
        default="There is a macro, a script or a program in this file. Save it without them, for instance as PDF, and add it again.",
    ),
    "file_fetches": _(
        "file_fetches",
        default="This file fetches something from another address when it is opened. Break that link, or save the file as PDF, and add it again.",
    ),
    "file_unpacks_too_large": _(
        "file_unpacks_too_large",
        default="This file unpacks to more than is reasonable, as files made to do harm do.",
    ),
    "archive_leads_outside": _(
        "archive_leads_outside",
        default="Names in this archive lead out of its folder. Pack the files anew and add them again.",
    ),
    "picture_too_large": _(
        "picture_too_large", default="This picture has more points than can be shown. Make it smaller."
    ),
}
MESSAGES = FILE_WORDS | {
    "file_too_large": _("file_too_large", default="This file is larger than allowed."),
}
