"""Refusals of changes."""

from infostrada.core.errors import BadRequest
from infostrada.core.errors import Problem
from infostrada.geo import _


class PreconditionRequired(Problem):
    """A change has to say which version it was made from (RFC 6585)."""

    status = 428
    reason = "if_match_required"
    default = _("Say in If-Match which version of the feature you changed.")


class MethodNotAllowed(Problem):
    """The features of this layer are not changed one by one."""

    status = 405
    reason = "not_editable"
    default = _("The features of this layer are not changed one by one.")


class UnsupportedMediaType(Problem):
    """The body is of a kind this service does not read."""

    status = 415
    reason = "unsupported_media_type"
    default = _("Send the feature as GeoJSON.")


def unlawful(field: str, reason: str, detail: str = "") -> BadRequest:
    """A body that is no lawful feature."""
    message = _("The feature is not lawful: ${detail}", mapping={"detail": detail or field})
    return BadRequest(message, field=field, reason=reason)
