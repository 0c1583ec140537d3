"""Texts of letters in a folder of one's own (LETTERS_DOCUMENTS), put on paper: what the text says is what is to be read."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

STYLE = """
@font-face { font-family: Paper; src: url(Sarabun-Regular.ttf); }
@page { size: A4; margin: 2.5cm 2cm 2cm 3cm; }
body { font: 13.5pt/1.55 Paper; margin: 0; } p { margin: 0 0 4pt; white-space: pre-wrap; }
.right { text-align: right } .middle { text-align: center }
table { border-collapse: collapse; width: 100%; } td { border: 1px solid #000; padding: 3pt 6pt; vertical-align: top; }
"""
_RIGHT = re.compile(r"ศาลากลางจังหวัด|ถนน|กระทรวง\S+$|สำนักงาน ก\.พ\.ร\.$")
_MIDDLE = re.compile(r"[๐-๙0-9]{1,2} [ก-์]+ [๐-๙0-9]{4}$|ขอแสดงความนับถือ|\((?:นาย|นาง)|รองผู้ว่า")


def documents(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Name, text, and the text as a page."""
    for file in sorted(folder.glob("*.txt")):
        text = file.read_text("utf-8")
        yield (
            file.stem,
            text,
            f'<html lang="th"><style>{STYLE}</style><body>{"".join(_blocks(text))}</body></html>',
        )


def _blocks(text: str) -> Iterator[str]:
    rows: list[str] = []
    for line in (*text.split("\n"), ""):
        if "\t" in line:
            rows.append("".join(f"<td>{html.escape(_bare(cell))}</td>" for cell in line.split("\t")))
            continue
        if rows:
            yield "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
            rows = []
        bare = _bare(line)
        place = "right" if _RIGHT.match(bare) else "middle" if _MIDDLE.match(bare) else ""
        yield f'<p class="{place}">{html.escape(bare) or "&nbsp;"}</p>'


def _bare(text: str) -> str:
    """Without Markdown."""
    return re.sub(r"<[^<>]*>|\*\*|\\|^#+\s*", "", text).strip()
