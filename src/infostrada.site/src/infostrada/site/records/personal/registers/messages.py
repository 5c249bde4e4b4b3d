"""What the machine words of the registers of personal data mean to a person."""

from infostrada.site import _
from infostrada.site.desk.refusals import RefusalWords


MESSAGES = {
    "breach_reported_late": _(
        "Reported later than 72 hours after it was found: give the reasons (art. 33(1))."
    ),
    "entry_key_reused": _("This Idempotency-Key was used for another entry."),
}
WORDS = RefusalWords(MESSAGES)
