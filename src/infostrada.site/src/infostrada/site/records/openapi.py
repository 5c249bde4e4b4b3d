"""What the services of the records domain take and answer, for `@openapi`."""

from infostrada.core.openapi.shorthand import WrittenSchemas
from infostrada.site.records import lists
from infostrada.site.records.bulk import ACTS
from pathlib import Path


# Closed lists a body takes a word of: those of the records instruction, and the acts many records take at once.
WORDS = {
    "BulkAct": tuple(ACTS),
    "Access": lists.ACCESS,
    "DcmiType": lists.DCMI_TYPES,
    "DeliveryMethod": lists.DELIVERY_METHODS,
    "Disposition": lists.DISPOSITIONS,
    "DocumentKind": lists.DOCUMENT_KINDS,
    "SignOff": ("", *lists.SIGN_OFFS),
}
SCHEMAS = WrittenSchemas(Path(__file__).with_name("openapi.yaml"), WORDS)
