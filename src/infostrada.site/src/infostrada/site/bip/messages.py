"""What the machine words of the bulletin mean to a person."""

from infostrada.site import _
from infostrada.site.records.messages import MESSAGES


MESSAGES.update(
    {
        "bulletin_exists": _("The unit has a bulletin already."),
        "entry_not_public": _("The entry is not public."),
        "personal_data_found": _(
            "Something here looks like personal data. Remove it, or say why it may be public."
        ),
        "rendition_is_original": _(
            "This file is the original document. Attach a version made for the public."
        ),
        "second_person_needed": _(
            "There may be personal data here: someone other than the author has to publish it."
        ),
    }
)
