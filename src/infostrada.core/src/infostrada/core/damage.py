"""What reading a damaged or hostile ZIP raises in Python, wherever in it the damage lies."""

import lzma
import struct
import zipfile
import zlib


ZIP_DAMAGE: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    # Offsets that lead before the file's beginning, names in no charset, passwords, unknown methods.
    ValueError,
    RuntimeError,
    NotImplementedError,
)
# The same where a part is asked for by its name, which the file need not have.
PART_DAMAGE: tuple[type[Exception], ...] = (*ZIP_DAMAGE, KeyError)
