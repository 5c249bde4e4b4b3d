"""``resolveuid/<uid>``: the way to an object by its UID."""

from plone.outputfilters.browser.resolveuid import ResolveUIDView
from zExceptions import NotFound


class ResolveUID(ResolveUIDView):
    """Plone's, which asks for the object of no UID when the address names none."""

    def __call__(self) -> str:
        """The redirect; NotFound for an address without a UID or with one nobody has."""
        if not self.uuid:
            raise NotFound("resolveuid")
        answer: str = super().__call__()
        return answer
