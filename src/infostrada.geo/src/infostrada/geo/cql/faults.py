"""The refusal of a filter."""

from infostrada.core.errors import BadRequest
from infostrada.geo import _


def unlawful(reason: str, detail: str = "") -> BadRequest:
    """A filter that cannot be understood or would cost too much; `detail` names the place."""
    message = _("The filter cannot be used: ${detail}", mapping={"detail": detail or reason})
    return BadRequest(message, field="filter", reason=reason)
