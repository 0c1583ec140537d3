"""The house rules that a test can hold (docs/architecture.md). The import rules themselves are import-linter's."""

import ast
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Field, Model

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "samrit"
MODULES = [path for path in sorted(PACKAGE.rglob("*.py")) if "migrations" not in path.parts]
EVERYTHING = [*MODULES, *sorted((ROOT / "tests").rglob("*.py")), *sorted((ROOT / "make").rglob("*.py"))]

MOST_PACKAGES = 15
LONGEST_FILE = 400
LONGEST_FUNCTION = 40
DRAWERS = {"common", "core", "utils", "util", "helpers", "helper", "services", "misc", "lib", "shared"}
EXACT_ROOMS = ("rules", "indicators", "assessments", "frameworks", "reports", "scores")
MAY_READ_THE_CLOCK = {
    "views",
    "api",
    "tasks",
    "management",
    "middleware",
    "navigation",
    "adapter",
    "sessions",
}
MAY_SPEAK_BINARY = {
    "documents",
    "reading",
    "store",
}  # cells of workbooks and lengths on paper are nothing else
LIKENESS = {"ALIKE", "MISREAD"}
CONVERTERS = {"localdate", "localtime"}
CLOCKS = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time",
    "timezone.now", "timezone.localtime", "timezone.localdate", "localdate", "localtime",
}  # fmt: skip


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def place(path: Path, node: ast.AST) -> str:
    return f"{named(path)}:{getattr(node, 'lineno', 0)}"


# ── the rooms ───────────────────────────────────────────────────────────────
def levels() -> dict[str, int]:
    """Room → its height, read from the same lines as import-linter; 0 is the lowest."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "rooms")
    return {
        room.strip(): height for height, layer in enumerate(reversed(layers)) for room in layer.split("|")
    }


def relations() -> Iterator[tuple[type[Model], Field, type[Model]]]:
    for model in apps.get_models():
        if model.__module__.startswith("samrit."):
            for field in model._meta.get_fields():  # noqa: SLF001 - how Django names its model API
                if (
                    field.related_model
                    and not field.auto_created
                    and field.related_model.__module__.startswith("samrit.")
                ):
                    yield model, field, field.related_model


def room_of(model: type[Model]) -> str:
    return model.__module__.split(".")[1]


def test_every_relation_points_downwards_or_stays_in_its_room():
    heights = levels()
    upwards = [
        f"{model.__name__}.{field.name} → {target.__name__}"
        for model, field, target in relations()
        if room_of(model) != room_of(target) and heights[room_of(model)] <= heights[room_of(target)]
    ]
    assert not upwards, "\n".join(upwards)


def test_there_are_relations_to_judge():
    assert len(list(relations())) > 5


def test_packages_stay_few_and_each_has_its_place():
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert rooms == set(levels())
    assert len(rooms) <= MOST_PACKAGES


def test_no_junk_drawers():
    drawers = [named(path) for path in PACKAGE.rglob("*") if path.stem in DRAWERS]
    assert not drawers, "\n".join(drawers)


# ── sizes ───────────────────────────────────────────────────────────────────
def test_files_stay_short():
    lengths = {named(path): path.read_text(encoding="utf-8").count("\n") for path in EVERYTHING}
    long = [f"{name}: {lines} lines" for name, lines in lengths.items() if lines > LONGEST_FILE]
    assert not long, "\n".join(long)


def test_functions_stay_short():
    lengths = {
        f"{place(path, node)} {node.name}": node.end_lineno - node.lineno + 1
        for path in EVERYTHING
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno
    }
    long = [f"{name}: {lines} lines" for name, lines in lengths.items() if lines > LONGEST_FUNCTION]
    assert not long, "\n".join(long)


# ── the clock ───────────────────────────────────────────────────────────────
def clock_readings(tree: ast.AST) -> list[ast.AST]:
    """Where the time of day is asked for, called or handed on (``default=timezone.now``)."""
    given = {
        id(node.func)  # localdate(moment) converts; localdate() reads the clock
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and node.args and ast.unparse(node.func).split(".")[-1] in CONVERTERS
    }
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute | ast.Name)
        and id(node) not in given
        and ".".join(ast.unparse(node).split(".")[-2:]) in CLOCKS
        and not (isinstance(node, ast.Name) and node.id == "now")  # the argument that an action is given
    ] + [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "now"]


def test_only_pages_tasks_and_commands_read_the_clock():
    read = [
        place(path, node)
        for path in MODULES
        if not MAY_READ_THE_CLOCK & {*path.parts, path.stem}
        for node in clock_readings(parsed(path))
    ]
    assert not read, "\n".join(read)


def test_a_clock_is_recognised():
    source = "a = timezone.now()\nb = datetime.datetime.now(UTC)\nf(default=timezone.now)\nlocaldate()\nform.now\nact(now=now)\nlocaldate(now)\n"
    assert sorted(node.lineno for node in clock_readings(ast.parse(source))) == [1, 2, 3, 4]


# ── the rules ───────────────────────────────────────────────────────────────
def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "."


@pytest.mark.parametrize("path", sorted((PACKAGE / "rules").rglob("*.py")), ids=named)
def test_rules_import_the_standard_library_and_rules_only(path: Path):
    foreign = {
        name
        for name in imported(parsed(path))
        if name.split(".")[0] not in sys.stdlib_module_names and not f"{name}.".startswith("samrit.rules.")
    }
    assert foreign == set()


def floats(tree: ast.AST) -> list[ast.AST]:
    """Binary fractions, but for how alike two words are: that is no score."""
    likeness = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in LIKENESS
    }
    return [
        node
        for node in ast.walk(tree)
        if (isinstance(node, ast.Constant) and isinstance(node.value, float) and id(node) not in likeness)
        or (isinstance(node, ast.Name) and node.id == "float")
        or (isinstance(node, ast.Attribute) and node.attr == "FloatField")
    ]


def test_scores_know_no_binary_fractions():
    found = [
        place(path, node)
        for path in MODULES
        if path.relative_to(PACKAGE).parts[0] in EXACT_ROOMS
        and not MAY_SPEAK_BINARY & {*path.parts, path.stem}
        for node in floats(parsed(path))
    ]
    assert not found, "\n".join(found)


def test_a_binary_fraction_is_recognised():
    source = "a = 0.5\nb = float(x)\nc = models.FloatField()\nd = Decimal('0.5') + 1\n"
    assert [node.lineno for node in floats(ast.parse(source))] == [1, 2, 3]
