"""What the machine words of living editions and of the vote mean to a person."""

from infostrada.site import _
from infostrada.site.records.messages import MESSAGES


MESSAGES.update(
    {
        "terms_shape": _("The terms have to be a JSON object."),
        "pool_shape": _("A pool needs a short name of small letters, digits and hyphens."),
        "ballot_kind": _("The kind of ballot makes no sense."),
        "below_floor": _(
            "The pools hold less than 0.5 % of the expenditure in the last report (art. 5a(5))."
        ),
        "too_many_supporters": _(
            "A proposal may need supporters up to 0.1 % of the area's residents at most (art. 5a(7))."
        ),
        "topic_without_note": _(
            "The law knows pools for the whole commune and its parts. A pool by topic needs a note on its legal basis."
        ),
        "phase_order": _("This cannot be earlier than the date before it."),
        "regulation_missing": _("The unit has no regulation of the participatory budget yet."),
        "territory_without_rules": _("The regulation says nothing about this kind of territory."),
        "pool_without_projects": _("There is a pool without any project on its list."),
        "undecided_projects": _("There are projects that are still being checked, or appeals not decided."),
        "seed_missing": _("Enter what was drawn in public."),
        "voting_has_begun": _("The vote should have begun already."),
        "voting_open": _("The vote is not over yet."),
        "voting_closed": _("The vote is not open now."),
        "shares_wrong": _("These pieces do not give the key of this vote."),
        "share_miswritten": _("A piece of the key was miswritten."),
        "share_twice": _("The same piece was entered twice."),
        "share_missing": _("Enter pieces of the key."),
        "members_number": _("The commission has three to nine members."),
        "member_unknown": _("Somebody named here does not work in this unit."),
        "member_manages": _(
            "Somebody named here manages the edition. Whoever manages it cannot sit on the commission."
        ),
        "commission_named": _("The commission of this edition was named with its terms and does not change."),
        "piece_on_paper": _("The pieces of this key were given out on paper; nobody can fetch one here."),
        "piece_none": _("You have no piece of this key."),
        "piece_taken": _("You have fetched your piece already. It was shown once."),
        "piece_wrong": _("This is not your piece of the key. Check each sign."),
        "piece_handed": _("Your piece is here already."),
        "pieces_missing": _("Too few members have brought their pieces."),
        "opening_runs": _("The box is being opened already."),
        "ballots_missing": _(
            "Ballots that were acknowledged are missing from the box. Nothing was certified."
        ),
        "batches_open": _("There are batches of paper ballots whose cards are not all settled."),
        "key_gone": _("The key of this vote was destroyed."),
        "voted_already": _("This person has voted already."),
        "phone_full": _("This phone number was used for as many votes as the regulation allows."),
        "pesel_wrong": _("This PESEL number is not right."),
        "born_wrong": _("This date of birth cannot be right."),
        "phone_wrong": _("This is not a phone number."),
        "guardian_missing": _("For a child under 13 a parent or guardian votes and gives their name here."),
        "method_off": _("This edition does not use this way of confirming who you are."),
        "statement_missing": _("Confirm that you live here."),
        "code_wrong": _("The code is not right."),
        "code_tries": _("The code was wrong too often. Begin again to get a new one."),
        "sms_tries": _("Too many codes were sent to this number. Try again in an hour."),
        "sms_net_tries": _(
            "Too many codes were asked for from this network. Try again in an hour or come to the office."
        ),
        "pass_wrong": _("This pass is not valid."),
        "ticket_wrong": _("The time for this form is over. Say again who you are."),
        "choice_foreign": _("The ballot names a project that is not put to the vote here."),
        "choice_twice": _("The ballot names a project twice."),
        "choice_withdrawn": _("The ballot names a project that was withdrawn."),
        "choices_too_few": _("Choose more projects in this pool, or none."),
        "choices_too_many": _("Too many projects are chosen in this pool."),
        "knapsack_full": _("The chosen projects cost more than the pool has."),
        "points_unused": _("This ballot has no points."),
        "points_number": _("Points are whole numbers from one up."),
        "points_too_many": _("More points were given than there are."),
        "parts_too_many": _("Too many districts are chosen."),
        "ballot_shape": _("The ballot is not readable."),
        "ballot_empty": _("Choose at least one project."),
        "pool_unknown": _("There is no such pool."),
        "receipt_length": _("A receipt has 32 signs; something is missing or too much."),
        "receipt_signs": _("There is a sign that receipts do not have."),
        "receipt_forged": _("This is not a receipt of this vote. Check each sign."),
        "batch_exists": _("There is a batch of this number already."),
        "batch_unknown": _("There is no such batch."),
        "card_number": _("The batch has no card of this number."),
        "card_done": _("This card is settled already."),
        "card_same_person": _("Somebody else has to make the second entry."),
        "paper_off": _("This edition has no paper ballots."),
        "nobody_voted": _("Nobody has voted under these data."),
        "reason_missing": _("Give the reason."),
        "retention_not_over": _("The time of keeping is not over yet."),
    }
)
