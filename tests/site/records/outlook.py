"""Files of Outlook made by hand for tests: a compound file ([MS-CFB]), a .msg ([MS-OXMSG]) and a winmail.dat ([MS-OXTNEF])."""

import struct


SECTOR, MINI, CUTOFF = 512, 64, 4096
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def _entries(tree):
    """Rows of the directory: [name, kind, right, child, start, size, data]; siblings hang to the right."""
    rows = [["Root Entry", 5, FREE, FREE, END, 0, b""]]

    def add(parent, children):
        last = None
        for name, value in sorted(children.items(), key=lambda pair: (len(pair[0]), pair[0].upper())):
            own = len(rows)
            is_folder = isinstance(value, dict)
            rows.append([name, 1 if is_folder else 2, FREE, FREE, END, 0, b"" if is_folder else value])
            rows[parent if last is None else last][3 if last is None else 2] = own
            last = own
            if is_folder:
                add(own, value)

    add(0, tree)
    return rows


def _padded(data, size):
    return data + bytes(-len(data) % size)


def compound(tree):
    """A compound file, version 3, of at most 109 sectors of FAT."""
    rows, mini, minifat = _entries(tree), b"", []
    for row in rows:
        if row[1] == 2 and 0 < len(row[6]) < CUTOFF:
            row[4], row[5] = len(mini) // MINI, len(row[6])
            count = -(-len(row[6]) // MINI)
            minifat += [*range(row[4] + 1, row[4] + count), END]
            mini += _padded(row[6], MINI)
    large = [row for row in rows if row[1] == 2 and len(row[6]) >= CUTOFF]
    table = _padded(struct.pack(f"<{len(minifat)}I", *minifat), SECTOR) if minifat else b""
    table = table[: len(minifat) * 4] + b"\xff" * (len(table) - len(minifat) * 4)
    places = [b"", b"", table, mini, *(row[6] for row in large)]
    directory = len(_padded(bytes(128 * len(rows)), SECTOR)) // SECTOR
    counts = [0, directory, *(-(-len(part) // SECTOR) for part in places[2:])]
    counts[0] = -(-(sum(counts) + 1) // 127)
    starts = [sum(counts[:place]) for place in range(len(counts))]
    rows[0][4], rows[0][5] = (starts[3] if mini else END), len(mini)
    for row, start in zip(large, starts[4:], strict=True):
        row[4], row[5] = start, len(row[6])
    fat = [FAT] * counts[0]
    for start, count in list(zip(starts, counts, strict=True))[1:]:
        fat += [*range(start + 1, start + count), END] if count else []
    fat += [FREE] * (counts[0] * 128 - len(fat))
    places[0] = struct.pack(f"<{len(fat)}I", *fat)
    places[1] = b"".join(
        (name.encode("utf-16-le") + b"\0\0").ljust(64, b"\0")
        + struct.pack("<HBBIII16xI16xIQ", 2 * len(name) + 2, kind, 1, FREE, right, child, 0, start, size)
        for name, kind, right, child, start, size, _data in rows
    )
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack(
        "<IIIIIIIII", 0, counts[0], starts[1], 0, CUTOFF, starts[2] if table else END, counts[2], END, 0
    )
    head += struct.pack("<109I", *range(counts[0]), *[FREE] * (109 - counts[0]))
    return head + b"".join(_padded(part, SECTOR) for part in places)


def texts(values, kind="001F"):
    """Streams of text properties by their numbers."""
    encoding = "utf-16-le" if kind == "001F" else "cp1250"
    return {f"__substg1.0_{number:04X}{kind}": value.encode(encoding) for number, value in values.items()}


def properties(values, header=32):
    """The stream of properties of a fixed size: {(number, type): 64 bits}."""
    rows = (struct.pack("<HHIQ", kind, number, 6, value) for (number, kind), value in values.items())
    return {"__properties_version1.0": bytes(header) + b"".join(rows)}


def tnef(*attributes):
    """A winmail.dat of attributes (identifier, value)."""
    rows = (struct.pack("<BII", 2, kind, len(value)) + value + b"\0\0" for kind, value in attributes)
    return struct.pack("<IH", 0x223E9F78, 1) + b"".join(rows)


def mapi(*values):
    """The properties of an attachment: (type, number, value as it stands)."""
    return struct.pack("<I", len(values)) + b"".join(
        struct.pack("<HH", *value[:2]) + value[2] for value in values
    )


def long_value(value):
    """A text or binary as a property holds it."""
    return struct.pack("<II", 1, len(value)) + value + bytes(-len(value) % 4)
