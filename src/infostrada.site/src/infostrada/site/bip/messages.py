"""What the machine words of the bulletin mean to a person."""

from infostrada.site import _
from infostrada.site.desk.refusals import RefusalWords


WORDS = RefusalWords(
    {
        "archive_unreadable": _(
            "The archive cannot be read: give a ZIP file, and the encoding of its table in the mapping."
        ),
        "import_not_ready": _("This import is under way, done, or has no row that can be taken over."),
        "mapping_unreadable": _("The mapping cannot be read: give YAML or JSON without references."),
        "table_missing": _("The archive has no table of entries under this name."),
        "before_publication": _("This day is before the publication."),
        "box_malformed": _("A place is a page and four sides, none of them the same."),
        "bulletin_exists": _("The unit has a bulletin already."),
        "after_the_end": _("The first day is after the last one."),
        "already_superseded": _("This entry is superseded already."),
        "change_waits": _(
            "A change of this entry waits for a second person: it is approved or refused first."
        ),
        "entry_not_public": _("The entry is not public."),
        "entry_public_already": _("The entry is public already: change it or withdraw it."),
        "file_not_redactable": _(
            "Only PDF files and pictures can be redacted here. Save the file as PDF and attach that."
        ),
        "entry_unknown": _("There is no such public entry in this bulletin."),
        "must_be_taken_out": _(
            "A script or a program in a file is nothing to decide about: take it out, or attach the file without it."
        ),
        "no_change_waits": _("No change of this entry waits."),
        "proposed_by_yourself": _("You proposed this change: someone else has to approve it."),
        "supersedes_itself": _("An entry cannot take its own place, nor that of its successor."),
        "finding_gone": _("This is not in the entry any more."),
        "not_a_moment": _("Give a moment as YYYY-MM-DDThh:mm."),
        "page_unknown": _("There is no such page."),
        "prepared_never_changes": _("The day the statement was first made never changes."),
        "period_too_long": _("Ask for at most three years at once."),
        "personal_data_found": _(
            "Something here looks like personal data. Remove it, or say why it may be public."
        ),
        "phrase_not_found": _("These words do not stand in the file."),
        "rendition_is_original": _(
            "This file is the original document. Attach a version made for the public."
        ),
        "second_person_needed": _(
            "There may be personal data here: someone other than the author has to publish it."
        ),
        "too_many_boxes": _("These are too many places for one time."),
    }
)
