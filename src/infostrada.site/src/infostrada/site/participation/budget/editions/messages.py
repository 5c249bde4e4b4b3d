"""What the machine words of the participatory budget mean to a person."""

from infostrada.site import _
from infostrada.site.participation.budget.pabulib.faults import Fault
from infostrada.site.participation.budget.pabulib.faults import FAULTS
from infostrada.site.records.messages import MESSAGES

import re


MESSAGES.update(
    {
        "budget_exists": _("The unit has a participatory budget already."),
        "edition_exists": _("There is an edition of this name already."),
        "year_out_of_range": _("The year has to lie between 1989 and 2200."),
        "pb_faulty": _("The file cannot be counted. The report below says why, line by line."),
        "pb_rule_unknown": _("The file declares no rule that can be carried out. Give the parameters."),
        "pb_parameters": _(
            "The parameters do not say how to count, or name projects the file does not have."
        ),
        "counting_runs": _("The edition is still being counted."),
        "pool_twice": _("Two files tell of the same pool."),
    }
)


def fault_message(fault: Fault) -> str:
    """A fault of a file as a message; the catalogue has it under `fault_` and its code."""
    words = re.sub(r"\{(\w+)\}", r"${\1}", FAULTS[fault.code][1])
    said = {key: str(value) for key, value in fault.values.items()}
    message: str = _(f"fault_{fault.code}", default=words, mapping=said)
    return message
