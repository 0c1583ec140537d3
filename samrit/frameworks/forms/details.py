"""The form of a KPI's details, made from the table of fields: one control for each text, number and cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext

from samrit.frameworks.details import row_name, rows_of
from samrit.rules.kpi_template import KEPT, SECTIONS, TABLES, Contents, Field, Kind, Section
from samrit.rules.kpi_template.contents import LONGEST, MOST_ROWS
from samrit.ui.fields import NumberField
from samrit.ui.wording import in_words

SPARE_ROWS = 2  # empty rows that wait below what is written
MORE_ROWS = 3  # asked for with the button


@dataclass(frozen=True)
class RowOnForm:
    name: str  # empty: rows that are just listed
    cells: Sequence[BoundField]


@dataclass(frozen=True)
class FieldOnForm:
    """One field: a single control (``bound``) or the ``rows`` of its table. ``locked``: it binds and stands fixed.

    ``theirs``: what somebody else wrote into it meanwhile, where that is not what this person typed.
    """

    field: Field
    bound: BoundField | None = None
    rows: Sequence[RowOnForm] = ()
    locked: bool = False
    theirs: str = ""
    grows: bool = False

    @property
    def errors(self) -> list[str]:
        cells = [self.bound] if self.bound else [cell for row in self.rows for cell in row.cells]
        return [str(error) for cell in cells for error in cell.errors]


@dataclass(frozen=True)
class SectionOnForm:
    section: Section
    fields: Sequence[FieldOnForm]


class DetailsForm(forms.Form):
    """``contents`` as they stand; ``year`` is the fiscal year (พ.ศ.); ``fixed``: published, so that terms stay."""

    use_required_attribute = False

    def __init__(
        self,
        contents: Mapping[str, Any],
        *,
        year: int,
        fixed: bool = False,
        more: str = "",
        theirs: Mapping[str, str] | None = None,
        **options: Any,
    ) -> None:
        """``more``: the field that asked for more rows; ``theirs``: field → what somebody else wrote."""
        super().__init__(**options)
        self.standing, self.year, self.fixed, self.more, self.theirs = (
            contents,
            year,
            fixed,
            more,
            theirs or {},
        )
        self.tables: dict[str, list[tuple[str, str]]] = {}  # field → its rows: key, name
        for key, field in KEPT.items():
            if field.kind in TABLES:
                self._add_table(field)
            else:
                self.fields[key] = self._control(field.kind, field, locked=fixed and field.term)
                self.initial[key] = contents.get(key, "")

    # ── making the controls ─────────────────────────────────────────────────
    def _add_table(self, field: Field) -> None:
        value = self.standing.get(field.key) or ({} if field.kind != Kind.ROWS else [])
        rows = (
            self._listed_rows(field, value) if field.kind == Kind.ROWS else rows_of(field, value, self.year)
        )
        self.tables[field.key] = []
        for key in rows:
            name = "" if field.kind == Kind.ROWS else row_name(field, key, self.year)
            self.tables[field.key].append((key, name))
            stands = _row(value, key)
            for column in field.columns:
                cell = f"{field.key}-{key}-{column.key}"
                self.fields[cell] = self._control(
                    column.kind, field, locked=self.fixed and (field.term or column.term)
                )
                self.fields[cell].label = " ".join(
                    filter(None, (in_words(column.label), name or str(int(key) + 1)))
                )
                self.initial[cell] = stands.get(column.key, "")

    def _listed_rows(self, field: Field, value: Any) -> list[str]:
        if self._rows_locked(field):
            return [str(place) for place in range(len(value))]
        sent = [_place(name, field.key) for name in self.data] if self.is_bound else []
        count = max([len(value) - 1, *sent]) + 1
        if not self.is_bound:
            count += SPARE_ROWS
        if self.more == field.key:
            count += MORE_ROWS
        return [str(place) for place in range(min(count, MOST_ROWS))]

    def _rows_locked(self, field: Field) -> bool:
        """Whether no row may be added: the field, or a column of it, binds."""
        return self.fixed and (field.term or any(column.term for column in field.columns))

    def _control(self, kind: Kind, field: Field, *, locked: bool) -> forms.Field:
        label = in_words(field.label)
        if kind == Kind.CHOICE:
            words = [("", gettext("ยังไม่ระบุ")), *((one.code, in_words(one.label)) for one in field.choices)]
            return forms.ChoiceField(label=label, choices=words, required=False, disabled=locked)
        if kind == Kind.NUMBER:
            return NumberField(label=label, required=False, disabled=locked)
        rows = 2 if field.kind in TABLES else 3
        widget = forms.Textarea(attrs={"rows": rows}) if kind == Kind.TEXT else forms.TextInput()
        return forms.CharField(
            label=label, max_length=LONGEST[kind], required=False, disabled=locked, widget=widget
        )

    # ── for the page ────────────────────────────────────────────────────────
    def sections(self) -> list[SectionOnForm]:
        """In the order of the paper; what the framework itself states is left out."""
        found = [
            SectionOnForm(one, [self._on_form(field) for field in one.fields if field.key in KEPT])
            for one in SECTIONS
        ]
        return [one for one in found if one.fields]

    def _on_form(self, field: Field) -> FieldOnForm:
        theirs, locked = self.theirs.get(field.key, ""), self.fixed and field.term
        if field.kind not in TABLES:
            return FieldOnForm(field, bound=self[field.key], locked=locked, theirs=theirs)
        rows = [
            RowOnForm(name, [self[f"{field.key}-{key}-{column.key}"] for column in field.columns])
            for key, name in self.tables[field.key]
        ]
        grows = field.kind == Kind.ROWS and not self._rows_locked(field) and len(rows) < MOST_ROWS
        return FieldOnForm(field, rows=rows, locked=locked, theirs=theirs, grows=grows)

    # ── what was typed ──────────────────────────────────────────────────────
    def contents(self) -> Contents:
        """In the shape that ``rules.kpi_template.checked`` judges; only after ``is_valid``."""
        return {key: self._value(field) for key, field in KEPT.items()}

    def _value(self, field: Field) -> Any:
        if field.kind not in TABLES:
            return _text(self.cleaned_data[field.key])
        rows = {
            key: {
                column.key: _text(self.cleaned_data[f"{field.key}-{key}-{column.key}"])
                for column in field.columns
            }
            for key, _ in self.tables[field.key]
        }
        return list(rows.values()) if field.kind == Kind.ROWS else rows


def _row(value: Any, key: str) -> Mapping[str, str]:
    """The row that stands there, or an empty one."""
    if isinstance(value, list):
        place = int(key)
        return value[place] if place < len(value) else {}
    found: Mapping[str, str] = value.get(key, {})
    return found


def _place(name: str, field: str) -> int:
    """``steps-3-when`` → 3; −1 for what is no cell of the field."""
    parts = name.split("-")
    is_cell = len(parts) == 3 and parts[0] == field and parts[1].isascii() and parts[1].isdecimal()  # noqa: PLR2004
    return min(int(parts[1]), MOST_ROWS - 1) if is_cell and len(parts[1]) < 5 else -1  # noqa: PLR2004 - no endless digits


def _text(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else format(value, "f")
