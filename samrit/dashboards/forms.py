"""Looking for provinces and words in the public results, and for events in the trail."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.dashboards.queries.standings import NOT_PUBLISHED
from samrit.dashboards.queries.trail import ROOMS, Asked
from samrit.people.trail_words import VERBS
from samrit.scores.models import PublicWords
from samrit.ui.fields import DayField


class StandingsFilter(forms.Form):
    """A year's provinces by name (Thai or English, or a part of it) and rating; ``ratings`` are those that occur."""

    name = forms.CharField(label=gettext_lazy("ชื่อจังหวัด"), required=False, strip=True)
    rating = forms.ChoiceField(label=gettext_lazy("ระดับผลการประเมิน"), required=False)

    def __init__(self, *args: Any, ratings: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        field = cast("forms.ChoiceField", self.fields["rating"])
        field.choices = [
            ("", _("ทุกระดับ")),
            *((rating, _(rating)) for rating in ratings),
            (NOT_PUBLISHED, _("ยังไม่ประกาศผล")),
        ]

    def chosen(self) -> dict[str, str]:
        """What to show, as keyword arguments of ``queries.standings.matching``; an unknown rating chooses nothing."""
        self.is_valid()
        return {key: self.cleaned_data.get(key, "") for key in ("name", "rating")}


class PublicSearch(forms.Form):
    """Words in the public results; year and kind narrow what was found, and what is no such is let by."""

    q = forms.CharField(label=gettext_lazy("คำที่ต้องการค้นหา"), required=False, max_length=200)
    year = forms.RegexField(regex=r"^[0-9]{4}$", required=False)
    kind = forms.ChoiceField(choices=[("", ""), *PublicWords.Kind.choices], required=False)

    def asked(self) -> dict[str, str]:
        self.is_valid()
        found = self.cleaned_data
        return {"query": found.get("q", ""), "year": found.get("year", ""), "kind": found.get("kind", "")}


class TrailFilter(forms.Form):
    """Which events of the trail; ``areas`` is empty where there is nothing to choose."""

    who = forms.CharField(
        label=gettext_lazy("ใคร (ชื่อ อีเมล หรือเลขบัญชี)"), required=False, max_length=150,
        widget=forms.TextInput({"type": "search"}),
    )  # fmt: skip
    verb = forms.ChoiceField(label=gettext_lazy("ทำอะไร"), required=False)
    room = forms.ChoiceField(label=gettext_lazy("เรื่อง"), required=False)
    area = forms.ChoiceField(label=gettext_lazy("จังหวัด"), required=False)
    thing = forms.CharField(
        label=gettext_lazy("รหัสของสิ่งที่ถูกทำ หรือชนิด"), required=False, max_length=120,
        widget=forms.TextInput({"placeholder": "reports.result:12"}),
    )  # fmt: skip
    since = DayField(label=gettext_lazy("ตั้งแต่วันที่"), required=False)
    until = DayField(label=gettext_lazy("ถึงวันที่"), required=False)

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        verbs = sorted(((verb, _(words)) for verb, (words, _icon) in VERBS.items()), key=lambda one: one[1])
        cast("forms.ChoiceField", self.fields["verb"]).choices = [("", _("ทุกอย่าง")), *verbs]
        rooms = [(room, _(words)) for room, words in ROOMS.items()]
        cast("forms.ChoiceField", self.fields["room"]).choices = [("", _("ทุกเรื่อง")), *rooms]
        if areas:
            cast("forms.ChoiceField", self.fields["area"]).choices = [("", _("ทุกจังหวัด")), *areas]
        else:
            del self.fields["area"]

    def asked(self) -> Asked | None:
        """None: something typed is no such thing, and ``errors`` say what."""
        if not self.is_valid():
            return None
        return Asked(**{name: value for name, value in self.cleaned_data.items() if value})
