"""What a benchmark reports: a figure, and the bar it is held against."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured value.

    `must` and `aim` are the issue's bars in the same unit; `more` tells whether more is better.
    `beside` is the rival's value from the same run, if there is one.
    """

    name: str
    value: float
    unit: str
    must: float | None = None
    aim: float | None = None
    more: bool = False
    beside: float | None = None

    def holds(self, bar: float | None) -> bool | None:
        """Is the bar reached? None when there is none."""
        if bar is None:
            return None
        return self.value >= bar if self.more else self.value <= bar

    @property
    def ratio(self) -> float | None:
        """Value against the rival's of the same run, over 1 when ours is better."""
        if not self.beside or not self.value:
            return None
        return self.value / self.beside if self.more else self.beside / self.value
