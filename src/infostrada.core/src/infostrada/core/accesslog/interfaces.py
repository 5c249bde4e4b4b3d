from zope.interface import Interface


class IAccessLogged(Interface):
    """Marks objects whose refusals the access log holds: letters, cases, documents, persons."""
