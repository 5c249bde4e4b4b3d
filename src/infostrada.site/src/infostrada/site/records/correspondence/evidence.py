"""What proves a step of a letter's way, coming or going."""

from datetime import datetime
from infostrada.site.records.files import RecordFile
from typing import NamedTuple


class Evidence(NamedTuple):
    """What proves a step of the way: its own id, its code, when, and the file as it came.

    Codes are those of e-Doręczenia (A.1 … H.EPO), `ZPO` for a paper receipt, `UPP` for
    the receipt of an office, `UPD` for the office's own certificate of delivery.
    """

    id: str
    code: str
    at: datetime
    file: RecordFile | None = None
    detail: str = ""
