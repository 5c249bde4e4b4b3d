from infostrada.core.maintenance.window import parse
from zope import schema
from zope.interface import Interface
from zope.interface import Invalid


PREFIX = "infostrada.maintenance"


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
        description=(
            "HH:MM-HH:MM, Polish time. Once a night within it rows past their time are deleted and the database is "
            "packed; empty: never."
        ),
        default="01:00-05:00",
        required=False,
        missing_value="",
        constraint=is_window,
    )
    outbox_days = schema.Int(
        title="Days a delivered message is kept",
        description="Messages given up stay until somebody has dealt with them.",
        default=90,
        min=7,
    )
    job_days = schema.Int(title="Days an ended job is kept", default=365, min=30)
    access_log_days = schema.Int(
        title="Days a row of the access log is kept",
        description="Two years at least (KRI, Dz.U. 2024 poz. 773).",
        default=731,
        min=731,
    )
    visit_days = schema.Int(title="Days the numbers of visits are kept", default=1_827, min=366)
