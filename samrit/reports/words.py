"""What stands in the fields of the entry, as texts: for comparing, merging and keeping."""

from collections.abc import Mapping
from typing import Any

from samrit.reports.models import Result
from samrit.rules.merging import fingerprint, plain
from samrit.ui.formats import number

NUMBER = "number"
# Fields that are changed together: a part is taken over, merged or contested as a whole.
PARTS: dict[str, tuple[str, ...]] = {
    "value": ("answer", "value", "numerator", "denominator", "figure_reason"),
    "narrative": ("narrative",),
    "supporting_factors": ("supporting_factors",),
    "obstacles": ("obstacles",),
}
FIELDS = tuple(field for fields in PARTS.values() for field in fields)


def words_of(result: Result | None) -> dict[str, str]:
    """Field → the text that its control shows for what is saved."""
    if result is None:
        return {**dict.fromkeys(FIELDS, ""), "answer": NUMBER}
    figures = {
        name: "" if (value := getattr(result, name)) is None else number(value)
        for name in ("value", "numerator", "denominator")
    }
    texts = {name: getattr(result, name) for name in ("figure_reason", *list(PARTS)[1:])}
    return {"answer": result.missing or NUMBER, **figures, **texts}


def typed_words(typed: Mapping[str, Any]) -> dict[str, str]:
    """Field → text of what a form sent; what is absent was left empty, no answer means a number."""
    words = {field: str(typed.get(field) or "") for field in FIELDS}
    return {**words, "answer": words["answer"] or NUMBER}


def prints_of(words: Mapping[str, str]) -> dict[str, str]:
    """Part → fingerprint of what stands there."""
    return {part: fingerprint(fields, words) for part, fields in PARTS.items()}


def changed_parts(words: Mapping[str, str], others: Mapping[str, str]) -> list[str]:
    """The parts where the two say different things. A value that is computed from its fraction is not compared."""
    return [part for part, fields in PARTS.items() if _said(fields, words) != _said(fields, others)]


def _said(fields: tuple[str, ...], words: Mapping[str, str]) -> list[str]:
    computed = bool(plain(words.get("numerator")) and plain(words.get("denominator")))
    return [plain(words.get(field)) for field in fields if not (computed and field == "value")]
