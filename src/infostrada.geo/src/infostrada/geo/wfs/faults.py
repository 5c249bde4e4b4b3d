"""Exceptions of OWS 1.1."""

from infostrada.core.errors import Problem


class OwsProblem(Problem):
    """A request to WFS, WMS or WMTS that cannot be answered: `code` and `locator` of OWS Common."""

    status = 400

    def __init__(self, code: str, locator: str, text: str, status: int = 400) -> None:
        super().__init__(text, field=locator, reason=code)
        self.status = status


def invalid(locator: str, text: str) -> OwsProblem:
    """A parameter with a value that is not lawful."""
    return OwsProblem("InvalidParameterValue", locator, text)


def missing(locator: str) -> OwsProblem:
    """A parameter that has to be there."""
    return OwsProblem("MissingParameterValue", locator, locator)


def unsupported(locator: str, text: str) -> OwsProblem:
    """Something of the standard this service does not do."""
    return OwsProblem("OperationNotSupported", locator, text)
