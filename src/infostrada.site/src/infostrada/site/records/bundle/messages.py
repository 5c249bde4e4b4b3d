"""What the machine words of bundles mean to a person."""

from infostrada.site import _
from infostrada.site.desk.refusals import RefusalWords
from infostrada.site.records.archive.package.words import WORDS as PACKAGE


SHARED = (
    "archive_too_large",
    "bomb",
    "encrypted",
    "link_or_device",
    "name_doubled",
    "name_unsafe",
    "too_many_members",
)
MESSAGES = {
    **{reason: PACKAGE[reason] for reason in SHARED},
    "bundle_broken": _("This file is not a bundle of records, or it is damaged."),
    "bundle_manifest": _("The bundle has no manifest of records."),
    "category_other": _(
        "The category there and that of the class here differ; the last one is what the case gets."
    ),
    "class_other": _("The class here has another title."),
    "class_unplanned": _("No version of the office's plan has this class; the case keeps it."),
    "digest_wrong": _("A file is not what its digest says."),
    "file_absent": _("A file the record names is not in the bundle."),
    "file_unnamed": _("No line names this file; it stays behind."),
    "file_wrong": _("What is told of a file is not lawful or not true."),
    "json_not_a_number": _("A whole number is needed here."),
    "json_not_true_or_false": _("True or false is needed here."),
    "kind_unknown": _("The format has no such kind of lines."),
    "length_wrong": _("The list has the wrong number of values."),
    "line_too_long": _("A line is longer than allowed."),
    "key_unknown": _("The record has a member the format does not know."),
    "moment_without_offset": _("A moment needs its offset from UTC."),
    "not_a_package": _("This is neither an archive package nor a package for a court."),
    "number_doubled": _("Two records of the bundle have this number."),
    "number_gap": _("The number lies too far behind the one before."),
    "number_held": _("The register already has another record under this number."),
    "number_order": _("The numbers of a register must rise from line to line."),
    "number_past": _("The register has gone on beyond this number."),
    "only_foreign": _("This is for another office's records alone: their numbers stay there."),
    "pairs_wrong": _("Write the symbol there, a colon and the symbol here: 6730:6733."),
    "plan_left_out": _("The office has a plan of its own; this one is left out."),
    "person_other": _(
        "The login bears another name here: the authorisation is kept, but nobody signs by it."
    ),
    "record_absent": _("The record this one belongs to does not stand before it in the bundle."),
    "register_differs": _("The register has this row with other data; it stays as it is."),
    "register_left_out": _("The office has registers of its own; this row is left out."),
    "state_unknown": _("There is no such state."),
    "step_order": _("The lines of a metryka must be numbered from 1 in order."),
    "uid_doubled": _("Two records of the bundle have this identifier."),
    "uid_only_mapped": _("Identifiers of other systems are not kept: let every record get a new one."),
    "uid_taken": _("Another record of the platform has this identifier."),
    "uid_wrong": _("This is not an identifier."),
    "version_unknown": _("The bundle is of a version this system does not read."),
}
WORDS = RefusalWords(MESSAGES)
