"""The months (or quarters) of a KPI's year, as they are typed or pasted from a spreadsheet."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.reports.models import Accumulates, Missing, Span
from samrit.reports.queries.progress import PERIODS, YearSoFar
from samrit.rules.amounts import number_from
from samrit.rules.thai import plain_number
from samrit.rules.wording import RefusedError
from samrit.ui.fields import LIMITS
from samrit.ui.wording import in_words

MISSING_WORDS = "progress-missing"  # the id of the page's list of words
Cell = tuple[Decimal | None, str | None]  # a figure, or why there is none


class PeriodField(forms.CharField):
    """A figure in either digits, or one of the words for why there is none; empty: not known yet."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "off", "list": MISSING_WORDS, "data-cell": ""})
        super().__init__(required=False, widget=widget, **options)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        if code := _code_of(text):
            return (None, code)
        try:
            return (number_from(text, LIMITS), None)
        except RefusedError as refused:
            raise ValidationError(in_words(refused.refusal.message), code=refused.refusal.code) from None

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, tuple):
            return value
        number, code = value
        return _(Missing(code).label) if code else plain_number(number)


def _code_of(text: str) -> str | None:
    """The reason that a word names: as the page says it, in Thai, or by its code."""
    plain = text.strip().casefold()
    for code, label in Missing.choices:
        if plain in {code, str(label).casefold(), _(label).casefold()}:
            return str(code)
    return None


class ProgressForm(forms.Form):
    """``cleaned_data``: ``span``, ``accumulates`` (empty where the details state it), ``version``; ``cells()`` the rest."""

    use_required_attribute = False

    span = forms.ChoiceField(choices=Span, widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    accumulates = forms.ChoiceField(
        label=gettext_lazy("ทั้งปีคิดจากแต่ละช่วงอย่างไร"),
        required=False,
        choices=[
            ("", gettext_lazy("ยังไม่ระบุ")),
            *((code, gettext_lazy(label)) for code, label in Accumulates.choices),
        ],
        help_text=gettext_lazy("เช่น รายได้ใช้ผลรวม ค่าฝุ่นใช้ค่าเฉลี่ย ร้อยละสะสมใช้ค่าล่าสุด"),
    )

    def __init__(self, data: Any = None, *, so_far: YearSoFar, span: str, names: list[str]) -> None:
        same = span == so_far.span
        cells = cells_of(so_far) if same else {}
        initial: dict[str, Any] = {f"p{place}": cell for place, cell in cells.items()}
        initial |= {
            "span": span,
            "version": so_far.progress.version if so_far.progress else 0,
            "accumulates": so_far.progress.accumulates if so_far.progress else "",
        }
        super().__init__(data, initial=initial)
        if so_far.how_is_stated:
            del self.fields["accumulates"]
        for place, name in enumerate(names, start=1):
            self.fields[f"p{place}"] = PeriodField(label=name)

    def periods(self) -> Iterator[Any]:
        """The bound fields of the grid."""
        return (self[name] for name in self.fields if name.startswith("p"))

    def cells(self) -> dict[int, Cell]:
        """Place (from 1) → what is typed there; places left empty are not in it."""
        places = range(1, PERIODS[self.cleaned_data["span"]] + 1)
        return {place: cell for place in places if (cell := self.cleaned_data.get(f"p{place}")) is not None}


def cells_of(so_far: YearSoFar) -> dict[int, Cell]:
    """What stands there now, in the shape of ``cells``."""
    found: dict[int, Cell] = {
        place: (value, None) for place, value in enumerate(so_far.values, start=1) if value is not None
    }
    return found | {place + 1: (None, code) for place, code in so_far.missing.items()}
