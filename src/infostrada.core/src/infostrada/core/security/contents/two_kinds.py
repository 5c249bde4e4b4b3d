"""Files that are two kinds at once: a PDF or a picture that a browser takes for a page, or an unpacker for an archive.

Such files pass a check as the one and do harm as the other. Sources: PKWARE APPNOTE 6.3.10, 4.3.16 (end of central directory);
WHATWG MIME Sniffing, 7.1 (a page is known by its first tags).
"""

import re


HEAD = 1024
END_OF_DIRECTORY = b"PK\x05\x06"
LONGEST_COMMENT = 65_535
_PAGE = re.compile(rb"<(!doctype\s+html|html|head|body|script|iframe|svg)[\s>/]", re.IGNORECASE)


def two_kinds(data: bytes) -> str | None:
    """`file_two_kinds` for a PDF or picture that is a web page or an archive too."""
    tail = data[data.rfind(b"%%EOF") :] if data.startswith(b"%PDF-") and b"%%EOF" in data else b""
    if _PAGE.search(data[:HEAD]) or _PAGE.search(tail) or _is_archive(data, len(data) - len(tail)):
        return "file_two_kinds"
    return None


def _is_archive(data: bytes, end_of_document: int) -> bool:
    """A directory whose comment reaches the end of the file, or one behind the end of the PDF."""
    start = max(0, len(data) - LONGEST_COMMENT - 22)
    place = data.rfind(END_OF_DIRECTORY, start)
    while place >= 0:
        comment = int.from_bytes(data[place + 20 : place + 22], "little")
        if place + 22 + comment == len(data) or (place > end_of_document and b"PK\x01\x02" in data):
            return True
        place = data.rfind(END_OF_DIRECTORY, start, place)
    return False
