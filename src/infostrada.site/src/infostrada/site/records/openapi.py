"""What the services of the records domain take and answer, for `@openapi`."""

from infostrada.core.openapi.shorthand import WrittenSchemas
from infostrada.site.records import lists
from pathlib import Path


# Closed lists of the records instruction a body takes a word of.
WORDS = {
    "Access": lists.ACCESS,
    "DcmiType": lists.DCMI_TYPES,
    "DeliveryMethod": lists.DELIVERY_METHODS,
    "Disposition": lists.DISPOSITIONS,
    "DocumentKind": lists.DOCUMENT_KINDS,
    "SignOff": ("", *lists.SIGN_OFFS),
}
SCHEMAS = WrittenSchemas(Path(__file__).with_name("openapi.yaml"), WORDS)
