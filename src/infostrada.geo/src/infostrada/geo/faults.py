"""A value a schema refuses, with words for people; forms and REST both show them."""

from typing import Any
from zope.schema import ValidationError


class UnlawfulValue(ValidationError):
    """Raise with the message; it stands beside the field and in the REST answer."""

    def doc(self) -> Any:
        """The message."""
        return self.args[0]
