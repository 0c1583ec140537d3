"""A KPI's formula as typed, and for each item in it which cells it takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext, gettext_lazy

from samrit.rules.areas import LEVELS, AreaLevel
from samrit.rules.areas.register import level_name
from samrit.rules.formula import LONGEST_CODE
from samrit.rules.items import Book, CodeList, Item
from samrit.rules.kpi_formulas import MOST_DECIMALS, Gather, Of, Span, Take, Terms, span_name, usual, words_in
from samrit.ui.formats import in_english
from samrit.ui.wording import in_words

LONGEST = 1000
_TAKES = {Take.ALL: gettext_lazy("ทุกช่วงเวลา"), Take.LATEST: gettext_lazy("ช่วงล่าสุดที่มีข้อมูล")}
_PARTS = {Of.TOTAL: gettext_lazy("ยอดรวม"), Of.EACH: gettext_lazy("แต่ละรายการจำแนก")}


@dataclass(frozen=True)
class GatherRow:
    """The controls of one item, named as people call it; ``only`` one for each list that it is broken down by."""

    code: str
    name: str
    unit: str
    controls: tuple[BoundField, ...]
    only: tuple[BoundField, ...]


class FormulaForm(forms.Form):
    """``cleaned_data`` holds what is typed; ``terms()`` the formula as the rules know it, not yet checked."""

    use_required_attribute = False

    expression = forms.CharField(
        label=gettext_lazy("สูตร"),
        help_text=gettext_lazy(
            "พิมพ์รหัสรายการ ตัวเลข + − × ÷ วงเล็บ และฟังก์ชัน เช่น share(sum(waste_recycled), sum(waste_generated))"
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("พิมพ์สูตร หรือเลือกสูตรสำเร็จรูป")},
    )
    span = forms.ChoiceField(label=gettext_lazy("ช่วงเวลาที่นำมาคิด"))
    decimals = forms.TypedChoiceField(
        label=gettext_lazy("จำนวนทศนิยมของผล"),
        coerce=int,
        choices=[(number, str(number)) for number in range(MOST_DECIMALS + 1)],
    )
    reason = forms.CharField(
        label=gettext_lazy("เหตุผล"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    built_in = forms.CharField(widget=forms.HiddenInput, max_length=LONGEST_CODE, required=False)

    def __init__(self, *, book: Book, unit: str, standing: Terms, **options: Any) -> None:
        data = options.get("data")
        super().__init__(**{"initial": {}, **options})
        self.book, self.unit, self.standing = book, unit, standing
        self.fields["span"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (one.value, in_words(span_name(one))) for one in Span
        ]
        typed = data.get("expression", "") if data is not None else standing.expression
        self.items = [book.items[code] for code in words_in(typed[:LONGEST]) if code in book.items]
        for item in self.items:
            self._add(item, standing.gather(item))
        self.initial.update(_initial(standing))

    def _add(self, item: Item, gather: Gather) -> None:
        levels = [
            (level.value, in_words(level_name(level))) for level in LEVELS if level.depth <= item.level.depth
        ]
        self._choice(f"level:{item.code}", gettext("พื้นที่"), levels, gather.level.value)
        takes = [(one.value, str(word)) for one, word in _TAKES.items()]
        self._choice(f"take:{item.code}", gettext("ช่วงเวลา"), takes, gather.take.value)
        if not item.by:
            return
        parts = [(one.value, str(word)) for one, word in _PARTS.items()]
        self._choice(f"of:{item.code}", gettext("การจำแนก"), parts, gather.of.value)
        for name in item.by:
            codes = self.book.lists[name]
            self.fields[f"only:{item.code}:{name}"] = forms.MultipleChoiceField(
                label=gettext("เฉพาะ{list}").format(list=_called(codes)),
                choices=_codes(codes, gather.only.get(name, ())),
                required=False,
                initial=list(gather.only.get(name, ())),
                widget=forms.CheckboxSelectMultiple,
            )

    def _choice(self, name: str, label: str, choices: list[tuple[str, str]], initial: str) -> None:
        """What is not sent is as it stood: the controls of an item come up only once it is in the formula."""
        self.fields[name] = forms.ChoiceField(label=label, choices=choices, initial=initial, required=False)

    @property
    def rows(self) -> list[GatherRow]:
        return [self._row(item) for item in self.items]

    def _row(self, item: Item) -> GatherRow:
        names = [name for name in self.fields if name.split(":")[1:2] == [item.code]]
        return GatherRow(
            item.code,
            item.name_en if in_english() else item.name,
            self.book.unit_text(item),
            tuple(self[name] for name in names if not name.startswith("only:")),
            tuple(self[name] for name in names if name.startswith("only:")),
        )

    def terms(self) -> Terms:
        """RefusedError is for whoever checks them."""
        typed = self.cleaned_data
        gathers = tuple(self._gather(item, typed) for item in self.items)
        return Terms(typed["expression"], self.unit, Span(typed["span"]), typed["decimals"], gathers)

    def _gather(self, item: Item, typed: Mapping[str, Any]) -> Gather:
        stands = self.standing.gather(item)
        return Gather(
            item.code,
            AreaLevel(typed.get(f"level:{item.code}") or stands.level),
            Take(typed.get(f"take:{item.code}") or stands.take),
            Of(typed.get(f"of:{item.code}") or usual(item).of),
            {name: tuple(typed.get(f"only:{item.code}:{name}") or ()) for name in item.by},
        )


def _initial(terms: Terms) -> dict[str, Any]:
    return {"expression": terms.expression, "span": terms.span.value, "decimals": terms.decimals}


def _called(codes: CodeList) -> str:
    return codes.name_en if in_english() else codes.name


def _codes(codes: CodeList, chosen: tuple[str, ...]) -> list[tuple[str, str]]:
    """Those the office keeps, and any that a formula already names."""
    known = {one.code: one.name_en if in_english() else one.name for one in codes.codes}
    return [*known.items(), *((code, code) for code in chosen if code not in known)]


class EndFormulaForm(forms.Form):
    use_required_attribute = False

    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    reason = forms.CharField(
        label=gettext_lazy("เหตุผลที่เลิกใช้สูตร"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("ระบุเหตุผล เพื่อให้ผู้บันทึกและผู้ตรวจทราบ")},
    )
