"""Files as people hand them in: workbooks with titles and merges, old .xls, locked ones, CSV in any encoding."""

import csv
import io
import struct

import openpyxl


def workbook(sheets, *, merges=(), hidden=()):
    """The bytes of an .xlsx. sheets: title -> rows of cells. merges: (title, range)."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(list(row))
        if title in hidden:
            page.sheet_state = "hidden"
    for title, cells in merges:
        book[title].merge_cells(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def cells(data, title=None):
    """The values of a sheet of an .xlsx, row by row."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [[cell.value for cell in row] for row in (book[title] if title else book.active).iter_rows()]


def comma_separated(rows, encoding="utf-8"):
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode(encoding)


def old_workbook(rows):
    """The bytes of a BIFF8 .xls with one sheet: text as LABEL, numbers as NUMBER. Enough of the format to be real."""

    def record(kind, data):
        return struct.pack("<HH", kind, len(data)) + data

    def text(value, length):
        return struct.pack(length, len(value)) + b"\x01" + value.encode("utf-16-le")

    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6))
    title = text("组织", "<B")
    end = record(0x000A, b"")
    head_length = len(begin) + 4 + 6 + len(title) + len(end)
    head = begin + record(0x0085, struct.pack("<IBB", head_length, 0, 0) + title) + end
    sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            place = struct.pack("<HHH", at, column, 0)
            if isinstance(value, str):
                sheet += record(0x0204, place + text(value, "<H"))
            else:
                sheet += record(0x0203, place + struct.pack("<d", value))
    return container({"Workbook": head + sheet + end})


def container(streams):
    """The bytes of an OLE compound file, as old workbooks and encrypted new ones are; streams padded to 4096."""
    sector, end_of_chain, free = 512, 0xFFFFFFFE, 0xFFFFFFFF
    fat, data, starts = [0xFFFFFFFD, end_of_chain], b"", {}
    for name, content in streams.items():
        content = content.ljust(max(4096, -(-len(content) // sector) * sector), b"\0")
        first, count = len(fat), len(content) // sector
        starts[name] = (first, len(content))
        fat += [*range(first + 1, first + count), end_of_chain]
        data += content
    assert len(fat) <= 128

    def entry(name, kind, child, start, size):
        encoded = name.encode("utf-16-le")
        return (
            encoded.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(encoded) + 2 if name else 0, kind, 1, free, free, child)
            + bytes(16)
            + struct.pack("<IQQIQ", 0, 0, 0, start, size)
        )

    directory = entry("Root Entry", 5, 1, end_of_chain, 0)
    names = list(starts)
    for at, name in enumerate(names):
        one = bytearray(entry(name, 2, free, *starts[name]))
        if at + 1 < len(names):
            struct.pack_into("<I", one, 72, at + 2)
        directory += bytes(one)
    directory = directory.ljust(sector, b"\0")
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
        + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end_of_chain, 0, end_of_chain, 0)
        + struct.pack("<109I", 0, *[free] * 108)
    )  # fmt: skip
    table = struct.pack("<128I", *fat, *[free] * (128 - len(fat)))
    return header + table + directory + data


def locked_workbook():
    """An .xlsx with a password, as far as anybody without it can see."""
    return container({"EncryptedPackage": b"\x01" * 100, "EncryptionInfo": b"\x04\x00\x04\x00"})
