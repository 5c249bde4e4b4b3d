"""Schemas and events of the bulletin."""

from infostrada.site import _
from infostrada.site.bip.rules import KINDS
from plone.supermodel import model
from zope import schema
from zope.interface import Attribute
from zope.interface.interfaces import IObjectEvent


class IBulletin(model.Schema):
    """A unit's bulletin page: the subject menu, the editors, the change log."""

    title = schema.TextLine(title=_("Title"))
    editor_name = schema.TextLine(
        title=_("Editor of the bulletin"),
        description=_("First name and surname; the law wants at least one editor named."),
        required=False,
        default="",
    )
    editor_phone = schema.TextLine(title=_("Editor's telephone"), required=False, default="")
    editor_email = schema.ASCIILine(title=_("Editor's e-mail"), required=False, default="")


class ISection(model.Schema):
    """One item of the subject menu."""

    title = schema.TextLine(title=_("Title"))
    description = schema.Text(title=_("What is found here"), required=False, default="")
    group = schema.TextLine(title=_("Group of the menu"))
    basis = schema.TextLine(title=_("Legal basis"), required=False, default="")


class IEntry(model.Schema):
    """Public information with its fact sheet (metryczka, art. 8 (6) of the act of 6 September 2001)."""

    title = schema.TextLine(title=_("Title"), max_length=500)
    description = schema.Text(title=_("Summary"), required=False, default="")
    kind = schema.Choice(title=_("Kind of entry"), values=KINDS)
    body = schema.Text(title=_("Text"), required=False, default="")
    content_author = schema.TextLine(title=_("Who made the information or answers for it"))
    created_on = schema.Date(title=_("Date the information was made"))
    files = Attribute("Tuple of public files, in the order shown; a file never changes")
    changes = Attribute("Tuple of Change, oldest first; only added to")
    earlier = Attribute("Tuple of Edition: what the entry said before each change")
    decisions = Attribute("Tuple of Decision about findings of the gate; shown inside only")
    exclusions = Attribute("Tuple of Exclusion: what is left out and why")
    until = Attribute("Last day the entry stays public; None without end")
    proposal = Attribute("Proposal: a change that waits for a second person, or None; shown inside only")
    superseded_by = Attribute("UID of the entry that took this one's place, or None")
    supersedes = Attribute("Tuple of UIDs of the entries this one took the place of")
    layers = Attribute("Readable renditions of scans, by the SHA-256 of the scan; the scan stays as it is")
    source_uid = Attribute("UID of the record the entry was made from; shown inside only")


class IEntryEvent(IObjectEvent):
    """Something public happened to an entry."""

    actor = Attribute("infostrada.site.records.actor.Actor")


class IEntryPublished(IEntryEvent):
    """An entry became public."""

    service_date = Attribute("The day a public notice counts as served (KPA 49), None for other entries")


class IEntryWithdrawn(IEntryEvent):
    """An entry was withdrawn; its tombstone stays."""
