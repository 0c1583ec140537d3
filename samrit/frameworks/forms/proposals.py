"""A province's proposal: starting it, one KPI of it, the weights."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy

from samrit.frameworks.forms.grid import OwnersField, not_negative
from samrit.frameworks.forms.levels import LEVELS, check_level_cells
from samrit.frameworks.models import Kpi, Proposal, ProposalComponent, ProposalItem
from samrit.frameworks.queries import Past
from samrit.people.models import Agency
from samrit.rules import rulesets
from samrit.rules.proposals import history_years
from samrit.rules.rulesets import RuleSet
from samrit.ui.fields import NumberField

CLONE, EMPTY = "clone", "empty"


class StartForm(forms.Form):
    """Which year, for which province, and from what."""

    area = forms.ChoiceField(label=gettext_lazy("จังหวัด"))
    year = forms.TypedChoiceField(label=gettext_lazy("ปีงบประมาณ"), coerce=int)
    how = forms.ChoiceField(label=gettext_lazy("เริ่มจาก"), widget=forms.RadioSelect, initial=CLONE)

    def __init__(self, *, areas: Sequence[tuple[str, str]], years: Sequence[int], **options: Any) -> None:
        super().__init__(**options)
        choices = {
            "area": list(areas),
            "year": [(str(year), str(year)) for year in years],
            "how": [
                (CLONE, gettext("กรอบของปีก่อน (แล้วแก้เฉพาะที่เปลี่ยน)")),
                (EMPTY, gettext("ข้อเสนอเปล่า (แล้วเลือกจากคลังตัวชี้วัด)")),
            ],
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]  # ChoiceFields have choices


class OwnNameForm(forms.Form):
    """A KPI that is not in the library: its name and group."""

    name = forms.CharField(
        label=gettext_lazy("ชื่อตัวชี้วัด"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    group = forms.ChoiceField(label=gettext_lazy("กลุ่มตัวชี้วัด"))

    def __init__(self, *, groups: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(**options)
        self.fields["group"].choices = list(groups)  # type: ignore[attr-defined]  # a ChoiceField


class ItemForm(forms.Form):
    """One proposed KPI or part. A KPI with parts has no targets of its own, a part no owners."""

    name = forms.CharField(
        label=gettext_lazy("ชื่อตัวชี้วัด"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("โปรดใส่ชื่อตัวชี้วัด")},
    )
    weight = NumberField(label=gettext_lazy("น้ำหนัก"), required=False)
    owners = OwnersField(label=gettext_lazy("หน่วยงานรับผิดชอบ"), required=False)
    unit = forms.CharField(label=gettext_lazy("หน่วยวัด"), max_length=60, required=False)
    direction = forms.ChoiceField(label=gettext_lazy("ทิศทาง"))
    interpolate = forms.ChoiceField(label=gettext_lazy("วิธีคิดคะแนน"))
    basic = NumberField(label=gettext_lazy("ขั้นต้น"), required=False)
    standard = NumberField(label=gettext_lazy("มาตรฐาน"), required=False)
    advanced = NumberField(label=gettext_lazy("ขั้นสูง"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("เหตุผลของค่าเป้าหมาย"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        required=False,
        help_text=gettext_lazy("เทียบกับผลสามปีที่ผ่านมา และบอกว่าทำไมเป้าหมายนี้ท้าทายและทำได้"),
    )
    definition = forms.CharField(
        label=gettext_lazy("คำอธิบาย"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    evidence_asked = forms.CharField(
        label=gettext_lazy("หลักฐานที่ขอ"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )

    use_required_attribute = False
    TARGETS = ("unit", "direction", "interpolate", *LEVELS)

    def __init__(
        self, item: ProposalItem, *, agencies: Sequence[tuple[str, str]], rules: RuleSet, **options: Any
    ) -> None:
        initial = {name: getattr(item, name) for name in self.base_fields if name != "owners"}
        past = {one.year: one for one in item.past.all()}
        self.item, self.rules = item, rules
        self.years = history_years(item.proposal.fiscal_year_id)
        for year in self.years:
            initial |= _past_initial(year, past.get(year))
        if item.parent_id is None:
            initial["owners"] = [ownership.agency_id for ownership in item.ownerships.all()]
        super().__init__(prefix=f"item-{item.pk}", initial=initial, **options)
        self._make_fields(agencies)

    def _make_fields(self, agencies: Sequence[tuple[str, str]]) -> None:
        for name in self._without():
            del self.fields[name]
        choices = {"direction": Kpi.Direction.choices, "interpolate": Kpi.Interpolate.choices}
        for name, values in choices.items():
            if name in self.fields:
                self.fields[name].choices = [(key, gettext(word)) for key, word in values]  # type: ignore[attr-defined]
        if "owners" in self.fields:
            self.fields["owners"].choices = agencies  # type: ignore[attr-defined]  # OwnersField has choices
        if self.has_targets:
            for year in self.years:
                self.fields |= _past_fields(year, self.rules)

    @property
    def has_targets(self) -> bool:
        return self.item.parent_id is not None or not self.item.parts.all()

    def _without(self) -> tuple[str, ...]:
        if self.item.parent_id is not None:
            return ("owners",)
        return () if self.has_targets else (*self.TARGETS,)

    def past_rows(self) -> list[tuple[int, list[forms.BoundField]]]:
        """Year → its three cells, for the page."""
        cells = ("value", "missing", "source")
        return [(year, [self[f"past_{year}_{cell}"] for cell in cells]) for year in self.years]

    def clean_weight(self) -> Decimal | None:
        return not_negative(self.cleaned_data["weight"])

    def clean(self) -> None:
        if not self.has_targets:
            return
        check_level_cells(self, self.rules)
        for year in self.years:
            self._clean_past(year)

    def _clean_past(self, year: int) -> None:
        value = self.cleaned_data.get(f"past_{year}_value")
        missing = self.cleaned_data.get(f"past_{year}_missing")
        source = self.cleaned_data.get(f"past_{year}_source")
        if value is not None and missing:
            self.add_error(f"past_{year}_missing", gettext("มีตัวเลขแล้ว – เลือกอย่างใดอย่างหนึ่ง"))
        if value is not None and not source:
            self.add_error(f"past_{year}_source", gettext("บอกที่มาของตัวเลข"))

    def values(self) -> tuple[dict[str, Any], tuple[int, ...] | None, dict[int, Past | None]]:
        """(changed columns, owners or None, changed years of history)."""
        changed = set(self.changed_data)
        fields = {
            name: self.cleaned_data[name] for name in self.base_fields if name in changed and name != "owners"
        }
        past = {
            year: self._past(year) for year in self.years if any(f"past_{year}_" in one for one in changed)
        }
        return fields, self.cleaned_data["owners"] if "owners" in changed else None, past

    def _past(self, year: int) -> Past | None:
        value = self.cleaned_data[f"past_{year}_value"]
        missing = self.cleaned_data[f"past_{year}_missing"]
        if value is None and not missing:
            return None
        return Past(value, missing, self.cleaned_data[f"past_{year}_source"])


def _past_initial(year: int, past: Any) -> dict[str, Any]:
    return {
        f"past_{year}_value": past.value if past else None,
        f"past_{year}_missing": past.missing if past else "",
        f"past_{year}_source": past.source if past else "",
    }


def _past_fields(year: int, rules: RuleSet) -> dict[str, forms.Field]:
    reasons = [(reason.code, gettext(reason.name)) for reason in rules.missing]
    return {
        f"past_{year}_value": NumberField(label=gettext("ผลปี {year}").format(year=year), required=False),
        f"past_{year}_missing": forms.ChoiceField(
            label=gettext("หรือเหตุที่ไม่มีตัวเลขปี {year}").format(year=year),
            choices=[("", gettext("มีตัวเลข")), *reasons],
            required=False,
        ),
        f"past_{year}_source": forms.CharField(
            label=gettext("ที่มาของผลปี {year}").format(year=year), max_length=300, required=False
        ),
    }


def item_forms(proposal: Proposal, item: ProposalItem, data: QueryDict | None = None) -> list[ItemForm]:
    """The form of a KPI (fetched ``items_with_all``) and one for each of its parts."""
    here = Agency.objects.filter(area=proposal.area_id)
    agencies = [(str(key), name) for key, name in here.values_list("pk", "name")]
    rules = rulesets.load(proposal.fiscal_year.rule_set)
    for one in (item, *item.parts.all()):
        one.proposal = proposal
    return [ItemForm(one, agencies=agencies, rules=rules, data=data) for one in (item, *item.parts.all())]


class WeightForm(forms.Form):
    weight = NumberField(label=gettext_lazy("น้ำหนัก"), required=False)

    def clean_weight(self) -> Decimal | None:
        return not_negative(self.cleaned_data["weight"])


class Weights:
    """The weights of components and of the KPIs (with parts) on one page of a proposal."""

    def __init__(
        self,
        components: Iterable[ProposalComponent],
        items: Iterable[ProposalItem],
        data: QueryDict | None = None,
    ) -> None:
        self.components = {
            one.pk: WeightForm(data, prefix=f"component-{one.pk}", initial={"weight": one.weight})
            for one in components
        }
        self.items = {
            one.pk: WeightForm(data, prefix=f"kpi-{one.pk}", initial={"weight": one.weight}) for one in items
        }

    def is_valid(self) -> bool:
        every = (*self.components.values(), *self.items.values())
        return not any(form.errors for form in every)

    def changed_components(self) -> Mapping[int, Decimal | None]:
        return _changed(self.components)

    def changed_items(self) -> Mapping[int, Decimal | None]:
        return _changed(self.items)


def _changed(everyby_key: Mapping[int, WeightForm]) -> dict[int, Decimal | None]:
    return {key: form.cleaned_data["weight"] for key, form in everyby_key.items() if form.has_changed()}
