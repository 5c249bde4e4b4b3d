"""The day tests count from: asked when it is wanted, never kept from an import, as a run may go past midnight."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from infostrada.core.calendar import POLAND
from infostrada.core.calendar import polish_today
from time import sleep


NEAR = timedelta(minutes=2)
"""A test that begins this near to midnight might end on another day than it began."""


def this_year() -> int:
    """The year it is in Poland."""
    return polish_today().year


def to_midnight(moment: datetime) -> timedelta:
    """How long the day still lasts in Poland, an hour less or more when the clocks change."""
    following = moment.astimezone(POLAND).date() + timedelta(days=1)
    midnight = datetime.combine(following, datetime.min.time(), POLAND)
    return midnight.astimezone(UTC) - moment.astimezone(UTC)


def wait_past_midnight() -> None:
    """Return at once, or on the new day when this one is all but over."""
    left = to_midnight(datetime.now(POLAND))
    if left < NEAR:
        sleep(left.total_seconds() + 1)
