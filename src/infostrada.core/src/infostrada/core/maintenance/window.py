"""A daily time window such as ``23:00-04:30``: pure rules, local time without a date."""

from dataclasses import dataclass
from datetime import datetime
from datetime import time
from datetime import timedelta

import re


TEXT = re.compile(r"(\d{2}):(\d{2})-(\d{2}):(\d{2})")


@dataclass(frozen=True)
class Window:
    """From `begin` until just before `end`; over midnight when `end` is the earlier one."""

    begin: time
    end: time

    def opened(self, now: datetime) -> datetime | None:
        """When the window that holds `now` was opened (same time zone), None outside of it."""
        begin = now.replace(hour=self.begin.hour, minute=self.begin.minute, second=0, microsecond=0)
        for start in (begin, begin - timedelta(days=1)):
            if start <= now < start + self._length:
                return start
        return None

    @property
    def _length(self) -> timedelta:
        minutes = (self.end.hour - self.begin.hour) * 60 + self.end.minute - self.begin.minute
        return timedelta(minutes=minutes % (24 * 60))


def parse(text: str) -> Window | None:
    """Read ``HH:MM-HH:MM``; an empty text is no window. Raises ValueError naming the text."""
    if not text.strip():
        return None
    match = TEXT.fullmatch(text.strip())
    try:
        if match is None:
            raise ValueError
        hours = [int(part) for part in match.groups()]
        window = Window(time(hours[0], hours[1]), time(hours[2], hours[3]))
    except ValueError:
        raise ValueError(f"{text!r} is not of the form HH:MM-HH:MM") from None
    if window.begin == window.end:
        raise ValueError(f"{text!r} begins when it ends")
    return window
