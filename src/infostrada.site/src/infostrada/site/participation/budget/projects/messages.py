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
        "supporters_few": _("The support list is not complete: count the lists, or call to amend."),
        "supports_already": _("This person supports the idea already."),
        "support_closed": _("Support for this idea is not taken now."),
        "support_code_wrong": _("No support belongs to this code."),
        "draft_sent": _("This project has been sent. The author's page has all that can be done now."),
        "alt_missing": _("Say in words what the photograph shows: some people will only hear it."),
        "photo_large": _("The photograph is too large: 15 MB at most."),
        "photo_kind": _("The photograph cannot be read. Choose a JPEG, PNG, WebP or HEIC."),
        "photos_many": _("There are five photographs already."),
        "list_kind": _("A support list is a PDF or a photograph (JPEG, PNG), up to 20 MB."),
        "list_unknown": _("There is no such list."),
        "doubt_unknown": _(
            "This person is in no doubt, or somebody has decided already. Look at the list again."
        ),
        "doubt_twice": _("Say of each person either that it is another one or the same one."),
        "lists_many": _("There are twenty lists already."),
        "prices_shape": _("Give each price as: what; unit; price in whole złoty."),
        "too_often": _("Too much came from this address in a short time. Please try again in an hour."),
        "merge_self": _("Choose another project of the same edition that is still being checked."),
        "merge_unoffered": _("Nobody has proposed to merge this project."),
        "paper_title": _("Give the document a title."),
        "papers_many": _("There are a hundred papers already."),
        "paper_kind": _("A document is a PDF, an office file or a picture, up to 30 MB."),
        "paper_unknown": _("There is no such paper."),
        "comments_closed": _("This project is not discussed now."),
        "comment_private": _(
            "The text seems to have personal data (a PESEL number, a phone, an e-mail). Leave them out: everybody would read them."
        ),
        "comment_code_wrong": _("No comment on this project belongs to this code."),
        "complaint_unknown": _("There is no such complaint."),
        "complaint_same_person": _(
            "A complaint is answered by somebody who did not decide about the comment."
        ),
        "comment_unknown": _("There is no such comment."),
        "topics_missing": _("Choose what you want to be told of."),
        "subscription_gone": _("This subscription was ended."),
        "subscription_wrong": _("This link is not valid any more."),
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
