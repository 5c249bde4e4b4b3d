"""A message as Outlook saves it (.msg): what the register needs of it.

Source: [MS-OXMSG] 2.1 to 2.4 (storages and property streams), [MS-OXPROPS] (numbers of properties). The file is opened by
olefile; a message attached as a message stays in the file, which is kept whole.
"""

from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from email import message_from_string
from infostrada.core.filetext import decoded
from infostrada.site.records.correspondence import mailheaders
from typing import Any
from typing import NamedTuple

import io
import struct


COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CONTENT_TYPE = "application/vnd.ms-outlook"
CLASS, SUBJECT, HEADERS = 0x001A, 0x0037, 0x007D
NAMES, ADDRESSES = (0x0042, 0x0C1A), (0x5D02, 0x5D01, 0x0065, 0x0C1F)
LONG_NAME, SHORT_NAME, DISPLAY_NAME, DATA = 0x3707, 0x3704, 0x3001, "__substg1.0_37010102"
TIMES = (0x0039, 0x0E06)
PROPERTIES, TOP_HEADER, TIME = "__properties_version1.0", 32, 0x0040
ATTACHED = "__attach_version1.0_"
MOST_FILES = 500
EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


class NotOutlookError(ValueError):
    """The file is no message of Outlook, or a damaged one."""


class File(NamedTuple):
    """An attachment."""

    name: str
    data: bytes


class Message(NamedTuple):
    """What a .msg says; empty texts where it says nothing."""

    sender_name: str
    sender_email: str
    subject: str
    sent_on: date | None
    files: tuple[File, ...]


def read_msg(data: bytes) -> Message:
    """Read a message of Outlook; raises NotOutlookError."""
    # Only for these files: every process takes letters in, few ever see a .msg.
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as source:
            return _message(source)
    except NotOutlookError:
        raise
    except Exception as error:  # olefile raises whatever a damaged directory leads to
        raise NotOutlookError("broken") from error


def _message(source: Any) -> Message:
    if not _text(source, "", CLASS).upper().startswith(("IPM.", "REPORT.")):
        raise NotOutlookError("no message")
    head = message_from_string(_text(source, "", HEADERS), policy=mailheaders.POLICY)
    name, address = mailheaders.senders(head)[0]
    addresses = (_text(source, "", number) for number in ADDRESSES)
    return Message(
        name or next(filter(None, (_text(source, "", number) for number in NAMES)), ""),
        address or next((one for one in addresses if mailheaders.is_address(one)), ""),
        mailheaders.plain(_text(source, "", SUBJECT)) or mailheaders.header(head, "Subject"),
        mailheaders.day(head) or _day(source),
        tuple(_files(source)),
    )


def _files(source: Any) -> Any:
    folders = sorted({path[0] for path in source.listdir() if path[0].startswith(ATTACHED)})
    for folder in folders[:MOST_FILES]:
        if source.exists([folder, DATA]):
            names = (_text(source, folder, number) for number in (LONG_NAME, DISPLAY_NAME, SHORT_NAME))
            yield File(
                mailheaders.plain(next(filter(None, names), "")), source.openstream([folder, DATA]).read()
            )


def _text(source: Any, folder: str, number: int) -> str:
    """A text property: in UTF-16, or in the code page of whoever wrote it."""
    for kind in ("001F", "001E"):
        path = [*filter(None, [folder]), f"__substg1.0_{number:04X}{kind}"]
        if source.exists(path):
            told = source.openstream(path).read()
            text = told.decode("utf-16-le", "replace") if kind == "001F" else decoded(told)
            return text.rstrip("\0").strip()
    return ""


def _day(source: Any) -> date | None:
    """The day of sending, else of delivery, by Polish time."""
    if not source.exists([PROPERTIES]):
        return None
    told = source.openstream([PROPERTIES]).read()[TOP_HEADER:]
    times = {
        number: value
        for kind, number, _flags, value in struct.iter_unpack("<HHIQ", told[: len(told) // 16 * 16])
        if kind == TIME
    }
    ticks = next((times[number] for number in TIMES if number in times), 0)
    try:
        return (
            (EPOCH + timedelta(microseconds=ticks // 10)).astimezone(mailheaders.WARSAW).date()
            if ticks
            else None
        )
    except OverflowError:
        return None
