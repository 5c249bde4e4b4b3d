"""Schema of a task made by dekretacja."""

from infostrada.core.accesslog.interfaces import IAccessLogged
from infostrada.core.record.interfaces import IGrantScope
from infostrada.site import _
from infostrada.site.records.lists import DISPOSITIONS
from plone.supermodel import model
from zope import schema
from zope.interface import Attribute


class ITask(model.Schema, IGrantScope, IAccessLogged):
    """Who deals with a letter or case, with what disposition and by when."""

    title = schema.TextLine(title=_("Matter"))
    assignee = schema.TextLine(title=_("To whom"))
    disposition = schema.Choice(title=_("Disposition"), values=DISPOSITIONS)
    due_on = schema.Date(title=_("Term"), required=False)
    instruction = schema.Text(title=_("Instruction"), required=False)
    about = Attribute("UID of the letter or case")
    about_kind = Attribute("`letter` or `case`")
    about_label = Attribute("RPW number or sign")
    above = Attribute("UID of the task this one continues, or None")
    author = Attribute("Actor who gave the task")
    done_at = Attribute("When it was done or withdrawn, else None")
    outcome = Attribute("What came of it, in words")
