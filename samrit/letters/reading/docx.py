"""Word documents (.docx): paragraphs and tables in the order of the page, as text."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from docx.oxml.parser import parse_xml

from samrit.letters.reading.archives import bomb, check_archive, damaged, too_many_rows
from samrit.letters.reading.numbering import Numbering
from samrit.letters.reading.tables import BREAK
from samrit.rules.wording import RefusedError, refuse

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MAIN = "word/document.xml"
LARGEST_MEMBER = 30 * 1024 * 1024  # bytes of one part, inflated
MOST_ROWS = 3_000
# Text that is not on the page: deleted, field codes, the fallback copy of a text box.
_SKIPPED = {
    f"{_W}del",
    f"{_W}moveFrom",
    f"{_W}instrText",
    f"{_W}delText",
    f"{_MC}Fallback",
    f"{_W}rPr",
    f"{_W}pPr",
    f"{_W}tblPr",
}


def read(data: bytes) -> str:
    """The text: one line for a paragraph, a blank line for an empty one; a table's row is one line with tabs."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_archive(archive)
            parts = {name: _part(archive, name) for name in _wanted(archive)}
        if _MAIN in parts:
            return _Text(parts).whole()
    except RefusedError:
        raise
    except Exception as error:  # zip, deflate and XML each have their own errors for a damaged file
        raise damaged() from error
    raise RefusedError(
        refuse(
            "wrong_type",
            "ไฟล์นี้เป็นไฟล์บีบอัดหรือเอกสารชนิดอื่น ไม่ใช่เอกสาร Word – โปรดใช้ .docx หรือ .pdf",
        )
    )


def _wanted(archive: zipfile.ZipFile) -> Iterator[str]:
    for name in archive.namelist():
        if name in {_MAIN, "word/numbering.xml", "word/footnotes.xml"} or name.startswith(
            ("word/header", "word/footer")
        ):
            yield name


def _part(archive: zipfile.ZipFile, name: str) -> Any:
    """The XML of one part. What the list said of its size may be a lie: reading stops at the limit."""
    with archive.open(name) as stream:
        data = stream.read(LARGEST_MEMBER + 1)
    if len(data) > LARGEST_MEMBER:
        raise bomb()
    if any(
        mark.encode(encoding) in data
        for mark in ("<!DOCTYPE", "<!ENTITY")
        for encoding in ("ascii", "utf-16-le", "utf-16-be")
    ):
        raise bomb()  # no Word document declares entities; an entity bomb does
    return parse_xml(data)


class _Text:
    """Walks the parts and gathers lines."""

    def __init__(self, parts: dict[str, Any]) -> None:
        self.parts = parts
        self.numbering = Numbering(parts.get("word/numbering.xml"))
        self.boxes: list[str] = []  # text boxes found inside the paragraph at hand
        self.rows = 0

    def whole(self) -> str:
        heads = [self.furniture(name) for name in sorted(self.parts) if name.startswith("word/header")]
        feet = [
            self.furniture(name)
            for name in sorted(self.parts)
            if name.startswith(("word/footer", "word/footnotes"))
        ]
        body = self.parts[_MAIN].find(f"{_W}body")
        lines = list(self.blocks(body)) if body is not None else []
        unique = list(dict.fromkeys(text for text in heads if text))
        below = list(dict.fromkeys(text for text in feet if text))
        return "\n".join([*unique, *lines, *below])

    def furniture(self, name: str) -> str:
        """Headers and footers: page numbers alone say nothing."""
        text = "\n".join(self.blocks(self.parts[name])).strip()
        return text if any(letter.isalpha() for letter in text) else ""

    def blocks(self, parent: Any) -> Iterator[str]:
        for element in parent:
            if element.tag == f"{_W}p":
                yield from self.paragraph_lines(element)
            elif element.tag == f"{_W}tbl":
                yield ""
                yield from self.table(element)
                yield ""
            elif element.tag not in _SKIPPED and isinstance(element.tag, str):
                yield from self.blocks(element)  # content controls, footnotes, insertions

    def paragraph_lines(self, element: Any) -> Iterator[str]:
        text = self.paragraph(element)
        boxes, self.boxes = self.boxes, []
        yield from text.split("\n")
        for box in boxes:
            yield from ("", *box.split("\n"), "")

    def paragraph(self, element: Any) -> str:
        text = "".join(self.runs(element))
        label = self.numbering.label(element) if text.strip() else ""
        return f"{label} {text}".strip() if label else text.strip(" ")

    def runs(self, element: Any) -> Iterator[str]:
        for child in element:
            tag = child.tag
            if tag in _SKIPPED or not isinstance(tag, str):
                continue
            if tag == f"{_W}t":
                yield child.text or ""
            elif tag in {f"{_W}tab", f"{_W}ptab"}:
                yield "\t"
            elif tag in {f"{_W}br", f"{_W}cr"}:
                yield "\n"
            elif tag == f"{_W}noBreakHyphen":
                yield "-"
            elif tag == f"{_W}txbxContent":
                text = "\n".join(self.blocks(child)).strip()  # first: paragraphs inside empty the list
                self.boxes.append(text)
            else:
                yield from self.runs(child)

    def table(self, element: Any) -> Iterator[str]:
        for row in self.children(element, f"{_W}tr"):
            self.rows += 1
            if self.rows > MOST_ROWS:
                raise too_many_rows(f"{MOST_ROWS}+", MOST_ROWS)
            cells = [text for cell in self.children(row, f"{_W}tc") for text in self.cell(cell)]
            if any(cell.strip() for cell in cells):
                yield "\t".join([*self.before(row), *cells])

    def children(self, element: Any, tag: str) -> Iterator[Any]:
        """Children of that name, also inside content controls."""
        for child in element:
            if child.tag == tag:
                yield child
            elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"}:
                yield from self.children(child, tag)

    @staticmethod
    def before(row: Any) -> list[str]:
        """Empty columns that a row leaves out at its beginning."""
        skipped = row.find(f"{_W}trPr/{_W}gridBefore")
        return [""] * min(int(skipped.get(f"{_W}val") or 0), 40) if skipped is not None else []

    def cell(self, cell: Any) -> Iterator[str]:
        """Its text, then nothing for each further column it covers; nothing when the cell above covers it."""
        merged = cell.find(f"{_W}tcPr/{_W}vMerge")
        covered = merged is not None and merged.get(f"{_W}val") != "restart"
        span = cell.find(f"{_W}tcPr/{_W}gridSpan")
        columns = min(int(span.get(f"{_W}val") or 1), 40) if span is not None else 1
        text = "" if covered else self.cell_text(cell)
        yield text
        yield from [""] * (columns - 1)

    def cell_text(self, cell: Any) -> str:
        lines = [line for line in "\n".join(self.blocks(cell)).split("\n") if line.strip()]
        return BREAK.join(line.replace("\t", " ").strip() for line in lines)
