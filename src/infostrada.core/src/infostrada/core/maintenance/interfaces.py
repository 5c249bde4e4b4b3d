from infostrada.core.maintenance.window import parse
from zope import schema
from zope.interface import Interface
from zope.interface import Invalid


def is_window(text: str) -> bool:
    """Constraint of the field below; raises `Invalid` with the reason."""
    try:
        parse(text)
    except ValueError as error:
        raise Invalid(str(error)) from error
    return True


class IMaintenanceSettings(Interface):
    """Registry records of the nightly work, prefix ``infostrada.maintenance``."""

    pack_window = schema.TextLine(
        title="Time of packing",
        description="HH:MM-HH:MM, Polish time. The database is packed once a night within it; empty: never.",
        default="01:00-05:00",
        required=False,
        missing_value="",
        constraint=is_window,
    )
