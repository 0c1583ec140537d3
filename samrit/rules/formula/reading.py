"""From text to tree. Python's own parser splits the text; of what it knows, a closed list of nodes is let through.

Before it sees anything, the text may hold only ASCII letters, digits, spaces and the signs of ``_ALLOWED``: no
quotes, brackets of lists, colons, dots after names, backslashes or letters that look like others.
"""

import ast
import re
from decimal import Decimal
from typing import NoReturn

from samrit.rules.amounts import quoted
from samrit.rules.formula.tree import FUNCTIONS, Node
from samrit.rules.typed import evened
from samrit.rules.wording import RefusedError, refuse

LONGEST = 1000
DEEPEST = 40
LONGEST_CODE = 128  # a questionnaire's outcome is kind, questionnaire and outcome in one word
_SIGNS = str.maketrans({"×": "*", "÷": "/", "≤": "<=", "≥": ">=", "≠": "!="})
_ALLOWED = re.compile(r"[A-Za-z0-9_ .,()+\-*/<>=!]*")
_NUMBER = re.compile(r"[0-9]{1,20}(?:\.[0-9]{1,12})?")
_CODE = re.compile(r"[A-Za-z](?:_?[A-Za-z0-9])*")
_GLUED = re.compile(r"(?<![A-Za-z0-9_])[0-9.]+[A-Za-z_]")  # 0x1F, 1_000, 1e9, 2j, 1if
_BINARY: dict[type, str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_COMPARED: dict[type, str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}


def is_code(text: str) -> bool:
    """Whether a formula can name it."""
    return len(text) <= LONGEST_CODE and bool(_CODE.fullmatch(text))


def parse(text: str) -> Node:
    """The tree of a formula. RefusedError says what of it is not part of the language, and where."""
    plain = _cleaned(text)
    try:
        tree = ast.parse(plain, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as wrong:
        place = wrong.offset if isinstance(wrong, SyntaxError) else None
        raise _broken(plain, place or 1) from None
    return _Reader(plain).node(tree.body, DEEPEST)


def _cleaned(text: str) -> str:
    if not isinstance(text, str) or len(text) > LONGEST:
        raise RefusedError(refuse("formula_too_long", "สูตรยาวเกินไป – ใช้ได้ไม่เกิน {most} ตัวอักษร", most=LONGEST))
    plain = evened(text).translate(_SIGNS)
    if not plain:
        raise RefusedError(refuse("formula_empty", "ยังไม่มีสูตร – พิมพ์ เช่น share(sum(A), sum(B))"))
    allowed = _ALLOWED.match(plain)
    end = allowed.end() if allowed else 0
    if end < len(plain):
        raise _unknown(plain[end], plain, end)
    if glued := _GLUED.search(plain):
        raise _unknown(glued.group(), plain, glued.start())
    _check_depth(plain)
    return plain


def _check_depth(plain: str) -> None:
    depth = 0
    for letter in plain:
        depth += (letter == "(") - (letter == ")")
        if depth > DEEPEST:
            _too_deep()


def _too_deep() -> NoReturn:
    raise RefusedError(refuse("formula_too_deep", "สูตรซ้อนกันเกิน {most} ชั้น – แยกเป็นสูตรที่สั้นลง", most=DEEPEST))


def _broken(plain: str, place: int) -> RefusedError:
    return RefusedError(
        refuse(
            "formula_broken",
            "อ่านสูตรไม่ได้ที่ตัวอักษรที่ {place} (“{near}”) – ตรวจวงเล็บ จุลภาค และเครื่องหมาย",
            place=place,
            near=quoted(plain[max(0, place - 1) : place + 9]),
        )
    )


def _unknown(what: str, plain: str, place: int) -> RefusedError:
    return RefusedError(
        refuse(
            "formula_unknown",
            "ใช้ “{what}” ในสูตรไม่ได้ (ตัวอักษรที่ {place}) – ใช้ได้เฉพาะตัวเลข รหัสรายการ + − × ÷ การเปรียบเทียบ วงเล็บ และฟังก์ชัน {functions}",
            what=quoted(what or plain),
            place=place + 1,
            functions=", ".join(FUNCTIONS),
        )
    )


class _Reader:
    """Python's tree → ours. The text is ASCII, so places in bytes are places in letters."""

    def __init__(self, text: str) -> None:
        self.text = text

    def node(self, tree: ast.expr, depth: int) -> Node:
        if not depth:
            _too_deep()
        match tree:
            case ast.Constant():
                return self.number(tree)
            case ast.Name():
                return self.item(tree)
            case ast.UnaryOp(op=ast.USub()):
                return Node("negative", (self.node(tree.operand, depth - 1),))
            case ast.BinOp() if type(tree.op) in _BINARY:
                return Node(_BINARY[type(tree.op)], self.pair(tree.left, tree.right, depth))
            case ast.Compare(ops=[sign], comparators=[right]) if type(sign) in _COMPARED:
                return Node(_COMPARED[type(sign)], self.pair(tree.left, right, depth))
            case ast.Call(func=ast.Name(), keywords=[]):
                return self.call(tree, depth)
        raise self.unknown(tree)

    def pair(self, left: ast.expr, right: ast.expr, depth: int) -> tuple[Node, Node]:
        return self.node(left, depth - 1), self.node(right, depth - 1)

    def number(self, tree: ast.Constant) -> Node:
        """From the text itself: 0.1 is one tenth here."""
        written = self.written(tree)
        if not _NUMBER.fullmatch(written):
            raise self.unknown(tree)
        return Node("number", value=Decimal(written))

    def item(self, tree: ast.Name) -> Node:
        written = self.written(tree)
        if written in FUNCTIONS:
            raise RefusedError(
                refuse(
                    "formula_no_brackets",
                    "{function} เป็นฟังก์ชัน – ใส่วงเล็บต่อท้าย เช่น {function}(…)",
                    function=written,
                )
            )
        if not is_code(written):
            raise self.unknown(tree)
        return Node("item", code=written)

    def call(self, tree: ast.Call, depth: int) -> Node:
        name = self.written(tree.func)
        if name not in FUNCTIONS:
            raise self.unknown(tree.func)
        if len(tree.args) != FUNCTIONS[name]:
            raise RefusedError(
                refuse(
                    "formula_arguments",
                    "{function} ต้องมี {expected} ค่าในวงเล็บ แต่พบ {found}",
                    function=name,
                    expected=FUNCTIONS[name],
                    found=len(tree.args),
                )
            )
        return Node(name, tuple(self.node(argument, depth - 1) for argument in tree.args))

    def written(self, tree: ast.expr) -> str:
        return self.text[tree.col_offset : tree.end_col_offset]

    def unknown(self, tree: ast.expr) -> RefusedError:
        return _unknown(self.written(tree), self.text, tree.col_offset)
