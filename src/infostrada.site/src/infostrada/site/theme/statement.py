"""What the accessibility statement says that a program cannot know by itself.

Source: act of 4 April 2019 on digital accessibility, art. 10 and the minister's template 2.0.
"""

from infostrada.site import _
from zope import schema
from zope.interface import Interface
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


STATUSES = SimpleVocabulary(
    [
        SimpleTerm("full", title=_("compliant")),
        SimpleTerm("partial", title=_("partially compliant")),
        SimpleTerm("none", title=_("not compliant")),
    ]
)


class IAccessibilityStatement(Interface):
    """Registry records `infostrada.statement.*`."""

    published = schema.Date(title=_("Site published on"))
    changed = schema.Date(title=_("Last important change of the site"))
    prepared = schema.Date(title=_("Statement first made on"))
    reviewed = schema.Date(title=_("Statement last reviewed on"))
    status = schema.Choice(title=_("Compliance with the act"), vocabulary=STATUSES)
    shortcomings = schema.Text(title=_("What is not accessible and why"), required=False)
    building = schema.Text(title=_("How to get into the building"), required=False)
    interpreter = schema.Bool(title=_("Sign language interpreter online"), default=False)
