from zope.interface import Interface


class IAccessLogged(Interface):
    """Marks objects the access log tells of, who saw and who was refused: letters, cases, documents, persons."""


class ISearchedPersons(Interface):
    """Named utility: whom words somebody searched for stand for, when they are more than a name."""

    def found(words: str):
        """`Searched` for each person the words identify; nothing for ordinary words."""
