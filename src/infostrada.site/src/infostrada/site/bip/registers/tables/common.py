"""Fields several registers share."""

from infostrada.site import _
from infostrada.site.bip.registers.fields import Field
from infostrada.site.bip.registers.shape import text


NUMBER = text("number", _("Number"), required=True, listed=True)
SUBJECT = text("subject", _("In the matter of"), required=True)
ACT_STATUS = (
    ("draft", _("draft act")),
    ("adopted", _("adopted")),
    ("supervised", _("in supervision")),
    ("announced", _("announced")),
    ("in_force", _("in force")),
    ("repealed", _("repealed")),
    ("void", _("void")),
)
AMENDS = Field("amends", _("Amends"), "refs", hint=_("Numbers of acts, separated by semicolons."))
REPEALS = Field("repeals", _("Repeals"), "refs", hint=_("Numbers of acts, separated by semicolons."))
TERM = Field(
    "term",
    _("Term of the council"),
    "number",
    True,
    hint=_("Number of the term, as in the register of terms."),
)
