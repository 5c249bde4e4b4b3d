"""Schema of an incoming letter: metadata set A of the records instruction."""

from infostrada.core.accesslog.interfaces import IAccessLogged
from infostrada.core.record.interfaces import IGrantScope
from infostrada.site import _
from infostrada.site.records.lists import ACCESS
from infostrada.site.records.lists import ARRIVALS
from infostrada.site.records.lists import DCMI_TYPES
from infostrada.site.records.lists import DOCUMENT_KINDS
from plone.supermodel import model
from zope import schema
from zope.interface import Attribute
from zope.interface import Interface


class ILetter(model.Schema, IGrantScope, IAccessLogged):
    """A parcel or message that came to the office and has a number in its RPW."""

    title = schema.TextLine(title=_("Title of the letter"), max_length=1000)
    sender_org_name = schema.TextLine(title=_("Sender: organisation"), required=False)
    sender_surname = schema.TextLine(title=_("Sender: surname"), required=False)
    sender_given_names = schema.TextLine(title=_("Sender: given names"), required=False)
    postal_code = schema.TextLine(title=_("Postcode"), required=False)
    city = schema.TextLine(title=_("Town"))
    street = schema.TextLine(title=_("Street"), required=False)
    building = schema.TextLine(title=_("Building"), required=False)
    apartment = schema.TextLine(title=_("Flat"), required=False)
    po_box = schema.TextLine(title=_("PO box"), required=False)
    country = schema.TextLine(title=_("Country"), default="PL")
    email = schema.TextLine(title=_("E-mail"), required=False)
    letter_date = schema.TextLine(title=_("Date on the letter"))
    posting_date = schema.TextLine(title=_("Date of posting"), required=False)
    received_date = schema.Date(title=_("Date of receipt"))
    document_kind = schema.Choice(title=_("Kind of document"), values=DOCUMENT_KINDS, required=False)
    access = schema.Choice(title=_("Access"), values=ACCESS, default="not_public")
    attachment_count = schema.Int(title=_("Number of attachments"), min=0, required=False)
    remarks = schema.Text(title=_("Remarks"), required=False)
    dcmi_type = schema.Choice(title=_("Type of resource"), values=DCMI_TYPES, default="Text")
    delivery_method = schema.Choice(title=_("Way of delivery"), values=ARRIVALS, required=False)
    sender_reference = schema.TextLine(title=_("Sender's reference"), required=False)
    number = Attribute("Number in the RPW of `year`; set once, last")
    year = Attribute("Year of the RPW")
    registered_at = Attribute("When the letter got its number")
    files = Attribute("The letter's files, `RecordFile` objects")
    case_uid = Attribute("UID of the case the letter belongs to, or None")
    foreseen_class = Attribute("Symbol of the class of the plan the registry foresees, or empty")
    other_senders = Attribute("Senders after the first, `Sender` objects")
    party = Attribute("UID of the sender in the register of parties, or empty")


class ISeal(Interface):
    """Adapter of a unit that signs XML with its seal; a unit may have none."""

    def sign_xml(data):
        """The XML with an enveloped XAdES signature, as bytes."""
