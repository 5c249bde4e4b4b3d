from collections.abc import Callable
from dataclasses import dataclass
from psycopg import Connection
from zope.interface import Attribute
from zope.interface import implementer
from zope.interface import Interface


class IHealthCheck(Interface):
    """Named utility: a figure of an add-on among the checks of the health page."""

    title = Attribute("What the figure counts (translatable)")
    figure = Attribute("Function of a database connection that gives the figure, a whole number")
    bound = Attribute("The greatest figure with which all is well")


@implementer(IHealthCheck)
@dataclass(frozen=True)
class HealthCheck:
    """A check made of a title, a function and a bound."""

    title: str
    figure: Callable[[Connection], int]
    bound: int
