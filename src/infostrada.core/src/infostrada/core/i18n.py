"""The kernel's messages."""

from zope.i18nmessageid import MessageFactory


_ = MessageFactory("infostrada.core")
