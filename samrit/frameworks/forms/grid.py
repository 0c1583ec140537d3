"""The grid of a draft edition: weights, targets, owners."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy

from samrit.frameworks.contents import ComponentOnPage
from samrit.frameworks.forms.levels import LEVELS, check_level_cells
from samrit.frameworks.models import Component, Edition, Kpi, KpiGroup
from samrit.rules import rulesets
from samrit.rules.rulesets import RuleSet
from samrit.ui.fields import NumberField

TARGETS = ("unit", "direction", "interpolate", *LEVELS, "last_year")


# ── pieces of the grid ──────────────────────────────────────────────────────
class OwnersWidget(forms.Widget):
    """One list to choose from for each agency, the leading one first, and an empty one to add another."""

    template_name = "frameworks/widgets/owners.html"
    choices: Sequence[tuple[str, str]] = ()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:  # noqa: ARG002 - Django's signature
        return [value for value in data.getlist(name) if value]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        chosen = [str(key) for key in value or ()]
        context["widget"] |= {"slots": chosen or [""], "more": bool(chosen), "choices": list(self.choices)}
        return context


class OwnersField(forms.MultipleChoiceField):
    """Keys of agencies in order, each once."""

    widget = OwnersWidget

    def clean(self, value: Any) -> tuple[int, ...]:
        return tuple(dict.fromkeys(int(key) for key in super().clean(value)))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return [str(key) for key in initial or ()] != [str(key) for key in data or ()]


class ComponentForm(forms.Form):
    weight = NumberField(label=gettext_lazy("น้ำหนักองค์ประกอบ"), required=False)

    def clean_weight(self) -> Decimal | None:
        return not_negative(self.cleaned_data["weight"])


def not_negative(weight: Decimal | None) -> Decimal | None:
    if weight is not None and weight < 0:
        raise ValidationError(gettext("น้ำหนักต้องไม่ติดลบ"))
    return weight


class KpiForm(forms.Form):
    """One row of the grid. A KPI with parts has no targets of its own, a part has no owners of its own."""

    name = forms.CharField(
        label=gettext_lazy("ชื่อตัวชี้วัด"),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("โปรดใส่ชื่อตัวชี้วัด")},
    )
    weight = NumberField(label=gettext_lazy("น้ำหนัก"), required=False)
    owners = OwnersField(label=gettext_lazy("หน่วยงานรับผิดชอบ"), required=False)
    unit = forms.CharField(label=gettext_lazy("หน่วยวัด"), max_length=60, required=False)
    direction = forms.ChoiceField(label=gettext_lazy("ทิศทาง"), choices=Kpi.Direction.choices)
    interpolate = forms.ChoiceField(label=gettext_lazy("วิธีคิดคะแนน"), choices=Kpi.Interpolate.choices)
    basic = NumberField(label=gettext_lazy("ขั้นต้น"), required=False)
    standard = NumberField(label=gettext_lazy("มาตรฐาน"), required=False)
    advanced = NumberField(label=gettext_lazy("ขั้นสูง"), required=False)
    last_year = NumberField(label=gettext_lazy("ผลปีก่อน"), required=False)
    definition = forms.CharField(
        label=gettext_lazy("คำอธิบาย"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    evidence_asked = forms.CharField(
        label=gettext_lazy("หลักฐานที่ขอ"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )

    use_required_attribute = False

    def __init__(
        self, kpi: Kpi, *, agencies: Sequence[tuple[str, str]], rules: RuleSet, **options: Any
    ) -> None:
        initial = {name: getattr(kpi, name) for name in self.base_fields if name != "owners"}
        initial["owners"] = [ownership.agency_id for ownership in kpi.ownerships.all()]
        super().__init__(prefix=f"kpi-{kpi.pk}", initial=initial, **options)
        self.kpi, self.rules = kpi, rules
        for name in self._without():
            del self.fields[name]
        if "owners" in self.fields:
            self.fields["owners"].choices = agencies  # type: ignore[attr-defined]  # OwnersField has choices
        for name in ("direction", "interpolate"):
            if name in self.fields:
                field = self.fields[name]
                field.choices = [(key, gettext(word)) for key, word in field.choices]  # type: ignore[attr-defined]

    def _without(self) -> tuple[str, ...]:
        if self.kpi.parent_id is not None:
            return ("owners",)
        return (*TARGETS, "definition", "evidence_asked") if self.kpi.parts.all() else ()

    def clean_weight(self) -> Decimal | None:
        return not_negative(self.cleaned_data["weight"])

    def clean(self) -> None:
        if "basic" in self.fields:
            check_level_cells(self, self.rules)


@dataclass(frozen=True)
class KpiRow:
    """``was``: the other name that the edition in force has for the same KPI; its results will stand under this one."""

    kpi: Kpi
    form: KpiForm
    was: str = ""
    parts: Sequence["KpiRow"] = ()

    @property
    def parts_total(self) -> Decimal:
        return sum((typed_weight(part.form, part.kpi) or Decimal(0) for part in self.parts), Decimal(0))

    @property
    def parts_balanced(self) -> bool:
        return self.parts_total == (typed_weight(self.form, self.kpi) or 0)


@dataclass(frozen=True)
class GroupRows:
    group: KpiGroup
    rows: Sequence[KpiRow]


@dataclass(frozen=True)
class ComponentRows:
    """``elsewhere``: the weight of this component's KPIs on other pages of the grid."""

    component: Component
    form: ComponentForm
    groups: Sequence[GroupRows]
    elsewhere: Decimal

    @property
    def stated(self) -> Decimal | None:
        return typed_weight(self.form, self.component)

    @property
    def total(self) -> Decimal:
        rows = [row for group in self.groups for row in group.rows]
        return sum((typed_weight(row.form, row.kpi) or Decimal(0) for row in rows), self.elsewhere)

    @property
    def balanced(self) -> bool:
        return self.total == self.stated


