"""Older office files: macros and programs in DOC, XLS, PPT and RTF.

Sources: [MS-OVBA] 2.3.4.1 (the stream `_VBA_PROJECT`), [MS-OLEDS] 2.3.6 (`Ole10Native`), Rich Text Format 1.9.1 (`\\objdata`).
"""

import re


MACROS = tuple(name.encode("utf-16-le") for name in ("_VBA_PROJECT", "Ole10Native"))
_REMOTE_TEMPLATE = re.compile(rb"\\\*\\template\s+(https?:|\\\\\\\\|ftp:)", re.IGNORECASE)


def judge_ole(data: bytes) -> str | None:
    """Why a DOC, XLS, PPT or MSG is not taken: streams are known by their names in the directory."""
    return "file_program_inside" if any(name in data for name in MACROS) else None


def judge_rtf(data: bytes) -> str | None:
    """Why an RTF is not taken."""
    if re.search(rb"\\obj(data|update|ocx)\b", data):
        return "file_program_inside"
    return "file_fetches" if _REMOTE_TEMPLATE.search(data) else None
