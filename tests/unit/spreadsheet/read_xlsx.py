"""Prints the first sheet of a workbook: "type:value" of each cell, bars between, a line a row."""

import sys
import xml.etree.ElementTree as ElementTree
import zipfile

NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def main() -> None:
    with zipfile.ZipFile(sys.argv[1]) as book:
        strings = [
            "".join(text.text or "" for text in item.iter(NAMESPACE + "t"))
            for item in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        ]
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    for row in sheet.iter(NAMESPACE + "row"):
        cells = []
        for cell in row:
            value = cell.find(NAMESPACE + "v")
            if value is None:
                continue
            if cell.get("t") == "s":
                cells.append("s:" + strings[int(value.text)])
            elif cell.find(NAMESPACE + "f") is not None:
                cells.append("formula:" + value.text)
            else:
                cells.append("n:" + value.text)
        print("|".join(cells))


main()
