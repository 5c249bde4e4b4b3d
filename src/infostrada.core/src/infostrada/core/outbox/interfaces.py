from zope.interface import Attribute
from zope.interface import Interface


class IMessage(Interface):
    """What a handler gets."""

    topic = Attribute("Name of the handler's utility")
    key = Attribute("The message's own key: the same in every attempt, unique for ever")
    payload = Attribute("Mapping, as it was put")
    attempt = Attribute("1 for the first attempt")


class IOutboxHandler(Interface):
    """Named utility that delivers the messages of one topic.

    A message comes at least once: after a kill or a lost answer it comes again, with the same key. What the
    handler writes through the joined session is committed together with the mark "delivered", so that part
    happens exactly once; to the outside world it passes the key on, or asks first whether it was there.
    """

    def deliver(message):
        """Carry the message out; any exception means: not delivered, try later."""
