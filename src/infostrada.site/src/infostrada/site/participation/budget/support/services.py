"""Support over REST."""

from infostrada.site.participation.budget.support import operations
from infostrada.site.participation.budget.voting.identity import Person
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import day
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from typing import Any


class SupportPost(WritingService):
    """`POST <edition>/@support`: support an idea. Body: `idea`, `method`, `statement`, the person; or `ticket`, `code`."""

    def answer(self) -> dict[str, Any]:
        """201 with the code for taking it back, or 202 with a ticket when a text message was sent."""
        body, response = self.body, self.request.response
        response.setHeader("Cache-Control", "no-store")
        idea = text(body, "idea")
        if text(body, "ticket"):
            code = operations.confirm(self.context, idea, text(body, "ticket"), text(body, "code"))
        else:
            names = ("given_name", "surname", "pesel", "phone", "address", "guardian")
            person = Person(**{name: text(body, name) for name in names}, born=day(body, "born"))
            statement, net = body.get("statement") is True, str(self.request.getClientAddr())
            ticket, code = operations.support(
                self.context, idea, text(body, "method"), person, statement, net
            )
            if ticket:
                response.setStatus(202)
                return {"ticket": ticket}
        response.setStatus(201)
        return {"idea": idea, "code": code}


class SupportWithdrawalsPost(WritingService):
    """`POST <edition>/@support-withdrawals`: take support back. Body: `idea`, `code`."""

    def answer(self) -> dict[str, Any]:
        """What was taken back."""
        idea = text(self.body, "idea")
        if not idea:
            raise invalid("idea", "required")
        operations.take_back(self.context, idea, text(self.body, "code"), str(self.request.getClientAddr()))
        return {"idea": idea, "state": "withdrawn"}
