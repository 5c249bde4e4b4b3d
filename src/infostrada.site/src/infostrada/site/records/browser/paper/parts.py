"""What the parts of the paper's page share."""

from infostrada.site.desk.part import Part
from typing import Any


class PaperPart(Part):
    """A part whose forms come back to the page."""

    def form(self, name: str, submit: Any, *fields: dict[str, Any]) -> Any:
        """A form beside others of its kind."""
        return self.page.one(name, submit, *fields, tone="btn-secondary")

    def text(self, name: str) -> str:
        """What was sent."""
        return str(self.page.text(name))
