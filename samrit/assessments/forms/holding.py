"""What an officer states about a survey and its points."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext, gettext_lazy

from samrit.assessments.forms.choosing import ReleaseField
from samrit.assessments.models import InstrumentRelease
from samrit.assessments.queries.surveys import district_name
from samrit.people.models import Agency
from samrit.rules.areas import children
from samrit.ui.fields import DayField
from samrit.ui.formats import in_english


class OpenForm(forms.Form):
    """``services``: one service a line; each gets a link, in each of the chosen districts one."""

    use_required_attribute = False

    release = ReleaseField(
        label=gettext_lazy("แบบสำรวจ"),
        queryset=InstrumentRelease.objects.none(),
        empty_label=gettext_lazy("เลือกแบบสำรวจ"),
    )
    agency = forms.ModelChoiceField(
        label=gettext_lazy("หน่วยงาน"),
        queryset=Agency.objects.none(),
        empty_label=gettext_lazy("เลือกหน่วยงาน"),
    )
    name = forms.CharField(
        label=gettext_lazy("ชื่อที่ผู้ตอบเห็น"),
        max_length=300,
        help_text=gettext_lazy("เช่น ความพึงพอใจต่อบริการออนไลน์ของที่ทำการปกครองจังหวัด"),
    )
    name_en = forms.CharField(label=gettext_lazy("ชื่อภาษาอังกฤษ"), max_length=300, required=False)
    services = forms.CharField(
        label=gettext_lazy("บริการที่ถาม"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("หนึ่งบริการต่อบรรทัด แต่ละบริการได้ลิงก์และโปสเตอร์ของตนเอง"),
    )  # fmt: skip
    districts = forms.MultipleChoiceField(
        label=gettext_lazy("แยกตามอำเภอ"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("ไม่เลือกคือใช้ลิงก์เดียวทั้งจังหวัด"),
    )  # fmt: skip
    opens_on = DayField(label=gettext_lazy("เปิดรับตั้งแต่"))
    closes_on = DayField(label=gettext_lazy("ถึงวันที่"))
    population = forms.IntegerField(
        label=gettext_lazy("จำนวนผู้ใช้บริการทั้งหมด"), required=False, min_value=1, max_value=2_000_000_000,
        help_text=gettext_lazy("ถ้าทราบ ช่วงความคลาดเคลื่อนจะแคบลงเมื่อผู้ตอบเป็นส่วนใหญ่ของทั้งหมด"),
    )  # fmt: skip
    contact = forms.CharField(
        label=gettext_lazy("ช่องทางสอบถามเรื่องข้อมูลส่วนบุคคล"), max_length=300, required=False,
        help_text=gettext_lazy("แสดงในคำแจ้งของแบบสำรวจ เช่น โทร 0 2123 4567"),
    )  # fmt: skip

    def __init__(
        self, releases: QuerySet[InstrumentRelease], agencies: QuerySet[Agency], **options: Any
    ) -> None:
        super().__init__(**options)
        for name, found in (("release", releases), ("agency", agencies)):
            field: Any = self.fields[name]
            field.queryset = found
            if len(found) == 1:
                self.initial.setdefault(name, found[0].pk)
        areas = sorted({str(one.area_id) for one in agencies if one.area_id})
        self.fields["districts"].choices = [  # type: ignore[attr-defined]
            (one.code, one.name_en if in_english() else one.name) for area in areas for one in children(area)
        ]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        opens, closes = said.get("opens_on"), said.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", gettext("วันปิดต้องไม่ก่อนวันเปิด"))
        return said

    def points(self) -> list[tuple[str, str]]:
        """Each service in each district (of a valid form)."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["services"].splitlines()]
        return [
            (service, district)
            for service in dict.fromkeys(filter(None, lines))
            for district in self.cleaned_data["districts"] or [""]
        ]


class PointForm(forms.Form):
    use_required_attribute = False

    service = forms.CharField(label=gettext_lazy("บริการ"), max_length=200)
    district = forms.ChoiceField(label=gettext_lazy("อำเภอ"), required=False)

    def __init__(self, area: str | None, **options: Any) -> None:
        super().__init__(**options)
        found = [(one.code, one.name_en if in_english() else one.name) for one in children(area or "")]
        self.fields["district"].choices = [("", gettext("ทั้งจังหวัด")), *found]  # type: ignore[attr-defined]


class PlaceFilter(forms.Form):
    """Narrows results to a service or a district that may be shown."""

    service = forms.ChoiceField(label=gettext_lazy("บริการ"), required=False)
    district = forms.ChoiceField(label=gettext_lazy("อำเภอ"), required=False)

    def __init__(self, services: list[str], districts: list[str], **options: Any) -> None:
        super().__init__(**options)
        everything = ("", gettext("ทั้งหมด"))
        named = [(code, district_name(code, english=in_english())) for code in districts]
        self.fields["service"].choices = [everything, *((one, one) for one in services)]  # type: ignore[attr-defined]
        self.fields["district"].choices = [everything, *named]  # type: ignore[attr-defined]
