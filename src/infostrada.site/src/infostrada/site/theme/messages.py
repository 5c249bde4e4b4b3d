"""Texts of the look, in the product's i18n domain."""

from zope.i18nmessageid import MessageFactory


_ = MessageFactory("infostrada.site")
