"""REST: the accessibility statement of a unit."""

from infostrada.site.bip.accessibility.operations import write_statement
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import day
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from infostrada.site.theme.statement import DAYS
from infostrada.site.theme.statement import review_due
from infostrada.site.theme.statement import Statement
from infostrada.site.theme.statement import statement_of
from typing import Any


def statement_json(unit: Any) -> dict[str, Any]:
    """The statement, where its page is, and by when it is to be reviewed."""
    said = statement_of(unit)
    days = {name: getattr(said, name).isoformat() for name in DAYS}
    return {
        "@id": f"{unit.absolute_url()}/accessibility-info",
        **said._asdict(),
        **days,
        "review_due": review_due(said).isoformat(),
    }


class StatementGet(RecordService):
    """`GET <unit>/@accessibility-statement`: what the office says of its pages."""

    def answer(self) -> dict[str, Any]:
        """The statement."""
        return statement_json(self.context)


class StatementPost(WritingService):
    """`POST <unit>/@accessibility-statement`: put one in its place. Body: the fields of the answer; days are needed."""

    def answer(self) -> dict[str, Any]:
        """The statement as it is now."""
        body = self.body
        values: dict[str, Any] = {}
        for name in DAYS:
            found = day(body, name)
            if found is None:
                raise invalid(name, "required")
            values[name] = found
        for name in Statement._fields:
            if name not in (*DAYS, "interpreter"):
                values[name] = text(body, name)
        if not isinstance(body.get("interpreter", False), bool):
            raise invalid("interpreter", "not_in_list")
        write_statement(self.context, Statement(**values, interpreter=body.get("interpreter", False)))
        return statement_json(self.context)
