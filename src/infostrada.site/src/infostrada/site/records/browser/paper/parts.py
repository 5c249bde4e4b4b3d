"""What the parts of the paper's page share."""

from infostrada.site.desk.part import Part
from typing import Any


class PaperPart(Part):
    """A part whose forms come back to the page."""

    def form(self, name: str, submit: Any, *fields: dict[str, Any], fold: Any = None) -> Any:
        """A form beside others of its kind, shut behind its own words or those given; one without fields is a button."""
        shut = fold or submit if fields else None
        return self.page.one(name, submit, *fields, tone="btn-secondary", fold=shut)

    def done(self, words: Any) -> str:
        """Say what was done; the page again."""
        self.page.say(words)
        return str(self.page.here)

    def text(self, name: str) -> str:
        """What was sent."""
        return str(self.page.text(name))
