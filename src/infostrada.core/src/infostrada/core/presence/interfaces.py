"""Looking a record up in the repository, not in any mirror of it."""

from zope.interface import Interface


class IRecordExists(Interface):
    """Utility: does the object database hold the object with this UID?"""

    def here(uid: str) -> bool:  # type: ignore[empty-body]
        """As the current transaction sees it, its own new objects included."""

    def newest(uid: str) -> bool:  # type: ignore[empty-body]
        """As committed by now, whatever the current transaction can see."""
