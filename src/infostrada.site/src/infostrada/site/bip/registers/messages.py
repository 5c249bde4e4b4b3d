"""What the machine words of the registers mean to a person."""

from infostrada.site import _
from infostrada.site.desk.refusals import RefusalWords


WORDS = RefusalWords(
    {
        "before_the_beginning": _("This day is before the one it follows."),
        "consent_needed": _("Name the author only with consent."),
        "control_characters": _("There are characters here that cannot be shown."),
        "councillor_missing": _("The vote of a councillor whose mandate lasts that day is missing."),
        "councillor_twice": _("A councillor stands here twice for the same day."),
        "entry_exists": _("The register has this entry already."),
        "more_than_mandates": _("There are more councillors than mandates."),
        "not_a_councillor": _("Someone here has no mandate on that day."),
        "not_a_declaration": _("Only an asset declaration has a part B."),
        "not_a_sum": _("Give a sum with at most two digits after the comma."),
        "not_an_address": _("Give a whole address, beginning with https://."),
        "not_in_term": _("This day is outside the term of the council."),
        "not_settled": _("A chosen candidate is named when the recruitment is settled."),
        "number_malformed": _("The number is not written as this register of numbers wants it."),
        "part_b_is_public": _("This file is public in the declaration: take it out there first."),
        "result_differs": _("The result does not follow from the votes and the majority needed."),
        "row_malformed": _("A row of the table is not right: look at its parts and their order."),
        "ten_days_needed": _("Applications are taken for at least ten days."),
        "council_term_unknown": _("The register of terms has no such term of the council."),
        "two_months_at_most": _("The term can be extended to two months at most."),
        "unknown_column": _("The register has no such field."),
        "column_twice": _("Two columns of the file mean the same field."),
        "twice_in_file": _("The file has this entry twice."),
        "cursor_malformed": _("This is no cursor of a list: take it from the address of the next page."),
        "file_unreadable": _("The file cannot be read. Give a CSV or XLSX file."),
        "file_too_long": _("The file has more rows than one import takes."),
        "file_empty": _("The file has no rows."),
        "import_unknown": _("There is no such import."),
        "import_not_checked": _("Only an import checked without a fault can be carried out."),
    }
)
