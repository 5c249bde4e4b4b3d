from zope import schema
from zope.interface import Interface


class ISecuritySettings(Interface):
    """Registry records of the security base, prefix ``infostrada.security``."""

    second_factor_required = schema.Bool(
        title="Second factor required",
        description="Members of the groups below must enrol before they can do anything else.",
        default=False,
        required=False,
    )
    second_factor_groups = schema.Tuple(
        title="Beginnings of the ids of groups that need a second factor",
        value_type=schema.TextLine(),
        default=(),
        required=False,
    )
    upload_limit = schema.Int(title="Largest upload in megabytes", default=200, min=1)
