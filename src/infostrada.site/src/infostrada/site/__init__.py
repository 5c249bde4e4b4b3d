"""Infostrada: the product for a whole region's public offices."""

from zope.i18nmessageid import MessageFactory


_ = MessageFactory("infostrada.site")
