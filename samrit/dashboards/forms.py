"""Looking for provinces in the public results."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.dashboards.queries.standings import NOT_PUBLISHED
from samrit.scores.models import PublicWords


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
