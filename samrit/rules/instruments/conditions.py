"""When a question is asked: ``has_system == "yes" and (users >= 100 or "tax" in services)``.

Names are questions asked earlier. Python's own parser splits the text; of what it knows, a closed list of nodes is let
through, and before it sees anything the text may hold only plain letters, digits and a few signs. Nothing is ever run.
Three outcomes: it holds, it does not, or it cannot be said yet because an answer is open (Kleene's logic).
"""

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from numbers import Real
from operator import eq, ge, gt, le, lt, ne

from samrit.rules.amounts import quoted
from samrit.rules.wording import RefusedError, refuse

LONGEST = 500
DEEPEST = 20
_ALLOWED = re.compile(r"""[A-Za-z0-9_ .()<>=!"-]*""")
_NUMBER = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,6})?")
_SIGNS: dict[type, str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "==": eq,
    "!=": ne,
    "<": lt,
    "<=": le,
    ">": gt,
    ">=": ge,
}

# A tick, a figure, an option with its value, or several options. None: not answered.
Known = bool | Decimal | tuple[str, Decimal | None] | frozenset[str] | str | None


@dataclass(frozen=True)
class Node:
    """``name``: and, or, not, ticked, answered, in, or a sign. ``code`` is the question, ``value`` what it is compared with."""

    name: str
    parts: tuple["Node", ...] = ()
    code: str = ""
    value: Decimal | str = ""

    def walk(self) -> Iterator["Node"]:
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True)
class Condition:
    """``text`` as it was written."""

    text: str
    tree: Node

    @property
    def names(self) -> tuple[str, ...]:
        """The questions that it looks at, each once."""
        return tuple(dict.fromkeys(node.code for node in self.tree.walk() if node.code))

    def holds(self, answers: Mapping[str, Known]) -> bool | None:
        """None while it depends on what is not answered."""
        return _holds(self.tree, answers)


def read_condition(text: str) -> Condition:
    """The condition that a text states. RefusedError says what of it is not part of the language."""
    if len(text) > LONGEST:
        raise RefusedError(refuse("condition_too_long", "เงื่อนไขยาวเกิน {most} ตัวอักษร", most=LONGEST))
    allowed = _ALLOWED.match(text)
    end = allowed.end() if allowed else 0
    if end < len(text):
        raise _unknown(text[end])
    _check_depth(text)
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise RefusedError(
            refuse("condition_broken", "อ่านเงื่อนไข “{given}” ไม่ได้ – ตรวจวงเล็บและเครื่องหมาย", given=quoted(text))
        ) from None
    return Condition(text, _node(tree.body, DEEPEST))


def _check_depth(text: str) -> None:
    depth = 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if depth > DEEPEST:
            raise _too_deep()


def _too_deep() -> RefusedError:
    return RefusedError(refuse("condition_too_deep", "เงื่อนไขซ้อนกันเกิน {most} ชั้น", most=DEEPEST))


def _unknown(what: str) -> RefusedError:
    return RefusedError(
        refuse(
            "condition_unknown",
            'ใช้ “{what}” ในเงื่อนไขไม่ได้ – ใช้ได้เฉพาะรหัสคำถาม ตัวเลข "รหัสตัวเลือก" == != < <= > >= in and or not answered( )',
            what=quoted(what),
        )
    )


def _node(tree: ast.expr, depth: int) -> Node:  # noqa: PLR0911 - one return for each kind of node
    if not depth:
        raise _too_deep()
    match tree:
        case ast.BoolOp(op=ast.And(), values=values):
            return Node("and", tuple(_node(each, depth - 1) for each in values))
        case ast.BoolOp(op=ast.Or(), values=values):
            return Node("or", tuple(_node(each, depth - 1) for each in values))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return Node("not", (_node(operand, depth - 1),))
        case ast.Name(id=code):
            return Node("ticked", code=code)
        case ast.Call(func=ast.Name(id="answered"), args=[ast.Name(id=code)], keywords=[]):
            return Node("answered", code=code)
        case ast.Compare(
            left=ast.Constant(value=str(option)), ops=[ast.In()], comparators=[ast.Name(id=code)]
        ):
            return Node("in", code=code, value=option)
        case ast.Compare(left=ast.Name(id=code), ops=[sign], comparators=[right]) if type(sign) in _SIGNS:
            return Node(_SIGNS[type(sign)], code=code, value=_value(right))
    raise _unknown(ast.unparse(tree))


def _value(tree: ast.expr) -> Decimal | str:
    match tree:
        case ast.Constant(value=str(option)):
            return option
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=Real() as number)):
            return -_number(number, tree)
        case ast.Constant(value=Real() as number):
            return _number(number, tree)
    raise _unknown(ast.unparse(tree))


def _number(number: Real, tree: ast.expr) -> Decimal:
    """From the shortest way of writing it: 0.1 is one tenth here. True is an int to Python and refused."""
    written = repr(number)
    if isinstance(number, bool) or not _NUMBER.fullmatch(written):
        raise _unknown(ast.unparse(tree))
    return Decimal(written)


# ── whether it holds ────────────────────────────────────────────────────────
def _holds(node: Node, answers: Mapping[str, Known]) -> bool | None:
    match node.name:
        case "and":
            return _all(_holds(part, answers) for part in node.parts)
        case "or":
            return _negated(_all(_negated(_holds(part, answers)) for part in node.parts))
        case "not":
            return _negated(_holds(node.parts[0], answers))
        case "answered":
            return answers.get(node.code) is not None
    given = answers.get(node.code)
    return None if given is None else _of_answer(node, given)


def _all(outcomes: Iterator[bool | None]) -> bool | None:
    found = list(outcomes)
    if False in found:
        return False
    return None if None in found else True


def _negated(outcome: object) -> bool | None:
    return None if outcome is None else not outcome


def _of_answer(node: Node, given: Known) -> bool | None:
    if node.name == "ticked":
        return given is True
    if node.name == "in":
        return isinstance(given, frozenset) and node.value in given
    code, number = given if isinstance(given, tuple) else ("", given)
    if isinstance(node.value, str):
        return (code == node.value) == (node.name == "==")
    return _COMPARE[node.name](number, node.value) if isinstance(number, Decimal) else None
