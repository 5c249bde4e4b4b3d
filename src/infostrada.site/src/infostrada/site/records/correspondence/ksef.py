"""Numbers the national e-invoice system (KSeF) gives to invoices. Pure.

Form: NIP, day of receipt, twelve hexadecimal digits in one group (35 characters as a whole: `5265877635-20250826-
0100001AF629-AF`), and a check of CRC-8 (polynomial 0x07, first value 0) over what stands before it.
"""

from datetime import date
from infostrada.site.parties.rules import check

import re


NUMBER = re.compile(r"(?P<nip>\d{10})-(?P<day>\d{8})-(?P<own>[0-9A-F]{12})-(?P<crc>[0-9A-F]{2})\Z")
POLYNOMIAL = 0x07


def crc8(text: str) -> int:
    """The check of a text in ASCII."""
    value = 0
    for sign in text.encode("ascii"):
        value ^= sign
        for _bit in range(8):
            value = ((value << 1) ^ POLYNOMIAL if value & 0x80 else value << 1) & 0xFF
    return value


def is_ksef_number(text: str) -> bool:
    """Is this a number of the system: form, NIP, a day there is, the check?"""
    match = NUMBER.match(text.strip().upper())
    if match is None or not check("nip", match["nip"]).ok:
        return False
    try:
        date.fromisoformat(match["day"])
    except ValueError:
        return False
    return crc8(match.string[: match.start("crc") - 1]) == int(match["crc"], 16)