def typed_weight(form: forms.Form, thing: Kpi | Component) -> Decimal | None:
    """The weight as typed, when it is a number; else the one that is stored."""
    if form.is_bound and form.is_valid() is not None and "weight" in form.cleaned_data:
        weight: Decimal | None = form.cleaned_data["weight"]
        return weight
    return thing.weight


class DraftGrid:
    """All cells of one page of a draft: a form for each component and each KPI and part."""

    def __init__(
        self,
        edition: Edition,
        components: Sequence[ComponentOnPage],
        agencies: Mapping[int, str],
        data: QueryDict | None = None,
        names_in_force: Mapping[int, str] | None = None,
    ) -> None:
        """``names_in_force``: indicator → its KPI's name in the edition in force."""
        self._names = names_in_force or {}
        self._choices = [(str(key), name) for key, name in agencies.items()]
        self._rules = rulesets.load(edition.framework.fiscal_year.rule_set)
        self._data = data
        self.components = [self._component(one) for one in components]

    def _component(self, one: ComponentOnPage) -> ComponentRows:
        component = one.component
        form = ComponentForm(
            self._data, prefix=f"component-{component.pk}", initial={"weight": component.weight}
        )
        groups = [GroupRows(part.group, [self._row(kpi) for kpi in part.kpis]) for part in one.groups]
        return ComponentRows(component, form, groups, one.elsewhere)

    def _row(self, kpi: Kpi) -> KpiRow:
        was = self._names.get(kpi.indicator_id, kpi.name)
        parts = [self._row(part) for part in kpi.parts.all()] if kpi.parent_id is None else ()
        return KpiRow(kpi, self._form(kpi), was if was != kpi.name else "", parts)

    def _form(self, kpi: Kpi) -> KpiForm:
        return KpiForm(kpi, agencies=self._choices, rules=self._rules, data=self._data)

    @property
    def rows(self) -> list[KpiRow]:
        """Every KPI and part on the page."""
        kpis = [row for one in self.components for group in one.groups for row in group.rows]
        return [row for kpi in kpis for row in (kpi, *kpi.parts)]

    @property
    def weights_total(self) -> Decimal:
        return sum((one.stated or Decimal(0) for one in self.components), Decimal(0))

    @property
    def faults(self) -> int:
        """How many cells cannot be saved as typed."""
        return sum(len(form.errors) for form in self._forms())

    def _forms(self) -> list[forms.Form]:
        return [one.form for one in self.components] + [row.form for row in self.rows]

    def is_valid(self) -> bool:
        return not self.faults

    def component_weights(self) -> dict[int, Decimal | None]:
        """Component → its weight, where it was changed."""
        return {
            one.component.pk: one.form.cleaned_data["weight"]
            for one in self.components
            if one.form.has_changed()
        }

    def kpi_changes(self) -> list[tuple[int, dict[str, Any], tuple[int, ...] | None]]:
        """(KPI, changed columns, owners or None when they stay), for every row where something was changed."""
        return [_change(row.form) for row in self.rows if row.form.has_changed()]


def _change(form: KpiForm) -> tuple[int, dict[str, Any], tuple[int, ...] | None]:
    changed = {name: form.cleaned_data[name] for name in form.changed_data}
    return form.kpi.pk, {name: changed[name] for name in changed if name != "owners"}, changed.get("owners")
