"""A word that becomes the record is given after proof: every page that calls such an action asks for it.

The actions are found by their names; each stands in one of two tables. Whoever adds one decides, or this fails. What a
person then sees is asked in ``tests/sweep/test_step_up.py``.
"""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from samrit.rules.scopes import SIGNING

SAMRIT = Path(__file__).resolve().parents[2] / "samrit"
NAMES = re.compile(
    r"(approve|sign|publish|certify|file|confirm|conclude|finalise|adopt|decide|co_sign|accept|apply|submit)(_|$)"
)

PROVEN = {  # approve, file, publish, sign, certify, decide
    "approve_result", "approve_many", "approve_letter", "sign_letter", "sign_assessment", "co_sign", "sign_joint",
    "file_report", "submit_proposal", "conclude_proposal", "publish_edition", "publish_revision", "publish_release",
    "publish_dataset", "publish_score", "confirm_score", "confirm_edition", "certify", "accept", "adopt_minutes",
    "decide_appeal", "apply_official_file",
}  # fmt: skip
NOT_PROVEN = {  # name → why
    "accept_invitation": "before there is an account",
    "accept_import": "rows of a file become drafts",
    "apply_appeals": "part of computing a score, which is confirmed",
    "apply_sheet": "rows of a file become drafts of results",
    "confirm_computed": "the recorder's own figure, which an approver approves",
    "confirm_currency": "a date on a dataset's page",
    "confirm_framework": "makes a draft, which is published",
    "decide_by_resolution": "what a meeting decided is copied; its minutes are adopted",
    "decide_dispute": "one of several opinions; the score is confirmed",
    "decide_items": "noted during the meeting; its conclusion is proven",
    "finalise_score": "by the clock",
    "sign_in": "a visitor's name in a meeting's list",
    "submit": "handed to who certifies",
    "submit_assessment": "handed to who signs",
    "submit_result": "handed to who approves",
}  # fmt: skip
# Pages of this room ask for it by this name; the work itself is done in the background.
ACCEPTING = ("indicators", "ask_to_accept")


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    yield from (
        node for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)
    )


def names_in(node: ast.AST) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)} | {
        one.attr for one in ast.walk(node) if isinstance(one, ast.Attribute)
    }


def is_guarded(
    name: str,
    found: dict[str, ast.FunctionDef],
    tables: dict[str, set[str]],
    seen: frozenset[str] = frozenset(),
) -> bool:
    """It asks for proof itself, or all that lead to it in its file do. ``tables``: a name of the file → what stands in it."""
    if {"proven", "proven_when", "asked_to_prove"} & names_in(found[name]):
        return True
    through = {name} | {table for table, held in tables.items() if name in held}
    callers = [one for one, node in found.items() if one not in {name, *seen} and through & names_in(node)]
    return bool(callers) and all(is_guarded(one, found, tables, seen | {name}) for one in callers)


def unguarded(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = {node.name: node for node in functions(path)}
    tables = {
        target.id: names_in(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    room, asked = ACCEPTING
    wanted = (PROVEN - {"accept"}) | ({asked} if path.is_relative_to(SAMRIT / room) else set())
    holding = {table for table, held in tables.items() if wanted & held}
    own = set(found)  # a page of the same name as an action of another module is no call of it
    return [
        f"{path.relative_to(SAMRIT)}: {name}"
        for name, node in found.items()
        if ((wanted - own) | holding) & names_in(node) and not is_guarded(name, found, tables)
    ]


def test_every_action_that_makes_a_record_is_in_a_table() -> None:
    found = {
        node.name
        for path in SAMRIT.glob("*/actions/**/*.py")
        for node in functions(path)
        if NAMES.match(node.name) and any(one.arg == "by" for one in node.args.kwonlyargs)
    }
    assert found == PROVEN | NOT_PROVEN.keys()
    assert not PROVEN & NOT_PROVEN.keys()


def test_every_page_that_calls_one_asks_for_proof() -> None:
    assert [one for path in sorted(SAMRIT.glob("*/views/**/*.py")) for one in unguarded(path)] == []


def scopes_of(path: Path) -> Iterator[tuple[str, str]]:
    """(operation, its scope) of the operations of a file that call such an action; their helpers have none."""
    module = import_module(".".join(path.relative_to(SAMRIT.parent).with_suffix("").parts))
    for node in functions(path):
        for decorator in node.decorator_list:
            said = [one.value for one in getattr(decorator, "keywords", []) if one.arg == "scope"]
            if said and PROVEN - {"accept"} & names_in(node):
                scope = getattr(module, said[0].id) if isinstance(said[0], ast.Name) else said[0].value
                yield f"{path.relative_to(SAMRIT)}: {node.name}", scope


def test_every_operation_that_calls_one_needs_a_scope_that_signs() -> None:
    """Such a token is made after the same proof, and signs for a day (decision 0024)."""
    found = dict(one for path in sorted(SAMRIT.glob("*/api/*.py")) for one in scopes_of(path))
    assert len(found) >= 20
    assert {name: scope for name, scope in found.items() if scope not in SIGNING} == {}


def test_a_page_that_does_not_ask_is_found(tmp_path: Path) -> None:
    page = SAMRIT / "reports" / "views" / "approval.py"
    assert "@proven" in page.read_text(encoding="utf-8")
    bare = ast.parse(page.read_text(encoding="utf-8").replace("@proven\n", "").replace(", proven", ""))
    found = {node.name: node for node in bare.body if isinstance(node, ast.FunctionDef)}
    assert not is_guarded("_approve", found, {})
