"""Files inside messages that came with a message: taken out beside it, within bounds; the message inside stays a file as well.

A message with more than may be taken out stays closed and is told of: nothing is lost, all of it lies in its file.
"""

from collections.abc import Callable
from dataclasses import replace
from infostrada.site.records.correspondence.msg import COMPOUND
from infostrada.site.records.upload import Upload
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from infostrada.site.records.correspondence.eml import Mail


DEEPEST = 5
# Why a message is too much to be opened; anything else says that the file is no message.
BOUNDS = ("file_too_large", "mail_too_deep", "too_many_files")


def taken_out(mail: "Mail", read: Callable[[bytes], "Mail"], most: int) -> "Mail":
    """The message with at most `most` attachments: those of messages inside follow their message, five deep.

    `read` reads one message without those inside it and raises ValueError with a word.
    """
    left = most - len(mail.attachments)
    pending = [(file, 1) for file in reversed(mail.attachments)]
    files: list[Upload] = []
    empty, damaged, closed = list(mail.empty), list(mail.damaged), list(mail.closed)
    while pending:
        file, depth = pending.pop()
        files.append(file)
        try:
            inner = read(file.data) if _is_message(file) else None
        except ValueError as error:
            closed += [file.filename] if str(error) in BOUNDS else []
            continue
        if inner is None:
            continue
        if inner.attachments and (depth > DEEPEST or len(inner.attachments) > left):
            closed.append(file.filename)
            continue
        left -= len(inner.attachments)
        pending += [(each, depth + 1) for each in reversed(inner.attachments)]
        empty += inner.empty
        damaged += inner.damaged
    return replace(
        mail, attachments=tuple(files), empty=tuple(empty), damaged=tuple(damaged), closed=tuple(closed)
    )


def _is_message(file: Upload) -> bool:
    """By its type, by its name (programs send messages as plain bytes), or as Outlook's own by its first bytes."""
    name = file.filename.lower()
    if name.endswith(".msg"):
        return file.data.startswith(COMPOUND)
    return file.content_type == "message/rfc822" or name.endswith(".eml")
