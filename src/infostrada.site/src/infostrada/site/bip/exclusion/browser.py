"""The form of an exclusion."""

from infostrada.site import _
from infostrada.site.bip.browser.forms import Form
from infostrada.site.bip.exclusion.operations import exclude
from infostrada.site.bip.exclusion.operations import ExclusionData
from infostrada.site.bip.timing.moments import is_public
from typing import Any


class ExcludePage(Form):
    """What is left out of the entry."""

    label = _("Exclude part of the information")
    button = _("Save the exclusion")
    lead = _("Everybody reads what was left out, on what basis, by whom and in whose interest.")

    def act(self) -> str:
        """Exclude."""
        exclude(self.context, ExclusionData(*(self.text(name) for name in ExclusionData._fields)))
        return str(self.context.absolute_url())

    def fields(self) -> list[dict[str, Any]]:
        """The four things the law names, and the reason of a change."""
        reason = {"name": "reason", "label": _("Reason of the change"), "required": True,
                  "hint": _("Everybody can read it.")}  # fmt: skip
        return [
            {"name": "scope", "label": _("What is left out"), "required": True},
            {"name": "basis", "label": _("Legal basis of the exclusion"), "required": True,
             "hint": _("For example: art. 5 (2) of the act on access to public information.")},
            {"name": "person", "label": _("Who excluded it: first name, surname, post"), "required": True},
            {"name": "interest", "label": _("In whose interest"), "required": True,
             "hint": _("A kind of person or body, not a name: for example a natural person's privacy.")},
            *([reason] if is_public(self.context) else []),
        ]  # fmt: skip
