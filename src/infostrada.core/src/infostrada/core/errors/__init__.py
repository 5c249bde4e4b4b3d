"""Refusals with a status, a field and a machine-readable reason.

Operations raise them; REST answers them as `{"type", "message", "field", "reason"}`, pages as a
designed page. Classes that share a name with one of Zope's derive from it, because Zope's
publisher replaces exceptions by their class name.
"""

from transaction.interfaces import TransientError
from zope.i18nmessageid import MessageFactory

import zExceptions


_ = MessageFactory("infostrada.core")

# What a refusal says that comes without words of its own, by its reason.
WORDS = {
    "bad_cursor": _("reason_bad_cursor", default="This place in the list is not one an answer gave."),
    "bad_format": _(
        "reason_bad_format", default="The list does not come in this format; it comes as XLSX, CSV or PDF."
    ),
    "bad_number": _("reason_bad_number", default="This is no whole number within the bounds."),
    "bad_order": _("reason_bad_order", default="The order is ascending or descending."),
    "bad_size": _("reason_bad_size", default="A page has from 1 to 200 rows."),
    "bad_value": _("reason_bad_value", default="This value does not fit what it is compared with."),
    "too_many_rows": _(
        "reason_too_many_rows", default="The list is longer than this format takes; narrow it or choose XLSX."
    ),
    "unknown_column": _("reason_unknown_column", default="The list has no such column."),
    "unknown_filter": _("reason_unknown_filter", default="The list has no such filter."),
    "unknown_listing": _("reason_unknown_listing", default="There is no such list."),
    "unknown_object": _("reason_unknown_object", default="There is no such object."),
    "unknown_sort": _("reason_unknown_sort", default="The list has no such order."),
}

UNREADABLE = _("json_unreadable", default="The body of the request is not a JSON object that can be read.")


class Problem(zExceptions.HTTPException):
    """A request that cannot be answered as asked.

    `message` is for people (translatable), `field` names the input at fault, `reason` is a word
    programs may rely on, `headers` go into the answer.
    """

    status = 500
    message = ""
    reason = "error"
    default = _("problem_error", default="Something went wrong.")

    def __init__(
        self,
        message: str | None = None,
        *,
        field: str | None = None,
        reason: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        message = message or WORDS.get(reason or "") or self.default
        super().__init__(message)
        self.message = message
        self.field = field
        self.reason = reason or self.reason
        self.headers = dict(headers or {})

    def __str__(self) -> str:
        return str(getattr(self.message, "default", None) or self.message)


class BadRequest(Problem, zExceptions.BadRequest):
    """Input that breaks a rule; name the field."""

    status = 400
    reason = "invalid"
    default = _("problem_bad_request", default="The data sent is not valid.")


class Unauthorized(Problem, zExceptions.Unauthorized):
    """Nobody is logged in."""

    status = 401
    reason = "unauthorized"
    default = _("problem_unauthorized", default="You have to log in first.")


class Forbidden(Problem, zExceptions.Forbidden):
    """Logged in, but without the right."""

    status = 403
    reason = "forbidden"
    default = _("problem_forbidden", default="You have no right to do this.")


class NotFound(Problem, zExceptions.NotFound):
    """Nothing there, or nothing this visitor may know of."""

    status = 404
    reason = "not_found"
    default = _("problem_not_found", default="There is no such page.")


class Conflict(Problem):
    """The state of the thing does not allow the action."""

    status = 409
    reason = "conflict"
    default = _("problem_conflict", default="This cannot be done in the present state.")


class PreconditionFailed(Problem):
    """Someone changed the thing since it was read."""

    status = 412
    reason = "changed_meanwhile"
    default = _("problem_precondition", default="Someone has changed this in the meantime.")


class TooLarge(Problem):
    """More bytes than are taken in one request."""

    status = 413
    reason = "request_too_large"
    default = _("problem_too_large", default="This is more than the server takes in one request.")


class Locked(Problem):
    """Someone is working on the thing."""

    status = 423
    reason = "locked"
    default = _("problem_locked", default="Someone else is working on this now.")


class TooManyRequests(Problem):
    """Too often; say when to come back in `Retry-After`."""

    status = 429
    reason = "too_many_requests"
    default = _("problem_too_many", default="Too many requests, please wait a moment.")


class Unavailable(Problem):
    """The service cannot answer for now; nothing was changed."""

    status = 503
    reason = "unavailable"
    default = _(
        "problem_unavailable",
        default="The service is not available for a moment. Nothing was lost, please try again.",
    )

    def __init__(self, message: str | None = None, **options: object) -> None:
        super().__init__(message, **options)  # type: ignore[arg-type]
        self.headers.setdefault("Retry-After", "5")


class Unexpected(Problem):
    """A fault nobody foresaw; under `reference` it stands in the log, and nothing else is told of it."""

    reason = "unexpected"

    def __init__(self, reference: str) -> None:
        super().__init__(
            _(
                "problem_unexpected",
                default="Unexpected error. Tell the administrator this reference: ${reference}",
                mapping={"reference": reference},
            )
        )
        self.reference = reference


class ContentionError(Unavailable, TransientError):
    """Another request holds what this one needs; Zope repeats it, then it is a 503."""

    reason = "contended"
