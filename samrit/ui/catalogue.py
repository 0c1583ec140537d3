"""The catalogue of English sentences: which Thai sentences the code says, and what each is in English.

The sentences in the code are the source (docs/decisions/0001). They are found where Django will look
them up: gettext calls, ``say`` and ``refuse`` of the rules, labels of choices, templates, and the names
that the rule sets give (those bring their own English).
"""

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent
LOCALE = PACKAGE / "ui" / "locale"
ENGLISH = LOCALE / "en" / "LC_MESSAGES" / "django.po"

# Written here and not by Babel, whose header carries dates and versions that would change with every run.
HEADER = """\
# The English of Samrit's Thai sentences. `samrit messages` keeps the list; the msgstr lines are written by people.
msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""

# Name of a call → where its context, sentence and plural stand among its arguments.
CALLS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
    "say": (None, 1, None),
    "refuse": (None, 1, None),
    "Message": (None, 1, None),
}
CALL_IN_TEMPLATE = re.compile(
    r"\b(n?p?gettext|_)\(((?:\s*u?(?:'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")\s*,?)+)"
)
STRING = re.compile(r"u?('(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")")
FIELD = re.compile(r"%\((\w+)\)s|\{(\w+)\}")
THAI = re.compile(r"[\u0e01-\u0e5b]")


class Sentence(NamedTuple):
    """One Thai sentence. ``english`` is given only where the source itself states it."""

    thai: str
    plural: str | None = None
    context: str | None = None
    english: str = ""


# ── finding the sentences ───────────────────────────────────────────────────
def sentences(package: Path = PACKAGE) -> list[Sentence]:
    """Every sentence of the package, once. "{level} {value}" reads the same in both languages and is left out."""
    return [one for one in dict.fromkeys(_everything(package)) if THAI.search(one.thai)]


def _everything(package: Path) -> Iterator[Sentence]:
    for path in sorted(package.rglob("*.py")):
        if "migrations" not in path.parts:
            yield from in_python(path.read_text(encoding="utf-8"))
    for path in sorted(package.glob("*/templates/**/*.*")):
        yield from in_template(path.read_text(encoding="utf-8"))
    rules = package / "rules"
    named = (rules / "appeals.toml", rules / "quality" / "terms.toml", rules / "catalog" / "kpi.toml")
    of_years, of_schemas = (rules / "years").glob("*.toml"), (rules / "catalog" / "schemas").glob("*/*.toml")
    for path in (*sorted(of_years), *sorted(of_schemas), *named):
        yield from in_rule_set(tomllib.loads(path.read_text(encoding="utf-8")))


def in_python(source: str) -> Iterator[Sentence]:
    tree = ast.parse(source)
    named = _named_texts(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _of_call(node, named)
        elif isinstance(node, ast.ClassDef):
            yield from _of_choices(node)


def _named_texts(tree: ast.AST) -> dict[str, list[str]]:
    """Variables that hold a text, for ``text = "…"; refuse("code", text)``."""
    named: dict[str, list[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            named.setdefault(node.targets[0].id, []).extend(_texts(node.value, {}))
    return named


def _texts(node: ast.expr, named: dict[str, list[str]]) -> list[str]:
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.IfExp(body=first, orelse=second):
            return [*_texts(first, named), *_texts(second, named)]
        case ast.Name(id=name):
            return named.get(name, [])
    return []


def _of_call(call: ast.Call, named: dict[str, list[str]]) -> Iterator[Sentence]:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    if name not in CALLS:
        return
    context, text, plural = (
        _texts(call.args[at], named) if at is not None and at < len(call.args) else [] for at in CALLS[name]
    )
    for thai in text:
        yield Sentence(thai, plural[0] if plural else None, context[0] if context else None)


def _of_choices(node: ast.ClassDef) -> Iterator[Sentence]:
    """``NAME = "value", "ไทย"`` in a class of choices: the interface translates the label when it shows it."""
    if not any(ast.unparse(base).endswith("Choices") for base in node.bases):
        return
    for line in node.body:
        if isinstance(line, ast.Assign) and isinstance(line.value, ast.Tuple):
            yield from (Sentence(thai) for thai in _texts(line.value.elts[-1], {}))


def in_template(source: str) -> Iterator[Sentence]:
    for name, arguments in CALL_IN_TEMPLATE.findall(templatize(source)):
        texts = [ast.literal_eval(text) for text in STRING.findall(arguments)]
        context, text, plural = CALLS[name]
        yield Sentence(
            texts[text],
            None if plural is None else texts[plural],
            None if context is None else texts[context],
        )


def in_rule_set(value: Any) -> Iterator[Sentence]:
    """``name`` (of a word without one its ``value``) with ``english``, ``title`` with ``title_english``: the rule set says both."""
    if isinstance(value, dict):
        thai = "name" if "name" in value else "value"
        for text, english in ((thai, "english"), ("title", "title_english")):
            if text in value and english in value:
                yield Sentence(value[text], english=value[english])
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from in_rule_set(part)


# ── keeping the list ────────────────────────────────────────────────────────
def read(path: Path = ENGLISH) -> Catalog:
    """A catalogue or a part of one; a file that is not there reads as empty."""
    if not path.exists():
        return Catalog(locale="en")
    language = path.parts[-3] if path.is_relative_to(LOCALE) else "en"
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def updated(found: Iterable[Sentence], *known: Catalog) -> Catalog:
    """A catalogue of exactly the sentences found.

    English that a rule set states itself comes first, then the last of ``known`` that has some.
    """
    catalogue = Catalog(locale="en")
    for sentence in sorted(found, key=lambda one: not one.english):  # the first to say it is kept by Babel
        texts = _forms(sentence.english or _english_of(sentence, known))
        if sentence.plural:
            catalogue.add((sentence.thai, sentence.plural), (texts[0], texts[-1]), context=sentence.context)
        else:
            catalogue.add(sentence.thai, texts[-1], context=sentence.context)
    return catalogue


def _english_of(sentence: Sentence, known: Iterable[Catalog]) -> Any:
    messages = [catalogue.get(sentence.thai, sentence.context) for catalogue in known]
    return next(
        (one.string for one in reversed(messages) if one and not one.fuzzy and any(_forms(one.string))), ""
    )


def written(catalogue: Catalog) -> bytes:
    """The file: sorted, one sentence a line, without line numbers, so that a change shows as what it is."""
    file = BytesIO()
    write_po(
        file, catalogue, width=0, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True
    )
    return HEADER.encode() + file.getvalue().strip() + b"\n"


def compile_catalogues(locale: Path = LOCALE) -> None:
    """Write the .mo that Django reads beside every .po that is newer than it.

    ``en`` holds the English of our sentences; ``th`` the Thai of a few of Django's and allauth's.
    """
    for path in sorted(locale.glob("*/LC_MESSAGES/django.po")):
        compiled = path.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime:
            with compiled.open("wb") as file:
                write_mo(file, read(path))


# ── checking it ─────────────────────────────────────────────────────────────
class Faults(NamedTuple):
    """What keeps the catalogue from being whole; each entry is a Thai sentence."""

    missing: list[str]
    unused: list[str]
    fields: list[str]


def faults(found: Iterable[Sentence], english: Catalog) -> Faults:
    """Sentences without English, English without a sentence, and fields that differ between the two."""
    wanted = updated(found, english)
    return Faults(
        missing=[_thai(message) for message in wanted if message.id and not all(_forms(message.string))],
        unused=[_thai(m) for m in english if m.id and not wanted.get(_thai(m), m.context)],
        fields=[_thai(message) for message in wanted if message.id and not _same_fields(message)],
    )


def _thai(message: Any) -> str:
    return str(_forms(message.id)[0])


def _forms(text: Any) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, list | tuple) else (text,)


def _same_fields(message: Any) -> bool:
    """A singular may leave its number out ("one file"); otherwise both languages fill in the same."""
    wanted = {field for form in _forms(message.id) for field in FIELD.findall(form)}
    *singular, last = (set(FIELD.findall(form)) for form in _forms(message.string))
    return not any(_forms(message.string)) or (
        last == wanted and all(fields <= wanted for fields in singular)
    )
