"""The two sides of a rule: item codes, numbers, + - * / and brackets. Nothing else is read, and nothing is run.

An item's figure stands in its unit, so ล้านบาท and บาท may be compared, but not บาท and คน.
"""

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass

from samrit.rules.amounts import quoted
from samrit.rules.items.kinds import Book
from samrit.rules.wording import Refusal, refuse

LONGEST, DEEPEST = 300, 20
# Possessive: a text that does not fit is given up at once.
_READ = re.compile(r"(?:[a-z][a-z0-9_]*+|\d++(?:\.\d++)?(?![\w.])|[-+*/() ])++")
_SIGNS = (ast.Add, ast.Sub, ast.Mult, ast.Div)


@dataclass(frozen=True)
class Side:
    """``items`` named, in their order; ``dimension`` of the figure, None where it is a plain number."""

    items: tuple[str, ...]
    dimension: Mapping[str, int] | None


class _UnreadableError(Exception):
    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal


def side(text: str, book: Book) -> Side | Refusal:
    """What one side of a rule names and counts, or why it cannot be read."""
    if len(text) > LONGEST:
        return refuse("rule_too_long", "สูตรยาวเกิน {most} ตัวอักษร", most=LONGEST)
    if not _READ.fullmatch(text):
        return _unreadable(text)
    try:
        body = ast.parse(text.strip(), mode="eval").body
        return Side(tuple(dict.fromkeys(_names(body))), _dimension(body, book, 0))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return _unreadable(text)
    except _UnreadableError as error:
        return error.refusal


def _unreadable(text: str) -> Refusal:
    return refuse(
        "rule_unreadable",
        "อ่านสูตร “{formula}” ไม่ได้ – ใช้รหัสรายการ ตัวเลข + - * / และวงเล็บเท่านั้น",
        formula=quoted(text),
    )


def _names(node: ast.expr) -> list[str]:
    found = [one for one in ast.walk(node) if isinstance(one, ast.Name)]
    return [one.id for one in sorted(found, key=lambda one: one.col_offset)]


def _dimension(node: ast.expr, book: Book, depth: int) -> Mapping[str, int] | None:
    """None for a number, which takes the dimension of what it stands beside."""
    if depth > DEEPEST:
        raise _UnreadableError(refuse("rule_too_deep", "วงเล็บซ้อนกันเกิน {most} ชั้น", most=DEEPEST))
    match node:
        case ast.Name(id=code):
            return _of_item(code, book)
        case ast.Constant():
            return None
        case ast.BinOp(left=left, op=sign, right=right) if isinstance(sign, _SIGNS):
            return _joined(_dimension(left, book, depth + 1), sign, _dimension(right, book, depth + 1))
        case _:
            raise _UnreadableError(_unreadable(ast.unparse(node)))


def _of_item(code: str, book: Book) -> Mapping[str, int]:
    if code not in book.items:
        raise _UnreadableError(
            refuse("rule_unknown_item", "อ้างรายการ “{named}” ซึ่งไม่มีในฐานข้อมูลนี้", named=quoted(code))
        )
    return book.units[book.items[code].unit].dimension


def _joined(
    left: Mapping[str, int] | None, sign: ast.operator, right: Mapping[str, int] | None
) -> Mapping[str, int] | None:
    if isinstance(sign, ast.Mult | ast.Div):
        if left is None and right is None:
            return None
        turn = 1 if isinstance(sign, ast.Mult) else -1
        parts = {*(left or {}), *(right or {})}
        powers = {part: (left or {}).get(part, 0) + turn * (right or {}).get(part, 0) for part in parts}
        return {part: power for part, power in powers.items() if power}
    if left is None or right is None:
        return right if left is None else left
    if dict(left) != dict(right):
        raise _UnreadableError(other_units(left, right))
    return left


def other_units(left: Mapping[str, int], right: Mapping[str, int]) -> Refusal:
    return refuse(
        "rule_other_units",
        "บวก ลบ หรือเทียบกันไม่ได้ เพราะหน่วยต่างกัน: {left} กับ {right}",
        left=_written(left),
        right=_written(right),
    )


def _written(dimension: Mapping[str, int]) -> str:
    parts = [part if power == 1 else f"{part}^{power}" for part, power in sorted(dimension.items())]
    return " ".join(parts) or "–"
