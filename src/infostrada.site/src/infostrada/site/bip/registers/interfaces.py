"""What an entry of a register is."""

from infostrada.site.bip.interfaces import IEntry
from zope.interface import Attribute


class IRegisterEntry(IEntry):
    """A bulletin entry whose content stands in the fields of its register."""

    particulars = Attribute("Mapping of field names to values as JSON knows them; replaced, never changed")
