"""What the worker does besides messages, jobs and seals."""

from zope.interface import Interface


class IChore(Interface):
    """Named utility the worker calls every half minute, in the site, as nobody.

    What it changes it commits itself, in as many transactions as it likes.
    """

    def run():
        """Do what is due; return soon."""
