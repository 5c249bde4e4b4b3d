"""What a gateway for text messages has to do."""

from zope.interface import Interface


class ISMSGateway(Interface):
    """Sends text messages."""

    def send(number, text, key):
        """Send; the same key comes again after a lost answer and must not be sent twice. Raises when it failed."""
