"""``@employees``: people employed by the unit."""

from infostrada.core.addressed import TakesNames
from infostrada.core.rest import Service
from infostrada.site.units.lookup import employees_of
from infostrada.site.units.lookup import find_employee
from infostrada.site.units.operations import employ
from infostrada.site.units.operations import end_employment
from infostrada.site.units.serializers import employee_json
from infostrada.site.units.services.incoming import found
from infostrada.site.units.services.incoming import Incoming
from infostrada.site.units.services.incoming import one
from plone.restapi.batching import HypermediaBatch
from typing import Any


class EmployeesGet(Service):
    """Employees by name."""

    def reply(self) -> dict[str, Any]:
        batch = HypermediaBatch(self.request, employees_of(self.context))
        items = [employee_json(person) for person in batch]
        links = {"batching": batch.links} if batch.links else {}
        return {
            "@id": batch.canonical_url,
            "items": items,
            "items_total": batch.items_total,
            **links,
        }


class EmployeesPost(Service):
    """A new employee with a new login; the first password is shown this once."""

    def reply(self) -> dict[str, Any]:
        body = Incoming(self.request)
        values = {name: body.text(name) for name in ("user_id", "title", "email", "phone")}
        employee, password = employ(self.context, **values)
        self.request.response.setStatus(201)
        self.request.response.setHeader("Location", employee.absolute_url())
        return {**employee_json(employee), "first_password": password}


class EmployeesPatch(TakesNames, Service):
    """``@employees/<user_id>`` with ``last_day`` ends an employment."""

    def reply(self) -> dict[str, Any]:
        employee = found(find_employee(self.context, one(self.names)))
        body = Incoming(self.request)
        end_employment(employee, body.required_day("last_day"))
        return employee_json(employee)
