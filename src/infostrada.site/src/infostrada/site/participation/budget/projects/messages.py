"""What the machine words of projects mean to a person."""

from infostrada.site import _
from infostrada.site.records.messages import MESSAGES


MESSAGES.update(
    {
        "parcel_unknown": _("The map knows no parcel with this identifier."),
        "proposals_closed": _("Proposals are not taken now."),
        "too_long": _("This text is too long."),
        "email_wrong": _("This is not an e-mail address."),
        "over_pool": _("The project costs more than the pool has."),
        "supporters_missing": _("There are not enough supporters' names, each in a line of its own."),
        "lines_shape": _("Give each cost as: what; unit; quantity; price in whole złoty."),
        "verdicts_shape": _("Answer every criterion, and give a reason for each that is not met."),
        "author_key_wrong": _("This address does not belong to the project."),
        "appeal_late": _("The time for appeals is over."),
        "same_body": _("The appeal is decided by somebody who did not check the project."),
        "not_negative": _("A project is refused when a criterion is not met."),
        "money_order": _("Paid cannot be more than contracted."),
        "report_exists": _("This quarter has its report already."),
        "percent_range": _("The works are between 0 and 100 %."),
    }
)
