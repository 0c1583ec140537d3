r"""A letter's body as people type it, without a script: plain text to blocks and back.

A blank line ends a block. ``# `` begins a heading, ``1. `` or ``- `` a point (two spaces deeper: a point below it), ``|`` a
table's row (the first is its head; ``\|`` is the sign itself), ``วาระ: `` an agenda's item with its points below it and
``ผู้เสนอ: ``. Anything else is a paragraph, whose line breaks stay.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Block = Mapping[str, Any]
HEADING, ROW, AGENDA, PRESENTER = "# ", "|", "วาระ: ", "ผู้เสนอ: "
_POINT = re.compile(r"( *)(?:\d{1,3}(?:\.\d{1,3})*\.|-) +(.*)", re.ASCII)
_CELL = re.compile(r"(?<!\\)\|")
_BEGINS = re.compile(r"(?=# |\||วาระ: |ผู้เสนอ: |\s|-\s|\d{1,3}\.)")


# ── to blocks ───────────────────────────────────────────────────────────────
def blocks_from_text(text: str, before: Sequence[Block] = ()) -> list[dict[str, Any]]:
    """``before``: a table that keeps its head keeps its widths too, which nobody types."""
    chunks = re.split(r"\n[ \t]*\n", "\n".join(line.rstrip() for line in text.splitlines()))
    made = [block for chunk in chunks if chunk.strip() for block in _chunk(chunk.strip("\n").split("\n"))]
    return [_with_options(block, before) for block in made]


def _chunk(lines: list[str]) -> Iterator[dict[str, Any]]:
    """One or more blocks that stand together: a paragraph may lead to its points."""
    while lines:
        kind = _kind(lines[0])
        if kind == "agenda":
            yield _agenda(lines)
            return
        end = next((at for at, line in enumerate(lines) if _kind(line) != kind), len(lines))
        if kind == "heading":
            end = 1
        yield _made(kind, lines[:end])
        lines = lines[end:]


def _kind(line: str) -> str:
    if line.startswith(HEADING):
        return "heading"
    if line.startswith(ROW):
        return "table"
    if line.startswith(AGENDA):
        return "agenda"
    return "items" if _POINT.fullmatch(line) else "paragraph"


def _made(kind: str, lines: Sequence[str]) -> dict[str, Any]:
    match kind:
        case "heading":
            return {"type": "heading", "text": lines[0].removeprefix(HEADING).strip()}
        case "table":
            rows = [_cells(line) for line in lines]
            width = max(map(len, rows))
            rows = [[*row, *[""] * (width - len(row))] for row in rows]
            return {"type": "table", "head": rows[0], "rows": rows[1:]}
        case "items":
            return {
                "type": "items",
                "items": _items([_depth(line) for line in lines]),
                "start": _start(lines[0]),
            }
        case _:
            return {"type": "paragraph", "text": "\n".join(_unmasked(line.strip()) for line in lines)}


def _cells(line: str) -> list[str]:
    cells = [cell.strip().replace("\\|", "|") for cell in _CELL.split(line)]
    return cells[1:-1] if len(cells) > 2 and not cells[-1] else cells[1:]  # noqa: PLR2004 - a bar before and one after


def _depth(line: str) -> tuple[int, str]:
    found = _POINT.fullmatch(line)
    return (len(found[1]) // 2, found[2].strip()) if found else (0, line.strip())


def _start(line: str) -> int:
    number = re.match(r"(\d{1,3})\.", line, re.ASCII)
    return max(int(number[1]), 1) if number else 1


def _items(lines: Sequence[tuple[int, str]]) -> list[dict[str, Any]]:
    """Nested by depth; what stands too deep hangs below the one before."""
    found: list[dict[str, Any]] = []
    at = 0
    base = lines[0][0] if lines else 0
    while at < len(lines):
        end = at + 1
        while end < len(lines) and lines[end][0] > base:
            end += 1
        found.append({"text": lines[at][1], "items": _items(lines[at + 1 : end])})
        at = end
    return found


def _agenda(lines: Sequence[str]) -> dict[str, Any]:
    items: list[dict[str, Any]] = []
    for line in lines:
        if line.startswith(AGENDA):
            items.append({"title": line.removeprefix(AGENDA).strip(), "points": [], "presenter": ""})
        elif line.startswith(PRESENTER):
            items[-1]["presenter"] = line.removeprefix(PRESENTER).strip()
        else:
            items[-1]["points"].append(_depth(line)[1])
    return {"type": "agenda", "items": items}


def _with_options(block: dict[str, Any], before: Sequence[Block]) -> dict[str, Any]:
    if block["type"] != "table":
        return block
    same = next((one for one in before if one["type"] == "table" and list(one["head"]) == block["head"]), {})
    return block | {name: list(same[name]) for name in ("widths", "numeric") if same.get(name)}


# ── to text ─────────────────────────────────────────────────────────────────
def text_from_blocks(blocks: Sequence[Block]) -> str:
    return "\n\n".join(_text(block) for block in blocks)


def _text(block: Block) -> str:
    match block["type"]:
        case "heading":
            return f"{HEADING}{block['text']}"
        case "table":
            return "\n".join(_row(row) for row in (block["head"], *block["rows"]))
        case "items":
            return "\n".join(_points(block["items"], block.get("start", 1), 0))
        case "agenda":
            return "\n".join(line for item in block["items"] for line in _agenda_lines(item))
        case _:
            return "\n".join(_masked(line) for line in block["text"].split("\n"))


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _points(items: Sequence[Mapping[str, Any]], start: int, depth: int) -> Iterator[str]:
    for number, item in enumerate(items, start=start):
        mark = f"{number}." if depth == 0 else "-"
        yield f"{'  ' * depth}{mark} {item['text']}"
        yield from _points(item.get("items", ()), 1, depth + 1)


def _agenda_lines(item: Mapping[str, Any]) -> Iterator[str]:
    yield AGENDA + item["title"]
    yield from (f"- {point}" for point in item.get("points", ()))
    if item.get("presenter"):
        yield PRESENTER + item["presenter"]


def _masked(line: str) -> str:
    """A paragraph's line that would be read as something else begins with a backslash."""
    return f"\\{line}" if line.startswith("\\") or _BEGINS.match(line) else line


def _unmasked(line: str) -> str:
    return line.removeprefix("\\")
