"""Schema of a case: metadata set D of the records instruction."""

from infostrada.core.accesslog.interfaces import IAccessLogged
from infostrada.core.record.interfaces import IGrantScope
from infostrada.site import _
from infostrada.site.records.lists import ACCESS
from plone.supermodel import model
from zope import schema
from zope.interface import Attribute
from zope.interface import Interface


class ICase(model.Schema, IGrantScope, IAccessLogged):
    """A case: one matter from its start to its final end, with everything filed in it."""

    title = schema.TextLine(title=_("Title of the case"), max_length=1000)
    description = schema.Text(title=_("Description"), required=False)
    class_symbol = schema.TextLine(title=_("Class of the plan"), readonly=True, required=False)
    started_on = schema.Date(title=_("Start of the case"), readonly=True, required=False)
    access = schema.Choice(title=_("Access"), values=ACCESS, default="not_public")
    sign = Attribute("Znak sprawy, set last; infostrada.site.records.cases.sign.Sign")
    org_id = Attribute("Stable id of the organisational unit")
    class_title = Attribute("Title of the class on the day the case was opened")
    category = Attribute("Archival category in the leading unit")
    officer = Attribute("Login of the case officer")
    parties = Attribute("Tuple of Participant")
    letters = Attribute("Tuple of UIDs of the letters filed in the case")
    decision_uid = Attribute("UID of the document that settled the case")
    metryka = Attribute("Chronological list of Step: the metryka sprawy")


class IEndingBlockers(Interface):
    """What another room has against ending a case for good; subscription adapter of the case."""

    def against(closed_on):  # type: ignore[no-untyped-def]
        """Iterable of `infostrada.site.records.cases.rules.Blocker` for this last day."""


class IClosingBlockers(Interface):
    """What another room has against closing a case; subscription adapter of the case."""

    blockers = Attribute("Iterable of infostrada.site.records.cases.rules.Blocker")
