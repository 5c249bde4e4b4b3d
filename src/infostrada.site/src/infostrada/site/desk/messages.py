"""What the machine words of the desk's own refusals mean to a person."""

from infostrada.core.security.messages import FILE_WORDS
from infostrada.site import _
from infostrada.site.desk.refusals import RefusalWords


WORDS = RefusalWords(
    {
        "too_many_views": _("You have kept as many views as there may be. Remove one first."),
    }
)
FILES = RefusalWords(FILE_WORDS)
